"""Group `film`: from text to finished film, and what changing a little costs."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.jobs import overhead_ms
from bench.memory import backed
from bench.pages import write_pdf
from bench.plain import drawn, ratios
from bench.row import Row, cost, made
from bench.stories import CHANGES, LONGER, script

EXAMPLE = Path(__file__).parents[1] / "examples" / "story.md"
GROUP = "film"


def measure(folder: Path) -> Iterator[Row]:
    """All figures of the group, the quick ones first."""
    yield _help(folder)
    yield from _reading(folder)
    yield Row(GROUP, "engine overhead per job, CPU", overhead_ms(folder), "ms", 30)
    film = counted(folder, 60)
    yield changed(film, GROUP, 0.05)
    yield from ratios(film.home, film.production, folder)
    yield drawn(folder)[1]
    yield from memory(folder, GROUP)
    yield from _whole(folder)


def _help(folder: Path) -> Row:
    command = [sys.executable, "-m", "reelwright", "--help"]
    cost(command, os.environ, folder)
    return Row(GROUP, "reelwright --help, CPU", cost(command, os.environ, folder).cpu, "s", 0.3)


def _reading(folder: Path) -> Iterator[Row]:
    """CPU of reading alone, child process and all, without the start of Python."""
    pdf = write_pdf(folder / "novel.pdf", 500)
    yield Row(GROUP, "reading a 500-page PDF, CPU", _read_cpu(pdf), "s", 2.0)
    samples = os.environ.get("REELWRIGHT_SAMPLES")
    epub = next(Path(samples).glob("*.epub"), None) if samples else None
    if epub is None:
        print("NOT RUN: reading the sample EPUB (REELWRIGHT_SAMPLES names no folder with one)")
    else:
        yield Row(GROUP, "reading the sample EPUB, CPU", _read_cpu(epub), "s", 1.0)


def _read_cpu(path: Path) -> float:
    code = (
        "import os, sys; from pathlib import Path; from reelwright import formats;"
        "import reelwright.formats.opening; b = os.times();"
        "formats.read(Path(sys.argv[1])); a = os.times(); print(sum(a[:4]) - sum(b[:4]))"
    )
    return min(
        float(subprocess.check_output([sys.executable, "-c", code, str(path)])) for _ in range(3)
    )


SHOT = ("panel", "clip", "scene", "scene's film", "film")
"""What at least is made anew when a line changes."""


@dataclass(frozen=True)
class Counted:
    """A film of so many shots in `home`, and what it took to make."""

    home: Path
    out: Path
    source: Path
    production: str
    shots: int
    cpu: float

    def edited(self, line: str) -> float:
        """CPU seconds of a run after its middle line has been replaced."""
        self.source.write_text(script(self.shots, (self.shots // 2 + 1, line)))
        with backed():
            took, told = made(self.home, self.source, "--out", self.out)
        assert told["production"] == self.production
        jobs = told["jobs"]
        assert isinstance(jobs, dict)
        assert jobs["made"] >= len(SHOT), "this change changes no picture"
        print(f"      (whole {self.cpu:.0f} s CPU, change {took.cpu:.1f}, {jobs['made']} made)")
        return took.cpu


def counted(folder: Path, shots: int) -> Counted:
    """Make the film of a script of so many shots."""
    source = folder / f"changed{shots}.fountain"
    home, out = folder / f"changed{shots}", folder / f"changed{shots}-out"
    source.write_text(script(shots))
    whole, told = made(home, source, "--out", out)
    return Counted(home, out, source, str(told["production"]), shots, whole.cpu)


def changed(film: Counted, group: str, limit: float) -> Row:
    """One action line changes, and lasts as long: one shot is drawn and shot anew. The median of
    three such changes: one takes seconds, the whole minutes, and machines are noisy."""
    cpu = median(film.edited(line) for line in CHANGES)
    name = f"one shot of {film.shots} changed: CPU against the whole"
    return Row(group, name, cpu / film.cpu, "×", limit)


def longer(film: Counted, group: str, limit: float) -> Row:
    """One line lasts longer: all after it moves, and the sound track of the film is made anew."""
    name = f"one shot of {film.shots} made longer: CPU against the whole"
    return Row(group, name, film.edited(LONGER) / film.cpu, "×", limit)


def memory(folder: Path, group: str, numbers: Sequence[int] = (10, 60, 300)) -> Iterator[Row]:
    """Peak of the whole process tree, small pictures, by number of shots."""
    peaks = {}
    for shots in numbers:
        source = folder / f"memory{shots}.fountain"
        source.write_text(script(shots))
        took, _ = made(
            folder / f"memory{shots}", source, "--out", folder / "out", "--size", "320x180",
            watched=True,
        )  # fmt: skip
        peaks[shots] = took.peak_mb
        print(f"      ({shots} shots: {took.peak_mb:.0f} MB)")
    few, *more = numbers
    for shots in more:
        name = f"peak memory at {shots} shots against {few}"
        yield Row(group, name, peaks[shots] / peaks[few], "×", 1.2)


def _whole(folder: Path) -> Iterator[Row]:
    took, told = made(folder / "whole", EXAMPLE, "--out", folder / "whole-out")
    seconds = float(str(told["seconds"]))
    yield Row(
        GROUP, "film seconds per wall second, 1280x720, two workers", seconds / took.wall, "×",
        3.0, floor=True,
    )  # fmt: skip
    print(f"      ({seconds:.0f} s of film in {took.wall:.0f} s, {took.cpu:.0f} s CPU)")
