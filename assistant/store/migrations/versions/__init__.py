"""One module a change of shape, never edited once it has been released."""
