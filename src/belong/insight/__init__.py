"""Read-only answers to questions people ask. The only place where numbers meet practice."""
