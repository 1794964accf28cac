"""Makes the sound track: mixed, limited, brought to -14 LUFS, encoded once, and measured."""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import JsonValue

from reelwright.cutting.checks import REMEDY
from reelwright.cutting.makers import pause
from reelwright.cutting.sound import levels
from reelwright.cutting.sound.levels import TARGET
from reelwright.cutting.sound.limiter import BLOCK, Limiter
from reelwright.cutting.sound.mix import CHUNK, Cue, cue, mixed
from reelwright.cutting.sound.sounds import Clip, opened
from reelwright.cutting.sound.steering import Survey
from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Made, Order, Stop
from reelwright.media import libav
from reelwright.media.memory import give_back
from reelwright.media.sound import pcm
from reelwright.media.sound.aac import AAC_FRAME
from reelwright.media.sound.pcm import RATE, Samples

AIM, ALLOWED = 0.3, 0.5
"""LU: how near a try should come before no other is made, and how near it must come."""

TRUE_PEAK = -1.1
"""dBTP that the decoded result must not pass: -1, less what two meters may differ by."""

CEILING = -1.5
"""dB of the limiter at first: AAC and the reconstruction between samples overshoot."""

BITS = 176_000
TRIES = 4
MEASURED = 60 * RATE
"""Samples of a sound that its level is measured on: speech lines are shorter, airs are even."""

SPREAD = 60
"""Chunks of a piece of music, evenly spread over all of it, that its level is measured on."""

HEARD = ("voice", "music", "effect")
"""What a film is brought to its loudness by. Where there is nothing but air, it stays as it is:
the sound of an empty room shall not roar."""


@dataclass(frozen=True)
class Setting:
    """What a try is made with: gain and ceiling in dB."""

    gain: float
    ceiling: float


def make_track(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Mix, measure, encode, and try again until the decoded result fits."""
    try:
        return _made(order, inputs, scratch, stop)
    finally:
        give_back()


def _made(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    params: Mapping[str, Any] = order.params
    length = params["frames"] * RATE // params["rate"]
    out = scratch / "track.m4a"
    cues = _cues(params, opened([inputs[name] for name in order.inputs], scratch, stop), stop)
    facts: dict[str, JsonValue] = {"seconds": length / RATE, "samples": length}
    if any(c.gain > 0 and c.role in HEARD for c in cues):
        facts |= _levelled(cues, length, out, stop)
    elif any(c.gain > 0 for c in cues):
        pcm.encode_aac(_limited(mixed(cues, length), Setting(0.0, CEILING), stop), out, RATE, BITS)
        heard(out, length, stop)
    else:
        pcm.encode_aac(_silence(length, stop), out, RATE, BITS)
        heard(out, length, stop)
    return Made(path=out, media_type="audio/mp4", facts=facts)


def _cues(params: Mapping[str, Any], clips: list[Clip], stop: Stop) -> list[Cue]:
    found: dict[int, levels.Measured] = {}
    cues = []
    for index, at, frames, role in params["sounds"]:
        pause(stop)
        clip = clips[index]
        if index not in found:
            found[index] = _measured(clip, role)
        begin, end = (f * RATE // params["rate"] for f in (at, at + frames))
        cues.append(cue(clip, role, begin, end - begin, found[index]))
    return cues


def _measured(clip: Clip, role: str) -> levels.Measured:
    if role == "music":
        return levels.Measured(levels.loudness(_spread(clip)), ())
    return levels.measured(_pieces(clip))


def _spread(clip: Clip) -> Generator[Samples]:
    chunks = max(1, clip.length // CHUNK)
    step = -(-chunks // SPREAD)
    for number in range(0, chunks, step):
        yield clip.read(number * CHUNK, min(CHUNK, clip.length - number * CHUNK))


def _pieces(clip: Clip) -> Generator[Samples]:
    for at in range(0, min(clip.length, MEASURED), CHUNK):
        yield clip.read(at, min(CHUNK, clip.length - at, MEASURED - at))


def _levelled(cues: list[Cue], length: int, out: Path, stop: Stop) -> dict[str, JsonValue]:
    survey = Survey()
    mix = out.with_suffix(".mix")
    for chunk in _written(mixed(cues, length), mix):
        pause(stop)
        survey.feed(chunk)
    if survey.silent:
        pcm.encode_aac(_kept(mix), out, RATE, BITS)
        heard(out, length, stop)
        return {}
    target, ceiling = TARGET, CEILING
    for _ in range(TRIES):
        setting = Setting(round(survey.gain(target, ceiling), 2), ceiling)
        pcm.encode_aac(_limited(_kept(mix), setting, stop), out, RATE, BITS)
        loudness, peak = heard(out, length, stop)
        if abs(loudness - TARGET) <= AIM and peak <= TRUE_PEAK:
            break
        target = round(target + TARGET - loudness, 2)
        ceiling = round(ceiling - (peak - TRUE_PEAK + 0.1 if peak > TRUE_PEAK else 0.0), 1)
    if abs(loudness - TARGET) > ALLOWED or peak > TRUE_PEAK:
        raise MachineTrouble(
            "track",
            f"the sound came out at {loudness:.1f} LUFS with peaks of {peak:.1f} dBTP",
            REMEDY,
        )
    mix.unlink()
    return {"lufs": round(loudness, 2), "true_peak": round(peak, 2)}


def heard(track: Path, length: int, stop: Stop) -> tuple[float, float]:
    """(LUFS, dBTP) of the finished track, decoded; it must last `length` samples."""
    found = 0

    def gathered() -> Generator[Samples]:
        """In chunks of about the mix's length: a measure costs by the chunk."""
        nonlocal found
        held: list[Samples] = []
        for block in pcm.decoded(track):
            held.append(block)
            found += len(block)
            if len(held) * len(block) >= CHUNK:
                pause(stop)
                yield np.concatenate(held)
                held.clear()
        if held:
            yield np.concatenate(held)

    measured = pcm.measure(gathered())
    if abs(found - length) > AAC_FRAME:
        raise MachineTrouble("track", f"{found} samples came out, {length} were wanted", REMEDY)
    return measured


def _written(chunks: Iterable[Samples], mix: Path) -> Generator[Samples]:
    """The chunks, each written down as it passes."""
    try:
        with mix.open("wb") as file:
            for chunk in chunks:
                chunk.tofile(file)
                yield chunk
    except OSError as error:
        raise libav.write_trouble(error, mix) from error


def _kept(mix: Path) -> Generator[Samples]:
    """The chunks of a mix that was written down: mixing takes longer than reading."""
    with mix.open("rb") as file:
        while len(samples := np.fromfile(file, np.float32, 2 * CHUNK)):
            yield samples.reshape(-1, 2)


def _limited(chunks: Iterable[Samples], setting: Setting, stop: Stop) -> Generator[Samples]:
    limiter = Limiter(10 ** (setting.ceiling / 20))
    factor = np.float32(10 ** (setting.gain / 20))
    given = length = 0
    for chunk in chunks:
        pause(stop)
        length += len(chunk)
        short = -len(chunk) % BLOCK
        ready = limiter.feed(np.pad(chunk * factor, ((0, short), (0, 0))))
        given += len(ready)
        yield ready
    last = limiter.flush()
    yield last[: length - given]


def _silence(length: int, stop: Stop) -> Generator[Samples]:
    for begin in range(0, length, CHUNK):
        pause(stop)
        yield np.zeros((min(CHUNK, length - begin), 2), np.float32)
