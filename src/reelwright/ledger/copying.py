"""Copying a production's record out of a ledger, and into another one."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from reelwright.film.noun import Noun
from reelwright.ledger import money
from reelwright.ledger.attempt import OPEN
from reelwright.ledger.dialect import insert
from reelwright.ledger.jobs import BATCH
from reelwright.ledger.money import Payer
from reelwright.ledger.productions import Production
from reelwright.ledger.records import (
    ApprovalRow,
    AttemptRow,
    CutRow,
    EventRow,
    JobRow,
    MoneyRow,
    Record,
    RevisionRow,
    TakeRow,
    WantRow,
)
from reelwright.ledger.tables import (
    LOCAL_OWNER,
    approval,
    attempt,
    cap,
    cut,
    event,
    job,
    production,
    revision,
    take,
    want,
)
from reelwright.ledger.tables import money as book

ELSEWHERE = "it was under way when it was archived; the data folder it comes from follows it"

Rows = list[dict[str, Any]]


def copied(connection: sa.Connection, found: Production) -> Record:
    """Everything that is recorded of a production: its revisions, what they want, the Takes there
    are, and every paid attempt and cent that is its own."""
    own = attempt.c.production_id == found.id
    wants = _rows(connection, sa.select(want).where(want.c.production_id == found.id))
    attempts = _rows(
        connection,
        sa.select(attempt).where(own, attempt.c.token.is_not(None)).order_by(attempt.c.id),
    )
    names = sorted({row["job_id"] for row in (*wants, *attempts)})
    jobs = _some(connection, job, job.c.id, names)
    takes = _some(connection, take, take.c.job_id, names)
    moneys = _some(connection, book, book.c.attempt_id, [row["id"] for row in attempts])
    events = _rows(
        connection,
        sa.select(event).where(event.c.production_id == found.id).order_by(event.c.id),
    )
    job_at = {row["id"]: place for place, row in enumerate(jobs)}
    attempt_at = {row["id"]: place for place, row in enumerate(attempts)}
    limit = connection.execute(
        sa.select(cap.c.limit_micros, cap.c.closed).where(
            cap.c.scope == "production", cap.c.key == found.id
        )
    ).first()

    def placed(rows: Rows) -> Rows:
        return [
            {
                **row,
                "job": job_at.get(row.get("job_id")),
                "attempt": attempt_at.get(row.get("attempt_id")),
                "production": row.get("production_id"),
            }
            for row in rows
        ]

    lists: dict[str, tuple[type[Noun], Rows]] = {
        "revisions": (RevisionRow, _of(connection, revision, found.id, revision.c.number)),
        "cuts": (CutRow, _of(connection, cut, found.id, cut.c.revision)),
        "jobs": (JobRow, jobs),
        "wants": (WantRow, placed(wants)),
        "attempts": (AttemptRow, placed(attempts)),
        "takes": (TakeRow, placed(takes)),
        "money": (MoneyRow, placed(moneys)),
        "approvals": (ApprovalRow, _of(connection, approval, found.id, approval.c.id)),
        "events": (EventRow, placed(events)),
    }
    return Record.model_validate(
        found.model_dump(exclude={"revision", "run"})
        | {
            "cap": limit.limit_micros if limit else None,
            "closed": bool(limit.closed) if limit else False,
        }
        | {name: [_fields(row, schema) for row in rows] for name, (schema, rows) in lists.items()}
    )


def restored(connection: sa.Connection, record: Record, now: float) -> None:
    """Put a production's record into this ledger: all of it, in the caller's transaction.

    Its money counts in every total; what was held is released, for nobody here can follow it. A
    job, Take or attempt that is here already stays as it is.
    """
    values = record.model_dump(
        include={"id", "name", "recipe", "title", "stage", "error", "created_at", "updated_at"}
    )
    status = "pending" if record.status == "rendering" else record.status
    newest = record.revisions[-1].number
    connection.execute(sa.insert(production).values(**values, status=status, revision=newest))
    for table, rows in (
        (revision, record.revisions),
        (cut, record.cuts),
        (approval, record.approvals),
    ):
        _insert(connection, table, [{**r.model_dump(), "production_id": record.id} for r in rows])
    runs = [0] * len(record.jobs)
    for one in record.attempts:
        runs[one.job] = max(runs[one.job], one.run)
    jobs = [_job(connection, *pair) for pair in zip(record.jobs, runs, strict=True)]
    wanted = [row.model_dump(exclude={"job"}) | {"job_id": jobs[row.job]} for row in record.wants]
    _insert(connection, want, [{**row, "production_id": record.id} for row in wanted])
    attempts = [_attempt(connection, record.id, row, jobs[row.job], now) for row in record.attempts]
    for row in record.takes:
        _take(
            connection, row, jobs[row.job], None if row.attempt is None else attempts[row.attempt]
        )
    _book(connection, record, jobs, attempts, now)
    told = [
        {
            **row.model_dump(exclude={"job"}),
            "job_id": None if row.job is None else jobs[row.job],
            "production_id": record.id,
        }
        for row in record.events
    ]
    _insert(connection, event, told)


def holds(connection: sa.Connection, record: Record) -> bool:
    """Whether this ledger has all of a record: its revisions, its attempts with what they cost, and
    Takes of all that it has Takes of."""
    numbers = connection.execute(
        sa.select(revision.c.number, revision.c.digest).where(revision.c.production_id == record.id)
    )
    here = {(int(row[0]), str(row[1])) for row in numbers}
    if not {(one.number, one.digest) for one in record.revisions} <= here:
        return False
    rows = connection.execute(
        sa.select(attempt.c.id, attempt.c.token, attempt.c.charged_micros).where(
            attempt.c.production_id == record.id, attempt.c.token.is_not(None)
        )
    )
    costs = {str(row[1]): int(row[2]) for row in rows}
    settled = [one for one in record.attempts if one.money != "held"]
    if any(costs.get(one.token) != one.charged_micros for one in settled):
        return False
    if not {one.token for one in record.attempts} <= set(costs):
        return False
    names = [record.jobs[one.job].order.fingerprint for one in record.takes]
    made = _some(connection, job, job.c.fingerprint, names, job.c.id.in_(sa.select(take.c.job_id)))
    return set(names) <= {row["fingerprint"] for row in made}


def taken(connection: sa.Connection, record: Record) -> str:
    """Why a record cannot be put here: something else has its name, or ""."""
    named = connection.execute(
        sa.select(production.c.id).where(
            production.c.owner_id == LOCAL_OWNER,
            sa.or_(production.c.id == record.id, production.c.name == record.name),
        )
    ).first()
    if named is not None:
        return f"a production {named[0]!r} is here already, and it is not the same"
    tickets = {(one.provider, one.ticket) for one in record.attempts if one.ticket is not None}
    for row in _some(connection, attempt, attempt.c.ticket, [ticket for _, ticket in tickets]):
        if (row["provider"], row["ticket"]) in tickets:
            return f"a job here has the id {row['ticket']} at {row['provider']} already"
    if _some(connection, attempt, attempt.c.token, [one.token for one in record.attempts]):
        return "a paid attempt of it is here already, in another production"
    return ""


def _rows(connection: sa.Connection, query: "sa.Select[Any]") -> Rows:
    return [dict(row) for row in connection.execute(query).mappings()]


def _some(
    connection: sa.Connection,
    table: sa.Table,
    column: "sa.ColumnElement[Any]",
    names: Sequence[Any],
    *where: "sa.ColumnElement[bool]",
) -> Rows:
    """The rows whose column is one of many names, by id."""
    found: Rows = []
    for start in range(0, len(names), BATCH):
        some = column.in_(names[start : start + BATCH])
        found += _rows(connection, sa.select(table).where(some, *where).order_by(table.c.id))
    return sorted(found, key=lambda row: int(row["id"]))


def _of(
    connection: sa.Connection, table: sa.Table, owner: str, order: "sa.ColumnElement[Any]"
) -> Rows:
    query = sa.select(table).where(table.c.production_id == owner).order_by(order)
    return _rows(connection, query)


def _fields(row: Mapping[str, Any], schema: type[Noun]) -> dict[str, Any]:
    """The columns that the record keeps."""
    return {name: row[name] for name in schema.model_fields}


def _insert(connection: sa.Connection, table: sa.Table, rows: Rows) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)


def _job(connection: sa.Connection, row: JobRow, runs: int) -> int:
    """The id of the job of this Order; one that is here already stays as it is."""
    order = row.order
    work = "cancelled" if row.work in OPEN and row.work != "planned" else row.work
    connection.execute(
        insert(connection, job)
        .values(
            fingerprint=order.fingerprint,
            kind=order.kind,
            provider=order.provider,
            model=order.model,
            body=order.model_dump_json(),
            run=runs,
            work=work,
            error=row.error,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )
        .on_conflict_do_nothing(index_elements=["owner_id", "fingerprint"])
    )
    found = connection.execute(
        sa.select(job.c.id).where(
            job.c.owner_id == LOCAL_OWNER, job.c.fingerprint == order.fingerprint
        )
    ).scalar_one()
    return int(found)


def _attempt(
    connection: sa.Connection, owner: str, row: AttemptRow, job_id: int, now: float
) -> int:
    values = row.model_dump(exclude={"job"}) | {"job_id": job_id, "production_id": owner}
    if row.money == "held":
        values |= {
            "work": "cancelled", "money": "released", "error": ELSEWHERE, "parked": "",
            "charged_micros": 0, "ended_at": now,
        }  # fmt: skip
    made = connection.execute(sa.insert(attempt).values(**values).returning(attempt.c.id))
    return int(made.scalar_one())


def _take(connection: sa.Connection, row: TakeRow, job_id: int, attempt_id: int | None) -> None:
    """A Take of a job that has none of that number and tool yet."""
    values = row.model_dump(exclude={"job", "attempt"})
    connection.execute(
        insert(connection, take)
        .values(**values, job_id=job_id, attempt_id=attempt_id)
        .on_conflict_do_nothing(index_elements=["job_id", "number", "tool"])
    )
    # What was only wished for here is made by this; work under way goes on as it is.
    busy = sa.select(attempt.c.job_id).where(attempt.c.job_id == job_id, attempt.c.money == "held")
    connection.execute(
        sa.update(job)
        .where(job.c.id == job_id, job.c.id.not_in(busy))
        .values(work="accepted", error="")
    )


def _book(
    connection: sa.Connection, record: Record, jobs: list[int], attempts: list[int], now: float
) -> None:
    """The money rows in their order, with their effect on every cap; holds end with a release."""
    payers = {
        place: Payer(production=record.id, day=one.day, job=jobs[one.job], attempt=attempts[place])
        for place, one in enumerate(record.attempts)
    }
    for row in record.money:
        payer = payers[row.attempt].model_copy(
            update={"production": row.production, "day": row.day}
        )
        money.locked(connection, payer)
        money.book(connection, payer, row.kind, row.micros, row.at)
    for place, one in enumerate(record.attempts):
        if one.money == "held":
            money.locked(connection, payers[place])
            money.book(connection, payers[place], "release", one.held_micros, now)
    limits = Payer(production=record.id, day=money.day_of(now))
    if record.cap is not None:
        money.limit(connection, limits, "production", record.cap)
    if record.closed:
        money.locked(connection, limits)
        money.close(connection, limits)
