"""The concurrency control family: versions by ETag, and writers at the same time."""
