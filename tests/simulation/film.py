"""A film of many jobs on a simulated clock: the real till, gate and poller, a real ledger, and a
service behind real HTTP. Only time is made up."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path
from random import Random

import sqlalchemy as sa
from tests.audit import complaints
from tests.simulation.clock import Clock, at_once

from reelwright.film.order import Missing, Order, Take
from reelwright.ledger import jobs, money, productions
from reelwright.ledger.attempt import Attempt, of_production
from reelwright.ledger.money import Payer
from reelwright.studio.home import Home, own_home
from reelwright.studio.settings import Settings
from reelwright.studio.spending.access import Access
from reelwright.studio.spending.counter import Counter
from reelwright.studio.spending.till import Till
from reelwright.studio.wire import World

STUCK = 10_000
"""Turns without time going on: then something turns in circles."""


@contextmanager
def studio(folder: Path) -> Iterator[Home]:
    """A data folder of one's own; at the end its books must be in order."""
    with own_home(Settings(home=folder, min_free_mb=0)) as home:
        yield home
        with home.look() as connection:
            assert complaints(connection) == []


def counter(home: Home, clock: Clock, *reached: Access, seed: int = 0) -> Counter:
    """A way to some services, on this clock. Whatever would wait lets the clock go on instead."""
    by_name = {access.name: access for access in reached}
    world = World(
        sleep=clock.sleep, chance=Random(seed).random, now=clock, allow_http_loopback=True
    )
    return Counter(home, reach=lambda name: by_name[name], now=clock, world=world)


def wanted(home: Home, production: str, orders: Sequence[Order], budget: int | None = None) -> str:
    """A production that wants these Orders and may spend `budget` micro-units; answers its id."""
    with home.database.begin() as connection:
        if productions.find(connection, production) is None:
            productions.create(connection, production, "novel", id=production)
        jobs.add_wants(connection, production, 1, orders)
        if budget is not None:
            payer = Payer(production=production, day="2026-09-22")
            money.limit(connection, payer, "production", budget)
    return production


@dataclass
class Run:
    """A till that is turned by hand, and the clock that goes on from turn to turn: to what is due
    next, but for at most `pace` seconds (the till itself makes `LONGEST` of it)."""

    till: Till
    clock: Clock
    turns: int = 0
    pace: float = inf

    def until(self, *answers: "Future[Take | Missing]", seconds: float = 1e9) -> None:
        """Turn until these are answered, for at most `seconds` of the clock."""
        end, still = self.clock() + seconds, 0
        while not all(answer.done() for answer in answers) and self.clock() < end:
            before = self.clock()
            at = self.till.turn()
            self.turns += 1
            if self.till.wake.is_set():
                self.till.wake.clear()
            else:
                assert at < inf or seconds < 1e9, "nothing will ever be due"
                self.clock.until(min(at, end, before + self.pace))
            still = still + 1 if self.clock() == before else 0
            assert still < STUCK, "the till turns in circles"

    def for_(self, seconds: float) -> None:
        """Turn for so long."""
        never: Future[Take | Missing] = Future()
        self.until(never, seconds=seconds)


@contextmanager
def running(
    at: Counter, clock: Clock, production: str = "film", *, retries: int = 3,
    concurrent: int | None = None, pace: float = inf,
) -> Iterator[Run]:  # fmt: skip
    """An open till on a simulated clock."""
    with Till(
        at, production, retries=retries, concurrent=concurrent, pools=at_once, clockwork=False
    ) as till:
        yield Run(till, clock, pace=pace)


def attempts_of(home: Home, production: str = "film") -> list[Attempt]:
    with home.look() as connection:
        return of_production(connection, production)


def spent(home: Home, production: str = "") -> money.Total:
    with home.look() as connection:
        return money.total(connection, production)


def told(home: Home) -> list[str]:
    """The record, as JSON texts."""
    with home.look() as connection:
        rows = connection.execute(sa.text("SELECT data FROM event WHERE kind = 'spend'"))
        return [str(row[0]) for row in rows]
