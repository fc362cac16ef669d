"""What a school says about itself."""
