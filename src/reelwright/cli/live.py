"""What a run shows while it goes on: counts, times, cost, and what is being made now."""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reelwright.cli.saying import printable, tell

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live

    from reelwright.studio.desk import Account, Happening


BAR = 40
"""Columns of the progress bar."""

MOST_REASONS = 2
"""Why jobs wait, told at the same time."""

AT_SERVICE = ("sending", "waiting", "fetching")
"""Where a paid job is that has left us."""


@dataclass
class Board:
    """What happened, by fingerprint, so that nothing counts twice; told from several threads.

    `now` holds what is being made here, `paid` where each job of a service is: (kind, service,
    state), the state being one of `AT_SERVICE`, or "" while it waits for its turn.
    """

    began: float = field(default_factory=time.monotonic)
    wanted: set[str] = field(default_factory=set)
    reused: set[str] = field(default_factory=set)
    made: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    clip_seconds: float = 0.0
    clips: int = 0
    now: dict[str, str] = field(default_factory=dict)
    paid: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    held_up: dict[str, tuple[str, str]] = field(default_factory=dict)
    """(service, why) of paid jobs that wait."""
    account: "Account | None" = None
    guard: threading.Lock = field(default_factory=threading.Lock)

    def note(self, happening: "Happening") -> None:
        """Count one happening."""
        name = happening.order.fingerprint
        with self.guard:
            self.account = happening.account or self.account
            match happening.kind:
                case "wanted":
                    self.wanted.add(name)
                case "reused":
                    self.reused |= {name} - self.made
                case "begun" if happening.account is not None:
                    self._move(happening, "")
                case "begun":
                    self.now[name] = _named(happening)
                case "moved":
                    known = happening.cause in AT_SERVICE
                    self._move(happening, happening.cause if known else "")
                case "made":
                    self._ended(happening, self.made)
                    if happening.order.kind == "clip":
                        self.clips += 1
                        self.clip_seconds += happening.seconds
                case "failed":
                    self._ended(happening, self.failed)

    def _move(self, happening: "Happening", state: str) -> None:
        order = happening.order
        self.held_up.pop(order.fingerprint, None)
        if not state and happening.kind == "moved" and happening.cause:
            self.held_up[order.fingerprint] = (order.provider, happening.cause)
        if order.fingerprint not in self.made | self.failed:
            self.paid[order.fingerprint] = (order.kind, order.provider, state)

    def _ended(self, happening: "Happening", ended: set[str]) -> None:
        name = happening.order.fingerprint
        ended.add(name)
        self.now.pop(name, None)
        self.paid.pop(name, None)
        self.held_up.pop(name, None)

    def row(self) -> dict[str, str]:
        """The figures of this moment, in words."""
        with self.guard:
            elapsed = time.monotonic() - self.began
            ended = len(self.made | self.failed)
            running = len(self.now) + sum(state != "" for _, _, state in self.paid.values())
            total = len(self.wanted | self.made | self.failed)
            left = elapsed / ended * (total - ended) if ended else 0.0
            average = self.clip_seconds / self.clips if self.clips else 0.0
            done = len(self.reused | self.made)
            queued = max(0, total - ended - running)
            return {
                "done": f"{done} complete ({len(self.reused)} reused)",
                "going": f"{running} running, {len(self.failed)} failed, {queued} queued",
                "cost": _cost(self.account),
                "time": ", ".join(
                    [f"{_clock(elapsed)} elapsed"]
                    # More may be asked for as the work goes on, so this is the least.
                    + [f"at least {_clock(left)} left"] * (left >= 1)
                    + [f"{average:.1f} s a clip"] * (self.clips > 0)
                ),
                "now": "now: "
                + (", ".join([*self._services(), *self._here()]) or self._idle())
                + "".join(
                    f"; {service}: {printable(why)[:120]}"
                    for service, why in sorted(set(self.held_up.values()))[:MOST_REASONS]
                ),
            }

    def _services(self) -> list[str]:
        """`2 clips waiting at kling`, for everything that is at a service."""
        counts = Counter(one for one in self.paid.values() if one[2])
        words = {"sending": "to", "waiting": "at", "fetching": "from"}
        return [
            f"{count} {kind}{'s' * (count != 1)} {state} {words[state]} {service}"
            for (kind, service, state), count in sorted(counts.items())
        ]

    def _idle(self) -> str:
        return "waiting" if self.held_up else "thinking"

    def _here(self) -> list[str]:
        return sorted(set(self.now.values()))

    def share(self) -> float:
        """How much of what is known to be wanted is there, 0–1."""
        with self.guard:
            total = len(self.wanted | self.made | self.failed | self.reused)
            return len(self.made | self.failed | self.reused) / total if total else 0.0


def _cost(account: "Account | None") -> str:
    """What was paid so far, of what was quoted, and what is left of that to be paid."""
    if account is None:
        return "cost 0.00 USD of 0.00 estimated, 0.00 remaining"
    left = max(0, account.quoted - account.charged)
    held = f" ({account.held / 1e6:.2f} held)" * bool(account.held)
    paid, quoted = account.charged / 1e6, account.quoted / 1e6
    return f"cost {paid:.2f} USD of {quoted:.2f} estimated, {left / 1e6:.2f} remaining{held}"


def _named(happening: "Happening") -> str:
    order = happening.order
    text = str(order.params.get("text", "") or order.params.get("slate", ""))
    return printable(f"{order.kind} {text[:32]}").strip().replace("\n", " ")


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


_shown: "list[Live]" = []
"""The display of this process, while there is one."""


@contextmanager
def aside() -> Iterator[None]:
    """Takes the display away for a moment: somebody is to read and to type."""
    for display in _shown:
        display.stop()
    try:
        yield
    finally:
        for display in _shown:
            display.start()


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
        ) as display:
            _shown.append(display)
            try:
                yield board.note
            finally:
                _shown.remove(display)
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
            cost = f"; {row['cost']}" * (board.account is not None)
            tell(f"{row['time']}: {row['done']}, {row['going']}{cost}; {row['now']}")

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    try:
        yield
    finally:
        ended.set()
        writer.join()
