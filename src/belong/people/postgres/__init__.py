"""PostgreSQL as Belong speaks to it: before a question, it is told whose rows there are."""
