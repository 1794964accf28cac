"""Bytes that are to be deleted, or that the user has deleted: known before a file goes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "condemned",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("owner_id", sa.Text, nullable=False, server_default="local"),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("gone_at", sa.Float),
    )
