"""Hands: the few threads that send, ask and fetch. An attempt is in one hand at a time.

Each has hands of its own: downloads may be long, and a service that answers no question until its
time is up keeps nobody from sending to another.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from reelwright.ledger import attempts
from reelwright.ledger.attempt import Attempt
from reelwright.studio.spending.accept import accept
from reelwright.studio.spending.counter import Arrived, Counter, Pending, Step
from reelwright.studio.wire import Stopped

SENDING, ASKING = 8, 8
"""Requests sent, and services asked, at the same time by this process."""
FETCHING = 4
"""Files fetched and verified at the same time."""
WAITING = 32
"""Attempts in hand or waiting for one; more are looked for when these are done."""
AFTER_BUG = 60.0
"""Seconds until something is done again that failed for no reason of the service's."""

Act = Callable[[Counter, Attempt], Step]


def threads(number: int, name: str) -> Executor:
    return ThreadPoolExecutor(number, thread_name_prefix=name)


@dataclass
class Hands:
    """`took` is told of every outcome, `failed` of every error; both on the thread of the hand,
    with `guard` held, and before the attempt is free for another hand."""

    counter: Counter
    took: Callable[[Attempt, Step], None]
    failed: Callable[[Attempt, Exception], None]
    guard: threading.RLock
    pools: Callable[[int, str], Executor] = threads
    busy: set[int] = field(default_factory=set)
    looks: list[tuple[Attempt, float]] = field(default_factory=list)
    """When to ask about an attempt next: written with those of others, and in hand until then."""

    def __post_init__(self) -> None:
        self._sending = self.pools(SENDING, "send")
        self._asking = self.pools(ASKING, "ask")
        self._fetching = self.pools(FETCHING, "fetch")

    def close(self) -> None:
        """Wait for what is in hand; what has not begun is left."""
        for pool in (self._asking, self._fetching, self._sending):
            pool.shutdown(wait=True, cancel_futures=True)

    def run(self, work: Callable[[], None]) -> None:
        """A question that belongs to no attempt."""
        with suppress(RuntimeError):  # everything closes
            self._asking.submit(work)

    def room(self) -> bool:
        """Whether more attempts may be taken in hand now."""
        with self.guard:
            return len(self.busy) < WAITING

    def send(self, one: Attempt, step: Act) -> None:
        """Take a step that sends, and its outcome back in."""
        self._submit(self._sending, one, step)

    def ask(self, one: Attempt, step: Act) -> None:
        """Take a step that asks a service, and its outcome back in."""
        self._submit(self._asking, one, step)

    def write(self) -> None:
        """Write when to ask next, in one transaction."""
        with self.guard:
            looks, self.looks = self.looks, []
        if not looks:
            return
        try:
            with self.counter.home.database.begin() as connection:
                for one, at in looks:
                    attempts.look_again(connection, one, at)
        finally:
            with self.guard:
                self.busy.difference_update(one.id for one, _ in looks)

    def _submit(self, pool: Executor, one: Attempt, step: Act) -> None:
        with self.guard:
            self.busy.add(one.id)
        try:
            pool.submit(self._work, one, step)
        except RuntimeError:  # everything closes
            self._free(one)

    def _free(self, one: Attempt) -> None:
        with self.guard:
            self.busy.discard(one.id)
        self.counter.flying.discard(one.id)

    def _work(self, one: Attempt, step: Act) -> None:
        try:
            outcome = step(self.counter, one)
        except Stopped:
            self._free(one)
            return
        except Exception as error:
            self.counter.tell(one, "bug", cause=f"{type(error).__name__}: {error}")
            with self.guard:
                self.failed(one, error)
                self.looks.append((one, self.counter.now() + AFTER_BUG))
            return
        with self.guard:
            if isinstance(outcome, Pending) and outcome.again_at is not None:
                self.looks.append((one, outcome.again_at))
            elif not isinstance(outcome, Arrived):
                self.busy.discard(one.id)
            self.took(one, outcome)
        if isinstance(outcome, Arrived):
            done = outcome.done
            self._submit(self._fetching, outcome.attempt, lambda c, a: accept(c, a, done))
