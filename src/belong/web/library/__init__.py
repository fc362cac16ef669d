"""Words that help, and warm messages home."""
