"""A few minutes with a key person, morning or afternoon."""
