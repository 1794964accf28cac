"""The paper of cards: toned by mood, lit from the middle."""

import hashlib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from reelwright.film.timeline import House

Colour = tuple[int, int, int]

PAPERS: Mapping[str, tuple[Colour, Colour, Colour]] = {
    "calm": ((226, 221, 205), (38, 48, 62), (124, 140, 146)),
    "warm": ((238, 220, 186), (74, 38, 28), (190, 108, 58)),
    "tense": ((202, 196, 186), (34, 26, 28), (156, 50, 44)),
    "sad": ((196, 204, 212), (38, 48, 66), (104, 124, 150)),
    "joyful": ((246, 228, 182), (92, 46, 34), (218, 124, 46)),
    "mysterious": ((42, 52, 66), (222, 214, 188), (126, 150, 152)),
    "dark": ((34, 32, 36), (222, 210, 190), (158, 62, 48)),
    "grand": ((30, 44, 74), (236, 220, 174), (200, 158, 78)),
}
"""Mood -> paper, ink, accent. Ink stands out from its paper by at least 7:1."""


def hexed(colour: Colour) -> str:
    """`#rrggbb`."""
    return "#" + "".join(f"{value:02x}" for value in colour)


def blank(house: House, mood: str) -> Image.Image:
    """Paper: two sizes of cloud, fibres and a darker edge; the same for a mood everywhere."""
    seed = int.from_bytes(hashlib.sha256(f"paper {mood}".encode()).digest()[:8], "big")
    rng = np.random.Generator(np.random.PCG64(seed))
    wide, high = house.width, house.height
    tone = sum(
        _cloud(rng, wide, high, cells) * strength
        for cells, strength in ((3, 5.0), (9, 3.0), (40, 2.2))
    )
    grain = rng.standard_normal((high, wide)) * 1.1
    fibres = _fibres(rng, wide, high) * 5.0
    y, x = (axis * axis for axis in np.ogrid[-1 : 1 : high * 1j, -1 : 1 : wide * 1j])
    edge = np.clip((x * x + y * y + 0.6 * x * y) / 2.2, 0, 1) * 46
    shade = tone + grain - fibres - edge
    paper = np.asarray(PAPERS[mood][0], np.float64) + shade[..., None] * np.array([1, 1, 1.08])
    return Image.fromarray(np.clip(np.rint(paper), 0, 255).astype(np.uint8), "RGB")


def _cloud(rng: np.random.Generator, wide: int, high: int, cells: int) -> NDArray[np.float64]:
    """Soft noise of about -1 to 1 with `cells` blots over the width."""
    rows = max(2, round(cells * high / wide))
    coarse = Image.fromarray(rng.standard_normal((rows + 2, cells + 2)).astype(np.float32), "F")
    return np.asarray(coarse.resize((wide, high), Image.Resampling.BICUBIC), np.float64)


def _fibres(rng: np.random.Generator, wide: int, high: int) -> NDArray[np.float64]:
    layer = Image.new("L", (wide, high), 0)
    draw = ImageDraw.Draw(layer)
    for _ in range(wide * high // 3000):
        x, y, turn = rng.random() * wide, rng.random() * high, rng.random() * 6.3
        long = (0.004 + 0.012 * rng.random()) * wide
        end = (x + long * np.cos(turn), y + long * np.sin(turn))
        draw.line([(x, y), end], fill=int(60 + 120 * rng.random()))
    return np.asarray(layer, np.float64) / 255
