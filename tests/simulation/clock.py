"""A clock that only moves when it is told to, and hands that do at once what they are given."""

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

NOON = 1_790_078_400.0
"""2026-09-22, 12:00 UTC."""


@dataclass
class Clock:
    """UTC seconds. Call it to read it."""

    at: float = NOON

    def __call__(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += seconds

    def until(self, at: float) -> None:
        """Go on to `at`; it never goes back."""
        self.at = max(self.at, at)

    @property
    def since(self) -> float:
        """Seconds since it was started."""
        return self.at - NOON


class RealClock(Clock):
    """The clock on the wall, where a test is about threads."""

    def __call__(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class AtOnce(Executor):
    """An executor without threads: what takes no time on the simulated clock."""

    def submit(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        done: Future[T] = Future()
        try:
            done.set_result(work(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done


def at_once(_number: int, _name: str) -> Executor:
    return AtOnce()
