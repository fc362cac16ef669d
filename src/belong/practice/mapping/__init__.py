"""Who knows whom well, and whom nobody named."""
