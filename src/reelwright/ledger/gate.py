"""The gate: how often a service is asked, shared by all who use this database.

Rolling windows over a minute, an hour and a day count submissions; requests are spread evenly, and
twice as far apart above 90 % of a quota. A 429 pauses a service for everyone. Three 503 in a row
open its circuit: nothing goes through but a probe now and then (N5, N8).
"""

from typing import Any

import sqlalchemy as sa

from reelwright.film.noun import Noun
from reelwright.film.provider import Limits
from reelwright.ledger.dialect import insert
from reelwright.ledger.tables import attempt, gate, submission

WINDOWS = ((60.0, "minute"), (3600.0, "hour"), (86400.0, "day"))
NEARLY = 0.9
"""Share of a quota above which the spacing doubles."""

COOL_DOWN = 60.0
"""Seconds of pause after a 429 that does not say how long."""

OPENS_AFTER = 3
PROBES_EVERY = 30.0
HOLDS_A_SLOT = ("planned", "sending", "in_doubt", "ticketed")
PARKS_BEFORE_OPEN = 3
"""Attempts of one service that may park before its circuit opens."""

FORGET = 2 * 86400.0
"""Seconds after which a submission is counted nowhere."""


class Closed(Noun):
    """Not now: ask again in `wait` seconds. `why` is for people. `circuit`: a probe may open it.
    `lost`: jobs that got lost there wait for the user, and until then no time opens it."""

    wait: float
    why: str
    circuit: bool = False
    lost: bool = False


class Usage(Noun):
    """A service's use against its limits."""

    minute: int = 0
    hour: int = 0
    day: int = 0
    running: int = 0
    cool_for: float = 0.0
    circuit_open: bool = False
    parked: int = 0


def enter(connection: sa.Connection, provider: str, limits: Limits, now: float) -> Closed | None:
    """Take one submission through the gate, or say when to come back.

    In the transaction that holds the money; what is not sent after all (`leave`) does not count.
    """
    row = _row(connection, provider)
    closed = _shut(connection, provider, row, limits, now)
    if closed is not None:
        return closed
    spacing = 60.0 / limits.minute
    for seconds, name in WINDOWS:
        quota: int = getattr(limits, name)
        used, oldest = _window(connection, provider, now - seconds)
        if used >= quota:
            return Closed(
                wait=max(0.05, oldest + seconds - now), why=f"{quota} requests in a {name}"
            )
        if used > NEARLY * quota:
            spacing = 2 * 60.0 / limits.minute
    if row.granted_at + spacing > now:
        return Closed(wait=row.granted_at + spacing - now, why="requests are spread evenly")
    connection.execute(sa.insert(submission).values(provider=provider, at=now))
    connection.execute(sa.update(gate).where(gate.c.provider == provider).values(granted_at=now))
    connection.execute(
        sa.delete(submission).where(
            submission.c.provider == provider, submission.c.at < now - FORGET
        )
    )
    return None


def _shut(
    connection: sa.Connection, provider: str, row: "sa.Row[Any]", limits: Limits, now: float
) -> Closed | None:
    """Why nothing at all goes through now, whatever the rates leave."""
    if row.is_open:
        return _broken(connection, provider, row.probe_at - now)
    if row.cool_until > now:
        return Closed(wait=row.cool_until - now, why="it asked for a pause")
    if running(connection, provider) >= limits.concurrent:
        return Closed(wait=1.0, why=f"{limits.concurrent} jobs are under way")
    return None


def _broken(connection: sa.Connection, provider: str, probe_in: float) -> Closed:
    """Why the circuit is open."""
    parked = _parked(connection, provider)
    if parked >= PARKS_BEFORE_OPEN:
        why = f"{parked} jobs that got lost there wait for you: see reelwright resolve"
        return Closed(wait=PROBES_EVERY, why=why, lost=True)
    why = "its circuit is open after failures"
    return Closed(wait=max(1.0, probe_in), why=why, circuit=True)


def leave(connection: sa.Connection, provider: str, at: float) -> None:
    """Take back a submission that was certainly not sent."""
    connection.execute(
        sa.delete(submission).where(submission.c.provider == provider, submission.c.at == at)
    )


def running(connection: sa.Connection, provider: str) -> int:
    """Attempts that hold a slot: through the gate and on their way, or under way at the service and
    not overdue."""
    found = connection.execute(
        sa.select(sa.func.count())
        .select_from(attempt)
        .where(
            attempt.c.provider == provider,
            attempt.c.work.in_(HOLDS_A_SLOT),
            attempt.c.parked == "",
        )
    ).scalar_one()
    return int(found)


def cool(connection: sa.Connection, provider: str, seconds: float | None, now: float) -> None:
    """Pause a service for everyone, for what it asked or for a minute."""
    until = now + (COOL_DOWN if seconds is None else seconds)
    row = _row(connection, provider)
    _set(connection, provider, cool_until=max(row.cool_until, until))


def unavailable(connection: sa.Connection, provider: str, now: float) -> bool:
    """Count a 503; answers whether the circuit has opened by this one."""
    row = _row(connection, provider)
    failures = row.failures + 1
    opens = failures >= OPENS_AFTER
    _set(
        connection,
        provider,
        failures=failures,
        is_open=int(opens or row.is_open),
        probe_at=now + PROBES_EVERY if opens else row.probe_at,
    )
    return bool(opens and not row.is_open)


def available(connection: sa.Connection, provider: str) -> None:
    """The service answered as it should: the count starts anew, the circuit is closed, unless jobs
    that got lost there still wait for the user."""
    row = _row(connection, provider)
    if row.failures or row.is_open:
        lost = row.is_open and _parked(connection, provider) >= PARKS_BEFORE_OPEN
        _set(connection, provider, failures=0, is_open=int(lost), probe_at=row.probe_at * lost)


def half_open(connection: sa.Connection, provider: str) -> None:
    """A probe went well: the circuit is closed, and the next 503 opens it again at once."""
    row = _row(connection, provider)
    if row.is_open and _parked(connection, provider) < PARKS_BEFORE_OPEN:
        _set(connection, provider, failures=OPENS_AFTER - 1, is_open=0, probe_at=0.0)


def open_if_parking(connection: sa.Connection, provider: str, now: float) -> bool:
    """Open the circuit of a service whose jobs keep getting lost."""
    parked = _parked(connection, provider)
    if parked < PARKS_BEFORE_OPEN:
        return False
    row = _row(connection, provider)
    _set(connection, provider, is_open=1, probe_at=now + PROBES_EVERY)
    return not row.is_open


def probe(connection: sa.Connection, provider: str, now: float) -> bool:
    """Whether it is time for a probe of an open circuit, and this caller shall make it."""
    row = _row(connection, provider)
    if not row.is_open or row.probe_at > now:
        return False
    _set(connection, provider, probe_at=now + PROBES_EVERY)
    return _parked(connection, provider) < PARKS_BEFORE_OPEN


def usage(connection: sa.Connection, provider: str, now: float) -> Usage:
    """What has been used, for people to read."""
    counts = {name: _window(connection, provider, now - s)[0] for s, name in WINDOWS}
    row = connection.execute(sa.select(gate).where(gate.c.provider == provider)).first()
    return Usage(
        **counts,
        running=running(connection, provider),
        cool_for=max(0.0, row.cool_until - now) if row else 0.0,
        circuit_open=bool(row.is_open) if row else False,
        parked=_parked(connection, provider),
    )


def _parked(connection: sa.Connection, provider: str) -> int:
    found = connection.execute(
        sa.select(sa.func.count())
        .select_from(attempt)
        .where(attempt.c.provider == provider, attempt.c.work == "in_doubt", attempt.c.parked != "")
    ).scalar_one()
    return int(found)


def _row(connection: sa.Connection, provider: str) -> "sa.Row[Any]":
    """The service's row, locked until the end of the transaction."""
    connection.execute(
        insert(connection, gate)
        .values(provider=provider)
        .on_conflict_do_nothing(index_elements=["provider"])
    )
    return connection.execute(
        sa.select(gate).where(gate.c.provider == provider).with_for_update()
    ).one()


def _set(connection: sa.Connection, provider: str, **values: float) -> None:
    connection.execute(sa.update(gate).where(gate.c.provider == provider).values(**values))


def _window(connection: sa.Connection, provider: str, since: float) -> tuple[int, float]:
    """(how many submissions since then, when the oldest of them was)."""
    row = connection.execute(
        sa.select(sa.func.count(), sa.func.min(submission.c.at)).where(
            submission.c.provider == provider, submission.c.at > since
        )
    ).one()
    return int(row[0]), float(row[1] or 0.0)
