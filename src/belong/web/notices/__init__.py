"""What those who lead on safeguarding are told."""
