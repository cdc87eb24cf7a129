"""A programme's own documents: read in a child process, split by heading, kept in the data folder."""
