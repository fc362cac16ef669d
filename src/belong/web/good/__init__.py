"""Good things."""
