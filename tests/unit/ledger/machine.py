"""A machine that plays against the ledger: two productions, orders at two services, caps that
change, and two processes that act on what they knew once. Beside it runs a model of a few numbers,
and after each step the auditor adds everything up.

`MUTANTS` are naive ways to write the same steps. The same machine must catch every one.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any, ClassVar, cast

import sqlalchemy as sa
from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)  # fmt: skip
from tests.audit import complaints, totals
from tests.unit.ledger.till import MAY, NOON, UNENDED, order, wanted

from reelwright.film.provider import Limits
from reelwright.ledger import attempt, attempts, money, tables
from reelwright.ledger.attempt import Attempt
from reelwright.ledger.attempts import Booked, Busy, Ended, Permit, Refusal
from reelwright.ledger.database import migrate, open_database
from reelwright.ledger.money import Cap, Payer, Scope

PRODUCTIONS = ("film", "other")
ORDERS = (order("a"), order("b"), order("c"), order("a", "runway"))
LIMITS = Limits(minute=60, hour=6, day=12, concurrent=2)
WINDOWS = ((60.0, LIMITS.minute), (3600.0, LIMITS.hour), (86400.0, LIMITS.day))
MICROS = (0, 1, 2, 3, 5)
"""Prices and charges: so small that caps are met exactly."""
ACTS = {
    "begin_send": 6, "ticketed A": 2, "ticketed B": 2, "doubt": 4, "ready": 1, "overdue": 3,
    "resend": 4, "park": 1, "move_hold film": 1, "move_hold other": 1, "accepted": 2, "failed": 1,
    "lost": 1, "cancelled": 1, "look_again": 1, "deliver": 1,
}  # fmt: skip
"""What may be done with an attempt -> how often it is tried."""

OUTCOMES = {
    *(("book", kind) for kind in ("Attempt", "Busy", "Refusal", "Closed")),
    *(
        (step, outcome)
        for step in (
            "send", "ticket", "doubt", "ready", "overdue", "resend", "park", "move", "accepted",
            "failed", "lost", "cancelled",
        )
        for outcome in ("done", "refused")
    ),
    ("ticket", "another's"),
}  # fmt: skip
"""Everything that may come of a step; long runs meet it all."""

SEEDS = st.integers(0, 2**32 - 1)
"""Of choices within a rule: Hypothesis's own draws are too much alike to come far in short runs."""


@dataclass
class Books:
    """A database that is emptied for each run. `runs` counts them, `taken` what came of steps."""

    engine: sa.Engine
    empty: Callable[[], None]
    runs: int = 0
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)


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
            # Rows of money cannot be thrown away, but by who owns the server.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")

    yield Books(engine, empty)
    engine.dispose()


def play(machine: "type[Machine]", books: Books, how: settings) -> None:
    """Let it play. Raises what the first run that went wrong raised."""
    machine.books = books
    run_state_machine_as_test(machine, settings=how)


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

    def limit(self, scope: str, key: str) -> int | None:
        """A day without a cap of its own keeps to that of the last day that had one."""
        if scope == "day":
            days = [day for each, day in self.limits if each == scope and day <= key]
            key = max(days, default=key)
        return self.limits.get((scope, key))

    def may(self, one: Attempt, step: str) -> bool:
        known = self.attempts[one.id]
        return one.run == known.run and known.work in MAY.get(step, UNENDED)

    def slots(self, provider: str) -> int:
        jobs = {each.fingerprint for each in ORDERS if each.provider == provider}
        return sum(known.takes_slot and known.job in jobs for known in self.attempts.values())


def keys(production: str, day: str) -> list[tuple[Scope, str]]:
    return [("user", "local"), ("day", f"local {day}"), ("production", production)]


class Machine(RuleBasedStateMachine):
    """Values of attempts, as they were at some time, are what processes act on."""

    values: Bundle[Attempt] = Bundle("values")

    books: ClassVar[Books]

    def __init__(self) -> None:
        super().__init__()
        self.books.empty()
        self.books.runs += 1
        self.engine, self.model = self.books.engine, Model()
        self.now, self.number, self.turns = NOON, 0, 0
        self.seen: list[Cap] | None = None

    # The steps, as a naive program would not write them.

    def hold(self, connection: sa.Connection, number: int, production: str, micros: int) -> Booked:
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

    @initialize(target=values, micros=st.sampled_from(MICROS))
    def open_shop(self, micros: int) -> Any:
        with self.engine.begin() as connection:
            for production in PRODUCTIONS:
                wanted(connection, production, *ORDERS)
        return multiple(
            *(one for number in range(3) for one in self._book(number, PRODUCTIONS[0], micros))
        )

    @rule(target=values, seed=SEEDS, production=st.sampled_from(PRODUCTIONS))
    def go_by(self, seed: int, production: str) -> Any:
        """Time, the owner's caps, and what processes know of both."""
        chance = self._chance(seed)
        what = chance.randrange(3)
        if what == 0:
            self.now += chance.choice([1.0, 20.0, 61.0, 3700.0, 86400.0])
        if what == 1:
            self._set_cap(
                chance.choice(money.ORDER), production, chance.choice([None, 12, 7, 4, 2, 0])
            )
        return multiple(*(self._look(production) if what == 2 else []))

    def _set_cap(self, scope: Scope, production: str, micros: int | None) -> None:
        payer = Payer(production=production, day=money.day_of(self.now))
        with self.engine.begin() as connection:
            money.limit(connection, payer, scope, micros)
        self.model.limits[scope, payer.key(scope)] = micros
        if scope == "production":
            self.model.closed.discard(production)

    def _look(self, production: str) -> list[Attempt]:
        """A process reads how things are, and will believe it for a while."""
        payer = Payer(production=production, day=money.day_of(self.now))
        with self.engine.begin() as connection:
            self.seen = money.caps(connection, payer)
            return attempt.every_open(connection)

    @rule(
        target=values,
        number=st.integers(0, len(ORDERS) - 1),
        production=st.sampled_from(PRODUCTIONS),
        micros=st.sampled_from(MICROS),
    )
    def book(self, number: int, production: str, micros: int) -> Any:
        return multiple(*self._book(number, production, micros))

    def _book(self, number: int, production: str, micros: int) -> list[Attempt]:
        self.now += 1.5
        self.number += 1
        day = money.day_of(self.now)
        with self.engine.begin() as connection:
            fits = self._fits(connection, keys(production, day), production, micros)
            booked = self.hold(connection, number, production, micros)
        self.books.taken["book", type(booked).__name__] += 1
        job = ORDERS[number].fingerprint
        known = [one for one in self.model.attempts.values() if one.job == job]
        taken = [one for one in known if one.work in UNENDED or one.work == "accepted"]
        assert isinstance(booked, Busy) == bool(taken), booked
        if isinstance(booked, Busy):
            return [booked.attempt]
        assert isinstance(booked, Refusal) == (not fits), booked
        if isinstance(booked, Refusal):
            return []
        provider = ORDERS[number].provider
        if not isinstance(booked, Attempt):
            assert self._has_cause_to_wait(provider), booked
            return []
        assert not self._must_wait(provider)
        self.model.passed.setdefault(provider, []).append(self.now)
        run = 1 + max((one.run for one in known), default=0)
        self.model.attempts[booked.id] = Known(job, production, day, micros, run)
        assert (booked.run, booked.day, booked.held) == (run, day, micros)
        return [booked]

    @rule(target=values, one=values, seed=SEEDS)
    def act(self, one: Attempt, seed: int) -> Any:
        return self._act(one, seed)

    def _act(self, one: Attempt, seed: int) -> Any:
        """Do something with an attempt, as it was once or as it is; most of what is tried then may
        be done."""
        chance = self._chance(seed)
        if chance.random() < 0.5:
            one = self._fresh(one)
        may = [what for what in ACTS if self.model.may(one, what.split()[0])]
        tried = may if may and chance.random() < 0.7 else list(ACTS)
        what = chance.choices(tried, [ACTS[each] for each in tried])[0]
        charge, written_off = chance.choice([None, *MICROS, 9]), chance.random() < 0.3
        note(f"{what}: charge {charge}, written off {written_off}, attempt {one.id} as {one.work}")
        again = self._do(one, what, charge, written_off)
        return multiple(one, *([again] if again else []))

    def _do(self, one: Attempt, what: str, charge: int | None, written_off: bool) -> Attempt | None:
        step, _, how = what.partition(" ")
        if step == "resend":
            return self._resend(one)
        if step in ("accepted", "failed", "lost", "cancelled"):
            self._end(one, cast(Ended, step), charge, written_off)
        elif step == "ticketed":
            self._take_ticket(one, how)
        elif step == "move_hold":
            self._move(one, how)
        elif step in ("doubt", "ready", "overdue"):
            self._go_on(one, step)
        else:
            {
                "begin_send": self._send,
                "park": self._park,
                "look_again": self._look_again,
                "deliver": self._deliver,
            }[step](one)
        return None

    def _send(self, one: Attempt) -> None:
        with self.engine.begin() as connection:
            permit = self.begin_send(connection, one)
        self._took("send", permit is not None)
        assert (permit is not None) == self.model.may(one, "begin_send")
        if permit is not None:
            assert (one.id, one.run) not in self.model.permits, "two Permits for one hold"
            self.model.permits.add((one.id, one.run))
            self.model.attempts[one.id].work = "sending"

    def _take_ticket(self, one: Attempt, ticket: str) -> None:
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
            self.books.taken["ticket", "another's"] += 1
            assert may
            assert elsewhere
            return
        self._took("ticket", done)
        assert done == may
        assert not (done and elsewhere)
        if done:
            known.work, known.ticket, known.parked = "ticketed", ticket, False

    def _go_on(self, one: Attempt, step: str) -> None:
        with self.engine.begin() as connection:
            if step == "doubt":
                done = attempts.doubt(connection, one, "cut off", self.now)
            elif step == "ready":
                done = attempts.ready(connection, one, self.now)
            else:
                done = attempts.overdue(connection, one, self.now, self.now)
        self._took(step, done)
        assert done == self.model.may(one, step)
        if done:
            self.model.attempts[one.id].work = "in_doubt" if step == "doubt" else step

    def _park(self, one: Attempt) -> None:
        with self.engine.begin() as connection:
            done = attempts.park(connection, one, "cannot tell")
        self._took("park", done)
        assert done == self.model.may(one, "park")
        self.model.attempts[one.id].parked |= done

    def _look_again(self, one: Attempt) -> None:
        with self.engine.begin() as connection:
            attempts.look_again(connection, one, self.now)
            attempts.absent(connection, one, self.now, self.now)

    def _resend(self, one: Attempt) -> Attempt | None:
        with self.engine.begin() as connection:
            again = attempts.resend(connection, one, "sender", self.now)
        self._took("resend", again is not None)
        assert (again is not None) == self.model.may(one, "resend")
        if again is None:
            return None
        known = self.model.attempts[one.id]
        known.work, known.parked, known.run = "planned", False, known.run + 1
        assert (again.run, again.token) == (known.run, one.token)
        return again

    def _end(self, one: Attempt, work: Ended, charge: int | None, written_off: bool) -> None:
        may = self.model.may(one, work)
        with self.engine.begin() as connection:
            done = self.settle(connection, one, work, charge, written_off)
        self._took(work, done)
        assert done == may
        if done:
            known = self.model.attempts[one.id]
            known.work, known.parked = work, False
            if charge is not None and charge > known.held:
                self.model.closed.add(known.production)

    def _move(self, one: Attempt, production: str) -> None:
        known = self.model.attempts[one.id]
        with self.engine.begin() as connection:
            fits = self._fits(connection, [("production", production)], production, known.held)
            done = self.move_hold(connection, one, production)
        may = self.model.may(one, "move_hold") and one.production == known.production
        self._took("move", done)
        assert done == (may and fits)
        if done:
            known.production = production

    def _deliver(self, one: Attempt) -> None:
        """All goes well: runs that are left to chance seldom come so far."""
        self._send(one)
        self._go_on(one, "ready")
        self._end(one, "accepted", None, False)

    @rule(target=values, one=values, seed=SEEDS)
    def act_again(self, one: Attempt, seed: int) -> Any:
        return self._act(one, seed)

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

    def _chance(self, seed: int) -> Random:
        self.turns += 1
        return Random(f"{seed} {self.turns}")

    def _fresh(self, one: Attempt) -> Attempt:
        with self.engine.begin() as connection:
            found = attempt.find(connection, one.id)
        assert found is not None
        return found

    def _took(self, step: str, done: bool) -> None:
        self.books.taken[step, "done" if done else "refused"] += 1

    def provider(self, known: Known) -> str:
        return next(each.provider for each in ORDERS if each.fingerprint == known.job)

    def _fits(self, connection: sa.Connection, caps: list[tuple[Scope, str]], production: str,
              micros: int) -> bool:  # fmt: skip
        """Whether no cap is passed, by what the rows add up to at this moment."""
        if production in self.model.closed and micros:
            return False
        sums = totals(connection)
        limits = ((sum(sums[key]), self.model.limit(*key)) for key in caps)
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

    def hold(self, connection: sa.Connection, number: int, production: str, micros: int) -> Booked:
        if self.seen is None or money.refusing(self.seen, micros) is not None:
            return super().hold(connection, number, production, micros)
        limits = connection.execute(sa.select(tables.cap)).all()
        connection.execute(sa.update(tables.cap).values(limit_micros=None, closed=0))
        booked = super().hold(connection, number, production, micros)
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

    def hold(self, connection: sa.Connection, number: int, production: str, micros: int) -> Booked:
        connection.execute(sa.update(tables.job).values(work="planned"))
        return super().hold(connection, number, production, micros)


MUTANTS: tuple[type[Machine], ...] = (
    CapsReadBefore,
    SendsWhateverTheState,
    SettlesWhateverTheState,
    ChargesThePayerItKnew,
    KeepsTheNewestTicket,
    BuysWhatItHas,
)
