"""Group `film`: from text to finished film, and what changing a little costs."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from bench.jobs import overhead_ms
from bench.pages import write_pdf
from bench.plain import drawn, ratios
from bench.row import Row, cost, made
from bench.stories import CHANGES, script

EXAMPLE = Path(__file__).parents[1] / "examples" / "story.md"
GROUP = "film"


def measure(folder: Path) -> Iterator[Row]:
    """All figures of the group, the quick ones first."""
    yield _help(folder)
    yield from _reading(folder)
    yield Row(GROUP, "engine overhead per job, CPU", overhead_ms(folder), "ms", 30)
    home, production, row = changed(folder, 60, GROUP, 0.05)
    yield row
    yield from ratios(home, production, folder)
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


def changed(folder: Path, shots: int, group: str, limit: float) -> tuple[Path, str, Row]:
    """One action line of a script of so many shots changes: one shot is drawn and shot anew. The
    median of three such changes: one takes seconds, the whole minutes, and machines are noisy.

    Answers the data folder and the production too, for whoever has more to ask of that film.
    """
    source = folder / f"changed{shots}.fountain"
    home, out = folder / f"changed{shots}", folder / f"changed{shots}-out"
    source.write_text(script(shots))
    whole, told = made(home, source, "--out", out)
    took: list[float] = []
    for line in CHANGES:
        source.write_text(script(shots, (shots // 2 + 1, line)))
        again, retold = made(home, source, "--out", out)
        assert retold["production"] == told["production"]
        jobs = retold["jobs"]
        assert isinstance(jobs, dict)
        assert jobs["made"] >= len(SHOT), "this change changes no picture"
        took.append(again.cpu)
        print(f"      (whole {whole.cpu:.0f} s CPU, change {again.cpu:.1f}, {jobs['made']} made)")
    name = f"one shot of {shots} changed: CPU against the whole"
    return home, str(told["production"]), Row(group, name, median(took) / whole.cpu, "×", limit)


def memory(folder: Path, group: str, numbers: Sequence[int] = (10, 60, 300)) -> Iterator[Row]:
    """Peak of the whole process tree, small pictures, by number of shots."""
    peaks = {}
    for shots in numbers:
        source = folder / f"memory{shots}.fountain"
        source.write_text(script(shots))
        took, _ = made(
            folder / f"memory{shots}", source, "--out", folder / "out", "--size", "320x180"
        )
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
