"""The one statement that SQLite and PostgreSQL spell alike and SQLAlchemy does not."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert


def insert(connection: sa.Connection, table: sa.Table) -> "Insert":
    """An INSERT that can be told `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        # Both classes have the methods that are used here, with the same meaning.
        return sqlite.insert(table)  # type: ignore[return-value]
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
