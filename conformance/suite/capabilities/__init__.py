"""What the target file declares of the target."""
