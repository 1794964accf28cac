"""Giving memory back to the system after hungry work."""

import ctypes
from functools import cache
from typing import Any


@cache
def _library() -> Any:
    return ctypes.CDLL(None)


def give_back() -> None:
    """Let the C library return what it keeps of freed memory; does nothing where it cannot.

    glibc keeps freed stretches in one arena a thread: after a few beds, made on whichever thread
    was free, a film of many moods held 100 MB that nobody used.
    """
    trim = getattr(_library(), "malloc_trim", None)
    if trim is not None:
        trim(0)
