"""One measured figure and its limit, and how a process's cost is taken."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """A figure. It holds when it is at most `limit`, or at least when `floor`."""

    group: str
    name: str
    value: float
    unit: str
    limit: float
    floor: bool = False

    @property
    def holds(self) -> bool:
        return self.value >= self.limit if self.floor else self.value <= self.limit

    def as_json(self) -> dict[str, object]:
        found = asdict(self) | {"holds": self.holds, "value": round(self.value, 4)}
        del found["floor"]
        return found


@dataclass(frozen=True)
class Cost:
    """What a process and all its children took. `peak_mb` is of the whole tree at one moment."""

    cpu: float
    wall: float
    peak_mb: float
    output: str


def cost(command: list[str], env: Mapping[str, str], cwd: Path, *, watched: bool = True) -> Cost:
    """Run a command to its end; its CPU is the kernel's own account of it and its children. Unless
    `watched`, nobody looks at its memory meanwhile: that takes a tenth of a core."""
    before = os.times()
    began = time.monotonic()
    process = subprocess.Popen(
        command, env=dict(env), cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    watch = Peak(process.pid) if watched else None
    output, errors = process.communicate()
    peak = watch.end() if watch else 0.0
    wall = time.monotonic() - began
    after = os.times()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}\n{errors}")
    cpu = (
        after.children_user + after.children_system
        - before.children_user - before.children_system
    )  # fmt: skip
    return Cost(cpu, wall, peak, output)


class Peak:
    """Looks ten times a second at what a process and its descendants hold in memory (PSS: shared
    pages once); what one of them held at most, for however short, the kernel knows."""

    def __init__(self, root: int) -> None:
        self.root, self.most, self.ended = root, 0.0, threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def _look(self) -> None:
        while not self.ended.wait(0.1):
            held = [_told_mb(pid) for pid in _tree(self.root)]
            now = sum(pss for pss, _ in held)
            self.most = max(self.most, now, *(most for _, most in held))

    def end(self) -> float:
        self.ended.set()
        self.thread.join()
        return self.most


def _tree(root: int) -> list[int]:
    """A process and all that it began, and they."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found = [root]
    for one in found:
        found += [pid for pid, parent in parents.items() if parent == one]
    return found


def _told_mb(pid: int) -> tuple[float, float]:
    """What a process holds now (PSS), and the most that it ever held (RSS)."""
    return _megabytes(pid, "smaps_rollup", "Pss:"), _megabytes(pid, "status", "VmHWM:")


def _megabytes(pid: int, file: str, name: str) -> float:
    try:
        text = Path(f"/proc/{pid}/{file}").read_text()
    except OSError:
        return 0.0
    return next(
        (int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith(name)), 0.0
    )


def wall(home: Path, *arguments: str | Path, workers: int) -> float:
    """Seconds of one command line by so many workers."""
    return cost(*_command(home, arguments, workers), home.parent, watched=False).wall


def _command(
    home: Path, arguments: Sequence[str | Path], workers: int
) -> tuple[list[str], dict[str, str]]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("REELWRIGHT_")}
    env |= {"REELWRIGHT_HOME": str(home), "REELWRIGHT_WORKERS": str(workers)}
    return [sys.executable, "-m", "reelwright", *map(str, arguments)], env


def made(
    home: Path, *arguments: str | Path, watched: bool = False
) -> tuple[Cost, dict[str, object]]:
    """The cost of a `make --json` by two workers, in a data folder of its own, and its object."""
    command = _command(home, ("make", *arguments, "--json"), 2)
    took = cost(*command, home.parent, watched=watched)
    return took, json.loads(took.output)
