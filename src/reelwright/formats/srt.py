"""SubRip subtitles, out."""

from collections.abc import Sequence

from reelwright.film.timeline import Caption
from reelwright.formats.cues import clock, lines_of


def write(captions: Sequence[Caption], rate: int) -> str:
    """The captions as SubRip text; `rate` is frames a second."""
    cues: list[str] = []
    for caption in captions:
        if lines := lines_of(caption):
            times = f"{clock(caption.start, rate, ',')} --> {clock(caption.end, rate, ',')}"
            cues.append("\n".join([str(len(cues) + 1), times, *lines]) + "\n")
    return "\n".join(cues)
