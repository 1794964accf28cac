"""Which encoders really work here: "compiled in" proves nothing, a trial encode does."""

import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from reelwright.film.errors import MachineTrouble, Trouble
from reelwright.media import ffmpeg, probe

_FRAMES = 6


def works(encoder: str) -> bool:
    """Whether the ffmpeg program can encode a few frames with a video encoder, decodably."""
    return _works(encoder, ffmpeg.binary())


@lru_cache
def _works(encoder: str, _program: Path) -> bool:
    with tempfile.TemporaryDirectory(prefix="reelwright-trial-") as folder:
        out = Path(folder, "trial.mkv")
        options = ("-map", "[v]", "-c:v", encoder, "-frames:v", str(_FRAMES), "-f", "matroska")
        try:
            ffmpeg.run(
                (),
                [ffmpeg.Output(out, options)],
                graph="testsrc2=size=320x240:rate=24,format=yuv420p[v]",
                limits=ffmpeg.Limits(cpu_seconds=20, wall_seconds=30),
                stage="trial",
            )
            facts = probe.probe(out).video
        except Trouble:
            return False
        return facts is not None and facts.frames == _FRAMES


def choose(wanted: Sequence[str]) -> str:
    """The first encoder that works; a film is made with one encoder throughout."""
    for encoder in wanted:
        if works(encoder):
            return encoder
    raise MachineTrouble(
        "encoder",
        f"none of these encoders works here: {', '.join(wanted)}",
        "Unset REELWRIGHT_FFMPEG, so that the ffmpeg installed with Reelwright is used.",
    )
