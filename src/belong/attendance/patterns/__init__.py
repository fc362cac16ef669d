"""Patterns in a child's own marks, tested against the school's usual week."""
