"""No turn follows somebody else's, and what is looked up by owner has an index that begins with it."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    columns = _turns()
    _let_go_of_others()
    names = ", ".join(columns)
    op.execute(f"INSERT INTO turns_anew ({names}) SELECT {names} FROM turns")  # noqa: S608 - our own names
    op.drop_table("turns")
    op.rename_table("turns_anew", "turns")
    _indexes()


def _let_go_of_others() -> None:
    """Keep the row, not what tied it to another owner's."""
    op.execute(
        "UPDATE turns SET parent = NULL WHERE parent IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM turns AS before WHERE before.id = turns.parent AND before.owner = turns.owner)"
    )


def _turns() -> list[str]:
    """SQLite cannot change a key: the table is made anew under another name. Returns its columns."""
    columns: list[sa.Column[Any]] = [
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("parent", sa.Text),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("speaker", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("lease_until", sa.DateTime),
        sa.Column("lease_holder", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("situation", sa.JSON, nullable=False),
        sa.Column("citations", sa.JSON, nullable=False),
        sa.Column("concern", sa.JSON, nullable=False),
        sa.Column("signposting", sa.JSON),
        sa.Column("found", sa.Boolean),
        sa.Column("dropped", sa.Integer, nullable=False),
        sa.Column("responder", sa.Text),
        sa.Column("model", sa.Text),
        sa.Column("prompt", sa.Text),
        sa.Column("tokens", sa.JSON),
        sa.Column("ms", sa.JSON, nullable=False),
        sa.Column("problem", sa.Text),
    ]
    op.create_table("turns_anew", *columns, *_constraints())
    return [column.name for column in columns]


def _constraints() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("owner <> ''", name="ck_turns_has_owner"),
        sa.CheckConstraint("speaker IN ('person', 'assistant')", name="ck_turns_speaker"),
        sa.CheckConstraint("state IN ('running', 'done', 'stopped', 'interrupted')", name="ck_turns_state"),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
        sa.UniqueConstraint("id", "owner", name="uq_turns_id_owner"),
        sa.ForeignKeyConstraint(["parent", "owner"], ["turns.id", "turns.owner"], name="fk_turns_parent_owner"),
        sa.ForeignKeyConstraint(
            ["conversation", "owner"],
            ["conversations.id", "conversations.owner"],
            name="fk_turns_conversation_owner",
            ondelete="CASCADE",
        ),
    ]


def _indexes() -> None:
    shown = sa.text("shown")
    op.create_index("ix_turns_conversation_position", "turns", ["conversation", "position"])
    op.create_index(
        "uq_turns_shown",
        "turns",
        ["conversation", "position"],
        unique=True,
        sqlite_where=shown,
        postgresql_where=shown,
    )
    op.create_index("ix_turns_parent_owner", "turns", ["parent", "owner"])
    op.create_index("ix_turns_owner_state", "turns", ["owner", "state"])
    op.drop_index("ix_conversations_owner_updated", "conversations")
    op.create_index("ix_conversations_owner_updated_id", "conversations", ["owner", "updated", "id"])
