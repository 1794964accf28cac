"""kill -9 of `reelwright make … --yes` at seeded moments, and the same command again until it ends.

Half of the moments fall anywhere in a run; the other half within a few hundredths of a second after
a paid request has arrived at the service, which takes that long to answer. A run that recovers
what a killed one left is killed as well, as often as the moments say. A film absorbs kills until it
is finished; then it is judged, and another one is begun in a fresh copy of the data folder.
"""

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import stage
from tests import homes
from tests.chaos.service import Service
from tests.chaos.verdict import Verdict, judge, open_attempts, parked, unanswered

STORY = """Title: The Key

EXT. HARBOUR - NIGHT

Mara holds the lantern over the water.

The boat comes slowly to the stairs.

EXT. SQUARE - DAY

Mara takes the key from the old sailor.

The old sailor walks home through the rain.
"""
SETTINGS = {
    "REELWRIGHT_PER_MINUTE": "6000",
    "REELWRIGHT_POLL": "0.2",
    "REELWRIGHT_ABSENCE_SECONDS": "1",
}
EARLIEST = 0.5
"""Seconds after the start of the process: before, it only imports."""
WHOLE = 4
"""Every so many films are cut to the end; the others end with their clips, where money ends."""
SLOW = 0.04
"""Seconds that the service takes to answer a paid request."""
NEAR = 0.08
"""Seconds after the arrival of a paid request in which a kill may fall."""
PATIENCE = 600.0
FINISHED = (0, 5)
"""Exit codes of a run that went to its end: done, or something waits for the user."""


@dataclass
class Siege:
    """What a siege came to. `near` counts kills soon after a request, `again` those of runs that
    had something to recover, `doubt` those that left a request whose fate nobody knows, `films` and
    `runs` how many there were. `strange` names what must not happen, in words."""

    verdict: Verdict = field(default_factory=Verdict)
    kills: int = 0
    near: int = 0
    again: int = 0
    doubt: int = 0
    films: int = 0
    runs: int = 0
    strange: list[str] = field(default_factory=list)

    def __add__(self, other: "Siege") -> "Siege":
        return Siege(
            self.verdict + other.verdict, self.kills + other.kills, self.near + other.near,
            self.again + other.again, self.doubt + other.doubt, self.films + other.films,
            self.runs + other.runs, self.strange + other.strange,
        )  # fmt: skip


@dataclass
class Ground:
    """A film whose free work is done, with its bill: what every besieged film is a copy of."""

    service: Service
    folder: Path
    budget: str = "0"
    seconds: float = 0.0
    """What a run takes that nothing disturbs."""

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "key.fountain").write_text(STORY)
        home = self.folder / "template"
        done = stage.run(home, *self.command("--until", "panels"), cwd=self.folder, **self.settings)
        assert done.returncode == 0, done.stderr
        whole, began = self.copy("whole"), time.monotonic()
        done = stage.run(
            whole, *self.command("--budget", "9", "--yes", "--until", "clips"), cwd=self.folder,
            **self.settings,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        self.seconds = time.monotonic() - began
        rows = stage.rows(whole, "SELECT sum(held_micros) FROM attempt WHERE token IS NOT NULL")
        self.budget = f"{rows[0][0] / 1_000_000:.6f}"

    @property
    def settings(self) -> Mapping[str, str]:
        return {**SETTINGS, **self.service.settings}

    def command(self, *more: str) -> tuple[str, ...]:
        source, out = str(self.folder / "key.fountain"), str(self.folder / "out")
        small = ("--size", "256x144", "--no-title-card", "--with", self.service.name)
        return ("make", source, "--name", "key", "--out", out, *small, *more)

    def spending(self, *, whole: bool) -> tuple[str, ...]:
        """The command under siege: its budget is what the film costs, to the last micro-unit."""
        until = () if whole else ("--until", "clips")
        return self.command("--budget", self.budget, "--yes", *until)

    def copy(self, name: str) -> Path:
        return homes.copy(self.folder / "template", self.folder / name)


def besiege(ground: Ground, kills: int, seed: int) -> Siege:
    """As many kills as that, spread over as many films as it takes."""
    moments, total = random.Random(seed), Siege()
    while total.kills < kills:
        total += _film(ground, kills - total.kills, moments, total.films)
    return total


def _film(ground: Ground, kills: int, moments: random.Random, number: int) -> Siege:
    """One film, killed at most that often, until it is finished."""
    command = ground.spending(whole=number % WHOLE == 0)
    ground.service.reset()
    ground.service.fault("delay", times=10**6, seconds=SLOW)
    home, found, doubts = ground.copy(f"film-{number}"), Siege(films=1), set[str]()
    while True:
        found.runs += 1
        before = open_attempts(home)
        near = moments.random() < 0.5
        moment = None if found.kills >= kills else _moment(ground, moments, near=near)
        code, told = _run(ground, home, command, moment)
        doubts |= unanswered(home)
        if code != -signal.SIGKILL:
            break
        found.kills += 1
        found.near += near
        found.again += bool(before)
    found.doubt = len(doubts)
    found.strange += list(_strange(home, code, told, doubts, found))
    found.verdict = judge(home, ground.service.tasks())
    shutil.rmtree(home)
    return found


def _strange(home: Path, code: int, told: str, doubts: set[str], found: Siege) -> Iterator[str]:
    """What no film may end as."""
    if code not in FINISHED:
        yield f"exit {code} after {found.kills} kills: {told[-600:]}"
    if (code == 5) != bool(parked(home)):
        yield f"exit {code} with {len(parked(home))} parked"
    if parked(home) - doubts:
        yield f"parked without a kill between send and answer: {parked(home) - doubts}"
    if stage.leftovers(home):
        yield f"left behind: {stage.leftovers(home)}"


@dataclass(frozen=True)
class Moment:
    """When to kill: so long after the start, or after this paid request of the run has arrived (if
    it does not come in `patience` seconds, then)."""

    later: float
    post: int = 0
    patience: float = 0.0


def _moment(ground: Ground, moments: random.Random, *, near: bool) -> Moment:
    if near:
        return Moment(moments.uniform(0.0, NEAR), moments.randint(1, 4), ground.seconds)
    return Moment(moments.triangular(EARLIEST, ground.seconds, 0.7 * ground.seconds))


def _run(
    ground: Ground, home: Path, command: tuple[str, ...], moment: Moment | None
) -> tuple[int, str]:
    """One run of the command: killed at its moment, or left to end. (exit code, words)."""
    posts = ground.service.posts
    going = subprocess.Popen(
        [*stage.COMMAND, *command], env=stage.environment(home, **ground.settings),
        cwd=ground.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    try:
        if moment is not None:
            _await(going, ground.service, moment, posts)
            if going.poll() is None:
                os.kill(going.pid, signal.SIGKILL)
        told = going.communicate(timeout=PATIENCE)[1].decode()
    except subprocess.TimeoutExpired:  # it hangs, which is a failure of its own
        os.kill(going.pid, signal.SIGABRT)
        told = "it hung: " + going.communicate(timeout=30)[1].decode()
    return going.returncode, told


def _await(going: "subprocess.Popen[bytes]", service: Service, moment: Moment, posts: int) -> None:
    """Wait for the moment, or for the end of the process."""
    until = time.monotonic() + (moment.patience or moment.later)
    while going.poll() is None:
        if moment.post and service.await_post(posts + moment.post, 0.02):
            time.sleep(moment.later)
            return
        if time.monotonic() >= until:
            return
        time.sleep(0.002)
