"""A crowd of processes before one cap. `python -m tests.chaos.crowd` is the crowd itself.

Every process holds, sends, hears and settles its own Orders as fast as it can, and all have the
same price. What fits under the cap must be granted, and not a micro-unit more.
"""

import json
import multiprocessing
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from multiprocessing.synchronize import Barrier
from pathlib import Path

import sqlalchemy as sa
from tests.audit import complaints, totals

from reelwright.film.order import Order
from reelwright.film.provider import Limits
from reelwright.ledger import attempts, jobs, money, productions
from reelwright.ledger.attempt import Attempt
from reelwright.ledger.attempts import Booked, Refusal
from reelwright.ledger.database import looking, open_database
from reelwright.ledger.gate import Closed
from reelwright.ledger.money import Payer

ROOT = Path(__file__).parents[2]
FILM = "film"
PRICE = 333_333
WIDE = Limits(minute=10**9, hour=10**9, day=10**9, concurrent=10**9)
HELD_UP = 0.02
"""Seconds at most between a naive process's look and its booking. It may be held up anywhere."""


@dataclass(frozen=True)
class Siege:
    """What the crowd shall do: `orders` each, under a cap that lets `fitting` of them through."""

    processes: int
    orders: int
    naive: bool = False

    @property
    def fitting(self) -> int:
        return self.processes * self.orders * 3 // 5

    @property
    def cap(self) -> int:
        return self.fitting * PRICE + PRICE - 1


@dataclass(frozen=True)
class Outcome:
    """What came of it. `left` is what remains under the cap, in micro-units, or below 0. `starved`:
    how often a process had waited half a minute for the database."""

    granted: int
    refused: int
    left: int
    wrong: tuple[str, ...]
    starved: int
    seconds: float

    @property
    def is_right(self) -> bool:
        return not self.wrong and 0 <= self.left < PRICE


def besiege(url: sa.URL, siege: Siege) -> Outcome:
    """Let a crowd loose on a fresh database, and add up what it did."""
    engine = open_database(url)
    with engine.begin() as connection:
        productions.create(connection, FILM, "novel", id=FILM)
        everything = [order for number in range(siege.processes) for order in own(siege, number)]
        jobs.add_wants(connection, FILM, 1, everything)
        if not siege.naive:
            day = money.day_of(time.time())
            money.limit(connection, Payer(production=FILM, day=day), "production", siege.cap)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos.crowd"],
        input=json.dumps(
            {"url": url.render_as_string(hide_password=False), "siege": asdict(siege)}
        ),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    seconds = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    counts = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(counts) == siege.processes, done.stderr
    with looking(engine) as connection:
        held, charged = totals(connection)["production", FILM]
        wrong = tuple(complaints(connection))
    engine.dispose()
    granted, refused, starved = (
        sum(count[name] for count in counts) for name in ("granted", "refused", "starved")
    )
    assert granted + refused == siege.processes * siege.orders
    assert (held, charged) == (0, granted * PRICE)
    return Outcome(granted, refused, siege.cap - charged - held, wrong, starved, seconds)


def own(siege: Siege, number: int) -> list[Order]:
    """The Orders of one process."""
    return [
        Order(kind="clip", provider="kling", model="m-1", params={"prompt": f"{number} {each}"})
        for each in range(siege.orders)
    ]


def main() -> int:
    asked = json.loads(sys.stdin.read())
    siege, url = Siege(**asked["siege"]), sa.make_url(asked["url"])
    forking = multiprocessing.get_context("fork")
    start = forking.Barrier(siege.processes)
    crowd = [
        forking.Process(target=press, args=(url, siege, number, start))
        for number in range(siege.processes)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return max(abs(one.exitcode or 0) for one in crowd)


def press(url: sa.URL, siege: Siege, number: int, start: Barrier) -> None:
    """One process of the crowd."""
    one = Member(open_database(url), siege, random.Random(number))
    with one.writing():
        pass
    start.wait(60)
    for order in own(siege, number):
        booked = one.hold_naively(order) if siege.naive else one.hold(order)
        if isinstance(booked, Refusal):
            one.count["refused"] += 1
            continue
        assert isinstance(booked, Attempt), booked
        one.finish(booked)
        one.count["granted"] += 1
    one.engine.dispose()
    # One write, so that the lines of a crowd do not mix.
    os.write(1, (json.dumps(one.count) + "\n").encode())


@dataclass
class Member:
    """A process of the crowd, and what came of its Orders."""

    engine: sa.Engine
    siege: Siege
    chance: random.Random
    count: Counter[str] = field(
        default_factory=lambda: Counter({"granted": 0, "refused": 0, "starved": 0})
    )

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction. SQLite's lock goes to whoever happens to look when it is free: who had no
        luck for half a minute, and has done nothing yet, looks on."""
        with ExitStack() as stack:
            connection = None
            while connection is None:
                try:
                    connection = stack.enter_context(self.engine.begin())
                except sa.exc.OperationalError as error:
                    if "database is locked" not in str(error):
                        raise
                    self.count["starved"] += 1
            yield connection

    def hold(self, order: Order) -> Booked:
        """Hold, waiting for the gate where another process was there at the same moment."""
        while True:
            with self.writing() as connection:
                booked = attempts.hold(
                    connection, order, FILM, PRICE, WIDE, time.time(), order.fingerprint
                )
            if not isinstance(booked, Closed):
                return booked
            time.sleep(min(booked.wait, 0.001))

    def hold_naively(self, order: Order) -> Booked:
        """Read what is left, decide, and book in a second transaction."""
        with self.writing() as connection:
            payer = Payer(production=FILM, day=money.day_of(time.time()))
            read = money.caps(connection, payer)[-1].model_copy(update={"limit": self.siege.cap})
        if money.refusing([read], PRICE) is not None:
            return Refusal(cap=read, wanted=PRICE)
        time.sleep(self.chance.uniform(0, HELD_UP))
        return self.hold(order)

    def finish(self, held: Attempt) -> None:
        """Send and settle, each step a transaction of its own. However it ends, it costs its
        price."""
        with self.writing() as connection:
            assert attempts.begin_send(connection, held, str(os.getpid()), time.time(), 60.0)
        with self.writing() as connection:
            assert attempts.ticketed(connection, held, held.token, time.time(), time.time())
        with self.writing() as connection:
            if self.chance.random() < 0.2:
                done = attempts.settle(
                    connection, held, "lost", None, time.time(), written_off=True
                )
            else:
                charge = self.chance.choice([PRICE, None])
                done = attempts.settle(connection, held, "accepted", charge, time.time())
        assert done


if __name__ == "__main__":
    sys.exit(main())
