"""Condemning: bytes are condemned here before a file goes, and any use takes that back.

Whatever dies in between, the ledger never speaks of bytes that it has let go without a word: what
was only made room of is forgotten, what the user has deleted stays known as that.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Literal

import sqlalchemy as sa

from reelwright.ledger.dialect import insert
from reelwright.ledger.jobs import BATCH
from reelwright.ledger.tables import condemned

Why = Literal["space", "deleted"]
"""`space`: it can be made again. `deleted`: it was paid for, and the user wanted it away."""


def condemn(connection: sa.Connection, hashes: Iterable[str], why: Why, now: float) -> None:
    """Condemn these bytes; those that are condemned already are so for this reason now."""
    for some in _batches(hashes):
        connection.execute(
            insert(connection, condemned).on_conflict_do_update(
                index_elements=["sha256"], set_={"why": why, "at": now, "gone_at": None}
            ),
            [{"sha256": name, "why": why, "at": now} for name in some],
        )


def begun(connection: sa.Connection) -> list[str]:
    """The bytes that were condemned and of which nobody has said that they are gone."""
    query = sa.select(condemned.c.sha256).where(condemned.c.gone_at.is_(None))
    return list(connection.execute(query).scalars())


def still(connection: sa.Connection, hashes: Iterable[str]) -> list[str]:
    """Those of these bytes that nobody has used since they were condemned. Ask in the transaction
    in which their files go: whoever uses them then comes before it or after."""
    found: list[str] = []
    for some in _batches(hashes):
        query = sa.select(condemned.c.sha256).where(condemned.c.sha256.in_(some))
        found += connection.execute(query.with_for_update()).scalars()
    return found


def struck(connection: sa.Connection, hashes: Iterable[str], now: float) -> None:
    """Their files are gone. What the user has deleted is remembered as that."""
    for some in _batches(hashes):
        named = condemned.c.sha256.in_(some)
        connection.execute(sa.delete(condemned).where(named, condemned.c.why == "space"))
        connection.execute(sa.update(condemned).where(named).values(gone_at=now))


def spare(connection: sa.Connection, hashes: Iterable[str]) -> None:
    """These bytes are there and in use: they are not condemned any more."""
    if connection.execute(sa.select(condemned.c.sha256).limit(1)).first() is None:
        return
    for some in _batches(hashes):
        connection.execute(sa.delete(condemned).where(condemned.c.sha256.in_(some)))


def deleted(connection: sa.Connection, hashes: Iterable[str]) -> dict[str, float]:
    """Those of these bytes that the user has deleted, or was about to: hash -> when (UTC)."""
    found: dict[str, float] = {}
    for some in _batches(hashes):
        rows = connection.execute(
            sa.select(condemned.c.sha256, condemned.c.at).where(
                condemned.c.sha256.in_(some), condemned.c.why == "deleted"
            )
        )
        found |= {str(row[0]): float(row[1]) for row in rows}
    return found


def _batches(values: Iterable[str]) -> Iterator[Collection[str]]:
    every = sorted(set(values))
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]
