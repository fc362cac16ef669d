"""Words every room shares: dates and terms, what may be shared, and errors said plainly."""
