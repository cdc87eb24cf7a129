"""Guides: what they are made of, reading them, checking them."""
