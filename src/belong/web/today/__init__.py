"""School today."""
