"""Overlays as pictures: their size and place, and how they come and go."""

from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from reelwright.cutting.lettering.blending import ONE, Layers, layers, moved, share
from reelwright.cutting.lettering.contrast import Shade
from reelwright.cutting.lettering.entrances import entering, leaving
from reelwright.cutting.lettering.safe import Safe, safe, unit, upright
from reelwright.film.errors import BadInput
from reelwright.film.overlay import Overlay
from reelwright.film.timeline import House, Title
from reelwright.media.letters import bidi, breaking, text

RISE = 0.9
"""Sizes of its letters by which an overlay slides up."""

_ROWS = 4
_MODEST = 0.75
"""A lower third tells who is seen: it is smaller than what shouts."""

_HIGHEST = 0.6
"""The most of the safe height that words may take."""


class Setting(NamedTuple):
    """The words of an overlay in lines, their size in pixels, and the box around them."""

    lines: tuple[str, ...]
    size: int
    left: int
    top: int
    width: int
    height: int


@lru_cache(maxsize=64)
def setting(overlay: Overlay, house: House, free: int) -> Setting:
    """Where an overlay stands: as large as it may be, never cut off, never too small to read.

    `free` is the height in pixels that it leaves free: at the safe area's upper edge if it stands
    at the top, else at the lower one.

    Raises `BadInput` when the words are too many for the picture, or in letters no font has.
    """
    area, words = safe(house), " ".join(overlay.text.split())
    largest, smallest = sizes(house)
    if overlay.position == "lower-third":
        largest = max(smallest, round(largest * _MODEST))
    room = area.width - 2 * _pad(smallest)
    size = text.fit(words, largest, smallest, overlay.face, room, _ROWS)
    lines = text.wrap(words, size, overlay.face, area.width - 2 * _pad(size), balance=True)
    wide = max(text.measure(line, size, overlay.face) for line in lines)
    box = (round(wide) + 2 * _pad(size) + 1, round(size * 1.2 * len(lines)) + 2 * _rise(size))
    if box[1] > _HIGHEST * area.height or box[0] > area.width + 1:
        raise BadInput(
            "overlays",
            f"{len(words)} characters are too many for one overlay: {words[:40]!r} …",
            "Say it in fewer words, or in several overlays one after the other.",
        )
    left = _left(overlay, words, area, box[0])
    top = _top(overlay, area, box[1], free)
    return Setting(tuple(lines), size, left, top, *box)


def sizes(house: House) -> tuple[int, int]:
    """The largest and the smallest size of letters in pixels: 8.6 % and 4.4 % of the short side,
    5 % on telephones."""
    smallest = 36 if upright(house) else 32
    return max(8, round(62 * unit(house))), max(8, round(smallest * unit(house)))


class Drawn:
    """A title ready to be laid over frames, which are counted like its `start` and `end`."""

    def __init__(self, title: Title, shade: Shade, house: House) -> None:
        self.title, self._rate = title, house.rate
        self._set = setting(title.overlay, house, title.free)
        self._shade = shade
        self._typed = title.overlay.entrance == "typewriter"
        self._words = _words(self._set, title.overlay, shade)
        self._box = _box(self._set, shade, self._words.size)
        self._whole = self._laid(self._words)

    def at(self, frame: int) -> Layers | None:
        """What is seen of it in a frame, if anything."""
        title, overlay = self.title, self.title.overlay
        if not title.start <= frame < title.end:
            return None
        since, left = frame - title.start + 1, title.end - frame
        enter, leave = entering(overlay, self._rate), leaving(overlay, self._rate)
        seen = min(1.0, left / (leave + 1)) if leave else 1.0
        if since > enter or overlay.entrance == "none":
            return share(self._whole, round(seen * ONE))
        if self._typed:
            return share(self._laid(self._part(since / enter)), round(seen * ONE))
        come = 1 - (1 - since / (enter + 1)) ** 3
        drawn = share(self._whole, round(min(seen, come) * ONE))
        if overlay.entrance == "slide":
            drawn = moved(drawn, round((1 - come) * RISE * self._set.size / 2) * 2)
        return drawn

    def _laid(self, words: Image.Image) -> Layers:
        image = self._box.copy()
        image.alpha_composite(words)
        spare = (image.width - self._set.width) // 2, (image.height - self._set.height) // 2
        return layers(image, self._set.left - spare[0], self._set.top - spare[1])

    def _part(self, typed: float) -> Image.Image:
        """The words as far as they are typed."""
        set_, face = self._set, self.title.overlay.face
        letters = round(typed * sum(len(breaking.clusters(line)) for line in set_.lines))
        longs = [text.measure(line, set_.size, face) for line in set_.lines]
        mask = Image.new("L", self._words.size, 0)
        draw, step = ImageDraw.Draw(mask), set_.size * 1.2
        first = (mask.height - step * len(longs)) / 2
        for row, (line, long) in enumerate(zip(set_.lines, longs, strict=True)):
            clusters = breaking.clusters(line)
            shown = "".join(clusters[:letters])
            letters = max(0, letters - len(clusters))
            edge = (mask.width - (long if _centred(self.title.overlay) else max(longs))) / 2
            to = edge + text.measure(shown, set_.size, face)
            high = first + step * row if row else 0.0
            low = first + step * (row + 1) if row < len(longs) - 1 else float(mask.height)
            # What hangs over the first letter's edge is seen with it.
            span = (0.0, to) if shown else (0.0, 0.0)
            if bidi.direction(self.title.overlay.text):
                span = (mask.width - span[1], float(mask.width))
            if shown:
                draw.rectangle((span[0], high, span[1] - 1, low - 1), fill=255)
        part = self._words.copy()
        part.putalpha(ImageChops.multiply(part.getchannel("A"), mask))
        return part


def _centred(overlay: Overlay) -> bool:
    return overlay.position != "lower-third"


def _pad(size: int) -> int:
    return round(size * 0.5)


def _rise(size: int) -> int:
    return round(size * 0.24)


def _left(overlay: Overlay, words: str, area: Safe, wide: int) -> int:
    if _centred(overlay):
        return area.left + (area.width - wide) // 2
    return area.right - wide if bidi.direction(words) else area.left


def _top(overlay: Overlay, area: Safe, high: int, free: int) -> int:
    top = {
        "top": area.top + free,
        "centre": area.top + (area.height - high) // 2,
    }.get(overlay.position, area.bottom - free - high)
    return max(area.top, min(top, area.bottom - high))


def _words(set_: Setting, overlay: Overlay, shade: Shade) -> Image.Image:
    """The words alone, on a picture as large as the box and its soft edge."""
    soft = shade.cover == 0
    size = set_.size
    shadow = text.Shadow(dx=0, dy=max(1, size // 20), blur=max(1.0, size / 9), opacity=0.6)
    image = text.render(
        "\n".join(set_.lines),
        size,
        overlay.face,
        shade.ink,
        align="centre" if _centred(overlay) or len(set_.lines) == 1 else _side(overlay.text),
        line_height=1.2,
        shadow=shadow if soft and shade.ink != shade.box and _light(shade) else None,
    )
    wide = max(image.width, set_.width + 2 * _pad(size))
    high = max(image.height, set_.height + 2 * _pad(size))
    canvas = Image.new("RGBA", (wide, high), (0, 0, 0, 0))
    canvas.alpha_composite(image, ((wide - image.width) // 2, (high - image.height) // 2))
    return canvas


def _side(words: str) -> text.Align:
    return "right" if bidi.direction(words) else "left"


def _light(shade: Shade) -> bool:
    """Whether light words stand on something darker: only those throw a shadow."""
    return int(shade.ink[1:3], 16) + int(shade.ink[3:5], 16) + int(shade.ink[5:7], 16) > 384


def _box(set_: Setting, shade: Shade, canvas: tuple[int, int]) -> Image.Image:
    """The box in the middle of the canvas; with soft edges where it is not the user's own."""
    cover = Image.new("L", canvas, 0)
    if shade.cover:
        left, top = (canvas[0] - set_.width) // 2, (canvas[1] - set_.height) // 2
        edge = (left, top, left + set_.width - 1, top + set_.height - 1)
        draw = ImageDraw.Draw(cover)
        strength = round(255 * shade.cover / 100)
        draw.rounded_rectangle(edge, radius=_rise(set_.size), fill=strength)
        soft = set_.size / 14 if shade.cover < 100 else 0.6
        cover = cover.filter(ImageFilter.GaussianBlur(soft))
    image = Image.new("RGBA", canvas, shade.box)
    image.putalpha(cover)
    return image
