"""Whether a person chose that a model is sent their message as it is is kept with the message."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("turns", sa.Column("unmasked", sa.Boolean))
