"""What `alongside doctor` looks at: is everything there and well, where is it, and what one command mends it."""
