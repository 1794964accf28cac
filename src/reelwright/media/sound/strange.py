"""Strange sound: any sound file as 48 kHz WAV, decoded where it can do no harm.

The decoder runs in a child process with limits of time, memory and output, so that a file that was
made to hang or to swell costs seconds and nothing else.
"""

from pathlib import Path

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.order import Stop
from reelwright.media import ffmpeg
from reelwright.media.sound import pcm

LONGEST = 900
"""Seconds that are taken of a sound, from its beginning."""

_LIMITS = ffmpeg.Limits(cpu_seconds=60, wall_seconds=120, memory_mb=2048, file_mb=256)
"""A quarter of an hour of FLAC takes 2 CPU seconds, and 173 MB as WAV."""

_OPTIONS = (
    "-map", "0:a:0", "-t", str(LONGEST), "-ac", "2", "-ar", str(pcm.RATE),
    "-c:a", "pcm_s16le", "-fflags", "+bitexact", "-flags:a", "+bitexact",
    "-map_metadata", "-1", "-f", "wav",
)  # fmt: skip

_OF_THE_FILE = ("too long", "crashed", "failed", "more memory", "larger than")
"""What a sane file does to no decoder on any machine that makes films."""


def wav_of(path: Path, wav: Path, stage: str, stop: Stop = lambda: False) -> int:
    """Decode the first sound track of a file into `wav`: 48 kHz, 16 bit, stereo; its samples.

    Raises `BadInput` when it is no sound that can be read, has none, or takes too long.
    """
    output = ffmpeg.Output(wav, _OPTIONS)
    try:
        ffmpeg.run([ffmpeg.Input(path)], [output], limits=_LIMITS, stop=stop, stage=stage)
    except MachineTrouble as trouble:
        if not any(words in trouble.cause for words in _OF_THE_FILE):
            raise
        raise BadInput(stage, trouble.cause, "Give another file.") from trouble
    samples, _, _ = pcm.length(wav)
    if not samples:
        raise BadInput(stage, f"{path.name!r} has no sound", "Give another file.")
    return samples
