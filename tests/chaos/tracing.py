"""Kill a process right before its Nth system call of a kind, with strace; for all N.

What it does must be seen by the outside world in pieces no smaller than system calls, so between
two calls there is no state that these cases do not try. The first run of each case is killed at its
call; half of the runs that recover are killed as well, at a call of their own; then the program
runs until it ends, and is judged.
"""

import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

import stage
from tests.chaos.service import ROOT, Service, service
from tests.chaos.verdict import Verdict, judge, open_attempts, parked, unanswered

CALLS = (
    "connect", "sendto", "recvfrom", "write", "fsync", "fdatasync", "rename", "unlink", "mkdir",
    "ftruncate", "flock", "pwrite64",
)  # fmt: skip
"""Calls by which a process changes what others see, and those by which it hears. SQLite writes with
the last of them. Reading a file changes nothing: a kill before it is one after the call before."""

HAND = "tests.chaos.hand"
SETTINGS = {
    "REELWRIGHT_PER_MINUTE": "6000",
    "REELWRIGHT_POLL": "0.1",
    "REELWRIGHT_ABSENCE_SECONDS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
LANES = 4
"""Cases at a time, each with a stand-in of its own: most of their time they wait."""
PATIENCE = 600.0
INSTALL = "sudo apt-get install strace"
FINISHED = (0, 5)
FINDERS = ("kling", "seedance")
"""Services that know, or show, what they took."""


@dataclass(frozen=True)
class Case:
    """Kill before the `number`th `call` of the first run; `seed` decides about the second."""

    call: str
    number: int
    seed: int = 0


@dataclass
class Tried:
    """What a case came to. `killed`: whether the first run lived to reach its call."""

    killed: bool = False
    kills: int = 0
    again: int = 0
    doubt: int = 0
    verdict: Verdict = field(default_factory=Verdict)
    strange: list[str] = field(default_factory=list)

    def __add__(self, other: "Tried") -> "Tried":
        return Tried(
            True, self.kills + other.kills, self.again + other.again, self.doubt + other.doubt,
            self.verdict + other.verdict, self.strange + other.strange,
        )  # fmt: skip


def require_tracing() -> None:
    """Raises `RuntimeError` that says what is missing: nothing is skipped in silence."""
    if shutil.which("strace") is None:
        raise RuntimeError(f"this needs strace. Type: {INSTALL}")
    told = subprocess.run(
        ["strace", "-f", "-o", "/dev/null", "-e", "trace=connect", "true"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if told.returncode:
        raise RuntimeError(f"this needs to trace processes, which is not permitted: {told.stderr}")


@dataclass
class Lab:
    """Where cases are tried: a program, a service, and a folder that each case gets a copy of."""

    name: str
    folder: Path
    program: str = HAND
    count: int = 2

    def __post_init__(self) -> None:
        require_tracing()
        self.folder.mkdir(parents=True, exist_ok=True)
        template = self.folder / "template"
        template.mkdir()
        done = self.run(template, {}, count=0)
        assert done.returncode == 0, done.stderr

    def command(self, home: Path, count: int) -> list[str]:
        return [sys.executable, "-m", self.program, str(home), self.name, str(count)]

    def run(
        self, home: Path, settings: dict[str, str], case: Case | None = None,
        count: int | None = None,
    ) -> "subprocess.CompletedProcess[str]":  # fmt: skip
        """One run of the program, killed at its case's call if it gets there."""
        command = self.command(home, self.count if count is None else count)
        if case is not None:
            command = [*killing(case, home), *command]
        return subprocess.run(
            command, env=stage.environment(home, **SETTINGS, **settings), cwd=ROOT,
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip

    def try_all(self, cases: Sequence[Case]) -> list[Tried]:
        """Several cases at a time, each in a lane of its own."""
        with ExitStack() as stack:
            lanes = SimpleQueue[Service]()
            for _ in range(min(LANES, len(cases))):
                lanes.put(stack.enter_context(service(self.name, 0.05)))

            def on_a_lane(case: Case) -> Tried:
                lane = lanes.get()
                try:
                    return self.try_one(lane, case)
                finally:
                    lanes.put(lane)

            with ThreadPoolExecutor(LANES) as pool:
                return list(pool.map(on_a_lane, cases))

    def try_one(self, lane: Service, case: Case) -> Tried:
        lane.reset()
        home = self.folder / f"{case.call}-{case.number}-{case.seed}"
        shutil.copytree(self.folder / "template", home)
        found, chance, doubts = Tried(), random.Random(case.seed * 1000 + case.number), set[str]()
        done = self.run(home, lane.settings, case)
        found.killed = was_killed(done, home)
        if found.killed:
            found.kills += 1
            doubts |= unanswered(home)
            if chance.random() < 0.5:
                call, number = chance.choice(CALLS), chance.randint(1, 12)
                done = self.run(home, lane.settings, Case(call, number))
                if was_killed(done, home):
                    found.kills, found.again = found.kills + 1, found.again + 1
                    doubts |= unanswered(home)
            done = self.run(home, lane.settings)
        found.doubt = len(doubts)
        found.verdict = judge(home, lane.tasks())
        found.strange = [f"{case}: {one}" for one in self._strange(home, done, doubts)]
        shutil.rmtree(home)
        return found

    def _strange(
        self, home: Path, done: "subprocess.CompletedProcess[str]", doubts: set[str]
    ) -> Iterator[str]:
        if done.returncode not in FINISHED:
            yield f"exit {done.returncode}: {done.stderr[-800:]}"
        if self.name in FINDERS and done.returncode == 5:
            yield f"not completed: {done.stdout}"
        if parked(home) - doubts:
            yield f"parked without a kill between send and answer: {open_attempts(home)}"
        left = [*home.glob("scratch/*"), *home.glob("answers/*.part")]
        left += home.glob("answers/*") if done.returncode == 0 else []
        if left:
            yield f"left behind: {left}"


def killing(case: Case, home: Path) -> list[str]:
    """The tracer's command line in front of the program's. (With --seccomp-bpf it would be quicker,
    and inject no signals.)"""
    return [
        "strace", "-f", "-qq", "-o", str(home.with_suffix(".log")),
        "-e", f"trace={case.call}", "-e", f"inject={case.call}:signal=KILL:when={case.number}",
    ]  # fmt: skip


def was_killed(done: "subprocess.CompletedProcess[str]", home: Path) -> bool:
    """Whether the tracer's kill hit: the tracer says so, and ends as the process did."""
    log = home.with_suffix(".log")
    told = log.read_text(errors="replace")
    log.unlink()
    killed = "+++ killed by SIGKILL +++" in told
    assert killed == (done.returncode == -signal.SIGKILL), (done, told[-500:])
    return killed


def every_case(lab: Lab, call: str) -> Iterator[Tried]:
    """All N of a call: until a run ends before it gets to its Nth."""
    number = 1
    while True:
        tried = lab.try_all([Case(call, number + i, number) for i in range(LANES)])
        yield from (one for one in tried if one.killed)
        if not all(one.killed for one in tried):
            return
        number += LANES
