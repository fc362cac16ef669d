"""Doors for people: pages. Thin: fetch, ask, show."""
