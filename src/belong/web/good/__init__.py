"""Good things: writing one down, sharing it with home, and those of one's own children."""
