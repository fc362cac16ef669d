"""What is different on a day to come: of the school, and of one child."""
