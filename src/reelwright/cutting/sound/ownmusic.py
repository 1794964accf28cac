"""The user's own music: a file as a bed that can be cut to any length and repeated."""

from collections.abc import Generator, Mapping
from pathlib import Path

import numpy as np

from reelwright.cutting.makers import pause
from reelwright.cutting.sound.levels import eased
from reelwright.film.errors import BadInput
from reelwright.film.order import Made, Order, Stop
from reelwright.media import ffmpeg
from reelwright.media.sound import pcm, strange
from reelwright.media.sound.pcm import RATE, Samples

MODEL = "own-bed-1"

QUIET = 10 ** (-60 / 20)
"""What is quieter at both ends is cut away: films begin with music, and loops have no hole."""

LOOP = 30 * RATE
"""Samples: what is shorter was made to be repeated, what is longer is a piece that comes to an end
and begins again."""

EDGE = RATE // 200
END = 2 * RATE
"""Samples in which a loop's edges are softened, and in which a piece fades at its end."""

CHUNK = 4 * RATE


def own_bed_order(sha256: str) -> Order:
    """Order a bed of the user's stored file."""
    return Order(
        kind="music",
        provider="cutting",
        model=MODEL,
        params={"tool": ffmpeg.version()},
        inputs=(sha256,),
    )


def make_own_bed(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Decode, without the silence around it. Facts: `seconds`, `lufs`."""
    return bed(inputs[order.inputs[0]], scratch, stop)


def bed(file: Path, scratch: Path, stop: Stop = lambda: False) -> Made:
    """`music.wav` in `scratch`. Raises `BadInput` for a file that is no music."""
    whole, out = scratch / "whole.wav", scratch / "music.wav"
    samples = strange.wav_of(file, whole, "music", stop)
    begin, end = _heard(whole, samples, stop)
    if end - begin < RATE // 10:
        raise BadInput("music", f"nothing is heard in {file.name!r}", "Give another file.")
    length = pcm.write_wav(out, _edged(whole, begin, end, stop), RATE)
    whole.unlink()
    lufs, _ = pcm.loudness(out)
    return Made(
        path=out,
        media_type="audio/wav",
        facts={"seconds": round(length / RATE, 4), "lufs": round(lufs, 1)},
    )


def _heard(wav: Path, samples: int, stop: Stop) -> tuple[int, int]:
    """From the first to the last sample that is not quiet."""
    first, last = samples, 0
    for at in range(0, samples, CHUNK):
        pause(stop)
        loud = np.flatnonzero(np.abs(pcm.read_wav(wav, at, CHUNK)[0]).max(axis=1) > QUIET)
        if len(loud):
            first, last = min(first, at + int(loud[0])), at + int(loud[-1]) + 1
    return first, last


def _edged(wav: Path, begin: int, end: int, stop: Stop) -> Generator[Samples]:
    """The stretch with its edges softened, chunk by chunk."""
    fade = END if end - begin > LOOP else EDGE
    for at in range(begin, end, CHUNK):
        pause(stop)
        samples = pcm.read_wav(wav, at, min(CHUNK, end - at))[0]
        place = np.arange(at, at + len(samples))
        level = eased(np.clip((place - begin) / EDGE, 0, 1))
        level *= eased(np.clip((end - place) / fade, 0, 1))
        yield (samples * level[:, None]).astype(np.float32)
