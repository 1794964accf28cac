"""What really arrived at a service, held against limits."""

from collections.abc import Sequence
from itertools import pairwise

from tests.simulation.service import Job


def most_within(times: Sequence[float], seconds: float) -> int:
    """The most requests within any stretch of so many seconds, its end not counted."""
    found, first = 0, 0
    at = sorted(times)
    for last, time in enumerate(at):
        while at[first] <= time - seconds:
            first += 1
        found = max(found, last - first + 1)
    return found


def most_at_once(jobs: Sequence[Job], until: float) -> int:
    """The most jobs under way at one moment; a job ends when it is done."""
    steps = [(job.at, 1) for job in jobs]
    steps += [(min(job.done_at, until), -1) for job in jobs]
    found = running = 0
    for _, step in sorted(steps):
        running += step
        found = max(found, running)
    return found


def closest(times: Sequence[float]) -> float:
    """Seconds between the two requests that came closest to each other."""
    at = sorted(times)
    return min((b - a for a, b in pairwise(at)), default=float("inf"))
