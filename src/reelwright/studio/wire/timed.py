"""A socket on which everything ends by a given time on the boot clock."""

import contextlib
import io
import math
import socket
import ssl
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from reelwright.studio.wire.failing import NotSent, Stopped

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BOOT: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
_SLICE = 0.5
"""Seconds between two looks at whether the answer is still wanted."""


def boot_clock() -> float:
    """Seconds since the machine started. It goes on while the machine or this process sleeps."""
    return time.clock_gettime(_BOOT)


def never() -> bool:
    """The default of `stop`: nobody asks to stop."""
    return False


class Timed:
    """What reads and writes one socket. `until` is when patience ends, in boot clock seconds."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.until = math.inf
        self.stop: Callable[[], bool] = never

    def makefile(self, _mode: str) -> io.BufferedReader:
        """A buffered reader; closing it leaves the socket open."""
        return _Buffered(_Reading(self), 1 << 16)

    def send(self, data: bytes, deadline: float = math.inf) -> None:
        """Write all of `data`. Raises `NotSent` when it is `deadline` by now."""
        now = boot_clock()
        if now >= deadline:
            raise NotSent("the time to send this has passed")
        left = self.until - now
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(None if left == math.inf else left)
        self.sock.sendall(data)

    def receive(self, buffer: "WriteableBuffer") -> int:
        """Read what there is, waiting for it. After `until` only what has already come is read:
        a process that was frozen still hears the answer which waits for it."""
        while True:
            left = self.until - boot_clock()
            self.sock.settimeout(max(0.0, min(left, _SLICE)))
            try:
                return self.sock.recv_into(buffer)
            except (BlockingIOError, ssl.SSLWantReadError):
                raise TimeoutError from None
            except TimeoutError:
                if self.stop():
                    raise Stopped from None

    def hurry(self) -> None:
        """Confirm at once what comes next: a server that writes head and body apart would wait
        40 ms for it on every answer."""
        with contextlib.suppress(OSError, AttributeError):
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def silent(self) -> bool:
        """Whether the connection is open and nothing has come on it."""
        try:
            self.sock.settimeout(0.0)
            self.sock.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        except OSError:
            return False
        return False


class _Buffered(io.BufferedReader):
    """A line that ends with the connection is not a line: otherwise a head that is cut off in the
    middle would pass for a complete one."""

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        if line.endswith(b"\n") or 0 < (size or 0) <= len(line):
            return line
        raise ConnectionResetError


class _Reading(io.RawIOBase):
    def __init__(self, timed: Timed) -> None:
        super().__init__()
        self._timed = timed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        return self._timed.receive(buffer)
