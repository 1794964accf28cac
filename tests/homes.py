"""The ledger of a data folder in tests: a SQLite file in it, or a PostgreSQL database of its own.

`REELWRIGHT_TEST_DATABASE=postgresql` runs every test that opens a data folder on PostgreSQL. Each
folder has a database there, found by its path, from the first look on to the end of its test.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from tests.databases import Place, on_postgresql

from reelwright.ledger.database import sqlite_url

ON_POSTGRESQL = os.environ.get("REELWRIGHT_TEST_DATABASE", "sqlite") == "postgresql"

_kept = ExitStack()
_databases: dict[str, sa.URL] = {}


@cache
def _place() -> Place:
    """The server of this process; its keeper ends it with this process, however that ends."""
    return _kept.enter_context(on_postgresql())


def ledger(home: Path) -> sa.URL:
    """Where the ledger of a data folder is."""
    if not ON_POSTGRESQL:
        return sqlite_url(home / "reelwright.db")
    name = str(home.expanduser().absolute())
    if name not in _databases:
        _databases[name] = _place().fresh()
    return _databases[name]


def copy(home: Path, to: Path) -> Path:
    """A copy of a data folder that nobody works in, with a copy of its ledger."""
    shutil.copytree(home, to)
    if ON_POSTGRESQL:
        _databases[str(to.absolute())] = _place().copy(ledger(home))
    return to


def settings(home: Path) -> dict[str, str]:
    """Environment variables by which another process finds the ledger of a data folder."""
    if not ON_POSTGRESQL:
        return {}
    plain = ledger(home).set(drivername="postgresql")
    return {"REELWRIGHT_DATABASE": plain.render_as_string(hide_password=False)}


def rows(home: Path, query: str) -> list[Any]:
    """A look into a ledger, also while its owner works; nothing while it has no tables yet. The
    rows have their columns by name, too."""
    path = home / "reelwright.db"
    if not ON_POSTGRESQL and not path.exists():
        return []

    def read_only() -> sqlite3.Connection:
        return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=30)

    engine = sa.create_engine(ledger(home), **{} if ON_POSTGRESQL else {"creator": read_only})
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table("attempt"):
                return []
            return list(connection.execute(sa.text(query)))
    finally:
        engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def folders_find_their_databases() -> Iterator[None]:
    """In this process, as `settings` does it for others."""
    if not ON_POSTGRESQL:
        yield
        return
    from reelwright.studio import home

    asked = home.database_url
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            home, "database_url", lambda s, root: asked(s, root) if s.database else ledger(root)
        )
        yield
    _kept.close()


@pytest.fixture(autouse=True)
def databases_end_with_their_test() -> Iterator[None]:
    before = set(_databases)
    yield
    for name in set(_databases) - before:
        _place().drop(_databases.pop(name))
