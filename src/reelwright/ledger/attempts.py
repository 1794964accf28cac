"""Attempts: one try each to have a job made by a service. Every step is one committed transaction.

Work: planned → sending → ticketed → ready → accepted, with in_doubt where nobody knows whether a
request was taken, and overdue where a service takes too long. Money: held → charged, released or
written off. What may follow what is in `STEPS`; a step that finds another state changes nothing and
answers False, so that of two processes only one goes on.
"""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from reelwright.film.noun import Noun
from reelwright.film.order import Order
from reelwright.film.provider import Limits
from reelwright.ledger import gate, money
from reelwright.ledger.attempt import OPEN, Attempt, Work, find, newest, opened
from reelwright.ledger.gate import Closed
from reelwright.ledger.money import Cap, Payer
from reelwright.ledger.tables import LOCAL_OWNER, attempt, job

UNTAKEN: tuple[Work, ...] = ("planned", "sending", "in_doubt")
"""States in which no ticket is known."""

Ended = Literal["accepted", "failed", "lost", "cancelled"]

STEPS: Mapping[Work, tuple[Work, ...]] = {
    "sending": ("planned",),
    "ticketed": ("sending", "in_doubt", "ticketed"),
    "in_doubt": ("sending",),
    "overdue": ("ticketed",),
    "ready": ("sending", "in_doubt", "ticketed", "overdue"),
    "accepted": ("ready", "ticketed", "overdue"),
    "failed": ("planned", "sending", "in_doubt", "ticketed", "overdue", "ready"),
    "lost": ("in_doubt", "ticketed", "overdue", "ready"),
    "cancelled": ("planned", "ticketed", "overdue"),
    "planned": ("in_doubt",),
}
"""State -> the states it may follow."""


@dataclass(frozen=True)
class Permit:
    """The right to send one request once; only `begin_send` gives it.

    `deadline` is on the boot clock, in seconds: a process that was frozen meanwhile must not send.
    """

    attempt: int
    token: str
    deadline: float


class Refusal(Noun):
    """The caps do not leave what this would cost."""

    cap: Cap
    wanted: int


class Busy(Noun):
    """Another attempt at this job is open: wait for that one. Or it was accepted, maybe a moment
    ago: its Take is there, and nothing is bought twice."""

    attempt: Attempt


Booked = Attempt | Refusal | Closed | Busy


def hold(
    connection: sa.Connection,
    order: Order,
    production: str,
    micros: int,
    limits: Limits,
    now: float,
    token: str,
    *,
    sender: str = "",
    owner: str = LOCAL_OWNER,
) -> Booked:
    """Reserve the most that this can cost and take it through the gate: all or nothing.

    `micros` is the most that the service can charge. Nothing is sent without a hold. `sender` names
    the lock of the process that holds it. Raises `LookupError` when the job is not recorded.
    """
    recorded = connection.execute(
        sa.select(job.c.id, job.c.work)
        .where(job.c.owner_id == owner, job.c.fingerprint == order.fingerprint)
        .with_for_update()
    ).one_or_none()
    if recorded is None:
        raise LookupError(f"no job has the fingerprint {order.fingerprint}")
    job_id = recorded.id
    if recorded.work == "accepted":
        known = newest(connection, order.fingerprint, owner)
    else:
        known = opened(connection, job_id)
    if known is not None:
        return Busy(attempt=known)
    payer = Payer(production=production, day=money.day_of(now), owner=owner, job=job_id)
    full = money.refusing(money.locked(connection, payer), micros)
    if full is not None:
        return Refusal(cap=full, wanted=micros)
    closed = gate.enter(connection, order.provider, limits, now)
    if closed is not None:
        return closed
    run = connection.execute(
        sa.update(job)
        .where(job.c.id == job_id)
        .values(run=job.c.run + 1, work="planned", error="", updated_at=now)
        .returning(job.c.run)
    ).scalar_one()
    made = connection.execute(
        sa.insert(attempt)
        .values(
            job_id=job_id,
            owner_id=owner,
            run=run,
            provider=order.provider,
            model=order.model,
            production_id=production,
            work="planned",
            money="held",
            token=token,
            sender=sender,
            quoted_micros=micros,
            held_micros=micros,
            day=payer.day,
            started_at=now,
        )
        .returning(attempt.c.id)
    ).scalar_one()
    payer = payer.model_copy(update={"attempt": made})
    money.book(connection, payer, "quote", micros, now)
    money.book(connection, payer, "hold", micros, now)
    found = find(connection, int(made))
    assert found is not None
    return found


def begin_send(
    connection: sa.Connection, held: Attempt, sender: str, now: float, seconds: float
) -> Permit | None:
    """The compare-and-set before the one request: of all who hold this attempt one gets a Permit.

    `sender` names the OS lock that this process holds while it lives. `seconds` is how long the
    permit is good for.
    """
    deadline = time.clock_gettime(time.CLOCK_BOOTTIME) + seconds
    if not _step(connection, held, "sending", now, sender=sender, sent_at=now):
        return None
    return Permit(held.id, held.token, deadline)


def ticketed(
    connection: sa.Connection, one: Attempt, ticket: str, next_poll_at: float, now: float
) -> bool:
    """The service took it. The same ticket twice changes nothing but the time of the next poll.

    Answers False for a second ticket of one attempt, which is a second bill: the first stays.
    Raises `sa.exc.IntegrityError` when another attempt has this ticket.
    """
    return _step(
        connection, one, "ticketed", now, sa.func.coalesce(attempt.c.ticket, ticket) == ticket,
        ticket=ticket, next_poll_at=next_poll_at,
        ticketed_at=sa.func.coalesce(attempt.c.ticketed_at, now), parked="", error="",
    )  # fmt: skip


def doubt(connection: sa.Connection, one: Attempt, cause: str, now: float) -> bool:
    """Nobody knows whether it was taken: the hold stays, and the service is asked."""
    return _step(connection, one, "in_doubt", now, error=cause, next_poll_at=now)


def ready(connection: sa.Connection, one: Attempt, now: float, **values: Any) -> bool:
    """The service says that it is done."""
    return _step(connection, one, "ready", now, **values)


def overdue(connection: sa.Connection, one: Attempt, next_poll_at: float, now: float) -> bool:
    """Too slow: its slot is free again; its hold stays and it is still asked for, now and then."""
    return _step(connection, one, "overdue", now, next_poll_at=next_poll_at, error="timed out")


def resend(connection: sa.Connection, one: Attempt, sender: str, now: float) -> Attempt | None:
    """Back to held, with the same token. Only for those who have proved that this is safe.

    The run is raised: whoever still holds the attempt as it was can do nothing with it any more.
    """
    if not _step(
        connection, one, "planned", now,
        sender=sender, started_at=now, sent_at=None, absent_at=None, parked="", next_poll_at=None,
        polls=0,
    ):  # fmt: skip
        return None
    run = one.run + 1
    connection.execute(sa.update(attempt).where(attempt.c.id == one.id).values(run=run))
    connection.execute(sa.update(job).where(job.c.id == one.job).values(run=run))
    return find(connection, one.id)


def park(connection: sa.Connection, one: Attempt, why: str) -> bool:
    """Only the user can decide: the hold stays, and it is shown everywhere."""
    done = connection.execute(
        sa.update(attempt)
        .where(_same(one), attempt.c.work.in_(("in_doubt", "ticketed", "overdue", "ready")))
        .values(parked=why, next_poll_at=None)
    )
    return done.rowcount == 1


def absent(connection: sa.Connection, one: Attempt, now: float, again_at: float) -> None:
    """The service knew of no such request at `now`; the first such answer counts."""
    connection.execute(
        sa.update(attempt)
        .where(_same(one), attempt.c.work == "in_doubt")
        .values(absent_at=sa.func.coalesce(attempt.c.absent_at, now), next_poll_at=again_at)
    )


def look_again(connection: sa.Connection, one: Attempt, at: float) -> None:
    """Ask the service about this attempt next at `at`."""
    connection.execute(_LOOK_AGAIN, {"one": one.id, "its_run": one.run, "then": at})


_LOOK_AGAIN = (
    sa.update(attempt)
    .where(
        attempt.c.id == sa.bindparam("one"),
        attempt.c.run == sa.bindparam("its_run"),
        attempt.c.work.in_(OPEN),
    )
    .values(next_poll_at=sa.bindparam("then"), polls=attempt.c.polls + 1)
)
"""Built once: for hundreds of waiting jobs it is most of what asking costs the ledger."""


def settle(
    connection: sa.Connection,
    one: Attempt,
    work: Ended,
    charge: int | None,
    now: float,
    *,
    error: str = "",
    written_off: bool = False,
    only: Collection[Work] = (),
) -> bool:
    """End an attempt and its hold in one step. `charge` 0: released; None: the hold is presumed.

    A charge above the hold is recorded in full and closes the production's cap. Answers False when
    the attempt was settled already: nothing is booked twice. `only` demands one of some states:
    who gives back what was never sent says "planned", for somebody may be sending it by now.
    """
    lock_job(connection, one.job)
    # The hold may have moved since `one` was read.
    payer = (find(connection, one.id) or one).payer
    money.locked(connection, payer)
    amount = one.held if charge is None else charge
    state = "written_off" if written_off else ("charged" if amount else "released")
    done = _step(
        connection, one, work, now, *([attempt.c.work.in_(only)] if only else []),
        money=state, charged_micros=amount, unconfirmed=int(charge is None and not written_off),
        error=error, ended_at=now, parked="", next_poll_at=None,
    )  # fmt: skip
    if not done:
        return False
    money.book(connection, payer, "release", one.held, now)
    if amount:
        money.book(connection, payer, "write_off" if written_off else "charge", amount, now)
    if amount > one.held:
        money.close(connection, payer)
    return True


def move_hold(connection: sa.Connection, one: Attempt, production: str, now: float) -> bool:
    """Let another production pay, before sending only and if its own cap allows. The user's and the
    day's count this hold already."""
    other = one.payer.model_copy(update={"production": production})
    lock_job(connection, one.job)
    money.locked(connection, one.payer)
    its_own = [cap for cap in money.locked(connection, other) if cap.scope == "production"]
    if money.refusing(its_own, one.held) is not None:
        return False
    done = connection.execute(
        sa.update(attempt)
        .where(_same(one), attempt.c.work == "planned", attempt.c.production_id == one.production)
        .values(production_id=production)
    )
    if done.rowcount != 1:
        return False
    money.book(connection, one.payer, "release", one.held, now)
    money.book(connection, other, "hold", one.held, now)
    return True


def lock_job(connection: sa.Connection, job_id: int) -> None:
    """Rows are locked in one order everywhere: job, caps, gate, attempt."""
    connection.execute(sa.select(job.c.id).where(job.c.id == job_id).with_for_update())


def _same(one: Attempt) -> sa.ColumnElement[bool]:
    return sa.and_(attempt.c.id == one.id, attempt.c.run == one.run)


def _step(
    connection: sa.Connection, one: Attempt, to: Work, now: float,
    *where: sa.ColumnElement[bool], **values: Any,
) -> bool:  # fmt: skip
    """Compare and set: from a state that `to` may follow, by the run that owns the job."""
    lock_job(connection, one.job)
    owns = sa.select(job.c.run).where(job.c.id == one.job).scalar_subquery()
    done = connection.execute(
        sa.update(attempt)
        .where(_same(one), attempt.c.work.in_(STEPS[to]), attempt.c.run == owns, *where)
        .values(work=to, **values)
    )
    if done.rowcount != 1:
        return False
    connection.execute(
        sa.update(job)
        .where(job.c.id == one.job)
        .values(work=to, error=values.get("error", ""), updated_at=now)
    )
    return True
