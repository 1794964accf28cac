"""The first schema.

Spelled out, not taken from `tables`: a migration must go on meaning what it meant.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

OWNER = {"nullable": False, "server_default": "local"}


def text(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, **({"nullable": False} | options))


def key(name: str = "id") -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=True)


def at(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Float, nullable=nullable)


def upgrade() -> None:
    productions()
    jobs()
    payments()
    for table in ("revision", "money"):
        refuse(table, "UPDATE")
    refuse("money", "DELETE")


def productions() -> None:
    op.create_table(
        "production",
        sa.Column("id", sa.Text, primary_key=True),
        text("owner_id", **OWNER),
        text("name"),
        text("recipe"),
        text("title", server_default=""),
        text("status", server_default="pending"),
        text("stage", server_default=""),
        text("error", server_default=""),
        sa.Column("revision", sa.Integer, nullable=False, server_default="0"),
        sa.Column("run", sa.Integer, nullable=False, server_default="0"),
        at("created_at"),
        at("updated_at"),
        at("deleted_at", nullable=True),
        sa.UniqueConstraint("owner_id", "name"),
    )
    op.create_table(
        "revision",
        sa.Column("production_id", sa.Text, sa.ForeignKey("production.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        text("owner_id", **OWNER),
        text("digest"),
        text("source"),
        text("wish"),
        text("patches", server_default="{}"),
        at("created_at"),
    )
    op.create_table(
        "cut",
        sa.Column("production_id", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        text("owner_id", **OWNER),
        text("film"),
        text("timeline"),
        text("storyboard"),
        at("created_at"),
    )


def jobs() -> None:
    op.create_table(
        "job",
        key(),
        text("owner_id", **OWNER),
        text("fingerprint"),
        text("kind"),
        text("provider"),
        text("model"),
        text("body"),
        sa.Column("run", sa.Integer, nullable=False, server_default="0"),
        text("work", server_default="planned"),
        text("error", server_default=""),
        at("created_at"),
        at("updated_at"),
        sa.UniqueConstraint("owner_id", "fingerprint"),
    )
    op.create_table(
        "want",
        sa.Column("production_id", sa.Text, sa.ForeignKey("production.id"), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("job_id", sa.Integer, sa.ForeignKey("job.id"), primary_key=True),
        text("owner_id", **OWNER),
        at("created_at"),
        at("withdrawn_at", nullable=True),
    )
    op.create_table(
        "attempt",
        key(),
        sa.Column("job_id", sa.Integer, sa.ForeignKey("job.id"), nullable=False, index=True),
        text("owner_id", **OWNER),
        sa.Column("run", sa.Integer, nullable=False),
        text("provider"),
        text("work"),
        text("money", server_default="none"),
        text("token", nullable=True),
        text("ticket", nullable=True),
        at("next_poll_at", nullable=True),
        text("error", server_default=""),
        at("started_at"),
        at("ended_at", nullable=True),
    )
    op.create_table(
        "take",
        key(),
        sa.Column("job_id", sa.Integer, sa.ForeignKey("job.id"), nullable=False),
        text("owner_id", **OWNER),
        sa.Column("attempt_id", sa.Integer, sa.ForeignKey("attempt.id")),
        sa.Column("number", sa.Integer, nullable=False, server_default="1"),
        text("sha256", index=True),
        text("media_type"),
        sa.Column("size", sa.BigInteger, nullable=False),
        text("facts"),
        text("tool"),
        sa.Column("kept", sa.Boolean, nullable=False, server_default=sa.false()),
        at("created_at"),
        sa.UniqueConstraint("job_id", "number", "tool"),
    )


def payments() -> None:
    op.create_table(
        "approval",
        key(),
        text("owner_id", **OWNER),
        sa.Column("production_id", sa.Text, sa.ForeignKey("production.id"), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        text("plan_digest"),
        sa.Column("ceiling_micros", sa.BigInteger, nullable=False),
        text("currency"),
        at("created_at"),
    )
    op.create_table(
        "money",
        key(),
        text("owner_id", **OWNER),
        text("production_id", index=True),
        sa.Column("job_id", sa.Integer),
        sa.Column("attempt_id", sa.Integer),
        text("kind"),
        sa.Column("micros", sa.BigInteger, nullable=False),
        text("currency"),
        text("day"),
        at("at"),
    )
    op.create_table(
        "event",
        key(),
        text("owner_id", **OWNER),
        text("production_id", index=True),
        sa.Column("job_id", sa.Integer),
        text("kind"),
        text("data"),
        at("at"),
    )


def refuse(table: str, verb: str) -> None:
    """Make rows of `table` immutable in the database itself, whoever writes."""
    name = f"{table}_no_{verb.lower()}"
    said = f"{table} rows are immutable"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
