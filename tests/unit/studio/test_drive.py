import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from reelwright.film.errors import Interrupted
from reelwright.film.order import Answer, Missing, Order, Recipe, Stop, Take
from reelwright.studio.drive import drive


def order(name: str) -> Order:
    return Order(kind="text", provider="test", model="1", params={"name": name})


def take(made: Order) -> Take:
    return Take(fingerprint=made.fingerprint, sha256="0" * 64, media_type="x", size=0, facts={})


class Bench:
    """A desk that counts, and makes by a function."""

    def __init__(self, make: Callable[[Order], Answer] = take, known: Sequence[Order] = ()) -> None:
        self.queries: list[list[str]] = []
        self.made: list[str] = []
        self.maker = make
        self.have = {one.fingerprint: take(one) for one in known}
        self.guard = threading.Lock()

    def known(self, orders: Sequence[Order]) -> Mapping[str, Answer]:
        self.queries.append([str(one.params["name"]) for one in orders])
        return {
            o.fingerprint: self.have[o.fingerprint] for o in orders if o.fingerprint in self.have
        }

    def later(self, order: Order) -> None:
        return None

    def make(self, wanted: Order, stop: Stop) -> Answer:
        with self.guard:
            self.made.append(str(wanted.params["name"]))
        return self.maker(wanted)


def go(recipe: Recipe[Any], desk: Bench, workers: int = 4) -> Any:
    return drive(recipe, desk, workers, lambda: False)


def chain(name: str, length: int) -> Recipe[str]:
    for step in range(length):
        yield [order(f"{name}{step}")]
    return name


def test_answers_come_in_the_order_asked() -> None:
    def recipe() -> Recipe[list[str]]:
        answers = yield [order("a"), order("b"), chain("x", 2), order("c")]
        return [a if isinstance(a, str) else a.fingerprint for a in answers]

    found = go(recipe(), Bench())
    assert found == [
        order("a").fingerprint, order("b").fingerprint, "x", order("c").fingerprint,
    ]  # fmt: skip


def test_known_orders_are_not_made() -> None:
    def recipe() -> Recipe[None]:
        yield [order("a"), order("b")]

    desk = Bench(known=[order("a")])
    go(recipe(), desk)
    assert desk.made == ["b"]


def test_an_order_asked_for_by_many_is_made_once() -> None:
    def recipe() -> Recipe[int]:
        answers = yield [order("same"), order("same"), chain("same", 1), chain("same", 1)]
        return len(answers)

    def slow(wanted: Order) -> Take:
        time.sleep(0.05)
        return take(wanted)

    desk = Bench(slow)
    assert go(recipe(), desk) == 4
    assert sorted(desk.made) == ["same", "same0"]


def test_one_chain_never_waits_for_another() -> None:
    """While `slow0` is being made, the fast chain goes through all its steps."""
    release = threading.Event()

    def make(wanted: Order) -> Take:
        if wanted.params["name"] == "slow0":
            assert release.wait(10)
        if wanted.params["name"] == "fast4":
            release.set()
        return take(wanted)

    def recipe() -> Recipe[list[str]]:
        return (yield [chain("slow", 1), chain("fast", 5)])

    assert go(recipe(), Bench(make), workers=2) == ["slow", "fast"]


def test_questions_that_come_up_together_are_one_query() -> None:
    def recipe() -> Recipe[None]:
        yield [chain(name, 1) for name in "abcdefgh"]

    desk = Bench()
    go(recipe(), desk)
    assert len(desk.queries) == 1


def test_what_is_asked_for_first_is_made_first() -> None:
    def recipe() -> Recipe[None]:
        yield [order("own"), *(chain(name, 1) for name in "abc"), order("last")]

    desk = Bench()
    go(recipe(), desk, workers=1)
    assert desk.queries == [["own", "last", "a0", "b0", "c0"]]
    assert desk.made == desk.queries[0]


def test_an_empty_list_goes_on_at_once() -> None:
    def recipe() -> Recipe[str]:
        answers = yield []
        assert answers == []
        return "end"

    assert go(recipe(), Bench()) == "end"


def test_a_failed_order_is_a_value() -> None:
    def recipe() -> Recipe[str]:
        answers = yield [order("bad")]
        assert isinstance(answers[0], Missing)
        return str(answers[0].cause)

    def fail(wanted: Order) -> Missing:
        return Missing(fingerprint=wanted.fingerprint, stage="text", cause="no ink")

    assert go(recipe(), Bench(fail)) == "no ink"


def test_what_raises_ends_the_drive_and_stops_the_rest() -> None:
    stopped = threading.Event()

    class Failing(Bench):
        def make(self, wanted: Order, stop: Stop) -> Answer:
            if wanted.params["name"] == "bad":
                raise ZeroDivisionError
            deadline = time.monotonic() + 10
            while not stop() and time.monotonic() < deadline:
                time.sleep(0.01)
            stopped.set()
            return take(wanted)

    def recipe() -> Recipe[None]:
        yield [order("long"), order("bad")]

    with pytest.raises(ZeroDivisionError):
        go(recipe(), Failing())
    assert stopped.is_set()


def test_stop_interrupts_soon() -> None:
    began = time.monotonic()
    stop = threading.Event()

    class Endless(Bench):
        def make(self, wanted: Order, told: Stop) -> Answer:
            stop.set()
            while not told():
                time.sleep(0.01)
            raise Interrupted("text", "stopped")

    def recipe() -> Recipe[None]:
        yield [order("a")]

    with pytest.raises(Interrupted):
        drive(recipe(), Endless(), 1, stop.is_set)
    assert time.monotonic() - began < 5


def test_deep_and_wide_recipes_need_no_recursion() -> None:
    def nested(depth: int) -> Recipe[int]:
        if depth == 0:
            yield [order("leaf")]
            return 1
        inner = yield [nested(depth - 1)]
        return int(inner[0]) + 1

    assert go(nested(3000), Bench()) == 3001
