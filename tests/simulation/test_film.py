"""Films of many jobs: as quick as the limits allow, and no limit is ever exceeded."""

import random
from pathlib import Path

from tests.simulation import bound
from tests.simulation.clock import NOON, Clock
from tests.simulation.film import counter, running, spent, studio, wanted
from tests.simulation.limits import closest, most_at_once, most_within
from tests.simulation.service import MICROS, Fate, Service, order

from reelwright.film.order import Take
from reelwright.film.provider import Limits
from reelwright.studio.spending.till import LONGEST, SWEEP

FAILURES = 0.05


def fates(seed: int) -> bound.Fates:
    """30 to 120 seconds each, and one in twenty comes to nothing."""

    def fate(prompt: str, number: int) -> Fate:
        chance = random.Random(f"{seed} {prompt} {number}")
        return Fate(chance.uniform(30, 120), chance.random() < FAILURES)

    return fate


def test_a_film_of_a_hundred_jobs_takes_what_the_limits_allow(quick: Path) -> None:
    names, fate, limits = [f"shot {n}" for n in range(100)], fates(1), Limits()
    clock = Clock()
    with Service(clock, fate) as service, studio(quick) as home:
        orders = [order(name) for name in names]
        wanted(home, "film", orders)
        at = counter(home, clock, service.access(limits), seed=1)
        with running(at, clock) as run:
            answers = [run.till.want(one) for one in orders]
            run.until(*answers)
        at.close()
        assert all(isinstance(answer.result(), Take) for answer in answers)
        assert clock.since <= 1.05 * bound.schedule(names, fate, limits)
        assert clock.since <= 1.05 * bound.area(names, fate, limits)
        jobs = list(service.jobs.values())
        assert any(job.fate.fails for job in jobs)
        assert most_at_once(jobs, clock()) == 5
        assert most_within(service.posts_at, 60) <= 30
        assert closest(service.posts_at) >= 1.999
        assert spent(home).charged == 100 * MICROS == service.billed()
        assert spent(home).held == 0


def test_no_window_is_ever_exceeded(quick: Path) -> None:
    """Quick jobs and many slots: here the rates are what holds the film up, for more than a day."""
    limits = Limits(minute=20, hour=40, day=50, concurrent=50)
    clock = Clock()
    with Service(clock, lambda *_: Fate(seconds=5)) as service, studio(quick) as home:
        orders = [order(f"shot {n}") for n in range(60)]
        wanted(home, "film", orders)
        at = counter(home, clock, service.access(limits))
        with running(at, clock) as run:
            run.until(*[run.till.want(one) for one in orders])
        at.close()
        times = service.posts_at
        assert len(times) == 60
        assert most_within(times, 60) <= 20
        assert most_within(times, 3600) == 40
        assert most_within(times, 86400) == 50
        assert NOON + 86400 < clock() < NOON + 86400 + 3600 + 300


def test_fewer_jobs_at_once_if_the_user_says_so(quick: Path) -> None:
    clock = Clock()
    with Service(clock) as service, studio(quick) as home:
        orders = [order(f"shot {n}") for n in range(8)]
        wanted(home, "film", orders)
        at = counter(home, clock, service.access())
        with running(at, clock, concurrent=2) as run:
            run.until(*[run.till.want(one) for one in orders])
        at.close()
        assert most_at_once(list(service.jobs.values()), clock()) == 2
        assert 4 * 30 <= clock.since <= 4 * 30 * 1.05 + 10


def test_two_processes_share_the_limits(quick: Path) -> None:
    """Two tills of two senders over one ledger, turned in turn."""
    clock = Clock()
    with Service(clock) as service, studio(quick) as home:
        mine, theirs = ([order(f"{who} {n}") for n in range(10)] for who in ("a", "b"))
        wanted(home, "one", mine)
        wanted(home, "two", theirs)
        first, second = (counter(home, clock, service.access(), seed=n) for n in (1, 2))
        with running(first, clock, "one") as a, running(second, clock, "two") as b:
            answers = [a.till.want(one) for one in mine] + [b.till.want(one) for one in theirs]
            while not all(answer.done() for answer in answers):
                clock.until(min(a.till.turn(), b.till.turn(), clock() + LONGEST))
        first.close()
        second.close()
        assert len(service.posts_at) == 20
        assert most_at_once(list(service.jobs.values()), clock()) == 5
        assert most_within(service.posts_at, 60) <= 30
        assert closest(service.posts_at) >= 1.999
        # Each asks about the other's jobs, too, who hears of it within the next sweep.
        assert clock.since <= 4 * (30 + SWEEP) + 8
