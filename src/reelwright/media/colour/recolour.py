"""A colour table on a still picture. What is clear in the picture stays clear."""

from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from reelwright.media.colour import cube


def recoloured(picture: Image.Image, lut: Path) -> Image.Image:
    """An RGB or RGBA picture in the colours of a table that `media.cube` has written."""
    if cube.is_flat(lut):
        return picture.point(_curves(lut)[: 256 * len(picture.getbands())])
    return picture.filter(_cube(lut))


@lru_cache(maxsize=4)
def _cube(lut: Path) -> ImageFilter.Color3DLUT:
    """Stored bytes never change, so a path is enough to know a table by."""
    table = cube.read(lut).table
    return ImageFilter.Color3DLUT(len(table), np.clip(table, 0, 1).reshape(-1))


@lru_cache(maxsize=4)
def _curves(lut: Path) -> list[int]:
    """The three curves for 8 bits, one after the other, and the unchanged cover."""
    table = cube.read(lut).table
    steps = np.linspace(0, len(table) - 1, 256)
    curves = [np.interp(steps, np.arange(len(table)), table[:, c]) for c in range(3)]
    coded = np.rint(255 * np.clip(np.concatenate(curves), 0, 1)).astype(int).tolist()
    return [*coded, *range(256)]
