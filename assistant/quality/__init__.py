"""What an evaluation run found, and what its numbers are worth. Reads records; never needs Inspect."""
