"""Early warnings: plain rules over a child's own marks, each of which can be said aloud."""
