"""What pupils, families and staff say, and what we did."""
