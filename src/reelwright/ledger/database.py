"""Opens the database and brings its tables up to date.

SQLite by default (WAL, synchronous=FULL: a recorded Take survives power loss); the same tables on
PostgreSQL by URL.
"""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

HEAD = "0004"
"""The newest migration; compared with plain SQL, because importing Alembic costs a second."""

MIGRATING = 7_337_001
"""Number of the advisory lock under which PostgreSQL tables are made."""

PATIENCE = 120
"""Seconds that a writer of SQLite waits for the others. Its lock goes to whoever happens to look
when it is free: in a crowd of 32 the unluckiest waited for half a minute."""


def sqlite_url(path: Path) -> sa.URL:
    """The URL of a database file, whatever characters are in its name."""
    return sa.URL.create("sqlite", database=str(path))


def open_database(url: sa.URL) -> sa.Engine:
    """An engine whose transactions begin at once (SQLite: BEGIN IMMEDIATE), so that a read and the
    write that depends on it cannot be split by another writer. `looking` is the exception."""
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    return engine


def looking(engine: sa.Engine) -> sa.Connection:
    """A connection that only reads: it waits for no writer and keeps none waiting."""
    return engine.execution_options(looking=True).connect()


def _on_begin(connection: sa.Connection) -> None:
    only_reads = connection.get_execution_options().get("looking", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


def open_scheduler_database(url: sa.URL) -> sa.Engine:
    """The same database for the execution engine, which begins SQLite transactions by itself."""
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_scheduler_connect)
    return engine


def migrate(engine: sa.Engine) -> None:
    """Create or upgrade the tables; does nothing when they are at `HEAD`.

    Raises `RuntimeError` when a newer version of the program wrote this database.
    """
    with looking(engine) as connection:
        if _version(connection) == HEAD:
            return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # SQLite has one writer anyway. Here, whoever comes second finds the tables made.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
        at = _version(connection)
        if at == HEAD:
            return
        if at is not None and at > HEAD:
            raise RuntimeError(f"the database is at version {at}, this program knows {HEAD}")
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found is not None else None


def _pragmas(connection: Any) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={PATIENCE * 1000}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_connect(connection: Any, _record: Any) -> None:
    _pragmas(connection)
    connection.isolation_level = None


def _on_scheduler_connect(connection: Any, _record: Any) -> None:
    _pragmas(connection)
    connection.isolation_level = "IMMEDIATE"
