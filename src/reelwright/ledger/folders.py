"""The data folder of a database on a server: which one it is, and who works in it.

A SQLite file lies in its folder. A server's database could be given to two folders, and each would
take the work of the other for left behind: the locks of senders, answers that are not understood
yet and everything made lie in one of them only.
"""

import json
import time

import sqlalchemy as sa

from reelwright.film.noun import Noun
from reelwright.ledger.tables import event

KIND = "data folder"
CLAIMING, WORKING = 0x7265656C01, 0x7265656C02
"""Keys of advisory locks."""

KEEPALIVE = {"tcp_keepalives_idle": 20, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3}
"""Seconds and tries after which the server takes a worker for dead whose machine has vanished."""


class Folder(Noun):
    """A data folder: its id, which moves with it, and where it was when it was first used."""

    id: str
    where: str = ""


def belongs(connection: sa.Connection) -> Folder | None:
    """The data folder that this database belongs to, if it has been given to one."""
    query = sa.select(event.c.data).where(event.c.kind == KIND).order_by(event.c.id).limit(1)
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else Folder.model_validate_json(found)


def claim(connection: sa.Connection, folder: Folder) -> Folder:
    """Give this PostgreSQL database to a folder; answers the one that came first."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(CLAIMING)))
    found = belongs(connection)
    if found is None:
        told = {"id": folder.id, "where": folder.where}
        connection.execute(
            sa.insert(event).values(
                production_id="", kind=KIND, data=json.dumps(told), at=time.time()
            )
        )
    return found or folder


def work(connection: sa.Connection) -> bool:
    """Become the one who works with this PostgreSQL database, until the connection is closed, also
    by death; False while somebody else is."""
    for name, value in KEEPALIVE.items():
        connection.execute(sa.text(f"SET {name} = {value}"))
    got = connection.execute(sa.select(sa.func.pg_try_advisory_lock(WORKING))).scalar_one()
    return bool(got)
