"""Work: one run as it was asked for, what it may spend, and how it is stopped."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from reelwright.film.noun import Noun
from reelwright.film.order import Missing
from reelwright.film.production import Stage
from reelwright.studio.desk import Watch

MICRO = Decimal(1_000_000)


class Post(Noun):
    """One line of a bill: all Orders of one kind at one model. `usd` is the most that they cost."""

    kind: str
    service: str
    model: str
    count: int
    micros: int
    verified: bool


class Bill(Noun):
    """What is still to be bought for a film. `unpriced` names models nobody knows a price of.

    `exact` tells that no length in it is an estimate. `notes` say how shots were adapted. `again`
    counts, and `again_micros` prices, what a film of the same source, wish and decisions had
    already: the rules or prices by which shots become Orders have changed since. `under_way` tells
    what is at services already, in words, and `held_micros` what is reserved for that.
    """

    posts: tuple[Post, ...] = ()
    unpriced: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    exact: bool = True
    again: int = 0
    again_micros: int = 0
    under_way: str = ""
    held_micros: int = 0

    @property
    def micros(self) -> int:
        return sum(post.micros for post in self.posts)

    @property
    def usd(self) -> Decimal:
        return Decimal(self.micros) / MICRO


Ask = Callable[[Bill, int], bool]
"""Shows the user a bill and what is left of the budget, and answers whether to go on."""


@dataclass
class Run:
    """A run under way: ask it to stop from any thread; it ends within seconds."""

    stopping: threading.Event

    def stop(self) -> None:
        self.stopping.set()

    def stopped(self) -> bool:
        return self.stopping.is_set()


def fresh_run() -> Run:
    return Run(threading.Event())


@dataclass(frozen=True)
class Buying:
    """What may be bought in a run. `ask` shows the user the bill; None: nobody is there to ask.

    `scenes` limits the run to some scenes, `concurrent` the jobs under way at each service.
    `refresh` allows what only a change of rules or prices asks for. `retry` are fingerprints of
    failed jobs to try again even if something stands in for them; `alone`: no others. `job` is the
    one job or shot to make.
    """

    budget: int | None = None
    yes: bool = False
    ask: Ask | None = None
    scenes: tuple[str, ...] = ()
    concurrent: int | None = None
    refresh: bool = False
    retry: frozenset[str] = frozenset()
    alone: bool = False
    job: str = ""


@dataclass(frozen=True)
class Work:
    """One run as it was asked for. `leave` are paid Orders that failed and are not tried again."""

    until: Stage
    out: Path | None
    watch: Watch
    run: Run
    buying: Buying
    leave: Mapping[str, Missing] = field(default_factory=dict)
