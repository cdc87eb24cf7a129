"""Where conversations of one owner or one tab are held, and the answers being written there."""

from dataclasses import dataclass

from assistant.running import Running
from assistant.store import Store
from assistant.ui import downloads


@dataclass(frozen=True, slots=True)
class Place:
    store: Store
    running: Running

    def end(self, conversation: str) -> None:
        """Stop what is being written of a conversation and delete it, with what was exported and still in memory."""
        self._stop(conversation)
        self.store.delete(conversation)
        downloads.forget()

    def end_everything(self, *, with_copies: bool) -> None:
        """The same for all of them, and every choice; the copies made by themselves hold everybody's words."""
        for summary in self.store.conversations():
            self._stop(summary.id)
        self.store.forget_everything(with_backups=with_copies)
        downloads.forget()

    def _stop(self, conversation: str) -> None:
        shown = self.store.conversation(conversation)
        for turn in shown.running if shown else ():
            self.running.stop(turn.id)
