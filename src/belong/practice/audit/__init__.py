"""The school's own review of how relational it is."""
