"""One paid Order, a stand-in that misbehaves, and the real till on a clock that jumps over waits.

What the program does is real: ledger, gate, sending over HTTP, polling, fetching. Only waiting is
not: where it would wait, the clock goes on instead (from the real time, which services compare).
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from tests.audit import complaints
from tests.chaos.hand import PRODUCTION, cost, wanted
from tests.chaos.service import KEY, MODULES, variable
from tests.simulation.clock import Clock, at_once
from tests.standins.__main__ import make
from tests.standins.standin import Standin

from reelwright.film.order import Missing, Order, Take
from reelwright.film.talk import Ready, Submit
from reelwright.ledger import money
from reelwright.studio.home import Home, own_home
from reelwright.studio.settings import Settings
from reelwright.studio.spending.access import Access, access
from reelwright.studio.spending.counter import Counter
from reelwright.studio.spending.till import Till
from reelwright.studio.wire import World

PATIENT = 0.3
"""Seconds that an answer to a paid request may take here."""
LATE = 0.5
"""Seconds after which a delayed answer comes: a service that late has taken a request by then."""
LONG = 30.0
"""A wait of more than this lets such a service catch up."""


@dataclass
class Waits(Clock):
    """The real time to begin with; a long wait takes half a second."""

    at: float = field(default_factory=time.time)
    catches_up: bool = False
    jumped: float = 0.0
    """Seconds of waits that were left out."""

    def sleep(self, seconds: float) -> None:
        self.until(self.at + seconds)

    def until(self, at: float) -> None:
        if self.catches_up and at - self.at >= LONG:
            time.sleep(LATE)
        self.jumped += max(0.0, at - self.at)
        super().until(at)


@dataclass
class Shop:
    """An open data folder with a way to one service."""

    name: str
    standin: Standin
    home: Home
    clock: Waits

    def __post_init__(self) -> None:
        self.budget = 0
        self.began = self.clock()
        world = World(sleep=self.clock.sleep, chance=lambda: 0.5, now=self.clock)
        self.counter = Counter(self.home, reach=self._reach, now=self.clock, world=world)

    def _reach(self, name: str) -> Access:
        settings = {
            variable(name, "URL"): self.standin.url, variable(name, "KEY"): KEY,
            "REELWRIGHT_PER_MINUTE": "6000",
        }  # fmt: skip
        found = access(name, settings)

        def submit(order: Order, ready: Ready, token: str) -> Submit:
            told = found.provider.submit(order, ready, token)
            return told.model_copy(update={"seconds": PATIENT})

        return replace(found, provider=replace(found.provider, submit=submit))

    def buy(self, *orders: Order, seconds: float = 7200.0) -> list[Take | Missing]:
        """Ask for these one after the other, in a budget that two tries each would fill; gives up
        after so many seconds of its clock."""
        self.budget = 2 * cost(list(orders))
        wanted(self.home, list(orders), self.budget)
        end, found = self.clock() + seconds, []
        with Till(self.counter, PRODUCTION, pools=at_once, clockwork=False) as till:
            for order in orders:
                answer = till.want(order)
                while not answer.done():
                    due = till.turn()
                    assert self.clock() < end, "no answer"
                    if not till.wake.is_set():
                        self.clock.until(due)
                    till.wake.clear()
                found.append(answer.result())
        return found

    def catch_up(self) -> None:
        """The service is done with everything it has."""
        with self.standin.lock:
            for task in self.standin.tasks.values():
                task.began = task.done_at = time.monotonic() - 1.0
            for item in getattr(self.standin, "items", {}).values():
                item["state"] = "created"

    @property
    def total(self) -> money.Total:
        with self.home.look() as connection:
            return money.total(connection, PRODUCTION)

    @property
    def unconfirmed(self) -> int:
        with self.home.look() as connection:
            query = sa.text("SELECT coalesce(sum(unconfirmed), 0) FROM attempt")
            return int(connection.execute(query).scalar_one())

    def wrong(self) -> list[str]:
        with self.home.look() as connection:
            return complaints(connection)


@contextmanager
def shop(name: str, template: Path, folder: Path) -> Iterator[Shop]:
    """A shop with a fresh stand-in; `template` is an empty data folder."""
    shutil.copytree(template, folder)
    standin, clock = make(MODULES.get(name, name), seconds=0.0), Waits()
    with standin, own_home(Settings(home=folder, min_free_mb=0)) as home:
        _dated(standin, clock)
        found = Shop(name, standin, home, clock)
        try:
            yield found
        finally:
            found.counter.close()


def _dated(standin: Standin, clock: Waits) -> None:
    """Its answers are dated by a right clock, with the waits that were left out."""
    speaker: Any = standin._server.RequestHandlerClass

    class Dated(speaker):  # type: ignore[misc] # the class is made at run time
        def date_time_string(self, timestamp: float | None = None) -> str:
            return str(super().date_time_string(timestamp or time.time() + clock.jumped))

    standin._server.RequestHandlerClass = Dated
