"""Jobs (Orders as recorded), the wants that join revisions to them, attempts and Takes."""

import json
import time
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from reelwright.film.noun import Noun
from reelwright.film.order import Order, Take
from reelwright.ledger.dialect import insert
from reelwright.ledger.tables import LOCAL_OWNER, attempt, job, take, want

BATCH = 500
"""Fingerprints in one query; SQLite allows 32,766 variables, PostgreSQL 65,535."""


class Job(Noun):
    """An Order as recorded, with what became of it."""

    id: int
    fingerprint: str
    kind: str
    provider: str
    model: str
    work: str
    error: str
    runs: int = 0
    body: str = ""


def numbers(
    connection: sa.Connection, fingerprints: Iterable[str], owner: str = LOCAL_OWNER
) -> dict[str, int]:
    """The ids of jobs, by which people name them."""
    found: dict[str, int] = {}
    wanted = list(fingerprints)
    for start in range(0, len(wanted), BATCH):
        names = wanted[start : start + BATCH]
        rows = connection.execute(
            sa.select(job.c.fingerprint, job.c.id).where(
                job.c.owner_id == owner, job.c.fingerprint.in_(names)
            )
        )
        found.update((str(row[0]), int(row[1])) for row in rows)
    return found


def takes(
    connection: sa.Connection,
    orders: Iterable[Order],
    tools: Mapping[str, str],
    owner: str = LOCAL_OWNER,
) -> dict[str, Take]:
    """The Takes that answer these Orders, by fingerprint.

    `tools` names today's tool of each (`provider/kind`); a free Take made by another version is no
    answer unless it is kept, because a paid Take was made from it.
    """
    wanted = {order.fingerprint: tools.get(f"{order.provider}/{order.kind}") for order in orders}
    found: dict[str, Take] = {}
    fingerprints = list(wanted)
    for start in range(0, len(fingerprints), BATCH):
        rows = connection.execute(
            sa.select(job.c.fingerprint, take)
            .join(take, take.c.job_id == job.c.id)
            .where(
                job.c.owner_id == owner,
                job.c.fingerprint.in_(fingerprints[start : start + BATCH]),
            )
            .order_by(take.c.id)
        )
        for row in rows:
            tool = wanted[row.fingerprint]
            if tool is None or row.tool == tool or row.kept:
                found[row.fingerprint] = _take(row)
    return found


def _take(row: sa.Row[tuple[object, ...]]) -> Take:
    fields = row._mapping
    return Take(
        fingerprint=fields["fingerprint"],
        sha256=fields["sha256"],
        media_type=fields["media_type"],
        size=fields["size"],
        facts=json.loads(fields["facts"]),
        tool=fields["tool"],
        number=fields["number"],
    )


def add_wants(
    connection: sa.Connection,
    production_id: str,
    revision: int,
    orders: Sequence[Order],
    owner: str = LOCAL_OWNER,
) -> None:
    """Record that this revision wants these Orders; unknown ones become planned jobs."""
    if not orders:
        return
    add(connection, orders, owner)
    now = time.time()
    fingerprints = [order.fingerprint for order in orders]
    for start in range(0, len(fingerprints), BATCH):
        ids = connection.execute(
            sa.select(job.c.id).where(
                job.c.owner_id == owner,
                job.c.fingerprint.in_(fingerprints[start : start + BATCH]),
            )
        ).scalars()
        connection.execute(
            # What was withdrawn by a cancel is wanted again.
            insert(connection, want).on_conflict_do_update(
                index_elements=["production_id", "revision", "job_id"],
                set_={"withdrawn_at": None},
            ),
            [
                {
                    "production_id": production_id,
                    "revision": revision,
                    "job_id": found,
                    "owner_id": owner,
                    "created_at": now,
                }
                for found in ids
            ],
        )


def add(connection: sa.Connection, orders: Sequence[Order], owner: str = LOCAL_OWNER) -> None:
    """Record Orders that no revision wants; known ones stay as they are."""
    if not orders:
        return
    now = time.time()
    connection.execute(
        insert(connection, job).on_conflict_do_nothing(index_elements=["owner_id", "fingerprint"]),
        [
            {
                "owner_id": owner,
                "fingerprint": order.fingerprint,
                "kind": order.kind,
                "provider": order.provider,
                "model": order.model,
                "body": order.model_dump_json(),
                "created_at": now,
                "updated_at": now,
            }
            for order in orders
        ],
    )


def record_take(connection: sa.Connection, order: Order, made: Take, started_at: float) -> Take:
    """Record a free, local attempt that ended in this Take, and the Take itself."""
    job_id, run = _close(connection, order, "accepted", "")
    attempt_id = _attempt(connection, order, (job_id, run), "accepted", "", started_at)
    connection.execute(
        insert(connection, take)
        .values(
            job_id=job_id,
            attempt_id=attempt_id,
            number=made.number,
            sha256=made.sha256,
            media_type=made.media_type,
            size=made.size,
            facts=json.dumps(made.facts, sort_keys=True),
            tool=made.tool,
            created_at=time.time(),
        )
        .on_conflict_do_nothing(index_elements=["job_id", "number", "tool"])
    )
    return made


def record_paid_take(
    connection: sa.Connection, order: Order, attempt_id: int, made: Take, owner: str = LOCAL_OWNER
) -> None:
    """Record the Take of a paid attempt, and keep the free Takes that it was made from.

    Kept Takes answer their Orders whatever the tool's version, so that what was paid for is not
    ordered anew because a drawing changed.
    """
    job_id = connection.execute(
        sa.select(job.c.id).where(job.c.owner_id == owner, job.c.fingerprint == order.fingerprint)
    ).scalar_one()
    connection.execute(
        insert(connection, take)
        .values(
            job_id=job_id,
            owner_id=owner,
            attempt_id=attempt_id,
            number=made.number,
            sha256=made.sha256,
            media_type=made.media_type,
            size=made.size,
            facts=json.dumps(made.facts, sort_keys=True),
            tool=made.tool,
            created_at=time.time(),
        )
        .on_conflict_do_nothing(index_elements=["job_id", "number", "tool"])
    )
    if order.inputs:
        connection.execute(
            sa.update(take).where(take.c.sha256.in_(order.inputs)).values(kept=sa.true())
        )


def record_failure(connection: sa.Connection, order: Order, cause: str, started_at: float) -> None:
    """Record a free, local attempt that failed."""
    job_id, run = _close(connection, order, "failed", cause)
    _attempt(connection, order, (job_id, run), "failed", cause, started_at)


def forget_take(connection: sa.Connection, made: Take) -> None:
    """Remove a free Take whose bytes are gone, so that its Order is made again."""
    connection.execute(
        sa.update(job).where(job.c.fingerprint == made.fingerprint).values(work="planned")
    )
    connection.execute(
        sa.delete(take).where(take.c.sha256 == made.sha256, take.c.tool == made.tool)
    )


def _close(connection: sa.Connection, order: Order, work: str, error: str) -> tuple[int, int]:
    row = connection.execute(
        sa.update(job)
        .where(job.c.owner_id == LOCAL_OWNER, job.c.fingerprint == order.fingerprint)
        .values(work=work, error=error, run=job.c.run + 1, updated_at=time.time())
        .returning(job.c.id, job.c.run)
    ).one()
    return row.id, row.run


def _attempt(
    connection: sa.Connection,
    order: Order,
    job_run: tuple[int, int],
    work: str,
    error: str,
    started_at: float,
) -> int:
    return int(
        connection.execute(
            sa.insert(attempt)
            .values(
                job_id=job_run[0],
                run=job_run[1],
                provider=order.provider,
                work=work,
                error=error,
                started_at=started_at,
                ended_at=time.time(),
            )
            .returning(attempt.c.id)
        ).scalar_one()
    )


def wanted(connection: sa.Connection, production_id: str, revision: int) -> list[Job]:
    """All jobs that a revision wants, oldest first."""
    rows = connection.execute(
        sa.select(job, sa.func.count(attempt.c.id).label("runs"))
        .join(want, want.c.job_id == job.c.id)
        .outerjoin(attempt, attempt.c.job_id == job.c.id)
        .where(
            want.c.production_id == production_id,
            want.c.revision == revision,
            want.c.withdrawn_at.is_(None),
        )
        .group_by(job.c.id)
        .order_by(job.c.id)
    )
    return [
        Job(
            id=row.id,
            fingerprint=row.fingerprint,
            kind=row.kind,
            provider=row.provider,
            model=row.model,
            work=row.work,
            error=row.error,
            runs=row.runs,
            body=row.body,
        )
        for row in rows
    ]
