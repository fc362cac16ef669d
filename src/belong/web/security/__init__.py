"""How safely Belong is run."""
