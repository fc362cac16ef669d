"""Answering a survey with a code: nobody is signed in, and nobody is known."""
