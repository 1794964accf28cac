"""What the code promises, kept by the database as well: one open attempt for each job, and rows of
money that cannot be thrown away together."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

IS_OPEN = sa.text("work IN ('planned', 'sending', 'in_doubt', 'ticketed', 'overdue', 'ready')")


def upgrade() -> None:
    op.create_index(
        "attempt_one_open", "attempt", ["job_id"],
        unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN,
    )  # fmt: skip
    if op.get_bind().dialect.name == "sqlite":
        return  # it has no TRUNCATE
    op.execute(
        "CREATE TRIGGER money_no_truncate BEFORE TRUNCATE ON money "
        "FOR EACH STATEMENT EXECUTE FUNCTION money_no_delete()"
    )
