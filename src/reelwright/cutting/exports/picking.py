"""Reads single frames of a film by their numbers, without decoding what lies between."""

from collections.abc import Generator, Sequence
from pathlib import Path

import av

from reelwright.cutting.makers import pause
from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Stop
from reelwright.media import libav

FAR = 24
"""Frames ahead from which seeking is quicker than decoding on."""


def picked(
    film: Path, numbers: Sequence[int], rate: int, stop: Stop
) -> Generator[tuple[int, av.VideoFrame]]:
    """(number, frame) for each of the numbers, which rise. Raises `MachineTrouble` for a film that
    is shorter."""
    with libav.reading(film, "export") as container:
        stream = container.streams.video[0]
        libav.accept(stream, film, "export")
        stream.codec_context.thread_count = 1
        base = stream.time_base
        assert base is not None
        frames = container.decode(stream)
        at = -1
        for number in numbers:
            pause(stop)
            if number > at + FAR:
                container.seek(round(number / rate / base), stream=stream)
                frames = container.decode(stream)
            for frame in frames:
                at = round((frame.pts or 0) * base * rate)
                if at >= number:
                    yield number, frame
                    break
            else:
                raise MachineTrouble("export", f"{film.name} has no frame {number}")
