"""What is kept, where, and who sees it."""

from assistant.ui import look

with look.page():
    pass
