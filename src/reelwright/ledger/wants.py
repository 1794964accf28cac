"""Wants: which jobs a production is interested in, in lists and one by one.

A job ends only when its last want does. Revisions of one production are one interest: an older one
is not live any more, so withdrawing takes all of them.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

import sqlalchemy as sa

from reelwright.film.noun import Noun
from reelwright.ledger.attempt import OPEN, Attempt, of_jobs
from reelwright.ledger.dialect import insert
from reelwright.ledger.jobs import BATCH
from reelwright.ledger.tables import (
    LOCAL_OWNER,
    attempt,
    cut,
    job,
    production,
    revision,
    take,
    want,
)

UNMADE = ("planned", "failed", "lost", "skipped", "cancelled")
"""States of a job of which nothing is under way and nothing was made."""


class Wanted(Noun):
    """A job that a revision wants, or wanted (`withdrawn`), with its paid attempts, oldest first.
    `tries` counts all attempts, local ones too."""

    id: int
    fingerprint: str
    kind: str
    provider: str
    model: str
    work: str
    error: str
    body: str
    tries: int = 0
    withdrawn: bool = False
    attempts: tuple[Attempt, ...] = ()

    @property
    def failed(self) -> bool:
        return self.work in ("failed", "lost")

    @property
    def open(self) -> Attempt | None:
        """The attempt that has not ended, if there is one."""
        return next((one for one in self.attempts if one.money == "held"), None)


def listed(connection: sa.Connection, production_id: str, number: int) -> list[Wanted]:
    """All jobs of a revision, withdrawn ones too, oldest first."""
    return _read(connection, want.c.production_id == production_id, want.c.revision == number)


def find(connection: sa.Connection, job_id: int, production_id: str = "") -> Wanted | None:
    """A job as the production wants it that was worked on last, or as the named one does."""
    where = [want.c.job_id == job_id]
    if production_id:
        where.append(want.c.production_id == production_id)
    found = _read(connection, *where)
    return found[-1] if found else None


def wanting(connection: sa.Connection, job_id: int, owner: str = LOCAL_OWNER) -> list[str]:
    """The productions that want a job, the one worked on last first."""
    rows = connection.execute(
        sa.select(production.c.id)
        .join(want, want.c.production_id == production.c.id)
        .where(
            want.c.job_id == job_id,
            production.c.owner_id == owner,
            production.c.deleted_at.is_(None),
        )
        .group_by(production.c.id)
        .order_by(production.c.updated_at.desc(), production.c.id)
    )
    return [str(row[0]) for row in rows]


def live(connection: sa.Connection, job_id: int, but: str = "") -> str | None:
    """A production other than `but` whose want of this job stands, if there is one."""
    found = connection.execute(
        sa.select(want.c.production_id)
        .where(want.c.job_id == job_id, want.c.withdrawn_at.is_(None), want.c.production_id != but)
        .order_by(want.c.production_id)
        .limit(1)
    ).scalar_one_or_none()
    return None if found is None else str(found)


def withdraw(connection: sa.Connection, production_id: str, now: float) -> list[int]:
    """Withdraw a production's wants of everything that has not ended; answers the job ids."""
    rows = connection.execute(
        sa.update(want)
        .where(
            want.c.production_id == production_id,
            want.c.withdrawn_at.is_(None),
            want.c.job_id.in_(sa.select(job.c.id).where(job.c.work.in_(OPEN))),
        )
        .values(withdrawn_at=now)
        .returning(want.c.job_id)
    )
    return sorted({int(row[0]) for row in rows})


def carry(
    connection: sa.Connection, production_id: str, number: int, jobs: Sequence[int], now: float
) -> None:
    """Have a new revision want these jobs of the one before."""
    for start in range(0, len(jobs), BATCH):
        connection.execute(
            insert(connection, want).on_conflict_do_nothing(
                index_elements=["production_id", "revision", "job_id"]
            ),
            [
                {
                    "production_id": production_id,
                    "revision": number,
                    "job_id": found,
                    "owner_id": LOCAL_OWNER,
                    "created_at": now,
                }
                for found in jobs[start : start + BATCH]
            ],
        )


def every(connection: sa.Connection, production_id: str) -> set[int]:
    """The jobs that any revision of a production wants, or wanted."""
    rows = connection.execute(sa.select(want.c.job_id).where(want.c.production_id == production_id))
    return {int(name) for name in rows.scalars()}


def mark(
    connection: sa.Connection,
    jobs: Collection[int],
    work: str,
    now: float,
    was: Sequence[str] = UNMADE,
) -> list[int]:
    """Give jobs that are in a state of `was` another one, as far as nothing of them is under way or
    made; answers which."""
    changed: list[int] = []
    for some in _batches(jobs):
        busy = sa.select(attempt.c.job_id).where(
            attempt.c.job_id.in_(some), attempt.c.money == "held"
        )
        made = sa.select(take.c.job_id).where(take.c.job_id.in_(some))
        rows = connection.execute(
            sa.update(job)
            .where(
                job.c.id.in_(some),
                job.c.work.in_(was),
                job.c.work != work,
                job.c.id.not_in(busy),
                job.c.id.not_in(made),
            )
            .values(work=work, updated_at=now, **({"error": ""} if work == "planned" else {}))
            .returning(job.c.id)
        )
        changed += [int(row[0]) for row in rows]
    return changed


def failures(
    connection: sa.Connection, production_id: str, providers: Collection[str]
) -> dict[str, tuple[str, str]]:
    """Fingerprint -> (kind, error) of every failed job at these providers that any revision
    wanted."""
    rows = connection.execute(
        sa.select(job.c.fingerprint, job.c.kind, job.c.error)
        .join(want, want.c.job_id == job.c.id)
        .where(
            want.c.production_id == production_id,
            job.c.provider.in_(list(providers)),
            job.c.work.in_(("failed", "lost")),
        )
    )
    return {str(row[0]): (str(row[1]), str(row[2])) for row in rows}


def there(
    connection: sa.Connection, fingerprints: Iterable[str], providers: Collection[str]
) -> set[str]:
    """Those of these Orders at these providers that have a Take, or an attempt under way."""
    found: set[str] = set()
    for some in _batches(fingerprints):
        taken = sa.select(take.c.job_id)
        busy = sa.select(attempt.c.job_id).where(attempt.c.money == "held")
        rows = connection.execute(
            sa.select(job.c.fingerprint).where(
                job.c.owner_id == LOCAL_OWNER,
                job.c.fingerprint.in_(some),
                job.c.provider.in_(list(providers)),
                sa.or_(job.c.id.in_(taken), job.c.id.in_(busy)),
            )
        )
        found |= {str(row[0]) for row in rows}
    return found


def ids(connection: sa.Connection, fingerprints: Iterable[str]) -> list[int]:
    """The ids of the jobs of these Orders."""
    found: list[int] = []
    for some in _batches(fingerprints):
        query = sa.select(job.c.id).where(
            job.c.owner_id == LOCAL_OWNER, job.c.fingerprint.in_(some)
        )
        found += [int(name) for name in connection.execute(query).scalars()]
    return found


def known(connection: sa.Connection, production_id: str, fingerprints: Iterable[str]) -> set[str]:
    """Those of these Orders that some revision of the production has wanted."""
    found: set[str] = set()
    for some in _batches(fingerprints):
        rows = connection.execute(
            sa.select(job.c.fingerprint)
            .join(want, want.c.job_id == job.c.id)
            .where(want.c.production_id == production_id, job.c.fingerprint.in_(some))
        )
        found |= {str(row[0]) for row in rows}
    return found


def same_film(connection: sa.Connection, production_id: str, number: int) -> str | None:
    """The timeline, as JSON, of the newest cut made of an equal revision: the same source, wish
    and decisions."""
    same = revision.alias()
    row = connection.execute(
        sa.select(cut.c.timeline)
        .join(
            revision,
            sa.and_(
                revision.c.production_id == cut.c.production_id,
                revision.c.number == cut.c.revision,
            ),
        )
        .join(
            same,
            sa.and_(
                same.c.production_id == revision.c.production_id,
                same.c.digest == revision.c.digest,
            ),
        )
        .where(cut.c.production_id == production_id, same.c.number == number)
        .order_by(cut.c.created_at.desc())
        .limit(1)
    ).first()
    return None if row is None else str(row[0])


def makers(connection: sa.Connection, hashes: Iterable[str]) -> dict[str, str]:
    """Content hash -> the provider of the job that it is a Take of."""
    found: dict[str, str] = {}
    for some in _batches(hashes):
        rows = connection.execute(
            sa.select(take.c.sha256, job.c.provider)
            .join(job, job.c.id == take.c.job_id)
            .where(take.c.sha256.in_(some))
        )
        found |= {str(row[0]): str(row[1]) for row in rows}
    return found


Key = TypeVar("Key", int, str)


def _batches(values: Iterable[Key]) -> Iterator[list[Key]]:
    every = sorted(set(values))
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]


def _read(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Wanted]:
    tries = (
        sa.select(sa.func.count())
        .select_from(attempt)
        .where(attempt.c.job_id == job.c.id)
        .scalar_subquery()
    )
    rows = connection.execute(
        sa.select(job, want.c.withdrawn_at, tries.label("tries"))
        .join(want, want.c.job_id == job.c.id)
        .where(*where)
        .order_by(job.c.id, want.c.revision)
    ).all()
    paid: dict[int, list[Attempt]] = {}
    for some in _batches(row.id for row in rows):
        for one in of_jobs(connection, some):
            paid.setdefault(one.job, []).append(one)
    return [
        Wanted(
            id=row.id,
            fingerprint=row.fingerprint,
            kind=row.kind,
            provider=row.provider,
            model=row.model,
            work=row.work,
            error=row.error,
            body=row.body,
            tries=row.tries,
            withdrawn=row.withdrawn_at is not None,
            attempts=tuple(paid.get(row.id, ())),
        )
        for row in rows
    ]
