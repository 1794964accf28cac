"""Money: caps, holds, charges. Every step is one row that is never changed, and every total can be
recomputed from the rows.

held = holds - releases; charged = charges + write-offs + surcharges - credits (the last two put
right what a service's bill shows differently); what a cap allows is `limit - held - charged`. Times
are UTC seconds since 1970, days are UTC; amounts are integer micro-units of USD.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

import sqlalchemy as sa

from reelwright.film.noun import Noun
from reelwright.ledger.dialect import insert
from reelwright.ledger.tables import LOCAL_OWNER, cap, money

Scope = Literal["user", "day", "production"]
Kind = Literal["quote", "hold", "release", "charge", "write_off", "surcharge", "credit"]
ORDER: tuple[Scope, ...] = ("user", "day", "production")
"""The order in which cap rows are locked: the same for all, so that no two wait in a ring."""

HELD = {"hold": 1, "release": -1}
CHARGED = {"charge": 1, "write_off": 1, "surcharge": 1, "credit": -1}


class Payer(Noun):
    """Whose money: an attempt's owner and production, and the UTC day that it counts on."""

    production: str
    day: str
    owner: str = LOCAL_OWNER
    job: int | None = None
    attempt: int | None = None

    def key(self, scope: Scope) -> str:
        keys = {"user": self.owner, "day": f"{self.owner} {self.day}"}
        return keys.get(scope, self.production)


class Cap(Noun):
    """A limit and what counts against it. `limit` None: there is none."""

    scope: Scope
    limit: int | None = None
    held: int = 0
    charged: int = 0
    closed: bool = False

    @property
    def left(self) -> int | None:
        """What may still be held; None when nothing limits it."""
        if self.closed:
            return 0
        return None if self.limit is None else max(0, self.limit - self.held - self.charged)


def day_of(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).date().isoformat()


def locked(connection: sa.Connection, payer: Payer) -> list[Cap]:
    """The caps that apply, their rows locked until the end of the transaction.

    Each row is made and locked before the next is made: making one waits for whoever is making it.
    """
    found = []
    for scope in ORDER:
        connection.execute(
            insert(connection, cap)
            .values(
                scope=scope,
                key=payer.key(scope),
                owner_id=payer.owner,
                limit_micros=_yesterdays(payer) if scope == "day" else None,
            )
            .on_conflict_do_nothing(index_elements=["scope", "key"])
        )
        found.append(_cap(connection, payer, scope, lock=True))
    return found


def _yesterdays(payer: Payer) -> sa.ScalarSelect[int | None]:
    """The limit of the last day before: a run that passes midnight keeps to it."""
    return (
        sa.select(cap.c.limit_micros)
        .where(cap.c.scope == "day", cap.c.owner_id == payer.owner, cap.c.key < payer.key("day"))
        .order_by(cap.c.key.desc())
        .limit(1)
        .scalar_subquery()
    )


def caps(connection: sa.Connection, payer: Payer) -> list[Cap]:
    """The caps that apply, to look at; a new day has the limit that `locked` will give it."""
    return [_cap(connection, payer, scope, lock=False) for scope in ORDER]


def _cap(connection: sa.Connection, payer: Payer, scope: Scope, *, lock: bool) -> Cap:
    query = sa.select(cap).where(cap.c.scope == scope, cap.c.key == payer.key(scope))
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        inherited = connection.scalar(sa.select(_yesterdays(payer))) if scope == "day" else None
        return Cap(scope=scope, limit=inherited)
    return Cap(
        scope=scope,
        limit=row.limit_micros,
        held=row.held_micros,
        charged=row.charged_micros,
        closed=bool(row.closed),
    )


def refusing(found: Sequence[Cap], wanted: int) -> Cap | None:
    """The first cap that does not leave `wanted` micro-units."""
    return next((one for one in found if one.left is not None and one.left < wanted), None)


def limit(connection: sa.Connection, payer: Payer, scope: Scope, micros: int | None) -> None:
    """Set a cap. Lowering it refuses new holds only; raising it opens a closed one."""
    locked(connection, payer)
    connection.execute(
        sa.update(cap)
        .where(cap.c.scope == scope, cap.c.key == payer.key(scope))
        .values(limit_micros=micros, closed=0)
    )


def book(connection: sa.Connection, payer: Payer, kind: Kind, micros: int, now: float) -> None:
    """Write one row, and its effect on every cap that applies. The caller holds their locks.

    Raises `ValueError` for less than nothing, which would make room under every cap.
    """
    if micros < 0:
        raise ValueError(f"a {kind} cannot be {micros} micro-units")
    connection.execute(
        sa.insert(money).values(
            owner_id=payer.owner,
            production_id=payer.production,
            job_id=payer.job,
            attempt_id=payer.attempt,
            kind=kind,
            micros=micros,
            currency="USD",
            day=payer.day,
            at=now,
        )
    )
    held, charged = HELD.get(kind, 0) * micros, CHARGED.get(kind, 0) * micros
    if held or charged:
        connection.execute(
            sa.update(cap)
            .where(sa.tuple_(cap.c.scope, cap.c.key).in_([(s, payer.key(s)) for s in ORDER]))
            .values(
                held_micros=cap.c.held_micros + held, charged_micros=cap.c.charged_micros + charged
            )
        )


def close(connection: sa.Connection, payer: Payer) -> None:
    """A service charged more than was held: nothing more is held until the owner sets a cap."""
    connection.execute(
        sa.update(cap)
        .where(cap.c.scope == "production", cap.c.key == payer.production)
        .values(closed=1)
    )


class Total(Noun):
    """What the rows add up to."""

    quoted: int = 0
    held: int = 0
    charged: int = 0
    written_off: int = 0


def total(connection: sa.Connection, production: str = "", owner: str = LOCAL_OWNER) -> Total:
    """Recomputed from the rows: of one production (deleted ones too), or of all."""
    query = sa.select(money.c.kind, sa.func.sum(money.c.micros)).where(money.c.owner_id == owner)
    if production:
        query = query.where(money.c.production_id == production)
    sums = {row[0]: int(row[1]) for row in connection.execute(query.group_by(money.c.kind))}
    return Total(
        quoted=sums.get("quote", 0),
        held=sums.get("hold", 0) - sums.get("release", 0),
        charged=sum(sign * sums.get(kind, 0) for kind, sign in CHARGED.items()),
        written_off=sums.get("write_off", 0),
    )
