"""The door of a shared device: setting it up, names, a PIN, and finishing."""
