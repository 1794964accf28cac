"""How any clip becomes pictures of the house format: constant rate, size, colours, grade."""

import platform
import shutil
from collections.abc import Iterator
from pathlib import Path

from reelwright.cutting import fitting
from reelwright.film.errors import BadInput
from reelwright.film.timeline import House
from reelwright.media import ffmpeg, probe
from reelwright.media.colour import cube, tonemap

BT709 = f"out_color_matrix=bt709:out_range=tv:{fitting.EXACT}"
RGB = f"out_range=pc:{fitting.EXACT}"
"""Where a scaler's picture goes."""

PLANES = "gbrp16"
"""What grades are computed in."""

ALIKE = ("-cpuflags", "-fma3") if platform.machine() in ("x86_64", "AMD64") else ()
"""Input options with which all processors of one architecture compute the same grade: those that
multiply and add in one step round otherwise, in one sample of a million. Costs 15 %; the other way
to be exact, 12 bits, takes twice the time."""

SLACK = 0.25
"""Seconds a clip may be shorter than wanted: its last picture is then held (services round)."""


def rendering(
    clip: Path, start: int, frames: int, fit: fitting.Fit, grade: Path | None, house: House,
    scratch: Path,
) -> tuple[ffmpeg.Input, str]:  # fmt: skip
    """How frames [start, start + frames) of any clip become pictures of the house format: what
    ffmpeg reads, and the graph that ends in `[v]`. Tables are left in `scratch`."""
    facts = _long_enough(clip, (start + frames) / house.rate)
    tables = [*_toned(facts, scratch), *([_grade(grade, scratch)] if grade else [])]
    filters = graph(
        house,
        start,
        frames,
        _fit(fit, clip, house),
        matrix="" if facts.matrix else guessed(facts.width, facts.height),
        grade=",".join(tables),
    )
    return ffmpeg.Input(clip, ALIKE if tables else ()), f"[0:v:0]{filters}[v]"


def graph(
    house: House, start: int, frames: int, fit: fitting.Fit, *, matrix: str = "", grade: str = ""
) -> str:
    """The filters: constant rate, the stretch, the size without distortion, BT.709 video range.

    `matrix` is by which the clip's colours are coded, where it does not tell; `grade` a filter that
    turns R'G'B' into other colours.
    """
    told = f":in_color_matrix={matrix}" if matrix else ""
    scaled = f"{fitting.scaled(fit, house)}{told}"
    # Graded before bars are put around it, so that they stay black.
    colours = (f"{scaled}:{RGB}", grade, f"scale={BT709}") if grade else (f"{scaled}:{BT709}",)
    # Square samples first: a scaler that keeps the shape otherwise keeps the wrong one.
    return ",".join(
        (
            f"fps={house.rate}:start_time=0",
            "tpad=stop=-1:stop_mode=clone",
            f"trim=start_frame={start}:end_frame={start + frames}",
            "setpts=PTS-STARTPTS",
            "scale=w='trunc(iw*max(sar,1)/2)*2':h='trunc(ih/min(sar,1)/2)*2'",
            *colours,
            *(("format=yuv420p",) if grade else ()),
            fitting.framed(fit, house),
            # Not stated, as in all of the house format: stating 1:1 changes the parameter sets.
            "setsar=0",
            "format=yuv420p",
        )
    )


def _fit(fit: fitting.Fit, clip: Path, house: House) -> fitting.Fit:
    return fitting.settled("", probe.shape(clip, "body"), house) if fit == "auto" else fit


def guessed(width: int, height: int) -> str:
    """The matrix that players take for a clip that tells none: BT.601 for small pictures."""
    return "bt709" if width >= 1280 or height > 576 else "smpte170m"


def _toned(facts: probe.VideoFacts, scratch: Path) -> Iterator[str]:
    """The filter that brings a clip of wide colours or bright lights into BT.709, if it is one."""
    kind = tonemap.light(facts)
    if kind is not None:
        path = scratch / "light.cube"
        cube.write(tonemap.table(kind), path)
        # Told, so that nothing after it takes the picture for what it was.
        told = "setparams=color_primaries=bt709:color_trc=bt709"
        yield f"format={PLANES},lut3d=file={ffmpeg.in_graph(path)},{told}"


def _grade(lut: Path, scratch: Path) -> str:
    """The filter that applies a colour table. It takes the format from the ending of the name."""
    path = scratch / "grade.cube"
    shutil.copyfile(lut, path)
    kind = "lut1d" if cube.is_flat(path) else "lut3d"
    return f"format={PLANES},{kind}=file={ffmpeg.in_graph(path)}"


def _long_enough(clip: Path, seconds: float) -> probe.VideoFacts:
    found = probe.probe(clip, "body")
    if found.video is None:
        raise BadInput("body", f"{clip.name} has no picture", "Choose another take.")
    rate = float(found.video.rate)
    length = found.video.frames / rate if rate > 0 else found.seconds
    if max(length, found.seconds if found.audio is None else 0.0) + SLACK < seconds:
        raise BadInput(
            "body",
            f"a clip is {length:.2f} s long, {seconds:.2f} s were wanted",
            "Choose another take, or shorten the shot.",
        )
    return found.video
