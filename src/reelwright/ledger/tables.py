"""All tables of ours. Times are UTC seconds since 1970; money is integer micro-units."""

import sqlalchemy as sa

metadata = sa.MetaData()

LOCAL_OWNER = "local"


def _owner() -> sa.Column[str]:
    return sa.Column("owner_id", sa.Text, nullable=False, server_default=LOCAL_OWNER)


production = sa.Table(
    "production",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _owner(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("recipe", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False, server_default=""),
    sa.Column("status", sa.Text, nullable=False, server_default="pending"),
    sa.Column("stage", sa.Text, nullable=False, server_default=""),
    sa.Column("error", sa.Text, nullable=False, server_default=""),
    sa.Column("revision", sa.Integer, nullable=False, server_default="0"),
    sa.Column("run", sa.Integer, nullable=False, server_default="0"),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("updated_at", sa.Float, nullable=False),
    sa.Column("deleted_at", sa.Float),
    sa.UniqueConstraint("owner_id", "name"),
)

# Immutable: a trigger of the first migration refuses updates.
revision = sa.Table(
    "revision",
    metadata,
    sa.Column("production_id", sa.ForeignKey("production.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    _owner(),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("wish", sa.Text, nullable=False),
    sa.Column("patches", sa.Text, nullable=False, server_default="{}"),
    sa.Column("created_at", sa.Float, nullable=False),
)

cut = sa.Table(
    "cut",
    metadata,
    sa.Column("production_id", sa.Text, primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    _owner(),
    sa.Column("film", sa.Text, nullable=False),
    sa.Column("timeline", sa.Text, nullable=False),
    sa.Column("storyboard", sa.Text, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
)

job = sa.Table(
    "job",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    _owner(),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("model", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("run", sa.Integer, nullable=False, server_default="0"),
    sa.Column("work", sa.Text, nullable=False, server_default="planned"),
    sa.Column("error", sa.Text, nullable=False, server_default=""),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("updated_at", sa.Float, nullable=False),
    sa.UniqueConstraint("owner_id", "fingerprint"),
)

want = sa.Table(
    "want",
    metadata,
    sa.Column("production_id", sa.ForeignKey("production.id"), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("job_id", sa.ForeignKey("job.id"), primary_key=True),
    _owner(),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("withdrawn_at", sa.Float),
)

_IS_OPEN = sa.text("work IN ('planned', 'sending', 'in_doubt', 'ticketed', 'overdue', 'ready')")

attempt = sa.Table(
    "attempt",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("job_id", sa.ForeignKey("job.id"), nullable=False, index=True),
    _owner(),
    sa.Column("run", sa.Integer, nullable=False),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("work", sa.Text, nullable=False),
    sa.Column("money", sa.Text, nullable=False, server_default="none"),
    sa.Column("token", sa.Text),
    sa.Column("ticket", sa.Text),
    sa.Column("next_poll_at", sa.Float),
    sa.Column("error", sa.Text, nullable=False, server_default=""),
    sa.Column("started_at", sa.Float, nullable=False),
    sa.Column("ended_at", sa.Float),
    # From here on for paid attempts only. `production_id` is the one whose money is held.
    sa.Column("production_id", sa.Text, nullable=False, server_default=""),
    sa.Column("model", sa.Text, nullable=False, server_default=""),
    sa.Column("quoted_micros", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("held_micros", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("charged_micros", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("currency", sa.Text, nullable=False, server_default="USD"),
    sa.Column("day", sa.Text, nullable=False, server_default=""),
    sa.Column("sender", sa.Text, nullable=False, server_default=""),
    sa.Column("sent_at", sa.Float),
    sa.Column("ticketed_at", sa.Float),
    sa.Column("absent_at", sa.Float),
    sa.Column("parked", sa.Text, nullable=False, server_default=""),
    sa.Column("polls", sa.Integer, nullable=False, server_default="0"),
    sa.Column("unconfirmed", sa.Integer, nullable=False, server_default="0"),
    sa.Index(
        "attempt_ticket",
        "provider",
        "ticket",
        unique=True,
        sqlite_where=sa.text("ticket IS NOT NULL"),
        postgresql_where=sa.text("ticket IS NOT NULL"),
    ),
    sa.Index("attempt_open", "work", "next_poll_at"),
    # One open attempt for each job.
    sa.Index(
        "attempt_one_open",
        "job_id",
        unique=True,
        sqlite_where=_IS_OPEN,
        postgresql_where=_IS_OPEN,
    ),
)

# `scope` is user, day or production; the totals are those of `money`, kept here so that one locked
# row answers for a cap.
cap = sa.Table(
    "cap",
    metadata,
    sa.Column("scope", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    _owner(),
    sa.Column("limit_micros", sa.BigInteger),
    sa.Column("held_micros", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("charged_micros", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("closed", sa.Integer, nullable=False, server_default="0"),
)

gate = sa.Table(
    "gate",
    metadata,
    sa.Column("provider", sa.Text, primary_key=True),
    sa.Column("cool_until", sa.Float, nullable=False, server_default="0"),
    sa.Column("granted_at", sa.Float, nullable=False, server_default="0"),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("probe_at", sa.Float, nullable=False, server_default="0"),
    sa.Column("is_open", sa.Integer, nullable=False, server_default="0"),
)

submission = sa.Table(
    "submission",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Index("submission_window", "provider", "at"),
)

take = sa.Table(
    "take",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("job_id", sa.ForeignKey("job.id"), nullable=False),
    _owner(),
    sa.Column("attempt_id", sa.ForeignKey("attempt.id")),
    sa.Column("number", sa.Integer, nullable=False, server_default="1"),
    sa.Column("sha256", sa.Text, nullable=False, index=True),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("tool", sa.Text, nullable=False),
    # A free Take that a paid Order used answers its Order whatever the tool's version.
    sa.Column("kept", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.UniqueConstraint("job_id", "number", "tool"),
)

# Bytes whose file is to go, or has gone because the user wanted it (`why`: space, deleted).
condemned = sa.Table(
    "condemned",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    _owner(),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("gone_at", sa.Float),
)

approval = sa.Table(
    "approval",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    _owner(),
    sa.Column("production_id", sa.ForeignKey("production.id"), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("plan_digest", sa.Text, nullable=False),
    sa.Column("ceiling_micros", sa.BigInteger, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
)

# Append-only: triggers of the first migration refuse updates and deletes.
money = sa.Table(
    "money",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    _owner(),
    sa.Column("production_id", sa.Text, nullable=False, index=True),
    sa.Column("job_id", sa.Integer),
    sa.Column("attempt_id", sa.Integer),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("micros", sa.BigInteger, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    _owner(),
    sa.Column("production_id", sa.Text, nullable=False, index=True),
    sa.Column("job_id", sa.Integer),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)
