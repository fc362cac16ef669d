"""One good thing an adult saw, one the child is proud of."""
