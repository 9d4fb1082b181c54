"""What the suite finds, and what a user would find with other tools, on the same defects and the same pod."""
