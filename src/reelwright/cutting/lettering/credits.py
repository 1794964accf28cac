"""The credits: the title and who made what, under each other on a card's paper."""

from collections.abc import Sequence

from PIL import Image

from reelwright.cutting.lettering.paper import PAPERS, hexed
from reelwright.cutting.lettering.safe import safe, unit
from reelwright.film.overlay import Face
from reelwright.film.timeline import House
from reelwright.media.letters import text

TITLE, ROLE, NAME = 54, 22, 34
"""Sizes in pixels where the short side has 720."""

_GAP = 0.55
"""Sizes of a name between two rows."""

Row = tuple[Image.Image, int]
"""A line as a picture, and the free pixels below it."""


def credits_written(
    paper: Image.Image, title: str, rows: Sequence[Sequence[str]], mood: str, house: House
) -> Image.Image:
    """The paper with all rows on it, centred, as large as they fit."""
    area, scale = safe(house), unit(house)
    lines = _lines(title, rows, mood, area.width, scale)
    while _high(lines) > area.height and scale > unit(house) / 3:
        scale *= 0.92
        lines = _lines(title, rows, mood, area.width, scale)
    card = paper.copy()
    y = area.top + max(0, (area.height - _high(lines)) // 2)
    for line, below in lines:
        card.paste(line, ((house.width - line.width) // 2, y), line)
        y += line.height + below
    return card


def _lines(
    title: str, rows: Sequence[Sequence[str]], mood: str, wide: int, scale: float
) -> list[Row]:
    _, ink, _ = PAPERS[mood]

    def drawn(words: str, size: int, face: Face) -> Image.Image:
        fitting = max(8, round(size * scale))
        lines = text.wrap(words, fitting, face, wide, balance=True)
        return text.render("\n".join(lines), fitting, face, hexed(ink), align="centre",
                           line_height=1.2)  # fmt: skip

    gap = round(NAME * scale * _GAP)
    lines = [(drawn(title.strip(), TITLE, "serif"), 2 * gap)] if title.strip() else []
    for role, name in rows:
        lines += [(drawn(role, ROLE, "serif-italic"), 0), (drawn(name, NAME, "serif"), gap)]
    return lines


def _high(lines: Sequence[Row]) -> int:
    return sum(line.height + below for line, below in lines) - lines[-1][1]
