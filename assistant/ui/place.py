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
        self._stop(conversation)
        self.store.delete(conversation)

    def end_everything(self, *, with_copies: bool) -> None:
        """The same for all of them, and every choice; the copies made by themselves hold everybody's words."""
        for summary in self.store.conversations():
            self._stop(summary.id)
        self.store.forget_everything(with_backups=with_copies)

    def _stop(self, conversation: str) -> None:
        shown = self.store.conversation(conversation)
        for turn in shown.running if shown else ():
            self.running.stop(turn.id)
