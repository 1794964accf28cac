"""Subtitles as pictures: whole lines, or lines in which the word that is heard lights up."""

from collections.abc import Sequence

from PIL import Image, ImageDraw

from reelwright.cutting.lettering.blending import Layers, layers
from reelwright.cutting.lettering.contrast import BLACK
from reelwright.cutting.lettering.safe import safe, subtitle_size
from reelwright.film.overlay import Face
from reelwright.film.timeline import GLUE, House
from reelwright.media.letters import bidi, fonts, text

LIT = "#ffd23f"
"""The box behind the word that is heard; dark letters on it have a contrast of 13:1."""

_STEP = 1.22
_FACE: Face = "sans-bold"


def lines_drawn(lines: Sequence[str], house: House) -> Layers:
    """White words with a dark outline and a soft shadow, above the lower safe edge."""
    return _placed(drawn(lines, house), house)


def drawn(lines: Sequence[str], house: House) -> Image.Image:
    """The words of a subtitle, as small as they allow."""
    size = subtitle_size(house)
    shadow = text.Shadow(dx=0, dy=max(1, size // 16), blur=max(1.0, size / 10), opacity=0.7)
    # The outline and its shadow may pass the edge by a little, the words may not.
    wide = safe(house).width
    said = "\n".join(lines)
    if any(text.measure(line, size, _FACE) > wide for line in lines):
        said = "\n".join(text.wrap(" ".join(lines), size, _FACE, wide, balance=True))
    return text.render(
        said,
        size,
        _FACE,
        "#ffffff",
        align="centre",
        stroke=max(1, round(size / 11)),
        stroke_colour="#101010",
        shadow=shadow,
        line_height=_STEP,
    )


def words_drawn(lines: Sequence[str], lit: int, house: House) -> Layers:
    """The lines with word `lit` (counted over all lines; -1: none) on a box."""
    size = _fitting(lines, house)
    if size is None:
        return lines_drawn(lines, house)
    rows = [_split(line) for line in lines]
    step, edge = round(size * 1.3), round(size * 0.3)
    wide = max(_wide(row, size) for row in rows)
    image = Image.new("RGBA", (round(wide) + 4 * edge, step * len(rows) + 2 * edge), (0, 0, 0, 0))
    han, count = fonts.han(" ".join(lines)), 0
    for number, row in enumerate(rows):
        middle = edge + step * number + step // 2
        for index, x in _places(row, size, image.width, bidi.direction(" ".join(lines))):
            word = row[index][0]
            _word(image, word, (round(x), middle), size, han, lit=count + index == lit)
        count += len(row)
    return _placed(image, house)


def _fitting(lines: Sequence[str], house: House) -> int | None:
    """The size at which the lines fit; None where they would become too small to read."""
    size, wide = subtitle_size(house, words=True), safe(house).width
    longest = max(_wide(_split(line), size) for line in lines)
    if longest > wide:
        size = int(size * wide / longest)
    return size if size >= subtitle_size(house) * 0.9 else None


Row = list[tuple[str, bool]]
"""Words, and whether there is a space before each of them."""


def _split(line: str) -> Row:
    row: Row = []
    for token in line.split(" "):
        row += [(word, n == 0 and bool(row)) for n, word in enumerate(token.split(GLUE)) if word]
    return row


def _wide(row: Row, size: int) -> float:
    return sum(_step(word, spaced, size) for word, spaced in row)


def _step(word: str, spaced: bool, size: int) -> float:
    gap = text.measure(" ", size, _FACE) * 1.6 if spaced else 0.0
    return gap + text.measure(word, size, _FACE)


def _places(row: Row, size: int, room: int, base: int) -> list[tuple[int, float]]:
    """(index, left edge) of the words of a centred line, in the order of sight; `base` is the
    direction of the whole subtitle."""
    levels = bidi.levels(" ".join(word for word, _ in row), base)
    first, starts = 0, []
    for word, _ in row:
        starts.append(first)
        first += len(word) + 1
    order = bidi.in_sight([levels[start] for start in starts])
    places, x = [], (room - _wide(row, size)) / 2
    for place, index in enumerate(order):
        # The space of a pair stands between them, whichever of the two comes first in sight.
        spaced = place > 0 and row[max(index, order[place - 1])][1]
        x += _step("", spaced, size)
        places.append((index, x))
        x += text.measure(row[index][0], size, _FACE)
    return places


def _word(
    image: Image.Image, word: str, place: tuple[int, int], size: int, han: fonts.Han, *, lit: bool
) -> None:
    """One word from `place` (left edge, middle of the row) on; `han` is of the whole subtitle."""
    stroke = 0 if lit else max(2, round(size / 10))
    written = text.render(
        word, size, _FACE, BLACK if lit else "#ffffff", stroke=stroke, stroke_colour="#101010",
        line_height=_STEP, han=han,
    )  # fmt: skip
    left, middle = place
    if lit:
        pad, high = size // 6, round(size * 0.6)
        box = (left - pad, middle - high, left + written.width + pad, middle + high)
        ImageDraw.Draw(image).rounded_rectangle(box, radius=size // 6, fill=LIT)
    image.alpha_composite(written, (max(0, left - stroke), max(0, middle - written.height // 2)))


def _placed(image: Image.Image, house: House) -> Layers:
    """Centred, above the free space at the bottom."""
    top = max(0, safe(house).bottom - image.height)
    left = max(0, (house.width - image.width) // 2)
    return layers(image, left, top)
