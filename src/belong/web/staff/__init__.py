"""People: who works here, and what each may see."""
