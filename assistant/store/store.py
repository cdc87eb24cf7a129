"""One owner's conversations. The front door of the store.

Every method raises StoreError when the database cannot be read or written. What is not this owner's does not exist.
"""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from assistant.messages import Turn
from assistant.situation import Situation
from assistant.store import archive, archivefile, asking, conversations, counting, feedback, forgetting, turns
from assistant.store.backups import Backup, backups, remove_backups
from assistant.store.database import Database, Transaction, utc_now
from assistant.store.restoring import refuse_target
from assistant.store.values import (
    LEASE_SECONDS,
    Conversation,
    PreferenceName,
    Reason,
    Said,
    StartedTurn,
    State,
    StoredTurn,
    Summary,
    Verdict,
)

LOCAL_OWNER = "this-machine"
"""Whose everything is while there is no sign-in."""


def open_store(
    path: Path | None,
    owner: str = LOCAL_OWNER,
    *,
    lease_seconds: float = LEASE_SECONDS,
    clock: Callable[[], datetime] = utc_now,
) -> "Store":
    """Open the database, made or migrated as needed; without a path it lives in memory, for what is not to be kept."""
    return Store(Database(path, lease_seconds, clock), owner)


class Store:
    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner

    @property
    def lease_seconds(self) -> float:
        return self._database.lease.total_seconds()

    @property
    def kept(self) -> bool:
        """Is this written to disk?"""
        return self._database.path is not None

    def for_owner(self, owner: str) -> "Store":
        """The same database as somebody else sees it."""
        return Store(self._database, owner)

    def close(self) -> None:
        self._database.close()

    def start(
        self, conversation: str | None, text: str, situation: Situation, *, unmasked: bool = False
    ) -> StartedTurn:
        """Record a message and the answer that is about to be written, in one transaction."""
        with self._writing() as tx:
            return asking.start(tx, conversation, text, situation, unmasked=unmasked)

    def regenerate(self, turn: str, situation: Situation | None = None) -> StartedTurn:
        """Answer the same question again. The old answer and what followed it are kept, out of sight."""
        with self._writing() as tx:
            return asking.regenerate(tx, turn, situation)

    def edit_last(
        self, conversation: str, text: str, situation: Situation | None = None, *, unmasked: bool = False
    ) -> StartedTurn:
        """Say the last message differently. The old one and its answer are kept, out of sight."""
        with self._writing() as tx:
            return asking.edit_last(tx, conversation, text, situation, unmasked=unmasked)

    def show_version(self, turn: str) -> None:
        """Undo: show this version of a turn again, and what followed it."""
        with self._writing() as tx:
            asking.show_version(tx, turn)

    def grow(self, turn: str, said: Said) -> bool:
        """Record the answer so far and renew its lease. False: it is not ours to write any more."""
        with self._writing() as tx:
            return turns.grow(tx, turn, said)

    def finish(self, turn: str, state: State, said: Said, problem: str | None = None) -> bool:
        """Record how the answer ended. False: it had ended already, or is gone."""
        with self._writing() as tx:
            return turns.finish(tx, turn, state, said, problem)

    def stop(self, turn: str) -> bool:
        """Mark a running answer stopped, whoever writes it: the writer notices when it next records."""
        with self._writing() as tx:
            return turns.stop(tx, turn)

    def recover(self, sparing: Collection[str] = ()) -> int:
        """Mark as interrupted what is said to be running though its lease has passed; return how many."""
        with self._reading() as tx:
            orphaned = turns.orphans(tx, sparing)
        if not orphaned:
            return 0
        with self._writing() as tx:
            return turns.interrupt(tx, orphaned)

    def history(self, conversation: str, before: int | None = None) -> tuple[Turn, ...]:
        """The conversation as a responder may see it, up to a position."""
        with self._reading() as tx:
            return turns.history(tx, conversation, before)

    def conversations(self, search: str = "") -> tuple[Summary, ...]:
        """Newest first; `search` looks in titles and in what was said."""
        with self._reading() as tx:
            return conversations.summaries(tx, search)

    def conversation(self, conversation: str, latest: int | None = None) -> Conversation | None:
        """A conversation with the turns that are shown, or only the `latest` of them."""
        with self._reading() as tx:
            return conversations.read(tx, conversation, latest)

    def turn(self, turn: str) -> StoredTurn | None:
        with self._reading() as tx:
            return turns.read_turn(tx, turn)

    def rename(self, conversation: str, title: str) -> None:
        """Give it a title of its own; a blank one brings back its first words."""
        with self._writing() as tx:
            conversations.rename(tx, conversation, title)

    def delete(self, conversation: str) -> None:
        """Really: its turns, their earlier versions and feedback go with it; `scrub` says about bytes."""
        with self._writing() as tx:
            forgetting.forget(tx, conversation)
        self.scrub()

    def forget_everything(self, *, with_backups: bool = False) -> int:
        """Delete every conversation, rating and preference of this owner; return how many conversations there were.

        The copies that `backups` lists hold everybody's words: they go too when asked for.
        """
        with self._writing() as tx:
            removed = forgetting.forget_everything(tx)
        self.scrub()
        if with_backups:
            self.forget_backups()
        return removed

    def forget_backups(self) -> None:
        """Delete the copies that `backups` lists, with everybody's words in them."""
        if self._database.path is not None:
            remove_backups(self._database.path)

    def scrub(self) -> bool:
        """Make sure that no byte of what was deleted is left in the database's files; to be called now and then.

        False: another process reads or the disk refuses. It is tried again at the next write, when closing and opening.
        """
        return self._database.scrub()

    def backups(self) -> tuple[Backup, ...]:
        """The copies made by themselves, newest first: they still hold what was deleted after them."""
        return backups(self._database.path) if self._database.path else ()

    def export_all(self, file: Path, *, replace: bool = False) -> int:
        """Write everything of this owner to a ZIP file only they can read; return how many conversations.

        Raises InputError for a file that is there already, unless it may be replaced.
        """
        refuse_target(file, replace=replace, besides=self._database.path)
        with self._reading() as tx:
            everything = archive.collect(tx)
            found = (conversations.read(tx, conversation.id) for conversation in everything.conversations)
            readable = [conversation for conversation in found if conversation]
            now = tx.now
        archivefile.write(file, everything, readable, now)
        return len(readable)

    def import_all(self, file: Path) -> archive.Added:
        """Add what is in such a file and not here yet, as this owner's. Nothing that is here is changed or lost.

        Raises InputError for whatever Alongside did not write, and for what is somebody else's; then nothing is added.
        """
        everything = archivefile.read(file)
        with self._writing() as tx:
            return archive.add(tx, everything)

    def retention(self, default_days: int | None = None) -> int | None:
        """For how many days conversations are kept, or None: until deleted. The default is for who chose nothing."""
        with self._reading() as tx:
            return forgetting.retention(tx, default_days)

    def set_retention(self, days: int | None) -> None:
        """Raises InputError for what is not among RETENTIONS. Deletes nothing by itself."""
        with self._writing() as tx:
            forgetting.set_retention(tx, days)

    def older_than(self, days: int) -> int:
        """How many conversations a retention of so many days would delete now."""
        with self._reading() as tx:
            return forgetting.count_older(tx, days)

    def apply_retention(self, default_days: int | None = None) -> int:
        """Delete what is older than this owner wants it kept, as `delete` does; return how many conversations."""
        days = self.retention(default_days)
        if days is None or not self.older_than(days):
            return 0
        with self._writing() as tx:
            removed = forgetting.forget_older(tx, days)
        self.scrub()
        return removed

    def rate(self, turn: str, verdict: Verdict, reason: Reason | None = None) -> None:
        with self._writing() as tx:
            feedback.rate(tx, turn, verdict, reason)

    def unrate(self, turn: str) -> None:
        with self._writing() as tx:
            feedback.unrate(tx, turn)

    def counted(self, kinds: Collection[str], topic_of: counting.TopicOf) -> counting.Counts:
        """How much this owner uses it, in numbers and no words; of what is not written to disk nothing is counted."""
        if not self.kept:
            return counting.Counts()
        with self._reading() as tx:
            return counting.count(tx, kinds, topic_of)

    def preference(self, name: PreferenceName) -> object:
        """What was chosen, or None."""
        with self._reading() as tx:
            return feedback.preference(tx, name)

    def set_preference(self, name: PreferenceName, value: object) -> None:
        with self._writing() as tx:
            feedback.set_preference(tx, name, value)

    def _reading(self) -> AbstractContextManager[Transaction]:
        return self._database.transaction(self._owner, writes=False)

    def _writing(self) -> AbstractContextManager[Transaction]:
        return self._database.transaction(self._owner, writes=True)
