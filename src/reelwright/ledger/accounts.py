"""Accounts: what was paid for and what became of it, as people look at it.

Amounts are micro-units of USD, times are UTC seconds since 1970 (0: not yet).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from pydantic import JsonValue

from reelwright.film.noun import Noun
from reelwright.ledger import money
from reelwright.ledger.attempt import OPEN, Attempt
from reelwright.ledger.jobs import BATCH
from reelwright.ledger.money import Kind
from reelwright.ledger.tables import LOCAL_OWNER, approval, attempt, event, job, take, want
from reelwright.ledger.tables import money as book

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


class Local(Noun):
    """A free attempt made here: rendering, joining, mixing and the like."""

    job: int
    kind: str
    provider: str
    model: str
    work: str
    error: str
    started_at: float
    ended_at: float
    body: str


class Stored(Noun):
    """A Take that a revision has, with the job that it answers."""

    job: int
    kind: str
    provider: str
    sha256: str


class Told(Noun):
    """An event of a production's record."""

    kind: str
    at: float
    data: dict[str, JsonValue]


class Approved(Noun):
    """A word of the user's: this much may be bought, at the most."""

    revision: int
    micros: int
    at: float


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


def states(
    connection: sa.Connection, fingerprints: Sequence[str], owner: str = LOCAL_OWNER
) -> dict[str, tuple[str, str]]:
    """(work, error) of the jobs that are recorded, by fingerprint."""
    found: dict[str, tuple[str, str]] = {}
    for start in range(0, len(fingerprints), BATCH):
        rows = connection.execute(
            sa.select(job.c.fingerprint, job.c.work, job.c.error).where(
                job.c.owner_id == owner,
                job.c.fingerprint.in_(fingerprints[start : start + BATCH]),
            )
        )
        found.update({row[0]: (row[1], row[2]) for row in rows})
    return found


def work_of(connection: sa.Connection, job_id: int, owner: str = LOCAL_OWNER) -> str:
    """The state of a job by its number; "" when there is none."""
    query = sa.select(job.c.work).where(job.c.id == job_id, job.c.owner_id == owner)
    return str(connection.execute(query).scalar_one_or_none() or "")


def fingerprints(connection: sa.Connection, ids: Sequence[int]) -> dict[int, str]:
    """The fingerprints of jobs by their numbers."""
    rows = connection.execute(sa.select(job.c.id, job.c.fingerprint).where(job.c.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


def given_up(
    connection: sa.Connection, production: str, providers: Iterable[str]
) -> dict[str, tuple[str, str]]:
    """Fingerprint -> (kind, error) of every job at these providers that the user does not want any
    more, of those that any revision wanted."""
    rows = connection.execute(
        sa.select(job.c.fingerprint, job.c.kind, job.c.error)
        .join(want, want.c.job_id == job.c.id)
        .where(
            want.c.production_id == production,
            job.c.provider.in_(list(providers)),
            job.c.work == "skipped",
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def local(
    connection: sa.Connection, production: str, revision: int, kinds: Iterable[str]
) -> list[Local]:
    """The free attempts at the jobs of these kinds that a revision wants."""
    rows = connection.execute(
        sa.select(attempt, job.c.kind, job.c.model.label("named"), job.c.body)
        .join(job, job.c.id == attempt.c.job_id)
        .join(want, want.c.job_id == job.c.id)
        .where(
            want.c.production_id == production,
            want.c.revision == revision,
            attempt.c.token.is_(None),
            job.c.kind.in_(list(kinds)),
        )
        .order_by(attempt.c.id)
    )
    return [
        Local(
            job=row.job_id, kind=row.kind, provider=row.provider, model=row.named, work=row.work,
            error=row.error, started_at=row.started_at, ended_at=row.ended_at or 0.0, body=row.body,
        )
        for row in rows
    ]  # fmt: skip


def stored(
    connection: sa.Connection, production: str, revision: int, kinds: Iterable[str]
) -> list[Stored]:
    """The newest Take of each job of these kinds that a revision wants."""
    rows = connection.execute(
        sa.select(job.c.id, job.c.kind, job.c.provider, take.c.sha256)
        .join(take, take.c.job_id == job.c.id)
        .join(want, want.c.job_id == job.c.id)
        .where(
            want.c.production_id == production,
            want.c.revision == revision,
            job.c.kind.in_(list(kinds)),
        )
        .order_by(take.c.id)
    )
    found = {
        row[0]: Stored(job=row[0], kind=row[1], provider=row[2], sha256=row[3]) for row in rows
    }
    return list(found.values())


def bought(connection: sa.Connection, owner: str = LOCAL_OWNER) -> list[tuple[str, Stored]]:
    """Every Take of a paid attempt, with the production that paid for it."""
    rows = connection.execute(
        sa.select(attempt.c.production_id, job.c.id, job.c.kind, job.c.provider, take.c.sha256)
        .join(attempt, attempt.c.id == take.c.attempt_id)
        .join(job, job.c.id == take.c.job_id)
        .where(attempt.c.token.is_not(None), take.c.owner_id == owner)
        .order_by(take.c.id)
    )
    return [
        (row[0], Stored(job=row[1], kind=row[2], provider=row[3], sha256=row[4])) for row in rows
    ]


def told(connection: sa.Connection, production: str, kinds: Iterable[str]) -> list[Told]:
    """The events of these kinds, oldest first; what is no JSON object is left out."""
    rows = connection.execute(
        sa.select(event.c.kind, event.c.at, event.c.data)
        .where(event.c.production_id == production, event.c.kind.in_(list(kinds)))
        .order_by(event.c.id)
    )
    found = []
    for kind, at, data in rows:
        value = _object(data)
        if value:
            found.append(Told(kind=kind, at=at, data=value))
    return found


def approvals(connection: sa.Connection, production: str) -> list[Approved]:
    rows = connection.execute(
        sa.select(approval.c.revision, approval.c.ceiling_micros, approval.c.created_at)
        .where(approval.c.production_id == production)
        .order_by(approval.c.id)
    )
    return [Approved(revision=row[0], micros=row[1], at=row[2]) for row in rows]


def leave(connection: sa.Connection, job_id: int, work: str, error: str, now: float) -> None:
    """Set what a job whose attempts have all ended is to count as: planned or skipped."""
    connection.execute(
        sa.update(job).where(job.c.id == job_id).values(work=work, error=error, updated_at=now)
    )


def forget(connection: sa.Connection, job_id: int, now: float) -> None:
    """Forget the paid Takes of a job whose bytes are gone, so that it may be bought again. What was
    paid for them stays in the books."""
    connection.execute(sa.delete(take).where(take.c.job_id == job_id))
    leave(connection, job_id, "planned", "its bytes are gone; to be bought again", now)


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
    return [_entry(row) for row in rows]


def _entry(row: "sa.Row[Any]") -> Entry:
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
        named=str(_object(row.facts or "{}").get("ticket", "")),
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


def _object(text: str) -> dict[str, JsonValue]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
