"""Who looked at a child, and the search of the trail."""
