"""The class round."""
