"""Finding the passages that answer a message: vectors, keywords, and the two together."""
