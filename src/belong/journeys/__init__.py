"""Functions that cross practices in one transaction, one file a journey. Empty until two practices meet."""
