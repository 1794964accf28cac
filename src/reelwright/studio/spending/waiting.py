"""Waiting: the Orders that somebody waits for at a till, in the order in which they came."""

import threading
from collections.abc import Collection, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

from reelwright.film.order import Missing, Order, Take


@dataclass
class Entry:
    """An Order that somebody waits for. Times are UTC seconds.

    `tries` counts failures, `pauses` the times that a service was busy or down. `attempt` is the
    one that is `under_way`.
    """

    order: Order
    answer: "Future[Take | Missing]"
    tries: int = 0
    pauses: int = 0
    not_before: float = 0.0
    under_way: bool = False
    attempt: int = 0

    @property
    def provider(self) -> str:
        return self.order.provider

    @property
    def waits(self) -> bool:
        """Whether nobody has it in hand, and somebody should."""
        return not self.under_way and not self.answer.done()

    def settle(self, answer: Take | Missing) -> None:
        if not self.answer.done():
            self.answer.set_result(answer)

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


@dataclass
class Waiting:
    """All entries of a till, by fingerprint; safe on any thread."""

    guard: threading.RLock
    entries: dict[str, Entry] = field(default_factory=dict)

    def add(self, order: Order) -> Entry:
        """The entry of an Order; one that is known is answered as it stands."""
        with self.guard:
            found = self.entries.get(order.fingerprint)
            if found is None:
                found = self.entries[order.fingerprint] = Entry(order, Future())
            return found

    def of(self, fingerprint: str) -> Entry | None:
        """The entry of an Order that somebody still waits for."""
        with self.guard:
            found = self.entries.get(fingerprint)
        return None if found is None or found.answer.done() else found

    def ready(self, now: float) -> list[Entry]:
        """Entries whose turn it may be."""
        with self.guard:
            return [e for e in self.entries.values() if e.waits and e.not_before <= now]

    def under_way(self, busy: Collection[int]) -> dict[int, Entry]:
        """By attempt: entries that wait for a service and are in nobody's hand."""
        with self.guard:
            return {
                entry.attempt: entry
                for entry in self.entries.values()
                if entry.under_way and not entry.answer.done() and entry.attempt not in busy
            }

    def slots(self, provider: str) -> int:
        """How many entries are under way at a service."""
        with self.guard:
            return sum(
                entry.under_way and entry.provider == provider and not entry.answer.done()
                for entry in self.entries.values()
            )

    def next_at(self, closed_until: Mapping[str, float]) -> float | None:
        """When the first of those who wait may have its turn; None: nobody waits."""
        with self.guard:
            times = (
                max(entry.not_before, closed_until.get(entry.provider, 0.0))
                for entry in self.entries.values()
                if entry.waits
            )
            return min(times, default=None)

    def fail_all(self, error: Exception) -> None:
        """Nobody can go on: whoever waits must hear it, not wait for ever."""
        with self.guard:
            entries, self.entries = list(self.entries.values()), {}
        for entry in entries:
            entry.fail(error)
