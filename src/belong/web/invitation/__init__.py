"""The link by which somebody sets up their account."""
