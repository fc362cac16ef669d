"""Meetings that end in agreement."""
