"""Makes a card: words in ink on paper, which comes out of the dark or goes into it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from reelwright.cutting.checks import encoded
from reelwright.cutting.frames import Picture, black
from reelwright.cutting.lettering.credits import credits_written
from reelwright.cutting.lettering.paper import PAPERS, Colour, blank, hexed
from reelwright.cutting.makers import pause
from reelwright.cutting.transitions.dissolve import Parameters as Dissolve
from reelwright.cutting.transitions.dissolve import blend
from reelwright.film.order import Made, Order, Stop
from reelwright.film.timeline import House
from reelwright.media.colour.recolour import recoloured
from reelwright.media.house import Encoder
from reelwright.media.letters import text

DARKEN = 0.6
"""Seconds in which the paper lights up from black, or darkens to it."""

INK = (0.35, 1.35)
"""Seconds between which the words appear."""


def make_card(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Draw once, then let it appear; the result is decoded once before it counts."""
    params: Mapping[str, Any] = order.params
    house = House.model_validate(params["house"])
    paper = blank(house, params["mood"])
    if order.model.startswith("credits-"):
        written = credits_written(paper, params["title"], params["rows"], params["mood"], house)
    else:
        written = lettered(paper, params["title"], params["author"], params["mood"], house)
    if order.inputs:
        paper, written = (recoloured(one, inputs[order.inputs[0]]) for one in (paper, written))
    empty, full, dark = planes(paper), planes(written), black(house)
    frames = int(params["frames"])
    out = scratch / "card.mp4"
    with Encoder(out, house) as encoder:
        for index in range(frames):
            pause(stop)
            second = index / house.rate
            words = _share(second, *INK)
            left = (frames - 1 - index) / house.rate
            light = _share(left if params["closing"] else second, 0.0, DARKEN)
            encoder.write(*_mixed(dark, _mixed(empty, full, words), light))
    return encoded(out, frames, house, "card")


def _share(second: float, begin: float, end: float) -> float:
    return min(1.0, max(0.0, (second - begin) / (end - begin)))


def _mixed(one: Picture, other: Picture, share: float) -> Picture:
    if share <= 0:
        return one
    return other if share >= 1 else blend(Dissolve(ease=1.0), share, one, other)


def lettered(paper: Image.Image, title: str, author: str, mood: str, house: House) -> Image.Image:
    """The paper with title, a rule and the author, within the inner 80 % of the picture."""
    _, ink, accent = PAPERS[mood]
    wide, high = round(house.width * 0.74), house.height
    card = paper.copy()
    shown = title.strip() or "Untitled"
    size = text.fit(shown, max(8, high // 8), max(8, high // 28), "serif", wide, 3)
    heading = text.render(
        shown, size, "serif", hexed(ink), wide, "centre", line_height=1.18, balance=True
    )
    small = max(8, round(high / 21))
    byline = None
    if author.strip():
        byline = text.render(
            author.strip(), small, "serif", hexed(ink), wide, "centre", balance=True
        )
    gap = round(high * 0.052)
    total = heading.height + ((2 * gap + byline.height) if byline else 0)
    top = round((high - total) * 0.46)
    left = (house.width - wide) // 2
    card.paste(heading, (left, top), heading)
    if byline:
        middle = top + heading.height + gap
        _rule(card, middle, high, accent)
        card.paste(byline, (left, middle + gap), byline)
    return card


def _rule(card: Image.Image, y: int, high: int, accent: Colour) -> None:
    """A thin rule with a lozenge, drawn four times as large and scaled down for smooth edges."""
    half, thick, scale = round(high * 0.11), max(1.0, high / 360), 4
    size = (2 * half * scale, round(high * 0.03) * scale)
    sheet = Image.new("L", size, 0)
    draw = ImageDraw.Draw(sheet)
    x, m, r = size[0] / 2, size[1] / 2, high * 0.0085 * scale
    draw.polygon([(x - r, m), (x, m - r), (x + r, m), (x, m + r)], fill=255)
    t = thick * scale / 2
    for side in (-1, 1):
        inner, outer = x + side * r * 2.4, x + side * half * scale
        draw.polygon([(inner, m - t), (inner, m + t), (outer, m)], fill=255)
    mask = sheet.resize((2 * half, max(1, size[1] // scale)), Image.Resampling.LANCZOS)
    card.paste(accent, (card.width // 2 - half, y - mask.height // 2), mask)


def planes(picture: Image.Image) -> Picture:
    """RGB to BT.709 limited range, chroma as the mean of its four samples."""
    r, g, b = np.moveaxis(np.asarray(picture.convert("RGB"), np.float64) / 255, -1, 0)
    luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
    return Picture(
        _bytes(16 + 219 * luma),
        _bytes(128 + 224 * _halved((b - luma) / 1.8556)),
        _bytes(128 + 224 * _halved((r - luma) / 1.5748)),
    )


def _halved(plane: NDArray[np.float64]) -> NDArray[np.float64]:
    high, wide = plane.shape
    halved: NDArray[np.float64] = plane.reshape(high // 2, 2, wide // 2, 2).mean(axis=(1, 3))
    return halved


def _bytes(plane: NDArray[np.float64]) -> NDArray[np.uint8]:
    return np.clip(np.rint(plane), 0, 255).astype(np.uint8)
