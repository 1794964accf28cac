"""Ten minutes without service, and a service that asks for a pause."""

import json
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from tests.simulation.clock import NOON, Clock
from tests.simulation.film import Run, attempts_of, counter, running, spent, studio, told, wanted
from tests.simulation.limits import closest
from tests.simulation.service import MICROS, Service, order
from tests.standins.google import Google
from tests.standins.kling import Kling
from tests.standins.standin import Standin

from reelwright.film.asked import ClipAsked, ImageAsked, order_of
from reelwright.film.order import Missing, Order, Take
from reelwright.ledger import gate
from reelwright.studio.home import Home
from reelwright.studio.spending.access import access

OUTAGE = 600.0


def in_vain(times: list[float]) -> list[float]:
    return [time - NOON for time in times if time < NOON + OUTAGE]


def test_ten_minutes_of_503_cost_nothing_and_then_it_goes_on(quick: Path) -> None:
    """The service says that it takes nothing. It answers to the probe all the while: so there is
    one submission in vain for each probe."""
    clock = Clock()
    with Service(clock) as service, studio(quick) as home:
        service.down = lambda: clock.since < OUTAGE
        orders = [order(f"shot {n}") for n in range(12)]
        wanted(home, "film", orders)
        at = counter(home, clock, service.access())
        with running(at, clock) as run:
            answers = [run.till.want(one) for one in orders]
            run.for_(OUTAGE - 1)
            assert spent(home).charged == spent(home).held == 0
            run.until(*answers)
        at.close()
        assert all(isinstance(answer.result(), Take) for answer in answers)
        tried = in_vain(service.posts_at)
        checks = [time - NOON for time in service.checks_at]
        assert len(tried) == 3 + len([check for check in checks if check < OUTAGE])
        assert tried[2] < 10, "three in a row open the circuit"
        assert closest(checks) >= gate.PROBES_EVERY
        assert checks[0] - tried[2] <= gate.PROBES_EVERY + 1
        first = min(job.at for job in service.jobs.values()) - NOON
        assert OUTAGE <= first <= OUTAGE + 60
        assert spent(home).charged == 12 * MICROS == service.billed()
        assert any('"circuit"' in one for one in told(home)), "the user is told"


def test_a_probe_in_vain_sends_nothing(quick: Path) -> None:
    """The probe fails as long as the service is down: nothing is submitted in the meantime."""
    clock = Clock()
    with Service(clock) as service, studio(quick) as home:
        service.down = lambda: clock.since < OUTAGE
        service.up_too = False
        orders = [order(f"shot {n}") for n in range(3)]
        wanted(home, "film", orders)
        at = counter(home, clock, service.access())
        with running(at, clock) as run:
            run.until(*[run.till.want(one) for one in orders])
        at.close()
        assert len(in_vain(service.posts_at)) == 3
        probes = in_vain(service.checks_at)  # a 5xx is asked about twice, two seconds apart
        assert 18 <= len(probes) / 2 <= 20
        assert min(job.at for job in service.jobs.values()) <= NOON + OUTAGE + 60


def test_without_a_free_question_one_submission_is_the_probe(quick: Path) -> None:
    clock = Clock()
    with Service(clock) as service, studio(quick) as home:
        service.down = lambda: clock.since < OUTAGE
        orders = [order(f"shot {n}") for n in range(3)]
        wanted(home, "film", orders)
        at = counter(home, clock, service.access(check=None))
        with running(at, clock) as run:
            run.until(*[run.till.want(one) for one in orders])
        at.close()
        tried = in_vain(service.posts_at)
        assert closest(tried[2:]) >= gate.PROBES_EVERY
        assert 20 <= len(tried) <= 23
        assert min(job.at for job in service.jobs.values()) <= NOON + OUTAGE + 60
        assert spent(home).charged == 3 * MICROS


def pictures(count: int) -> list[Order]:
    asked = [ImageAsked(prompt=f"picture {n}") for n in range(count)]
    return [order_of("image", "google", "gemini-3-pro-image", one) for one in asked]


@contextmanager
def down(
    home: Home, clock: Clock, service: Standin, orders: list[Order]
) -> Iterator[tuple[Run, list[Future[Take | Missing]]]]:
    """These Orders are wanted of a service that answers 503; ten minutes have passed."""
    name = orders[0].provider
    owner = f"REELWRIGHT_{name.upper()}"
    wanted(home, "film", orders)
    service.faults.add("unavailable", times=10**6)
    settings = {f"{owner}_KEY": "key-of-a-test", f"{owner}_URL": service.url}
    at = counter(home, clock, access(name, settings))
    with running(at, clock) as run:
        answers = [run.till.want(one) for one in orders]
        run.for_(OUTAGE)
        yield run, answers
    at.close()


def test_google_means_what_it_says_by_503(quick: Path) -> None:
    """The same with a real adapter, whose service documents that a 503 costs nothing."""
    clock = Clock()
    with Google() as google, studio(quick) as home:
        with down(home, clock, google, pictures(4)) as (run, answers):
            assert spent(home).charged == spent(home).held == 0
            assert google.bill() == []
            assert google.posts() <= 3 + OUTAGE / gate.PROBES_EVERY + 1
            google.faults.planned.clear()
            run.until(*answers)
        assert all(isinstance(answer.result(), Take) for answer in answers)
        assert clock.since <= OUTAGE + 60 + 4 * 2
        assert len(google.bill()) == 4


def clips(count: int) -> list[Order]:
    asked = [ClipAsked(prompt=f"clip {n}", seconds=3, height=720) for n in range(count)]
    return [order_of("clip", "kling", "kling-3.0", one) for one in asked]


def test_jobs_that_are_all_in_doubt_go_on_when_it_is_over(quick: Path) -> None:
    """A service that does not say what its 503 means: each job is looked for and not found, and
    nothing new is wanted that would find out that it is back."""
    clock = Clock()
    with Kling(seconds=0) as kling, studio(quick) as home:
        with down(home, clock, kling, clips(3)) as (run, answers):
            assert kling.bill() == []
            kling.faults.planned.clear()
            over = clock.since
            run.until(*answers)
        assert all(isinstance(answer.result(), Take) for answer in answers)
        assert clock.since - over <= 2 * gate.PROBES_EVERY + 3 * 2 + 60
        assert len(kling.bill()) == len(kling.tasks) == 3


def calls(home: Home, method: str) -> list[float]:
    """When requests of a kind were sent, in seconds since the start."""
    found = [json.loads(one) for one in told(home)]
    return [one["at"] - NOON for one in found if one["what"] == "call" and one["method"] == method]


@pytest.mark.parametrize(("asked", "pause"), [(90.0, 90.0), (0.0, gate.COOL_DOWN)])
def test_a_429_pauses_all_and_fails_none(quick: Path, asked: float, pause: float) -> None:
    """Retry-After is kept to; without it, it is a minute. More of them than a job has tries."""
    clock = Clock()
    with Kling(seconds=0) as kling, studio(quick) as home:
        settings = {"REELWRIGHT_KLING_KEY": "key-of-a-test", "REELWRIGHT_KLING_URL": kling.url}
        orders = clips(3)
        wanted(home, "film", orders)
        kling.faults.add("limited", times=6, seconds=asked)
        at = counter(home, clock, access("kling", settings))
        with running(at, clock, retries=1) as run:
            answers = [run.till.want(one) for one in orders]
            run.until(*answers)
        at.close()
        assert all(isinstance(answer.result(), Take) for answer in answers)
        posts = calls(home, "POST")
        assert len(posts) == 6 + 3
        gaps = [later - before for before, later in pairwise(posts)]
        assert all(pause <= gap <= pause + 2 for gap in gaps[:6])
        assert len(kling.bill()) == 3
        assert sorted(one.money for one in attempts_of(home)) == ["charged"] * 3 + ["released"] * 6


def test_polls_go_on_while_submissions_pause(quick: Path) -> None:
    """One job is under way when the service asks for a pause: it is still asked for and fetched."""
    clock = Clock()
    with Service(clock) as service, studio(quick) as home:
        orders = [order("first"), order("second")]
        wanted(home, "film", orders)
        at = counter(home, clock, service.access())
        with running(at, clock) as run:
            first = run.till.want(orders[0])
            run.for_(1)
            service.faults.add("limited", seconds=600)
            second = run.till.want(orders[1])
            run.until(first)
            assert clock.since <= 31
            run.until(second)
            assert 600 <= clock.since <= 600 + 40
        at.close()
