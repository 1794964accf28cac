"""Whose turn it is at the workers.

What is farthest along goes first: the first clip is there before the last panel is, and unlike
kinds of work run side by side, which use more than one core better than like ones. Among equals,
what was asked for first.
"""

import heapq
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from types import TracebackType

from reelwright.film.order import Answer, Order


@dataclass(order=True)
class Turn:
    """One Order and where its answer will be. `before` is what sorts it."""

    before: tuple[int, int]
    order: Order = field(compare=False)
    future: "Future[Answer]" = field(compare=False, default_factory=Future)


class Turns:
    """`workers` threads that make what is wanted, by turns. Of what is `hungry` for memory one is
    made at a time, and before all else: it takes long, and none shall be left for the end."""

    def __init__(
        self, workers: int, make: Callable[[Order], Answer], hungry: Callable[[Order], bool]
    ) -> None:
        self._make, self._is_hungry = make, hungry
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="make")
        self._guard, self._count = Lock(), count()
        self._modest: list[Turn] = []
        self._hungry: list[Turn] = []
        self._fed = False
        """Whether a hungry one is being made."""
        self._put_off = 0
        """Turns at which there was nothing but hungry ones beside another."""

    def __enter__(self) -> "Turns":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """What has not begun never will; what has is awaited."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def want(self, order: Order, along: int) -> "Future[Answer]":
        """The answer to come of an Order that is `along` steps from the beginning."""
        turn = Turn((-along, next(self._count)), order)
        with self._guard:
            heapq.heappush(self._hungry if self._is_hungry(order) else self._modest, turn)
        self._pool.submit(self._take_turn)
        return turn.future

    def _take_turn(self) -> None:
        with self._guard:
            hungry = bool(self._hungry) and not self._fed
            if not hungry and not self._modest:
                self._put_off += 1
                return
            turn = heapq.heappop(self._hungry if hungry else self._modest)
            self._fed = self._fed or hungry
        try:
            turn.future.set_result(self._make(turn.order))
        except BaseException as error:
            turn.future.set_exception(error)
        finally:
            if hungry:
                self._next_hungry()

    def _next_hungry(self) -> None:
        with self._guard:
            self._fed = False
            put_off, self._put_off = self._put_off, 0
        with suppress(RuntimeError):  # at the end nothing begins any more
            for _ in range(put_off):
                self._pool.submit(self._take_turn)
