"""What `cli` is made of: groups of commands, settings as flags, and what is read from and printed to a terminal."""
