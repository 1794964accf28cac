"""WebVTT subtitles, out."""

from collections.abc import Sequence

from reelwright.film.timeline import Caption
from reelwright.formats.cues import clock, lines_of

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def write(captions: Sequence[Caption], rate: int) -> str:
    """The captions as WebVTT text; `rate` is frames a second."""
    cues = ["WEBVTT\n"]
    for caption in captions:
        if lines := [line.translate(_ESCAPES) for line in lines_of(caption)]:
            times = f"{clock(caption.start, rate, '.')} --> {clock(caption.end, rate, '.')}"
            cues.append("\n".join([times, *lines]) + "\n")
    return "\n".join(cues)
