"""Accounts: what was paid for, and what was put right when a bill came.

Amounts are micro-units of USD, times are UTC seconds since 1970 (0: not yet).
"""

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from pydantic import JsonValue

from reelwright.film.noun import Noun
from reelwright.ledger import money
from reelwright.ledger.attempt import OPEN, Attempt
from reelwright.ledger.attempts import lock_job
from reelwright.ledger.money import Kind
from reelwright.ledger.tables import LOCAL_OWNER, attempt, event, job, take
from reelwright.ledger.tables import money as book

LATE_TICKET = "second ticket"
"""Kind of the event that keeps one."""

CORRECTIONS: Mapping[Kind, int] = {"surcharge": 1, "credit": -1}


class Entry(Noun):
    """A paid attempt as it stands in the books.

    `corrected` is what bills of the service have added to the charge, or taken off it since.
    `unconfirmed`: the service did not say what it charged, so the hold was booked.
    """

    id: int
    job: int
    fingerprint: str
    kind: str
    production: str
    provider: str
    model: str
    run: int
    work: str
    money: str
    token: str
    ticket: str
    named: str = ""
    """A name of its result at the service, where the answer told one instead of a ticket."""
    late: tuple[str, ...] = ()
    """Tickets beyond its own, each a bill of its own."""
    quoted: int = 0
    held: int = 0
    charged: int = 0
    corrected: int = 0
    unconfirmed: bool = False
    day: str = ""
    started_at: float = 0.0
    sent_at: float = 0.0
    ticketed_at: float = 0.0
    ended_at: float = 0.0
    parked: str = ""
    error: str = ""

    @property
    def actual(self) -> int:
        """What it has cost so far, write-offs and corrections among it."""
        return self.charged + self.corrected

    @property
    def holding(self) -> int:
        """What is still reserved for it."""
        return self.held if self.money == "held" else 0

    @property
    def open(self) -> bool:
        return self.work in OPEN

    @property
    def names(self) -> set[str]:
        """Everything that a bill may call it by."""
        found = {self.token, self.ticket, self.named}
        return {part for name in found for part in (name, name.rpartition("/")[2]) if part}


class Spent(Noun):
    """What one service has cost, and what is held for it."""

    today: int = 0
    total: int = 0
    held: int = 0


def of_production(connection: sa.Connection, production: str) -> list[Entry]:
    """Every attempt whose money is, or was, this production's; oldest first."""
    return _entries(connection, attempt.c.production_id == production)


def every(connection: sa.Connection, provider: str = "", owner: str = LOCAL_OWNER) -> list[Entry]:
    """Every paid attempt, of one service or of all."""
    where = [attempt.c.owner_id == owner, attempt.c.token.is_not(None)]
    return _entries(connection, *where, *([attempt.c.provider == provider] if provider else []))


def spent(connection: sa.Connection, day: str, owner: str = LOCAL_OWNER) -> dict[str, Spent]:
    """What each service has cost on a UTC day and in all, added up from the rows."""
    rows = connection.execute(
        sa.select(attempt.c.provider, book.c.kind, book.c.day, sa.func.sum(book.c.micros))
        .join(attempt, attempt.c.id == book.c.attempt_id)
        .where(book.c.owner_id == owner)
        .group_by(attempt.c.provider, book.c.kind, book.c.day)
    )
    found: dict[str, Spent] = {}
    for provider, kind, booked, micros in rows:
        known = found.get(provider, Spent())
        cost = money.CHARGED.get(kind, 0) * int(micros)
        found[provider] = Spent(
            today=known.today + (cost if booked == day else 0),
            total=known.total + cost,
            held=known.held + money.HELD.get(kind, 0) * int(micros),
        )
    return found


def correct(connection: sa.Connection, one: Attempt, bill: int, now: float) -> int:
    """Book what a bill shows for a settled attempt; answers the difference, below 0 for a credit.

    Computed in the transaction that books it, so the same bill twice changes nothing. A bill above
    the hold closes the production's cap, as such a charge does. Raises `ValueError` for an open
    attempt, whose charge nobody knows yet, and for a bill below nothing.
    """
    if one.work in OPEN:
        raise ValueError(f"attempt {one.id} is {one.work}")
    if bill < 0:
        raise ValueError(f"a bill of {bill} micro-units is below nothing")
    money.locked(connection, one.payer)
    entry = _entries(connection, attempt.c.id == one.id)[0]
    difference = bill - entry.actual
    if difference:
        kind: Kind = "surcharge" if difference > 0 else "credit"
        money.book(connection, one.payer, kind, abs(difference), now)
    if bill > one.held and difference > 0:
        money.close(connection, one.payer)
    connection.execute(sa.update(attempt).where(attempt.c.id == one.id).values(unconfirmed=0))
    return difference


def second_ticket(connection: sa.Connection, one: Attempt, ticket: str, now: float) -> bool:
    """Book another ticket of an attempt that has one: a second bill, presumed to be as much as was
    held, beyond every cap; a bill may put it right. Answers False for one that is known."""
    lock_job(connection, one.job)
    row = {
        "owner_id": one.owner, "production_id": one.production, "job_id": one.job,
        "kind": LATE_TICKET, "data": json.dumps({"attempt": one.id, "ticket": ticket}),
    }  # fmt: skip
    same = sa.and_(*(event.c[name] == value for name, value in row.items()))
    if connection.scalar(sa.select(sa.exists().where(same))):
        return False
    connection.execute(sa.insert(event).values(**row, at=now))
    money.locked(connection, one.payer)
    money.book(connection, one.payer, "surcharge", one.held, now)
    money.close(connection, one.payer)
    return True


def _entries(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Entry]:
    sign = sa.case(dict(CORRECTIONS), value=book.c.kind, else_=0)
    corrected = (
        sa.select(sa.func.coalesce(sa.func.sum(sign * book.c.micros), 0))
        .where(book.c.attempt_id == attempt.c.id, book.c.kind.in_(list(CORRECTIONS)))
        .scalar_subquery()
    )
    facts = (
        sa.select(take.c.facts).where(take.c.attempt_id == attempt.c.id).limit(1).scalar_subquery()
    )
    rows = connection.execute(
        sa.select(
            attempt, job.c.fingerprint, job.c.kind, corrected.label("corrected"),
            facts.label("facts"),
        )
        .join(job, job.c.id == attempt.c.job_id)
        .where(*where)
        .order_by(attempt.c.id)
    )  # fmt: skip
    late = _late_tickets(connection)
    return [_entry(row, late.get(row.id, ())) for row in rows]


def _late_tickets(connection: sa.Connection) -> Mapping[int, tuple[str, ...]]:
    """Attempt -> its second tickets; there are hardly ever any."""
    found: dict[int, tuple[str, ...]] = {}
    for data in connection.scalars(sa.select(event.c.data).where(event.c.kind == LATE_TICKET)):
        told = json.loads(data)
        found[told["attempt"]] = (*found.get(told["attempt"], ()), told["ticket"])
    return found


def _entry(row: "sa.Row[Any]", late: tuple[str, ...]) -> Entry:
    return Entry(
        id=row.id,
        job=row.job_id,
        fingerprint=row.fingerprint,
        kind=row.kind,
        production=row.production_id,
        provider=row.provider,
        model=row.model,
        run=row.run,
        work=row.work,
        money=row.money,
        token=row.token or "",
        ticket=row.ticket or "",
        named=str(json_object(row.facts or "{}").get("ticket", "")),
        late=late,
        quoted=row.quoted_micros,
        held=row.held_micros,
        charged=row.charged_micros,
        corrected=int(row.corrected),
        unconfirmed=bool(row.unconfirmed),
        day=row.day,
        started_at=row.started_at,
        sent_at=row.sent_at or 0.0,
        ticketed_at=row.ticketed_at or 0.0,
        ended_at=row.ended_at or 0.0,
        parked=row.parked,
        error=row.error,
    )


def json_object(text: str) -> dict[str, JsonValue]:
    """A JSON object as recorded; what is none counts as empty."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
