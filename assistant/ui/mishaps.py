"""What goes wrong on a screen, in words for whoever looks at it.

A fault of ours is told in its place and logged instead of ending the page: the box, which leads to help, must stay.
"""

import logging

from assistant.errors import AssistantError
from assistant.wordless import place_of

logger = logging.getLogger(__name__)

FAULT = (
    "Something went wrong inside Alongside. What you wrote is kept, or still in the box. Reload the page and try "
    "again; if it goes on, close Alongside and run `alongside doctor`."
)


def words_for(error: Exception) -> str:
    """What to tell. Of a fault only the kind and the place are logged: its message could quote what a person wrote."""
    if isinstance(error, AssistantError):
        return str(error)
    logger.error("part of a page failed: error=%s at=%s", type(error).__name__, place_of(error))
    return FAULT
