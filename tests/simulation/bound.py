"""What the limits allow: the time that a film would take if nothing but the limits cost time.

Known beforehand: how long each submission takes and whether it fails. A slot is held from the
submission to the first poll of N7 that can see the result; a failed job comes back to the queue at
that moment. Submissions keep their spacing; the first in the queue goes first.
"""

import heapq
from collections.abc import Callable, Sequence

from tests.simulation.service import Fate

from reelwright.film.provider import Limits

Fates = Callable[[str, int], Fate]
"""(name of an Order, number of the try from 0) -> what becomes of it."""

POLLS: tuple[int, ...] = (*range(5, 31, 5), 40, 50, 60, 80, 100, 120, 180, 240, 300)
"""N7, in seconds after a job was taken: every 5 s for 30 s, every 10 s until 60 s, every 20 s until
120 s, then every 60 s."""


def seen_after(seconds: float) -> float:
    """When the result of a job that takes so long is seen."""
    return next(poll for poll in POLLS if poll >= seconds)


def schedule(names: Sequence[str], fate: Fates, limits: Limits) -> float:
    """Seconds from the start until the last result is seen."""
    queue = [(place, 0) for place in range(len(names))]
    heapq.heapify(queue)
    running: list[tuple[float, int, int]] = []
    """(when its result is seen, place in the queue, number of the try)."""
    now = last = 0.0
    free_at = 0.0
    while queue or running:
        if queue and len(running) < limits.concurrent and (not running or free_at <= running[0][0]):
            now = max(now, free_at)
            place, number = heapq.heappop(queue)
            seconds = seen_after(fate(names[place], number).seconds)
            heapq.heappush(running, (now + seconds, place, number))
            free_at = now + 60.0 / limits.minute
            continue
        now, place, number = heapq.heappop(running)
        last = max(last, now)
        if fate(names[place], number).fails:
            heapq.heappush(queue, (place, number + 1))
    return last


def area(names: Sequence[str], fate: Fates, limits: Limits) -> float:
    """The other bound: all that is held, spread over all slots without a gap."""
    held = 0.0
    for name in names:
        number = 0
        while True:
            one = fate(name, number)
            held += seen_after(one.seconds)
            if not one.fails:
                break
            number += 1
    return held / limits.concurrent
