"""Days that will be different, and what is tender for a child."""
