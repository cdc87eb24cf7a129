"""Responders write the answer: the library responder from the guides' own lines, the model responder with a model."""
