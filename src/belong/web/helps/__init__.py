"""What helps a child, Help now, and places of welcome."""
