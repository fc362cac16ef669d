"""Early warnings."""
