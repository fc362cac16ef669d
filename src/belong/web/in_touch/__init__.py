"""Being in touch."""
