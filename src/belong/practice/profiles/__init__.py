"""What helps this child, in their own words."""
