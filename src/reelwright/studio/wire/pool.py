"""Pool: idle connections to services, so that asking for hundreds of jobs stays cheap."""

import threading
from collections import defaultdict

from reelwright.studio.wire.guard import Origin
from reelwright.studio.wire.line import Line
from reelwright.studio.wire.timed import boot_clock

IDLE = 4
"""Connections kept per origin."""
KEEP = 20.0
"""Seconds that one is kept: most services close theirs after a minute."""


class Pool:
    """Idle lines by origin. Only for free requests: a paid one has a line of its own."""

    def __init__(self, keep: float = KEEP) -> None:
        self._keep = keep
        self._lock = threading.Lock()
        self._idle: dict[Origin, list[tuple[float, Line]]] = defaultdict(list)

    def take(self, origin: Origin) -> Line | None:
        """The line used last, or None. The other side may have closed it in the meantime."""
        while True:
            with self._lock:
                idle = self._idle[origin]
                since, line = idle.pop() if idle else (0.0, None)
            if line is None:
                return None
            if boot_clock() - since < self._keep:
                return line
            line.close()

    def give(self, line: Line) -> None:
        """Keep a line whose last answer was read to its end."""
        with self._lock:
            idle = self._idle[line.origin]
            idle.append((boot_clock(), line))
            old = idle.pop(0)[1] if len(idle) > IDLE else None
        if old is not None:
            old.close()

    def close(self) -> None:
        with self._lock:
            lines = [line for idle in self._idle.values() for _, line in idle]
            self._idle.clear()
        for line in lines:
            line.close()

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
