"""Conversations, kept on this machine or only in memory. The only home of sqlalchemy and alembic.

It stores values and knows nothing of who makes them. Every row has an owner and no query reaches beyond it.
"""

from assistant.store.archive import Added
from assistant.store.backups import Backup
from assistant.store.counting import FEWEST, OTHER, Counts
from assistant.store.export import export_markdown
from assistant.store.restoring import Restored, restore, save_backup
from assistant.store.store import LOCAL_OWNER, Store, open_store
from assistant.store.values import (
    LEASE_SECONDS,
    REASONS,
    RETENTIONS,
    Conversation,
    PreferenceName,
    Rating,
    Reason,
    Said,
    StartedTurn,
    State,
    StoredTurn,
    Summary,
    Verdict,
)

__all__ = [
    "FEWEST",
    "LEASE_SECONDS",
    "LOCAL_OWNER",
    "OTHER",
    "REASONS",
    "RETENTIONS",
    "Added",
    "Backup",
    "Conversation",
    "Counts",
    "PreferenceName",
    "Rating",
    "Reason",
    "Restored",
    "Said",
    "StartedTurn",
    "State",
    "Store",
    "StoredTurn",
    "Summary",
    "Verdict",
    "export_markdown",
    "open_store",
    "restore",
    "save_backup",
]
