"""Small steps the child chose, and when we look again."""
