"""What end-to-end tests share: a tiny story, the command line, and eyes and ears."""

import ctypes
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import av
from tests import homes

STORY = """---
title: The Borrowed Key
author: A. Tester
---

# One

It was night in the harbour. Mara held the lantern over the water. "Bring me the key," she said.

"I lost it in the square," said Tobias.

# Two

In the morning Tobias walked to the square. An old woman sat by the well. "Is this yours?" asked
Widow Green. She gave him the key.

"Thank you," said Tobias, and he ran home through the rain.
"""

SMALL = ("--size", "256x144", "--minutes", "0.3")
COMMAND = (sys.executable, "-m", "reelwright")


def environment(home: Path, **more: str) -> dict[str, str]:
    """Ours only: nothing of the tester's own settings leaks in."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    ours = {"REELWRIGHT_HOME": str(home), "REELWRIGHT_MIN_FREE_MB": "1", **homes.settings(home)}
    return {**kept, **ours, **more}


def run(
    home: Path, *arguments: str | Path, cwd: Path | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run one command line to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env=environment(home, **more),
        cwd=cwd or home.parent,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def begin(home: Path, *arguments: str | Path) -> subprocess.Popen[bytes]:
    """Begin a command line in a process group of its own."""
    adopt()
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        env=environment(home),
        cwd=home.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def made(home: Path, *arguments: str | Path, **more: str) -> dict[str, Any]:
    """Run `make --json` and answer its object; the run must have succeeded."""
    done = run(home, "make", *arguments, "--json", cwd=None, **more)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    """Look into the ledger; nothing before there is one."""
    return [tuple(row) for row in homes.rows(home, query)]


def takes(home: Path) -> int:
    """How many Takes there are so far; 0 before there is a ledger."""
    return len(rows(home, "SELECT 1 FROM take"))


def executions(home: Path) -> Mapping[str, int]:
    """How often each Order was made, by fingerprint."""
    return dict(
        rows(
            home,
            "SELECT fingerprint, count(attempt.id) FROM job JOIN attempt ON job_id = job.id "
            "WHERE attempt.work = 'accepted' GROUP BY fingerprint",
        )
    )


def frames(film: Path) -> int:
    """Decode a film's picture and count."""
    with av.open(str(film)) as container:
        return sum(1 for _ in container.decode(video=0))


def leftovers(home: Path) -> list[str]:
    """Files that no finished or stopped run should leave: scratch and partial ones."""
    scratch = home / "scratch"
    found = [str(path) for path in scratch.rglob("*")] if scratch.exists() else []
    return found + [str(path) for path in home.parent.rglob("*.part")]


def orphans(patience: float = 3.0) -> list[str]:
    """Commands of live processes that a run of ours left behind.

    This process adopts what its children leave (`adopt`), so orphans are children of its own. They
    have `patience` seconds to end: a killed process cannot wait for its children.
    """
    deadline = time.monotonic() + patience
    while found := _own_children():
        if time.monotonic() > deadline:
            return found
        time.sleep(0.05)
    return []


def adopt() -> None:
    """Make orphaned descendants ours instead of init's (PR_SET_CHILD_SUBREAPER)."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def _own_children() -> list[str]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) != os.getpid():
                continue
            if fields[0] == "Z":
                os.waitpid(int(stat.parent.name), os.WNOHANG)
                continue
            found.append((stat.parent / "cmdline").read_text().replace("\0", " "))
        except (OSError, ChildProcessError):
            continue
    return found
