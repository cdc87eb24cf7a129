"""Where conversations of one owner or one tab are held, and the answers being written there."""

from dataclasses import dataclass

from assistant.running import Running
from assistant.store import Store


@dataclass(frozen=True, slots=True)
class Place:
    store: Store
    running: Running

    def end(self, conversation: str) -> None:
        """Stop what is being written of a conversation and delete it."""
        shown = self.store.conversation(conversation)
        for turn in shown.running if shown else ():
            self.running.stop(turn.id)
        self.store.delete(conversation)
