"""What waiting costs, and how well the limits are used: films on a simulated clock, an outage,
damaged transfers, and a real process that watches five hundred jobs.

`python -m bench.money_time watch HOME URL JOBS SECONDS` is that process.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from tests.simulation import bound
from tests.simulation.clock import NOON, Clock
from tests.simulation.damage import JOBS, damaged_film
from tests.simulation.film import counter, running, spent, studio, wanted
from tests.simulation.limits import closest, most_at_once, most_within
from tests.simulation.service import Fate, Service, clip, clip_order, order, picture

from bench.row import Row
from reelwright.film.asked import ClipAsked, order_of
from reelwright.film.order import Order
from reelwright.film.provider import Limits
from reelwright.ledger import attempts
from reelwright.ledger.attempt import Attempt
from reelwright.studio.home import Home, own_home
from reelwright.studio.settings import Settings
from reelwright.studio.spending.access import Access, access
from reelwright.studio.spending.counter import Counter
from reelwright.studio.spending.spend import spend
from reelwright.studio.spending.till import Till

GROUP = "money"
FAILURES = 0.05
OUTAGE = 600.0
WAITING, WATCHED = 500, 70.0
"""Jobs that wait, and seconds in which their cost is measured: each is asked for once in 60."""
WARM_UP = 6.0


def measure(folder: Path) -> Iterator[Row]:
    """All figures, the quick ones first. Two minutes and a half."""
    yield from _outage(folder / "outage")
    yield from _damaged(folder)
    yield from _film(folder / "hundred", 100)
    yield from _film(folder / "thousand", 1000)
    yield from _waiting(folder)


def fates(seed: int) -> bound.Fates:
    """30 to 120 seconds each, and one in twenty comes to nothing."""

    def fate(prompt: str, number: int) -> Fate:
        chance = random.Random(f"{seed} {prompt} {number}")
        return Fate(chance.uniform(30, 120), chance.random() < FAILURES)

    return fate


def _film(folder: Path, jobs: int) -> Iterator[Row]:
    names, fate, limits, clock = [f"shot {n}" for n in range(jobs)], fates(7), Limits(), Clock()
    with Service(clock, fate) as service, studio(folder) as home:
        orders = [order(name) for name in names]
        wanted(home, "film", orders)
        at = counter(home, clock, service.access(limits))
        with running(at, clock) as run:
            run.until(*[run.till.want(one) for one in orders])
        at.close()
        took = clock.since
        exceeded = sum(
            (
                most_at_once(list(service.jobs.values()), clock()) > limits.concurrent,
                most_within(service.posts_at, 60) > limits.minute,
                most_within(service.posts_at, 3600) > limits.hour,
                most_within(service.posts_at, 86400) > limits.day,
                closest(service.posts_at) < 60 / limits.minute - 0.001,
            )
        )
        print(
            f"      ({jobs} jobs: {took:.0f} s; the limits allow {_allowed(names, fate, limits)})"
        )
        assert spent(home).charged == service.billed()
    allowed = bound.schedule(names, fate, limits)
    yield Row(
        GROUP, f"a film of {jobs} jobs: time against what limits allow", took / allowed, "×", 1.05
    )
    yield Row(GROUP, f"a film of {jobs} jobs: limits that were exceeded", exceeded, "", 0)


def _allowed(names: list[str], fate: bound.Fates, limits: Limits) -> str:
    return (
        f"{bound.schedule(names, fate, limits):.0f} s in this order, "
        f"{bound.area(names, fate, limits):.0f} s if no slot were ever empty"
    )


def _outage(folder: Path) -> Iterator[Row]:
    clock = Clock()
    with Service(clock) as service, studio(folder) as home:
        service.down = lambda: clock.since < OUTAGE
        orders = [order(f"shot {n}") for n in range(20)]
        wanted(home, "film", orders)
        at = counter(home, clock, service.access())
        with running(at, clock) as run:
            answers = [run.till.want(one) for one in orders]
            run.for_(OUTAGE)
            cost = spent(home).charged + spent(home).held
            run.until(*answers)
        at.close()
        resumed = min(job.at for job in service.jobs.values()) - NOON - OUTAGE
    yield Row(GROUP, "ten minutes of 503: cost", cost, "µUSD", 0)
    yield Row(GROUP, "ten minutes of 503: seconds until the queue goes on", resumed, "s", 60)


def _damaged(folder: Path) -> Iterator[Row]:
    pictures = damaged_film(folder / "pictures", order, picture, seed=2)
    clips = damaged_film(folder / "clips", clip_order, clip, seed=3)
    met = pictures.met + clips.met
    accepted = pictures.accepted + clips.accepted
    again = pictures.posts + clips.posts - 2 * JOBS
    yield Row(GROUP, f"{met} damaged transfers: accepted", accepted, "", 0)
    yield Row(GROUP, f"{met} damaged transfers: paid again", again, "", 0)


# Five hundred that wait.


def _waiting(folder: Path) -> Iterator[Row]:
    """The same process with nothing to do, and with all that waits; the service is another one."""
    with _kling(folder) as url:
        _take_out(folder / "waiting", url)
        with own_home(Settings(home=folder / "idle")):
            pass
        idle, busy = _watched(folder, url)
    print(f"      (idle: {idle}; {WAITING} waiting: {busy})")
    cpu = 100 * (busy["cpu"] - idle["cpu"]) / WATCHED
    yield Row(
        GROUP, f"{WAITING} waiting jobs: memory beyond idle", busy["mb"] - idle["mb"], "MB", 60
    )
    yield Row(GROUP, f"{WAITING} waiting jobs: CPU beyond idle, of a core", cpu, "%", 2)


@contextmanager
def _kling(folder: Path) -> Iterator[str]:
    """A stand-in in a process of its own whose jobs never end."""
    folder.mkdir(exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.standins", "kling", "--seconds", "1e9"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
    finally:
        process.terminate()
        process.communicate()


def _reach(url: str) -> Access:
    found = access("kling", {"REELWRIGHT_KLING_URL": url, "REELWRIGHT_KLING_KEY": "key-of-bench"})
    return replace(found, limits=Limits(10**6, 10**6, 10**6, 10**6))


def _orders() -> list[Order]:
    asked = [ClipAsked(prompt=f"clip {n}", seconds=3, height=720) for n in range(WAITING)]
    return [order_of("clip", "kling", "kling-3.0", one) for one in asked]


def _take_out(folder: Path, url: str) -> None:
    """Have all jobs taken by the service, as if two or three minutes ago."""
    reached = _reach(url)
    with own_home(Settings(home=folder)) as home:
        wanted(home, "film", _orders())
        at = Counter(home, reach=lambda _name: reached)
        for one in _orders():
            spend(at, _held(home, one, at, reached.limits))
        at.close()
        now = time.time()
        with home.database.begin() as connection:
            connection.execute(
                sa.text(
                    "UPDATE attempt SET ticketed_at = :now - 125 - id % 60, "
                    "next_poll_at = :now + id * 60.0 / :jobs"
                ),
                {"now": now, "jobs": WAITING},
            )


def _held(home: Home, wish: Order, at: Counter, limits: Limits) -> Attempt:
    with home.database.begin() as connection:
        found = attempts.hold(
            connection, wish, "film", 252_000, limits, time.time(), str(uuid4()), sender=at.sender
        )
    assert isinstance(found, Attempt), found
    return found


def _watched(folder: Path, url: str) -> list[dict[str, float]]:
    with ExitStack() as stack:
        children = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "bench.money_time", "watch", str(folder / name), url,
                     jobs, str(WATCHED)],
                    stdout=subprocess.PIPE, text=True,
                )
            )
            for name, jobs in (("idle", "0"), ("waiting", str(WAITING)))
        ]  # fmt: skip
        return [json.loads(child.communicate()[0]) for child in children]


def watch(home: Path, url: str, jobs: int, seconds: float) -> dict[str, float]:
    """Keep a till open over `jobs` waiting jobs: CPU seconds, memory in MB, and polls a minute."""
    reached = _reach(url)
    with own_home(Settings(home=home)) as found:
        at = Counter(found, reach=lambda _name: reached)
        with Till(at, "film") as till:
            for one in _orders()[:jobs]:
                till.want(one)
            time.sleep(WARM_UP)
            before, began = _cpu(), time.monotonic()
            mb = 0.0
            while time.monotonic() < began + seconds:
                time.sleep(1.0)
                mb = max(mb, _memory())
            cpu = _cpu() - before
        at.close()
        with found.look() as connection:
            count = sa.text("SELECT count(*) FROM event WHERE kind = 'spend' AND data LIKE '%GET%'")
            polls = connection.execute(count).scalar_one()
    return {"cpu": round(cpu, 3), "mb": round(mb, 1), "polls": float(polls)}


def _cpu() -> float:
    now = os.times()
    return now.user + now.system


def _memory() -> float:
    """Resident, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    _, what, place, address, number, long = sys.argv
    assert what == "watch", what
    print(json.dumps(watch(Path(place), address, int(number), float(long))))
