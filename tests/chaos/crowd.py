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
from dataclasses import asdict, dataclass
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
    """What came of it. `left` is what remains under the cap, in micro-units, or below 0."""

    granted: int
    refused: int
    left: int
    wrong: tuple[str, ...]
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
    granted, refused = (sum(count[name] for count in counts) for name in ("granted", "refused"))
    assert granted + refused == siege.processes * siege.orders
    assert (held, charged) == (0, granted * PRICE)
    return Outcome(granted, refused, siege.cap - charged - held, wrong, seconds)


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


def press(
    url: sa.URL, siege: Siege, number: int, start: "multiprocessing.synchronize.Barrier"
) -> None:
    """One process of the crowd."""
    engine, count = open_database(url), {"granted": 0, "refused": 0}
    chance = random.Random(number)
    with engine.connect():
        pass
    start.wait(60)
    for order in own(siege, number):
        booked = naively(engine, order, siege, chance) if siege.naive else hold(engine, order)
        if isinstance(booked, Refusal):
            count["refused"] += 1
            continue
        assert isinstance(booked, Attempt), booked
        finish(engine, booked, chance)
        count["granted"] += 1
    engine.dispose()
    # One write, so that the lines of a crowd do not mix.
    os.write(1, (json.dumps(count) + "\n").encode())


def hold(engine: sa.Engine, order: Order) -> Booked:
    """Hold, waiting for the gate where another process was there at the same moment."""
    while True:
        with engine.begin() as connection:
            booked = attempts.hold(
                connection, order, FILM, PRICE, WIDE, time.time(), order.fingerprint
            )
        if not isinstance(booked, Closed):
            return booked
        time.sleep(min(booked.wait, 0.001))


def naively(engine: sa.Engine, order: Order, siege: Siege, chance: random.Random) -> Booked:
    """Read what is left, decide, and book in a second transaction."""
    with engine.begin() as connection:
        payer = Payer(production=FILM, day=money.day_of(time.time()))
        read = money.caps(connection, payer)[-1].model_copy(update={"limit": siege.cap})
    if money.refusing([read], PRICE) is not None:
        return Refusal(cap=read, wanted=PRICE)
    time.sleep(chance.uniform(0, HELD_UP))
    return hold(engine, order)


def finish(engine: sa.Engine, held: Attempt, chance: random.Random) -> None:
    """Send and settle, each step a transaction of its own. However it ends, it costs its price."""
    with engine.begin() as connection:
        assert attempts.begin_send(connection, held, str(os.getpid()), time.time(), 60.0)
    with engine.begin() as connection:
        assert attempts.ticketed(connection, held, held.token, time.time(), time.time())
    with engine.begin() as connection:
        if chance.random() < 0.2:
            done = attempts.settle(connection, held, "lost", None, time.time(), written_off=True)
        else:
            charge = chance.choice([PRICE, None])
            done = attempts.settle(connection, held, "accepted", charge, time.time())
    assert done


if __name__ == "__main__":
    sys.exit(main())
