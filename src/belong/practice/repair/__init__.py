"""Putting things right between two people."""
