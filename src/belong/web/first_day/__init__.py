"""The first-day list: who is not here with no reason yet, and who tried to reach their home."""
