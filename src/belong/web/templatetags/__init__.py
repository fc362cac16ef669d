"""Small pieces that templates may use."""
