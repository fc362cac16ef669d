"""How we count, and help."""
