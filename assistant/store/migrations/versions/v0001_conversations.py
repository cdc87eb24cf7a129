"""Conversations, turns, feedback and preferences."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _conversations()
    _turns()
    _indexes()
    op.create_table(
        "feedback",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("turn", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.CheckConstraint("owner <> ''", name="ck_feedback_has_owner"),
        sa.PrimaryKeyConstraint("turn", name="pk_feedback"),
        sa.ForeignKeyConstraint(
            ["turn", "owner"], ["turns.id", "turns.owner"], name="fk_feedback_turn_owner", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "preferences",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.JSON),
        sa.CheckConstraint("owner <> ''", name="ck_preferences_has_owner"),
        sa.PrimaryKeyConstraint("owner", "name", name="pk_preferences"),
    )


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("updated", sa.DateTime, nullable=False),
        sa.CheckConstraint("owner <> ''", name="ck_conversations_has_owner"),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("id", "owner", name="uq_conversations_id_owner"),
    )
    op.create_index("ix_conversations_owner_updated", "conversations", ["owner", "updated"])


def _turns() -> None:
    op.create_table(
        "turns",
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
        sa.CheckConstraint("owner <> ''", name="ck_turns_has_owner"),
        sa.CheckConstraint("speaker IN ('person', 'assistant')", name="ck_turns_speaker"),
        sa.CheckConstraint("state IN ('running', 'done', 'stopped', 'interrupted')", name="ck_turns_state"),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
        sa.UniqueConstraint("id", "owner", name="uq_turns_id_owner"),
        sa.ForeignKeyConstraint(["parent"], ["turns.id"], name="fk_turns_parent"),
        sa.ForeignKeyConstraint(
            ["conversation", "owner"],
            ["conversations.id", "conversations.owner"],
            name="fk_turns_conversation_owner",
            ondelete="CASCADE",
        ),
    )


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
    op.create_index("ix_turns_parent", "turns", ["parent"])
    op.create_index("ix_turns_state", "turns", ["state"])
