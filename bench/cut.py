"""Group `cut`: what cutting costs, beside other ways to make the same film, and how good it is.

`REELWRIGHT_BENCH=small` takes few shots and small pictures, to see that all of it runs; such
figures mean nothing.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from statistics import median

import numpy as np

from bench.film import changed, counted, longer, memory
from bench.plain import drawn, ratios, timeline_of
from bench.quality import quality
from bench.row import Cost, Row, cost, wall
from bench.stories import script
from reelwright.film.timeline import House
from reelwright.ledger.store import Store
from reelwright.media.house import Encoder
from reelwright.media.mp4 import packets

GROUP = "cut"
ROOT = Path(__file__).parents[1]
SMALL = os.environ.get("REELWRIGHT_BENCH") == "small"


def measure(folder: Path) -> Iterator[Row]:
    """All figures of the group."""
    yield _joining(folder)
    sixty = counted(folder, 12 if SMALL else 60)
    home, production = sixty.home, sixty.production
    yield changed(sixty, GROUP, 0.04)
    yield from ratios(home, production, folder, GROUP, 0.1)
    yield from _same_film(home, production, folder, "copied")
    yield from _advert(home, production, folder)
    yield from quality(home, production, folder, GROUP)
    film, row = drawn(folder, GROUP, 1.05, 6 if SMALL else 24)
    yield row
    yield from _same_film(folder / "drawn", film, folder, "words drawn in")
    long = counted(folder, 24 if SMALL else 300)
    yield changed(long, GROUP, 0.01)
    yield longer(long, GROUP, 0.06)
    yield from memory(folder, GROUP, (3, 6) if SMALL else (10, 60, 300))
    yield from _cores(folder)


def _joining(folder: Path) -> Row:
    """CPU of joining conforming segments over that of `cat` of the same bytes."""
    count, seconds = (20, 1) if SMALL else (100, 5)
    segments = _segments(folder, count, seconds)
    cat = f"cat {folder}/segment*.mp4 > {folder}/cat"
    theirs = min(cost(["sh", "-c", cat], os.environ, folder).cpu for _ in range(3))
    code = (
        "import os, sys; from pathlib import Path; from reelwright.film.timeline import House;"
        "from reelwright.media.mp4 import packets;"
        "names = sorted(Path(sys.argv[1]).glob('seg*.mp4'));"
        "b = os.times(); packets.join([packets.Part(n) for n in names],"
        " Path(sys.argv[1], 'joined.mp4'), House()); a = os.times(); print(sum(a[:2]) - sum(b[:2]))"
    )
    ours = min(
        float(subprocess.check_output([sys.executable, "-c", code, str(folder)])) for _ in range(3)
    )
    print(f"      (cat {theirs:.3f} s CPU, joined {ours:.3f}, {segments >> 20} MB)")
    for name in ("cat", "joined.mp4", *(f"segment{number:03}.mp4" for number in range(count))):
        (folder / name).unlink()
    name = f"joining {count} conforming segments: CPU against cat of the same bytes"
    return Row(GROUP, name, ours / theirs, "×", 3)


def _segments(folder: Path, count: int, seconds: int) -> int:
    """So many files of noise in the house format; answers their bytes."""
    first = folder / "segment000.mp4"
    encode(first, seconds * House().rate)
    for number in range(1, count):
        shutil.copyfile(first, folder / f"segment{number:03}.mp4")
    assert packets.shown([packets.Part(first)], House())
    return count * first.stat().st_size


def encode(path: Path, frames: int) -> None:
    """A file of noise in the house format."""
    house = House()
    dice = np.random.default_rng(1)
    grey = np.full((house.height // 2, house.width // 2), 128, np.uint8)
    with Encoder(path, house) as encoder:
        for _ in range(frames):
            noise = dice.integers(90, 160, (house.height, house.width), np.uint8)
            encoder.write(noise, grey, grey)


def _same_film(home: Path, production: str, folder: Path, kind: str) -> Iterator[Row]:
    """A film that is there, by us and by MoviePy 2."""
    arguments = [str(home), production]
    name = f"the same film by MoviePy 2, {kind}"
    yield from _beside(name, folder, ("bench.cutting", "bench.film_moviepy"), arguments, 6)


def _advert(home: Path, production: str, folder: Path) -> Iterator[Row]:
    """An advertisement from clips as services send them, by us and by MoviePy 2: graded, with words
    on them, crossfaded, with music. Every frame is decoded and encoded by both, which is most of
    what it takes: this is what our way cannot spare."""
    store = Store(home / "store")
    timeline = timeline_of(home, production)
    clips = [item for item in timeline.items if item.shot][: 3 if SMALL else 8]
    music = next(sound.clip for sound in timeline.sounds if sound.role == "music")
    given = folder / "advert"
    given.mkdir()
    for number, item in enumerate(clips):
        shutil.copyfile(store.path(item.clip), given / f"clip{number}.mp4")
    shutil.copyfile(store.path(music), given / "music.wav")
    name = "an advertisement of foreign clips by MoviePy 2"
    yield from _beside(name, folder, ("bench.advert_ours", "bench.advert_moviepy"), [str(given)], 1)


def _beside(
    name: str, folder: Path, modules: tuple[str, str], arguments: list[str], limit: float
) -> Iterator[Row]:
    """Ours is made before and after theirs, and its mean counts: a machine that gets slower
    meanwhile decides nothing."""
    ours, theirs = modules
    first, other, last = (_film(module, folder, arguments) for module in (ours, theirs, ours))
    times = 2 * other.cpu / (first.cpu + last.cpu)
    yield Row(GROUP, f"{name}: times our CPU", times, "×", limit, floor=True)
    memory = max(first.peak_mb, last.peak_mb) / other.peak_mb
    yield Row(GROUP, f"{name}: our memory against its", memory, "×", 1 / 3)


def _film(module: str, folder: Path, arguments: list[str]) -> Cost:
    """What a film takes that a module makes, in a folder of its own."""
    out = folder / f"{len(list(folder.iterdir()))}-{module}"
    took = cost([sys.executable, "-m", module, *arguments, str(out)], os.environ, ROOT)
    print(f"      ({module}: {took.cpu:.1f} s CPU, {took.peak_mb:.0f} MB)")
    return took


def _cores(folder: Path) -> Iterator[Row]:
    """Wall time of the same film by one worker over that by two, each the best of three; and what
    this machine gives to two programs that have nothing to do with each other, as its cores may
    share their parts."""
    source = folder / "cores.fountain"
    source.write_text(script(6 if SMALL else 60))
    walls = {1: list[float](), 2: list[float]()}
    for turn, workers in product("abc", walls):
        home, out = folder / f"cores{workers}{turn}", folder / "cores-out"
        walls[workers].append(wall(home, "make", source, "--out", out, workers=workers))
        print(f"      ({workers} at work: {walls[workers][-1]:.1f} s)")
    gain = min(walls[1]) / min(walls[2])
    yield Row(GROUP, "two workers against one: times faster", gain, "×", 1.8, floor=True)
    name = "the same against two programs one after the other and at once"
    yield Row(GROUP, name, gain / _machine(folder), "×", 0.9, floor=True)


def _machine(folder: Path) -> float:
    """Times faster two programs that encode are at once than one after the other: the median of
    three."""
    code = (
        "import sys; from pathlib import Path; from bench.cut import encode;"
        "encode(Path(sys.argv[1]), int(sys.argv[2]))"
    )
    commands = [
        [sys.executable, "-c", code, str(folder / f"alone{number}.mp4"), "20" if SMALL else "400"]
        for number in range(2)
    ]
    gains = []
    for _ in range(3):
        began = time.monotonic()
        for command in commands:
            subprocess.run(command, check=True)
        between = time.monotonic()
        for one in [subprocess.Popen(command) for command in commands]:
            one.wait()
        gains.append((between - began) / (time.monotonic() - between))
    return median(gains)
