"""Where the marks are: reading files, keeping registers. No Django here."""
