"""Functions that cross practices in one transaction. Empty until two practices meet."""
