"""The gate and the office in the morning: whom to look out for, and who has come."""
