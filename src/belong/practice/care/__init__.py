"""Looking after the adults."""
