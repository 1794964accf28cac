"""One data folder for one database, where that is a server's; a SQLite file lies in its folder.

Which folder a database belongs to is written down in both. A copy of a folder has its id, too: of
those who have it, one works at a time, by a lock that the server keeps.
"""

import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

import sqlalchemy as sa

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.ledger import folders
from reelwright.ledger.database import looking
from reelwright.ledger.folders import Folder

MARK = "folder-id"
TRIES_EVERY = 0.1


def require_ours(database: sa.Engine, root: Path) -> None:
    """Raises `BadInput` when this database belongs to another data folder; one that belongs to none
    is this one's from now on."""
    if database.dialect.name == "sqlite":
        return
    ours = Folder(id=_mark(root), where=f"{root} on {platform.node()}")
    with looking(database) as connection:
        found = folders.belongs(connection)
    if found is None:
        with database.begin() as connection:
            found = folders.claim(connection, ours)
    if found.id != ours.id:
        raise BadInput(
            "data folder",
            f"the database of REELWRIGHT_DATABASE belongs to another data folder ({found.where}), "
            f"and {root} has none of its files",
            "Work in that folder, or give this one a database of its own. If that folder is gone "
            f"for good, and what was made with it, write {found.id} into {root / MARK}",
        )


def _mark(root: Path) -> str:
    """The id of a data folder, made when it is first needed; of several who make it, one wins."""
    path = root / MARK
    if not path.exists():
        part = root / f".{MARK}.{os.getpid()}-{token_hex(4)}"
        part.write_text(f"{token_hex(8)}\n")
        with suppress(FileExistsError):
            path.hardlink_to(part)
        part.unlink()
    return path.read_text(errors="replace").strip()[:64]


@contextmanager
def only_worker(database: sa.Engine, patience: float) -> Iterator[None]:
    """Be the only one who works with this database. Raises `MachineTrouble` when, for `patience`
    seconds, somebody else is."""
    if database.dialect.name == "sqlite":
        yield
        return
    # A connection of its own: the lock is the connection's, and ends with it.
    engine = sa.create_engine(database.url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        until = time.monotonic() + patience
        while not folders.work(connection):
            if time.monotonic() > until:
                raise MachineTrouble(
                    "data folder",
                    "another reelwright process is working with the same database, in a copy of "
                    "this data folder",
                    "Wait for it to end; one whose machine is gone is forgotten after a minute.",
                )
            time.sleep(TRIES_EVERY)
        yield
