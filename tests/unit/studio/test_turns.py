import threading
from collections.abc import Callable
from concurrent.futures import wait
from typing import Any

import pytest

from reelwright.film.order import Answer, Order, Take
from reelwright.studio.turns import Turns


def order(name: str, **params: Any) -> Order:
    return Order(kind="text", provider="test", model="1", params={"name": name, **params})


def take(made: Order) -> Take:
    return Take(fingerprint=made.fingerprint, sha256="0" * 64, media_type="x", size=0, facts={})


def hungry(wanted: Order) -> bool:
    return bool(wanted.params.get("hungry"))


class Counted:
    """Makes things, and knows in which order and how many hungry ones were made side by side."""

    def __init__(self, make: Callable[[Order], Answer] = take) -> None:
        self.make_one, self.guard = make, threading.Lock()
        self.begun: list[str] = []
        self.hungry = self.most = 0

    def __call__(self, wanted: Order) -> Answer:
        with self.guard:
            self.begun.append(str(wanted.params["name"]))
            self.hungry += hungry(wanted)
            self.most = max(self.most, self.hungry)
        try:
            return self.make_one(wanted)
        finally:
            with self.guard:
                self.hungry -= hungry(wanted)


def test_what_is_farther_along_goes_first_and_equals_in_their_order() -> None:
    go = threading.Event()

    def make(wanted: Order) -> Take:
        if wanted.params["name"] == "first":
            assert go.wait(10)
        return take(wanted)

    made = Counted(make)
    with Turns(1, made, hungry) as turns:
        first = [turns.want(order("first"), 0)]
        while not made.begun:
            pass
        rest = [
            turns.want(order(name), along)
            for name, along in (("panel 1", 0), ("panel 2", 0), ("clip 1", 1), ("clip 2", 1))
        ]
        go.set()
        wait(first + rest, timeout=10)
    assert made.begun == ["first", "clip 1", "clip 2", "panel 1", "panel 2"]


def test_what_is_hungry_is_begun_first_and_never_two_of_it() -> None:
    go = threading.Event()

    def make(wanted: Order) -> Take:
        if hungry(wanted):
            assert go.wait(10)
        return take(wanted)

    made = Counted(make)
    with Turns(3, made, hungry) as turns:
        beds = [turns.want(order(f"bed {n}", hungry=True), 0) for n in range(4)]
        others = [turns.want(order(f"panel {n}"), 1) for n in range(4)]
        wait(others, timeout=10)  # they do not wait for the first bed, nor does it for them
        assert made.begun.count("bed 0") == 1 and "bed 1" not in made.begun
        go.set()
        wait(beds, timeout=10)
    assert all(one.done() for one in beds + others)
    assert made.most == 1


def test_workers_that_found_nothing_come_back() -> None:
    """Both workers are free while one bed is made; what is left is made all the same."""
    made = Counted()
    with Turns(2, made, hungry) as turns:
        futures = [turns.want(order(f"bed {n}", hungry=True), 0) for n in range(20)]
        done, _ = wait(futures, timeout=10)
    assert len(done) == 20
    assert made.most == 1


def test_what_raises_is_the_answer_to_its_own_order_alone() -> None:
    def make(wanted: Order) -> Take:
        if wanted.params["name"] == "bad":
            raise ZeroDivisionError
        return take(wanted)

    with Turns(2, make, hungry) as turns:
        bad, good = turns.want(order("bad", hungry=True), 0), turns.want(order("x", hungry=True), 0)
        with pytest.raises(ZeroDivisionError):
            bad.result(timeout=10)
        assert isinstance(good.result(timeout=10), Take)


def test_what_has_not_begun_at_the_end_never_is() -> None:
    go, begun = threading.Event(), threading.Event()

    def make(wanted: Order) -> Take:
        begun.set()
        assert go.wait(10)
        return take(wanted)

    made = Counted(make)
    with Turns(1, made, hungry) as turns:
        first, second = turns.want(order("a", hungry=True), 0), turns.want(order("b"), 0)
        assert begun.wait(10)
        threading.Timer(0.1, go.set).start()
    assert first.done() and not second.done()
    assert made.begun == ["a"]
