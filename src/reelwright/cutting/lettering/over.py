"""What is drawn over the frames of one segment: subtitles, overlays and logos.

Each is drawn once, then blended into the frames it lies over.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from reelwright.cutting.frames import Picture
from reelwright.cutting.lettering.blending import ONE, Layers, blend, share
from reelwright.cutting.lettering.captioning import lines_drawn, words_drawn
from reelwright.film.order import Order
from reelwright.film.overlay import Overlay
from reelwright.film.timeline import Caption, House, Logo, Title

Seen = Callable[[int], Layers | None]
"""Frame -> what is seen over it, if anything."""


class Lettering:
    """All that is laid over the frames of one segment, the lowest first."""

    def __init__(self, seen: Sequence[Seen]) -> None:
        self._seen = tuple(seen)

    def over(self, index: int, picture: Picture) -> Picture:
        """Frame `index` with what lies over it; the picture given is not changed."""
        shown = [drawn for one in self._seen if (drawn := one(index)) is not None]
        if not shown:
            return picture
        # A decoder still predicts from the planes it gave.
        copied = Picture(*(plane.copy() for plane in picture))
        for drawn in shown:
            blend(copied, drawn)
        return copied


def lettering(order: Order, inputs: Mapping[str, Path], house: House) -> Lettering:
    """What an Order carries (`orders.laid_over`), drawn; nothing if it carries nothing."""
    from reelwright.cutting.lettering.logos import logo_drawn
    from reelwright.cutting.lettering.shading import read_shade

    params: Mapping[str, Any] = order.params
    path = partial(_path, order, inputs)
    seen: list[Seen] = []
    for start, end, corner, image, comes in params.get("logos", ()):
        logo = Logo(image="", corner=corner, start=start, end=end)
        seen.append(partial(_logo, logo, logo_drawn(path(image), logo.corner, house), comes))
    for start, end, overlay, free, shade in params.get("titles", ()):
        title = Title(overlay=Overlay.model_validate(overlay), start=start, end=end, free=free)
        seen.append(_title(title, read_shade(path(shade)), house))
    for start, end, lines, *spoken in params.get("captions", ()):
        one = Caption(start=start, end=end, lines=tuple(lines), spoken=tuple(*spoken))
        seen.append(captioned(one, house))
    return Lettering(seen)


def captioned(caption: Caption, house: House) -> Seen:
    """A subtitle; with `spoken` the word that is heard is lit."""
    draw = cache(partial(_caption, caption, house))

    def seen(frame: int) -> Layers | None:
        if not caption.start <= frame < caption.end:
            return None
        return draw(sum(begin <= frame for begin in caption.spoken) - 1)

    return seen


def _caption(caption: Caption, house: House, lit: int) -> Layers:
    if caption.spoken:
        return words_drawn(caption.lines, lit, house)
    return lines_drawn(caption.lines, house)


def _title(title: Title, shade: Any, house: House) -> Seen:
    from reelwright.cutting.lettering.titles import Drawn

    return Drawn(title, shade, house).at


def _logo(logo: Logo, drawn: Layers, comes: int, frame: int) -> Layers | None:
    """It fades in within `comes` frames, and out."""
    if not logo.start <= frame < logo.end:
        return None
    near = min(frame - logo.start + 1, logo.end - frame)
    return share(drawn, round(min(1.0, near / (comes + 1)) * ONE))


def _path(order: Order, inputs: Mapping[str, Path], index: int) -> Path:
    return inputs[order.inputs[index]]
