"""What was written is what is read."""
