"""A machine that plays against the ledger: two productions, orders at two services, caps that change,
and two processes that act on what they knew once. Beside it runs a model of a few numbers, and after
each step the auditor adds everything up.

`MUTANTS` are naive ways to write the same steps. The same machine must catch every one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from tests.audit import complaints, totals
from tests.unit.ledger.till import MAY, NOON, UNENDED, order, wanted

from reelwright.film.provider import Limits
from reelwright.ledger import attempt, attempts, money, tables
from reelwright.ledger.attempt import Attempt
from reelwright.ledger.attempts import Booked, Busy, Ended, Permit, Refusal
from reelwright.ledger.database import migrate, open_database
from reelwright.ledger.money import Cap, Payer, Scope

PRODUCTIONS = ("film", "other")
ORDERS = tuple(order(name, provider) for provider in ("kling", "runway") for name in "abc")
LIMITS = Limits(minute=60, hour=40, day=100, concurrent=3)
WINDOWS = ((60.0, LIMITS.minute), (3600.0, LIMITS.hour), (86400.0, LIMITS.day))
MICROS = (0, 1, 2, 3, 5)
"""Prices and charges: so small that caps are met exactly."""


@dataclass
class Books:
    """A database that is emptied for each run. `runs` counts them."""

    engine: sa.Engine
    empty: Callable[[], None]
    runs: int = 0


@contextmanager
def in_memory() -> Iterator[Books]:
    """SQLite without a file; emptied by a copy of itself as it was."""
    engine, saved = (open_database(sa.URL.create("sqlite")) for _ in range(2))
    migrate(saved)
    kept = saved.raw_connection().driver_connection
    used = engine.raw_connection().driver_connection
    assert kept is not None
    assert used is not None
    yield Books(engine, lambda: kept.backup(used))
    engine.dispose()
    saved.dispose()


@contextmanager
def at(url: sa.URL) -> Iterator[Books]:
    """A PostgreSQL database that has our tables."""
    engine = open_database(url)
    names = ", ".join(tables.metadata.tables)

    def empty() -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")

    yield Books(engine, empty)
    engine.dispose()


@dataclass
class Known:
    """What the model knows of an attempt."""

    job: str
    production: str
    day: str
    held: int
    run: int
    work: str = "planned"
    ticket: str = ""
    parked: bool = False

    @property
    def takes_slot(self) -> bool:
        return self.work in ("planned", "sending", "in_doubt", "ticketed") and not self.parked


@dataclass
class Model:
    limits: dict[tuple[str, str], int | None] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    attempts: dict[int, Known] = field(default_factory=dict)
    permits: set[tuple[int, int]] = field(default_factory=set)
    passed: dict[str, list[float]] = field(default_factory=dict)

    def may(self, one: Attempt, step: str) -> bool:
        known = self.attempts[one.id]
        return one.run == known.run and known.work in MAY[step]

    def slots(self, provider: str) -> int:
        jobs = {each.fingerprint for each in ORDERS if each.provider == provider}
        return sum(known.takes_slot and known.job in jobs for known in self.attempts.values())


def keys(production: str, day: str) -> list[tuple[Scope, str]]:
    return [("user", "local"), ("day", f"local {day}"), ("production", production)]


class Machine(RuleBasedStateMachine):
    """Values of attempts, as they were at some time, are what processes act on."""

    values: Bundle[Attempt] = Bundle("values")

    def __init__(self, books: Books) -> None:
        super().__init__()
        books.empty()
        books.runs += 1
        self.engine, self.model, self.now, self.number = books.engine, Model(), NOON, 0
        self.seen: dict[int, list[Cap]] = {}

    # The steps, as a naive program would not write them.

    def hold(self, connection: sa.Connection, process: int, number: int, production: str,
             micros: int) -> Booked:  # fmt: skip
        return attempts.hold(
            connection, ORDERS[number], production, micros, LIMITS, self.now, f"token {self.number}"
        )

    def begin_send(self, connection: sa.Connection, one: Attempt) -> Permit | None:
        return attempts.begin_send(connection, one, "sender", self.now, 10.0)

    def ticketed(self, connection: sa.Connection, one: Attempt, ticket: str) -> bool:
        return attempts.ticketed(connection, one, ticket, self.now, self.now)

    def settle(self, connection: sa.Connection, one: Attempt, work: Ended, charge: int | None,
               written_off: bool) -> bool:  # fmt: skip
        return attempts.settle(connection, one, work, charge, self.now, written_off=written_off)

    def move_hold(self, connection: sa.Connection, one: Attempt, production: str) -> bool:
        return attempts.move_hold(connection, one, production, self.now)

    # Rules.

    @initialize()
    def open_shop(self) -> None:
        with self.engine.begin() as connection:
            for production in PRODUCTIONS:
                wanted(connection, production, *ORDERS)

    @rule(seconds=st.sampled_from([1.0, 20.0, 61.0, 3700.0, 86400.0]))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @rule(
        scope=st.sampled_from(money.ORDER),
        production=st.sampled_from(PRODUCTIONS),
        micros=st.sampled_from([None, 0, 2, 4, 7, 12]),
    )
    def set_cap(self, scope: Scope, production: str, micros: int | None) -> None:
        payer = Payer(production=production, day=money.day_of(self.now))
        with self.engine.begin() as connection:
            money.limit(connection, payer, scope, micros)
        self.model.limits[scope, payer.key(scope)] = micros
        if scope == "production":
            self.model.closed.discard(production)

    @rule(target=values, process=st.sampled_from([1, 2]), production=st.sampled_from(PRODUCTIONS))
    def look(self, process: int, production: str) -> Any:
        """A process reads how things are, and will believe it for a while."""
        payer = Payer(production=production, day=money.day_of(self.now))
        with self.engine.begin() as connection:
            self.seen[process] = money.caps(connection, payer)
            return multiple(*attempt.every_open(connection))

    @rule(
        target=values,
        process=st.sampled_from([1, 2]),
        number=st.integers(0, len(ORDERS) - 1),
        production=st.sampled_from(PRODUCTIONS),
        micros=st.sampled_from(MICROS),
    )
    def book(self, process: int, number: int, production: str, micros: int) -> Any:
        self.now += 1.5
        self.number += 1
        day = money.day_of(self.now)
        with self.engine.begin() as connection:
            fits = self._fits(connection, keys(production, day), production, micros)
            booked = self.hold(connection, process, number, production, micros)
        job = ORDERS[number].fingerprint
        known = [one for one in self.model.attempts.values() if one.job == job]
        taken = [one for one in known if one.work in UNENDED or one.work == "accepted"]
        assert isinstance(booked, Busy) == bool(taken), booked
        if isinstance(booked, Busy):
            return multiple(booked.attempt)
        assert isinstance(booked, Refusal) == (not fits), booked
        if isinstance(booked, Refusal):
            return multiple()
        provider = ORDERS[number].provider
        if not isinstance(booked, Attempt):
            assert self._has_cause_to_wait(provider), booked
            return multiple()
        assert not self._must_wait(provider)
        self.model.passed.setdefault(provider, []).append(self.now)
        run = 1 + max((one.run for one in known), default=0)
        self.model.attempts[booked.id] = Known(job, production, day, micros, run)
        assert (booked.run, booked.day, booked.held) == (run, day, micros)
        return multiple(booked)

    @rule(one=values)
    def send(self, one: Attempt) -> None:
        with self.engine.begin() as connection:
            permit = self.begin_send(connection, one)
        assert (permit is not None) == self.model.may(one, "begin_send")
        if permit is not None:
            assert (one.id, one.run) not in self.model.permits, "two Permits for one hold"
            self.model.permits.add((one.id, one.run))
            self.model.attempts[one.id].work = "sending"

    @rule(one=values, ticket=st.sampled_from("ABC"))
    def take_ticket(self, one: Attempt, ticket: str) -> None:
        known = self.model.attempts[one.id]
        may = self.model.may(one, "ticketed") and known.ticket in ("", ticket)
        elsewhere = any(
            other.ticket == ticket and self.provider(other) == self.provider(known)
            for other in self.model.attempts.values()
            if other is not known
        )
        try:
            with self.engine.begin() as connection:
                done = self.ticketed(connection, one, ticket)
        except sa.exc.IntegrityError:
            assert may
            assert elsewhere
            return
        assert done == may
        assert not (done and elsewhere)
        if done:
            known.work, known.ticket, known.parked = "ticketed", ticket, False

    @rule(one=values, step=st.sampled_from(["doubt", "ready", "overdue"]))
    def go_on(self, one: Attempt, step: str) -> None:
        with self.engine.begin() as connection:
            if step == "doubt":
                done = attempts.doubt(connection, one, "cut off", self.now)
            elif step == "ready":
                done = attempts.ready(connection, one, self.now)
            else:
                done = attempts.overdue(connection, one, self.now, self.now)
        assert done == self.model.may(one, step)
        if done:
            self.model.attempts[one.id].work = "in_doubt" if step == "doubt" else step

    @rule(one=values)
    def park(self, one: Attempt) -> None:
        with self.engine.begin() as connection:
            done = attempts.park(connection, one, "cannot tell")
        assert done == self.model.may(one, "park")
        self.model.attempts[one.id].parked |= done

    @rule(one=values)
    def look_again(self, one: Attempt) -> None:
        with self.engine.begin() as connection:
            attempts.look_again(connection, one, self.now)
            attempts.absent(connection, one, self.now, self.now)

    @rule(target=values, one=values)
    def resend(self, one: Attempt) -> Any:
        with self.engine.begin() as connection:
            again = attempts.resend(connection, one, "sender", self.now)
        assert (again is not None) == self.model.may(one, "resend")
        if again is None:
            return multiple()
        known = self.model.attempts[one.id]
        known.work, known.parked, known.run = "planned", False, known.run + 1
        assert (again.run, again.token) == (known.run, one.token)
        return multiple(again)

    @rule(
        one=values,
        work=st.sampled_from(["accepted", "failed", "lost", "cancelled"]),
        charge=st.sampled_from([None, *MICROS, 9]),
        written_off=st.booleans(),
    )
    def end(self, one: Attempt, work: Ended, charge: int | None, written_off: bool) -> None:
        may = self.model.may(one, work)
        with self.engine.begin() as connection:
            done = self.settle(connection, one, work, charge, written_off)
        assert done == may
        if done:
            known = self.model.attempts[one.id]
            known.work, known.parked = work, False
            if charge is not None and charge > known.held:
                self.model.closed.add(known.production)

    @rule(one=values, production=st.sampled_from(PRODUCTIONS))
    def move(self, one: Attempt, production: str) -> None:
        known = self.model.attempts[one.id]
        with self.engine.begin() as connection:
            fits = self._fits(connection, [("production", production)], production, known.held)
            done = self.move_hold(connection, one, production)
        may = self.model.may(one, "move_hold") and one.production == known.production
        assert done == (may and fits)
        if done:
            known.production = production

    # What must hold at all times.

    @invariant()
    def the_books_are_right(self) -> None:
        with self.engine.begin() as connection:
            assert complaints(connection) == []

    @invariant()
    def the_ledger_knows_what_the_model_knows(self) -> None:
        with self.engine.begin() as connection:
            rows = connection.execute(
                sa.select(
                    tables.attempt.c.id, tables.attempt.c.work, tables.attempt.c.production_id,
                    tables.attempt.c.run, tables.attempt.c.ticket, tables.attempt.c.parked,
                )
            ).all()  # fmt: skip
            closed = connection.execute(
                sa.select(tables.cap.c.key).where(tables.cap.c.closed == 1)
            ).scalars()
            assert set(closed) == self.model.closed
        assert {
            row.id: (row.work, row.production_id, row.run, row.ticket or "", bool(row.parked))
            for row in rows
        } == {
            id: (one.work, one.production, one.run, one.ticket, one.parked)
            for id, one in self.model.attempts.items()
        }

    # The model's rules.

    def provider(self, known: Known) -> str:
        return next(each.provider for each in ORDERS if each.fingerprint == known.job)

    def _fits(self, connection: sa.Connection, caps: list[tuple[Scope, str]], production: str,
              micros: int) -> bool:  # fmt: skip
        """Whether no cap is passed, by what the rows add up to at this moment."""
        if production in self.model.closed and micros:
            return False
        sums = totals(connection)
        limits = ((sum(sums[key]), self.model.limits.get(key)) for key in caps)
        # What is full already, after its cap was lowered, still lets through what costs nothing.
        return all(most is None or not micros or used + micros <= most for used, most in limits)

    def _must_wait(self, provider: str) -> bool:
        passed = self.model.passed.get(provider, [])
        full = (
            sum(one > self.now - seconds for one in passed) >= quota for seconds, quota in WINDOWS
        )
        return self.model.slots(provider) >= LIMITS.concurrent or any(full)

    def _has_cause_to_wait(self, provider: str) -> bool:
        passed = self.model.passed.get(provider, [])
        return self._must_wait(provider) or self.now - max(passed, default=0.0) < 2.0


class CapsReadBefore(Machine):
    """Looks at the caps first, decides, and books in another transaction."""

    def hold(self, connection: sa.Connection, process: int, number: int, production: str,
             micros: int) -> Booked:  # fmt: skip
        seen = self.seen.get(process)
        if seen is None or money.refusing(seen, micros) is not None:
            return super().hold(connection, process, number, production, micros)
        limits = connection.execute(sa.select(tables.cap)).all()
        connection.execute(sa.update(tables.cap).values(limit_micros=None, closed=0))
        booked = super().hold(connection, process, number, production, micros)
        for row in limits:
            connection.execute(
                sa.update(tables.cap)
                .where(tables.cap.c.scope == row.scope, tables.cap.c.key == row.key)
                .values(limit_micros=row.limit_micros, closed=row.closed)
            )
        return booked


def overwrite(connection: sa.Connection, one: Attempt, **values: object) -> None:
    connection.execute(
        sa.update(tables.attempt).where(tables.attempt.c.id == one.id).values(**values)
    )


class SendsWhateverTheState(Machine):
    """A set without the compare: whoever holds it sends it."""

    def begin_send(self, connection: sa.Connection, one: Attempt) -> Permit | None:
        overwrite(connection, one, work="sending", sent_at=self.now)
        return Permit(one.id, one.token, 0.0)


class SettlesWhateverTheState(Machine):
    """Ends what it knew to be open, and books."""

    def settle(self, connection: sa.Connection, one: Attempt, work: Ended, charge: int | None,
               written_off: bool) -> bool:  # fmt: skip
        overwrite(connection, one, work=one.work)
        return super().settle(connection, one, work, charge, written_off)


class ChargesThePayerItKnew(Machine):
    """The hold may have moved to another production since."""

    def settle(self, connection: sa.Connection, one: Attempt, work: Ended, charge: int | None,
               written_off: bool) -> bool:  # fmt: skip
        overwrite(connection, one, production_id=one.production)
        return super().settle(connection, one, work, charge, written_off)


class KeepsTheNewestTicket(Machine):
    """Forgets the first ticket, whose work is paid for, when there is a second."""

    def ticketed(self, connection: sa.Connection, one: Attempt, ticket: str) -> bool:
        overwrite(connection, one, ticket=None)
        return super().ticketed(connection, one, ticket)


class BuysWhatItHas(Machine):
    """Looks for a Take, finds none, and does not look again when it holds."""

    def hold(self, connection: sa.Connection, process: int, number: int, production: str,
             micros: int) -> Booked:  # fmt: skip
        connection.execute(sa.update(tables.job).values(work="planned"))
        return super().hold(connection, process, number, production, micros)


MUTANTS: tuple[type[Machine], ...] = (
    CapsReadBefore,
    SendsWhateverTheState,
    SettlesWhateverTheState,
    ChargesThePayerItKnew,
    KeepsTheNewestTicket,
    BuysWhatItHas,
)
