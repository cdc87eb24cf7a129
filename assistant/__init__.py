"""Alongside: guidance for people in mentoring and peer-support relationships.

`Assistant.open().reply(text, situation, history)` answers one message; read `conversation.py` first.
"""

from typing import TYPE_CHECKING, Any

from assistant.situation import Situation

if TYPE_CHECKING:
    from assistant.conversation import Assistant
    from assistant.messages import Turn

__all__ = ["Assistant", "Situation", "Turn"]


def __getattr__(name: str) -> Any:
    """Import the assistant on first use, so that `alongside --help` stays quick."""
    if name == "Turn":
        from assistant.messages import Turn

        return Turn
    if name == "Assistant":
        from assistant.conversation import Assistant

        return Assistant
    raise AttributeError(name)
