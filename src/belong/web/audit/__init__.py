"""The school looks at itself."""
