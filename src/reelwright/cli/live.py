"""What a run shows while it goes on: counts, times, cost, and what is being made now."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reelwright.cli.saying import printable, tell

if TYPE_CHECKING:
    from rich.console import RenderableType

    from reelwright.studio.desk import Happening


BAR = 40
"""Columns of the progress bar."""


@dataclass
class Board:
    """Counts by what happened; told from several threads."""

    began: float = field(default_factory=time.monotonic)
    wanted: int = 0
    reused: int = 0
    made: int = 0
    failed: int = 0
    clip_seconds: float = 0.0
    clips: int = 0
    now: dict[str, str] = field(default_factory=dict)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def note(self, happening: "Happening") -> None:
        """Count one happening."""
        order = happening.order
        with self.guard:
            match happening.kind:
                case "wanted":
                    self.wanted += 1
                case "reused":
                    self.reused += 1
                case "begun":
                    self.now[order.fingerprint] = _named(happening)
                case "made":
                    self.made += 1
                    self.now.pop(order.fingerprint, None)
                    if order.kind == "clip":
                        self.clips += 1
                        self.clip_seconds += happening.seconds
                case "failed":
                    self.failed += 1
                    self.now.pop(order.fingerprint, None)

    def row(self) -> dict[str, str]:
        """The figures of this moment, in words."""
        with self.guard:
            elapsed = time.monotonic() - self.began
            ended = self.made + self.failed
            queued = self.wanted - ended - len(self.now)
            left = elapsed / ended * (self.wanted - ended) if ended else 0.0
            average = self.clip_seconds / self.clips if self.clips else 0.0
            return {
                "done": f"{self.reused + self.made} complete ({self.reused} reused)",
                "going": f"{len(self.now)} running, {self.failed} failed, {max(0, queued)} queued",
                "cost": "cost 0.00 USD of 0.00 estimated, 0.00 remaining",
                "time": ", ".join(
                    [f"{_clock(elapsed)} elapsed"]
                    # More may be asked for as the work goes on, so this is the least.
                    + [f"at least {_clock(left)} left"] * (left >= 1)
                    + [f"{average:.1f} s a clip"] * (self.clips > 0)
                ),
                "now": "now: " + (", ".join(sorted(set(self.now.values()))) or "thinking"),
            }

    def share(self) -> float:
        """How much of what is known to be wanted is there, 0–1."""
        with self.guard:
            total = self.wanted + self.reused
            return (self.made + self.failed + self.reused) / total if total else 0.0


def _named(happening: "Happening") -> str:
    order = happening.order
    text = str(order.params.get("text", "") or order.params.get("slate", ""))
    return printable(f"{order.kind} {text[:32]}").strip().replace("\n", " ")


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


@contextmanager
def live(*, quiet: bool) -> Iterator[Callable[["Happening"], None]]:
    """Yields the watcher to hand to a run. In a terminal it redraws; in a log it writes a line now
    and then; `quiet` it says nothing."""
    board = Board()
    if quiet:
        yield board.note
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.live import Live

        console = Console(stderr=True)
        with Live(
            get_renderable=lambda: _drawn(board),
            console=console,
            refresh_per_second=4,
            transient=True,
        ):
            yield board.note
    else:
        with _lines(board):
            yield board.note


def _drawn(board: Board) -> "RenderableType":
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    # A table gives each a line of its own; a bar alone does not end its line.
    rows = Table.grid()
    rows.add_row(ProgressBar(total=1.0, completed=board.share(), width=BAR))
    for text in board.row().values():
        rows.add_row(Text(text, overflow="ellipsis", no_wrap=True))
    return rows


@contextmanager
def _lines(board: Board, every: float = 10.0) -> Iterator[None]:
    """Write a line every ten seconds until the run ends."""
    ended = threading.Event()

    def write() -> None:
        while not ended.wait(every):
            row = board.row()
            tell(f"{row['time']}: {row['done']}, {row['going']}; {row['now']}")

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    try:
        yield
    finally:
        ended.set()
        writer.join()
