"""Group `film`: from text to finished film, and what changing a little costs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.jobs import overhead_ms
from bench.pages import write_pdf
from bench.plain import drawn, ratios
from bench.row import Row, cost, made
from bench.stories import script

EXAMPLE = Path(__file__).parents[1] / "examples" / "story.md"
GROUP = "film"


def measure(folder: Path) -> Iterator[Row]:
    """All figures of the group, the quick ones first."""
    yield _help(folder)
    yield from _reading(folder)
    yield Row(GROUP, "engine overhead per job, CPU", overhead_ms(folder), "ms", 30)
    yield from _changing(folder)
    yield from drawn(folder)
    yield from _memory(folder)
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


def _changing(folder: Path) -> Iterator[Row]:
    """One action line of a script of 60 shots changes: one shot is drawn and shot anew."""
    source = folder / "sixty.fountain"
    home, out = folder / "sixty", folder / "sixty-out"
    source.write_text(script(60))
    whole, told = made(home, source, "--out", out)
    source.write_text(script(60, changed=31))
    again, retold = made(home, source, "--out", out)
    assert retold["production"] == told["production"]
    yield Row(
        GROUP, "one shot of 60 changed: CPU against the whole", again.cpu / whole.cpu, "×", 0.05
    )
    print(f"      (whole {whole.cpu:.0f} s CPU, change {again.cpu:.1f}, made {retold['jobs']})")
    yield from ratios(home, str(told["production"]), folder)


def _memory(folder: Path) -> Iterator[Row]:
    """Peak of the whole process tree, small pictures, by number of shots."""
    peaks = {}
    for shots in (10, 60, 300):
        source = folder / f"memory{shots}.fountain"
        source.write_text(script(shots))
        took, _ = made(
            folder / f"memory{shots}", source, "--out", folder / "out", "--size", "320x180"
        )
        peaks[shots] = took.peak_mb
        print(f"      ({shots} shots: {took.peak_mb:.0f} MB)")
    yield Row(GROUP, "peak memory at 60 shots against 10", peaks[60] / peaks[10], "×", 1.2)
    yield Row(GROUP, "peak memory at 300 shots against 10", peaks[300] / peaks[10], "×", 1.2)


def _whole(folder: Path) -> Iterator[Row]:
    took, told = made(folder / "whole", EXAMPLE, "--out", folder / "whole-out")
    seconds = float(str(told["seconds"]))
    yield Row(
        GROUP, "film seconds per wall second, 1280x720, two workers", seconds / took.wall, "×",
        3.0, floor=True,
    )  # fmt: skip
    print(f"      ({seconds:.0f} s of film in {took.wall:.0f} s, {took.cpu:.0f} s CPU)")
