"""When school is open: said by people, asked from the marks, brought in from a file."""
