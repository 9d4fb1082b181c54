"""What callers may not do."""
