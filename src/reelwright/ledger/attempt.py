"""Attempts as recorded: the noun, and every way of looking them up."""

from collections.abc import Sequence
from typing import Any, Literal

import sqlalchemy as sa

from reelwright.film.noun import Noun
from reelwright.film.order import Order
from reelwright.ledger.money import Payer
from reelwright.ledger.tables import LOCAL_OWNER, attempt, job, want

Work = Literal[
    "planned", "sending", "in_doubt", "ticketed", "overdue", "ready", "accepted", "failed", "lost",
    "skipped", "cancelled",
]  # fmt: skip

OPEN: tuple[Work, ...] = ("planned", "sending", "in_doubt", "ticketed", "overdue", "ready")

ASKED: tuple[Work, ...] = ("in_doubt", "ticketed", "overdue", "ready")
"""States in which a service is asked, at `next_poll_at`."""

BATCH = 500
"""Ids in one query."""


class Attempt(Noun):
    """An attempt as recorded. Money in micro-units of USD, times in UTC seconds."""

    id: int
    job: int
    fingerprint: str
    kind: str
    owner: str
    production: str
    provider: str
    model: str
    run: int
    work: Work
    money: str
    token: str
    ticket: str = ""
    quoted: int = 0
    held: int = 0
    charged: int = 0
    day: str = ""
    sender: str = ""
    started_at: float = 0.0
    sent_at: float = 0.0
    ticketed_at: float = 0.0
    absent_at: float = 0.0
    next_poll_at: float = 0.0
    polls: int = 0
    parked: str = ""
    error: str = ""
    body: str = ""

    @property
    def order(self) -> Order:
        return Order.model_validate_json(self.body)

    @property
    def payer(self) -> Payer:
        return Payer(
            production=self.production,
            day=self.day,
            owner=self.owner,
            job=self.job,
            attempt=self.id,
        )


def find(connection: sa.Connection, attempt_id: int) -> Attempt | None:
    return next(iter(_read(connection, attempt.c.id == attempt_id)), None)


def opened(connection: sa.Connection, job_id: int) -> Attempt | None:
    """The attempt at a job that has not ended, if there is one."""
    return next(
        iter(_read(connection, attempt.c.job_id == job_id, attempt.c.work.in_(OPEN),
                   attempt.c.money == "held")), None,
    )  # fmt: skip


def newest(connection: sa.Connection, fingerprint: str, owner: str = LOCAL_OWNER) -> Attempt | None:
    """The last attempt at a job that could cost money."""
    found = _read(connection, job.c.fingerprint == fingerprint, job.c.owner_id == owner,
                  attempt.c.token.is_not(None))  # fmt: skip
    return found[-1] if found else None


def due(connection: sa.Connection, now: float, most: int = 200) -> list[Attempt]:
    """Open attempts whose service is to be asked now, the longest due first."""
    return _read(
        connection,
        attempt.c.work.in_(ASKED),
        attempt.c.next_poll_at <= now,
        order=attempt.c.next_poll_at,
        most=most,
    )


def next_due(connection: sa.Connection) -> float | None:
    """When the next service is to be asked."""
    found = connection.execute(_NEXT_DUE).scalar_one()
    return None if found is None else float(found)


_NEXT_DUE = sa.select(sa.func.min(attempt.c.next_poll_at)).where(attempt.c.work.in_(ASKED))
"""Built once: it is asked in every turn of a till."""


def ended(connection: sa.Connection, ids: Sequence[int]) -> list[Attempt]:
    """Those of these attempts that are through, or wait for the user."""
    over = sa.or_(attempt.c.work.not_in(OPEN), attempt.c.parked != "")
    return [
        one
        for start in range(0, len(ids), BATCH)
        for one in _read(connection, attempt.c.id.in_(ids[start : start + BATCH]), over)
    ]


def every_open(connection: sa.Connection, owner: str = LOCAL_OWNER) -> list[Attempt]:
    return _read(connection, attempt.c.work.in_(OPEN), attempt.c.money == "held",
                 attempt.c.owner_id == owner)  # fmt: skip


def parked(connection: sa.Connection, owner: str = LOCAL_OWNER) -> list[Attempt]:
    """Attempts that wait for the user's decision."""
    return _read(connection, attempt.c.parked != "", attempt.c.owner_id == owner)


def of_production(connection: sa.Connection, production: str) -> list[Attempt]:
    """All paid attempts whose money is, or was, this production's."""
    return _read(connection, attempt.c.production_id == production)


def of_jobs(connection: sa.Connection, jobs: Sequence[int]) -> list[Attempt]:
    """All paid attempts at these jobs (as many as one query takes), oldest first."""
    return _read(connection, attempt.c.job_id.in_(jobs), attempt.c.token.is_not(None))


def wanted_elsewhere(connection: sa.Connection, one: Attempt) -> str | None:
    """Another production that still wants this job, if there is one."""
    found = connection.execute(
        sa.select(want.c.production_id)
        .where(
            want.c.job_id == one.job,
            want.c.withdrawn_at.is_(None),
            want.c.production_id != one.production,
        )
        .limit(1)
    ).scalar_one_or_none()
    return None if found is None else str(found)


def _read(
    connection: sa.Connection,
    *where: sa.ColumnElement[bool],
    order: sa.ColumnElement[Any] = attempt.c.id,
    most: int | None = None,
) -> list[Attempt]:
    rows = connection.execute(
        sa.select(attempt, job.c.fingerprint, job.c.kind, job.c.body)
        .join(job, job.c.id == attempt.c.job_id)
        .where(*where)
        .order_by(order)
        .limit(most)
    )
    return [_attempt(row) for row in rows]


def _attempt(row: "sa.Row[Any]") -> Attempt:
    return Attempt(
        id=row.id,
        job=row.job_id,
        fingerprint=row.fingerprint,
        kind=row.kind,
        owner=row.owner_id,
        production=row.production_id,
        provider=row.provider,
        model=row.model,
        run=row.run,
        work=row.work,
        money=row.money,
        token=row.token or "",
        ticket=row.ticket or "",
        quoted=row.quoted_micros,
        held=row.held_micros,
        charged=row.charged_micros,
        day=row.day,
        sender=row.sender,
        started_at=row.started_at,
        sent_at=row.sent_at or 0.0,
        ticketed_at=row.ticketed_at or 0.0,
        absent_at=row.absent_at or 0.0,
        next_poll_at=row.next_poll_at or 0.0,
        polls=row.polls,
        parked=row.parked,
        error=row.error,
        body=row.body,
    )


def tickets(connection: sa.Connection, provider: str, found: Sequence[str]) -> set[str]:
    """Which of these tickets some attempt has already."""
    rows = connection.execute(
        sa.select(attempt.c.ticket).where(
            attempt.c.provider == provider, attempt.c.ticket.in_(found)
        )
    )
    return {str(row[0]) for row in rows}
