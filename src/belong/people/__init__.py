"""Who may: schools, adults, children, roles in words, one way to fetch one thing, and the trail."""
