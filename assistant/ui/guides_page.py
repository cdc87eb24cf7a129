"""The guides, to browse, search and read."""

from assistant.ui import look

with look.page():
    pass
