"""What somebody from outside opens, without an account."""
