"""History: jobs, Takes and events of productions, as people look back at them.

Times are UTC seconds since 1970 (0: not yet).
"""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from pydantic import JsonValue

from reelwright.film.noun import Noun
from reelwright.ledger.accounts import json_object
from reelwright.ledger.jobs import BATCH
from reelwright.ledger.tables import LOCAL_OWNER, approval, attempt, event, job, take, want


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
        value = json_object(data)
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
