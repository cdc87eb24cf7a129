"""The tables. A change here needs a migration beside it; a test compares the two."""

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""No UTF-8 file can hold a lone surrogate, no PostgreSQL text a NUL, and SQLite stops reading at one."""


class Words(TypeDecorator[str]):
    """Text that any database can hold: what it cannot is replaced, one character for one."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else UNSTORABLE.sub("\ufffd", value)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC)


VALUES = JSON(none_as_null=True)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _owned(name: str, *columns: Any) -> Table:
    owner = Column("owner", Words, nullable=False)
    return Table(name, metadata, owner, *columns, CheckConstraint("owner <> ''", name="has_owner"))


conversations = _owned(
    "conversations",
    Column("id", Words, primary_key=True),
    Column("title", Words),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    UniqueConstraint("id", "owner"),
    Index(None, "owner", "updated", "id"),
)

turns = _owned(
    "turns",
    Column("id", Words, primary_key=True),
    Column("conversation", Words, nullable=False),
    Column("parent", Words),
    Column("position", Integer, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("speaker", Words, CheckConstraint("speaker IN ('person', 'assistant')", name="speaker"), nullable=False),
    Column(
        "state",
        Words,
        CheckConstraint("state IN ('running', 'done', 'stopped', 'interrupted')", name="state"),
        nullable=False,
    ),
    Column("created", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("lease_holder", Words),
    Column("text", Words, nullable=False),
    Column("situation", VALUES, nullable=False),
    Column("citations", VALUES, nullable=False),
    Column("concern", VALUES, nullable=False),
    Column("signposting", VALUES),
    Column("found", Boolean),
    Column("dropped", Integer, nullable=False),
    Column("responder", Words),
    Column("model", Words),
    Column("prompt", Words),
    Column("tokens", VALUES),
    Column("ms", VALUES, nullable=False),
    Column("problem", Words),
    Column("sent", VALUES),
    Column("unmasked", Boolean),
    UniqueConstraint("id", "owner"),
    # With the owner in the keys no turn can be hung into somebody else's conversation or follow somebody else's turn.
    ForeignKeyConstraint(["parent", "owner"], ["turns.id", "turns.owner"]),
    ForeignKeyConstraint(["conversation", "owner"], ["conversations.id", "conversations.owner"], ondelete="CASCADE"),
    Index(None, "conversation", "position"),
    # Two tabs sending at once cannot both fill the same place.
    Index(
        "uq_turns_shown",
        "conversation",
        "position",
        unique=True,
        sqlite_where=text("shown"),
        postgresql_where=text("shown"),
    ),
    Index(None, "parent", "owner"),
    Index(None, "owner", "state"),
)

feedback = _owned(
    "feedback",
    Column("turn", Words, primary_key=True),
    Column("verdict", Words, nullable=False),
    Column("reason", Words),
    Column("created", Moment, nullable=False),
    ForeignKeyConstraint(["turn", "owner"], ["turns.id", "turns.owner"], ondelete="CASCADE"),
)

preferences = _owned(
    "preferences",
    Column("name", Words, nullable=False),
    Column("value", VALUES),
    PrimaryKeyConstraint("owner", "name"),
)
