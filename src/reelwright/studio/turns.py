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

from reelwright.film.order import Missing, Order, Take

Answer = Take | Missing


@dataclass(order=True)
class Turn:
    """One Order and where its answer will be. `before` is what sorts it."""

    before: tuple[int, int]
    order: Order = field(compare=False)
    future: "Future[Answer]" = field(compare=False, default_factory=Future)


class Turns:
    """`workers` threads that make what is wanted, by turns. What is `alone` is hungry or long: one
    of these at a time, and begun before all else, so that none is left for the end."""

    def __init__(
        self, workers: int, make: Callable[[Order], Answer], alone: Callable[[Order], bool]
    ) -> None:
        self._make, self._alone = make, alone
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="make")
        self._guard, self._count = Lock(), count()
        self._open: list[Turn] = []
        self._hungry: list[Turn] = []
        self._eating, self._owed = False, 0

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
            heapq.heappush(self._hungry if self._alone(order) else self._open, turn)
        self._pool.submit(self._take_turn)
        return turn.future

    def _take_turn(self) -> None:
        with self._guard:
            alone = bool(self._hungry) and not self._eating
            if not alone and not self._open:
                self._owed += 1  # all that is left waits for the one that is alone
                return
            turn = heapq.heappop(self._hungry if alone else self._open)
            self._eating = self._eating or alone
        try:
            turn.future.set_result(self._make(turn.order))
        except BaseException as error:
            turn.future.set_exception(error)
        finally:
            if alone:
                self._let_next()

    def _let_next(self) -> None:
        with self._guard:
            self._eating = False
            owed, self._owed = self._owed, 0
        with suppress(RuntimeError):  # at the end nothing begins any more
            for _ in range(owed):
                self._pool.submit(self._take_turn)
