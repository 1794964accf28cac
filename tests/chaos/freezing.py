"""Freeze a sender right after one of its system calls, let another process find what it left, and
wake it again.

Both work in one data folder, as two machines would. The frozen process holds its lock: whoever else
comes must wait, whatever the clock says. With `lock_lost` the other is made to believe that the
sender is gone, as when a machine is cut off together with its disk: then the deadline of the permit
alone keeps the first from sending when it wakes.
"""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

import stage
from tests.chaos.service import ROOT, Service, service
from tests.chaos.tracing import SETTINGS, Lab
from tests.chaos.verdict import Verdict, judge

WATCHED = ("connect", "sendto", "recvfrom", "fdatasync", "rename")
PATIENCE = 90.0
SHARED = "shared"
PERMIT = 20.0
"""Seconds that a permit to send is good for (`studio/spend`)."""


@dataclass(frozen=True)
class Boundary:
    """The moment right after the `number`th `call` of the sender."""

    name: str
    call: str
    number: int


@dataclass
class Thawed:
    """What came of it. `meanwhile`: paid requests that had arrived when the sender was woken."""

    codes: tuple[int, int]
    meanwhile: int
    posts: int
    verdict: Verdict
    told: str


def boundaries(lab: Lab, lane: Service) -> dict[str, Boundary]:
    """Where the one paid request begins and ends among the calls of an undisturbed run."""
    home = lab.folder / "measured"
    shutil.copytree(lab.folder / "template", home)
    log = home.with_suffix(".log")
    traced = ["strace", "-f", "-qq", "-s", "12", "-o", str(log), "-e", f"trace={','.join(WATCHED)}"]
    subprocess.run(
        [*traced, *lab.command(home, 1), SHARED],
        env=stage.environment(home, **SETTINGS, **lane.settings), cwd=ROOT, capture_output=True,
        text=True, timeout=PATIENCE, check=True,
    )  # fmt: skip
    lines = [line.split(maxsplit=1)[1] for line in log.read_text().splitlines()]
    calls = [line.partition("(")[0] for line in lines]
    first = next(i for i, line in enumerate(lines) if line.startswith("sendto") and "POST" in line)
    last = first
    while calls[last + 1] == "sendto":
        last += 1
    heard = calls.index("recvfrom", last)
    places = {
        "before the compare-and-set": _before(calls, first, "connect"),
        "in the commit of the compare-and-set": _before(calls, first, "fdatasync"),
        # The connection is looked at once more, to see that nothing has come on it.
        "before the first byte": _before(calls, first, "recvfrom"),
        "in the middle of the body": (first + last) // 2,
        "after the last byte": last,
        "after the answer": heard,
        "when the answer is on disk": calls.index("rename", heard),
    }
    return {
        name: Boundary(name, calls[at], calls[: at + 1].count(calls[at]))
        for name, at in places.items()
    }


def _before(calls: list[str], at: int, call: str) -> int:
    return next(i for i in range(at, -1, -1) if calls[i] == call)


def freeze(
    lab: Lab, lane: Service, boundary: Boundary, seconds: float, *, lock_lost: bool = False
) -> Thawed:
    """Freeze a sender there for so long, while another process works on the same jobs."""
    lane.reset()
    home = lab.folder / f"{boundary.name} {seconds:g} {lock_lost}"
    shutil.copytree(lab.folder / "template", home)
    log = home.with_suffix(".log")
    inject = f"inject={boundary.call}:signal=STOP:when={boundary.number}"
    tracer = ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={boundary.call}", "-e", inject]
    sender, other = _begin(lab, lane, home, tracer), None
    try:
        pid = _stopped(sender, log)
        if lock_lost:
            for lock in (home / "senders").iterdir():
                lock.unlink()
        other = _begin(lab, lane, home, [])
        time.sleep(seconds)
        meanwhile = lane.posts
        os.kill(pid, signal.SIGCONT)
        told = [one.communicate(timeout=PATIENCE)[1] for one in (sender, other)]
    finally:
        _end(sender, log)
        if other is not None and other.poll() is None:
            other.kill()
            other.communicate(timeout=PATIENCE)
    return Thawed(
        (sender.returncode, other.returncode), meanwhile, lane.arrived(),
        judge(home, lane.tasks()), "\n".join(told)[-2000:],
    )  # fmt: skip


def _begin(lab: Lab, lane: Service, home: Path, tracer: list[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*tracer, *lab.command(home, 1), SHARED],
        env=stage.environment(home, **SETTINGS, **lane.settings), cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _stopped(sender: "subprocess.Popen[str]", log: Path) -> int:
    """The process that is frozen now."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and sender.poll() is None:
        told = log.read_text(errors="replace") if log.exists() else ""
        found = re.search(r"^(\d+) +--- stopped by SIGSTOP ---$", told, re.MULTILINE)
        if found:
            return int(found[1])
        time.sleep(0.02)
    raise AssertionError(f"it was never frozen: {sender.poll()}")


def freeze_all(
    lab: Lab, wanted: Sequence[tuple[Boundary, float, bool]], lanes: int
) -> list[Thawed]:
    """Several at a time: mostly they wait. (boundary, seconds, whether the lock is lost)."""
    with ExitStack() as stack, ThreadPoolExecutor(lanes) as pool:
        free = SimpleQueue[Service]()
        for _ in range(lanes):
            free.put(stack.enter_context(service(lab.name, 0.05)))

        def one(asked: tuple[Boundary, float, bool]) -> Thawed:
            lane = free.get()
            try:
                return freeze(lab, lane, asked[0], asked[1], lock_lost=asked[2])
            finally:
                free.put(lane)

        return list(pool.map(one, wanted))


def _end(sender: "subprocess.Popen[str]", log: Path) -> None:
    """Should a test fail half-way: a frozen process must not stay behind its tracer."""
    if sender.poll() is not None:
        return
    for pid in set(re.findall(r"^(\d+) ", log.read_text(errors="replace"), re.MULTILINE)):
        os.kill(int(pid), signal.SIGKILL)
    sender.communicate(timeout=PATIENCE)
