"""Being in touch with home."""
