"""The wheel of the till on a real clock, with threads: it turns by itself and stops when told."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from tests.simulation.clock import RealClock
from tests.simulation.film import attempts_of, wanted
from tests.simulation.scene import WIDE, Scene
from tests.simulation.service import Fate, Service, order

from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Order, Take
from reelwright.film.provider import Polling
from reelwright.film.talk import Call, Waiting
from reelwright.studio.home import own_home
from reelwright.studio.settings import Settings
from reelwright.studio.spending.counter import Counter
from reelwright.studio.spending.hands import ASKING
from reelwright.studio.spending.till import READS, Till


@contextmanager
def at_work(folder: Path, seconds: float = 0.2, *, min_free_mb: int = 0) -> Iterator[Scene]:
    """A scene whose clock is the real one."""
    polling = Polling(first=0.1, floor=0.1)
    settings = Settings(home=folder / "home", min_free_mb=min_free_mb)
    clock = RealClock()
    with (
        Service(clock, lambda *_: Fate(seconds=seconds)) as service,
        own_home(settings) as home,
    ):
        access = service.access(None, polling)
        made = Counter(home, reach=lambda _name: access)
        try:
            yield Scene(home, clock, service, made, access)
        finally:
            made.close()


def test_the_wheel_turns_by_itself(tmp_path: Path) -> None:
    """Two a second at the most (the gate), asked for as soon as they are due."""
    with at_work(tmp_path) as play:
        wanted(play.home, "film", [order(name) for name in "ab"])
        notices: list[str] = []
        till = Till(play.counter, "film", notice=lambda _order, what: notices.append(what))
        play.reached(polling=Polling(first=0.1, floor=0.1), limits=WIDE)
        play.counter.world = at_loopback()
        with till:
            answers = [till.want(order(name)) for name in "ab"]
            found = [answer.result(timeout=30) for answer in answers]
        assert all(isinstance(one, Take) for one in found)
        assert notices.count("sending") == notices.count("fetching") == 2
        assert len(attempts_of(play.home)) == 2


def test_a_broken_ledger_is_heard_by_all_who_wait(tmp_path: Path) -> None:
    """A job that was never recorded cannot be held: that is a bug, and nobody waits for ever."""
    with (
        at_work(tmp_path) as play,
        Till(play.counter, "film") as till,
        pytest.raises(LookupError),
    ):
        till.want(order("never recorded")).result(timeout=30)


def test_no_money_is_spent_on_a_disk_that_is_nearly_full(tmp_path: Path) -> None:
    with at_work(tmp_path, min_free_mb=10**9) as play:
        wanted(play.home, "film", [order("a")])
        with Till(play.counter, "film") as till, pytest.raises(MachineTrouble, match="free"):
            till.want(order("a")).result(timeout=30)
        assert play.service.posts_at == []


def test_closing_does_not_wait_for_a_download(tmp_path: Path) -> None:
    """It drips, eight bytes at a time; the till is closed within a moment all the same."""
    with at_work(tmp_path, seconds=0) as play:
        play.reached(polling=Polling(first=0.1, floor=0.1), limits=WIDE)
        play.counter.world = at_loopback()
        wanted(play.home, "film", [order("a")])
        play.service.faults.add("drip", times=100)
        with Till(play.counter, "film") as till:
            till.want(order("a"))
            deadline = time.monotonic() + 30
            while not any("_files" in path for _, path, _ in play.service.seen):
                assert time.monotonic() < deadline
                Event().wait(0.02)
        (one,) = attempts_of(play.home)
        assert (one.work, one.money) == ("ready", "held")
        assert list(play.home.scratch.iterdir()) == []


def at_loopback() -> Any:
    from reelwright.studio.wire import World

    return World(allow_http_loopback=True)


def test_a_service_that_does_not_answer_holds_up_no_other(tmp_path: Path) -> None:
    """More questions than there are hands hang; what is sent meanwhile is sent at once."""
    hangs = Event()

    def slow(_order: Order, ticket: str) -> Any:
        hangs.wait(60)
        yield Call(url=f"/jobs/{ticket}")
        return Waiting()

    with at_work(tmp_path, seconds=60) as play:
        play.reached(limits=WIDE, polling=Polling(first=0.1, floor=0.1))
        play.counter.world = at_loopback()
        for n in range(2 * ASKING):
            play.ticketed(f"shot {n}")
        play.speaks(poll=slow)
        wanted(play.home, "film", [order("another")])
        try:
            with Till(play.counter, "film") as till:
                deadline = time.monotonic() + 30
                while len(till.hands.busy) < ASKING + READS - 1:
                    assert time.monotonic() < deadline
                    Event().wait(0.02)
                till.want(order("another"))
                while play.service.posts() <= 2 * ASKING:
                    assert time.monotonic() < deadline
                    Event().wait(0.02)
                hangs.set()
        finally:
            hangs.set()
