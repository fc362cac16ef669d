"""One small act: about whom, by whom, when, and whether it happened."""
