"""A child would like to talk to somebody."""
