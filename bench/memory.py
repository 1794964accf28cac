"""Memory that a virtual machine has of its host already.

Such a machine hands free memory back within half a minute, and pays for every page anew: up to 3
CPU seconds a gigabyte, which is more than a small run takes itself.
"""

from collections.abc import Generator
from contextlib import contextmanager
from mmap import MADV_DONTNEED, MAP_ANONYMOUS, MAP_PRIVATE, PAGESIZE, mmap
from pathlib import Path
from threading import Event, Thread

SIZE = 3 << 30
STEP = 64 << 20
EVERY = 0.1
"""Bytes, and seconds between two steps: more in each second than a run asks for that writes a film
of 300 shots."""


@contextmanager
def backed() -> Generator[None]:
    """Free pages that are paid for, a step at a time, while the block runs: what is freed last is
    used first. Half of what can be had is left to others."""
    size = min(SIZE, _available() // 2) // STEP * STEP or STEP
    with mmap(-1, size, flags=MAP_PRIVATE | MAP_ANONYMOUS) as held:
        for at in range(0, size, PAGESIZE):
            held[at] = 1
        ended = Event()
        thread = Thread(target=_free, args=(held, size, ended))
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


def _free(held: mmap, size: int, ended: Event) -> None:
    for at in range(0, size, STEP):
        held.madvise(MADV_DONTNEED, at, STEP)
        if ended.wait(EVERY):
            break


def _available() -> int:
    """Bytes that could be had without taking them from a program."""
    return next(
        int(line.split()[1]) << 10
        for line in Path("/proc/meminfo").read_text().splitlines()
        if line.startswith("MemAvailable:")
    )
