"""Broken assistants, to test the scorers: each must lose where it is broken, and nowhere else. See __main__."""
