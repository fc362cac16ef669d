"""Children, and one child's page."""
