"""The analyst's door: files in, answers out. No server, no database, and Django never imported."""
