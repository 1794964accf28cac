"""What paying needs: who sent what and when, caps, and the rate gate."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def text(name: str, server_default: str = "") -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False, server_default=server_default)


def micros(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0")


def at(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Float)


def number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def upgrade() -> None:
    for column in (
        text("production_id"),
        text("model"),
        micros("quoted_micros"),
        micros("held_micros"),
        micros("charged_micros"),
        text("currency", server_default="USD"),
        text("day"),
        text("sender"),
        at("sent_at"),
        at("ticketed_at"),
        at("absent_at"),
        text("parked"),
        number("polls"),
        number("unconfirmed"),
    ):
        op.add_column("attempt", column)
    op.create_index(
        "attempt_ticket",
        "attempt",
        ["provider", "ticket"],
        unique=True,
        sqlite_where=sa.text("ticket IS NOT NULL"),
        postgresql_where=sa.text("ticket IS NOT NULL"),
    )
    op.create_index("attempt_open", "attempt", ["work", "next_poll_at"])
    op.create_table(
        "cap",
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        text("owner_id", server_default="local"),
        sa.Column("limit_micros", sa.BigInteger),
        micros("held_micros"),
        micros("charged_micros"),
        number("closed"),
    )
    op.create_table(
        "gate",
        sa.Column("provider", sa.Text, primary_key=True),
        sa.Column("cool_until", sa.Float, nullable=False, server_default="0"),
        sa.Column("granted_at", sa.Float, nullable=False, server_default="0"),
        number("failures"),
        sa.Column("probe_at", sa.Float, nullable=False, server_default="0"),
        number("is_open"),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        text("provider"),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_index("submission_window", "submission", ["provider", "at"])
