"""Two endpoints that show the same fact agree."""
