"""Colour tables in .cube files: what colour each colour is turned into.

Format: Adobe's Cube LUT Specification 1.0, and the input ranges that DaVinci Resolve writes instead
of domains. Values are R'G'B' as coded in full range; tables of one dimension hold one curve for
each of the three.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reelwright.film.errors import BadInput

LARGEST = 20_000_000
"""Bytes of a file that is read."""

MOST_SIDE = 65
"""Steps along each side of a table of three dimensions; what grading programs write at most."""

MOST_CURVE = 65_536
"""Steps of a table of one dimension (the specification's limit)."""

CURVE = 4096
"""Steps that a curve is written with: as many as there are values of 12 bits."""

FARTHEST = 100.0
"""Values beyond this are no colours."""

REMEDY = "Export it again as a .cube of 17, 33 or 65 steps, without a shaper."

Table = NDArray[np.float64]


@dataclass(frozen=True)
class Lut:
    """A colour table over inputs from 0 to 1.

    `table` is (n, n, n, 3), by blue, green and red of the input; or (n, 3), a curve for each.
    """

    table: Table

    @property
    def flat(self) -> bool:
        """Whether it has one dimension."""
        return self.table.ndim == 2


def read(path: Path, stage: str = "grade") -> Lut:
    """Read a .cube file. Raises `BadInput` for anything that is none, is too large, or holds what
    is no number."""
    try:
        return _parsed(_text(path))
    except FileNotFoundError:
        raise BadInput(stage, f"there is no file {path}", "Check its path.") from None
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        raise BadInput(stage, f"{path.name!r} is no colour table ({cause})", REMEDY) from None


def write(lut: Lut, path: Path) -> None:
    """Write a table so that any program reads it: domain 0 to 1, six decimals, no title."""
    rows = lut.table.reshape(-1, 3)
    if lut.flat:
        rows = _curves(lut.table, np.linspace(0, 1, CURVE))
    name = "LUT_1D_SIZE" if lut.flat else "LUT_3D_SIZE"
    size = CURVE if lut.flat else len(lut.table)
    told = "\n".join("{:.6f} {:.6f} {:.6f}".format(*row) for row in rows.tolist())
    path.write_text(f"{name} {size}\n{told}\n", encoding="ascii")


def is_flat(path: Path) -> bool:
    """Whether a table that `write` has written has one dimension."""
    with path.open(encoding="ascii") as file:
        return file.readline().startswith("LUT_1D_SIZE")


def identity(side: int) -> Table:
    """The table that changes nothing."""
    steps = np.linspace(0, 1, side)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    return np.stack([red, green, blue], axis=-1)


def _text(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 1_000_000} MB")
    return data.decode("utf-8-sig")


_KEYWORD = re.compile(r"[A-Z][A-Z0-9_]*")
_FIGURES = re.compile(r"[-+0-9.eE\s]*")
_RANGES = ("LUT_1D_INPUT_RANGE", "LUT_3D_INPUT_RANGE")
_KNOWN = ("TITLE", "LUT_1D_SIZE", "LUT_3D_SIZE", "DOMAIN_MIN", "DOMAIN_MAX", *_RANGES)


def _parsed(text: str) -> Lut:
    """Raises `ValueError` with what is wrong."""
    told: dict[str, str] = {}
    rows: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        keyword = _KEYWORD.match(words)
        if keyword is None:
            rows.append(words)
            continue
        if keyword[0] not in _KNOWN or keyword[0] in told or rows:
            raise ValueError(f"line {number} cannot be understood: {words[:40]!r}")
        told[keyword[0]] = words[keyword.end() :]
    sizes = [name for name in ("LUT_1D_SIZE", "LUT_3D_SIZE") if name in told]
    if len(sizes) != 1:
        raise ValueError("it tells not one size" if not sizes else "it has a shaper before it")
    flat = sizes[0] == "LUT_1D_SIZE"
    size = _size(told[sizes[0]], MOST_CURVE if flat else MOST_SIDE)
    table = _table(rows, size if flat else size**3)
    low, high = _domain(told)
    if flat:
        return Lut(_inside_curve(table, low, high))
    return Lut(_inside_cube(table.reshape(size, size, size, 3), low, high))


def _size(told: str, most: int) -> int:
    size = int(told) if told.strip().isascii() and told.strip().isdecimal() else 0
    if not 2 <= size <= most:
        raise ValueError(f"its size is {told.strip()[:20]!r}; 2 to {most} can be used")
    return size


def _table(rows: Sequence[str], count: int) -> Table:
    if len(rows) != count:
        raise ValueError(f"it has {len(rows)} lines of numbers, {count} belong to its size")
    return _numbers([row.split() for row in rows])


def _numbers(rows: Sequence[Sequence[str]]) -> Table:
    """Rows of three numbers each."""
    if any(len(row) != 3 for row in rows):
        raise ValueError("a line of it holds not three numbers")
    if not _FIGURES.fullmatch(" ".join(word for row in rows for word in row)):
        raise ValueError("it holds what is no number")
    found = np.array(rows, np.float64)
    if not (np.isfinite(found).all() and (np.abs(found) <= FARTHEST).all()):
        raise ValueError("it holds numbers that are no colours")
    return found


def _domain(told: dict[str, str]) -> tuple[Table, Table]:
    """The inputs that the first and the last step stand for, by channel."""
    ends = [told.get("DOMAIN_MIN", "0 0 0").split(), told.get("DOMAIN_MAX", "1 1 1").split()]
    for name in _RANGES:
        if name in told:  # two numbers, the same for all channels
            ends = [[end] * 3 for end in told[name].split()]
    if len(ends) != 2:
        raise ValueError("a range of it is not from one number to another")
    low, high = _numbers(ends)
    if not (high - low > 1e-6).all():
        raise ValueError("its domain is empty")
    return low, high


def _inside_curve(table: Table, low: Table, high: Table) -> Table:
    """The same curves over inputs from 0 to 1."""
    if not low.any() and (high == 1).all():
        return table
    steps = np.linspace(0, 1, max(len(table), CURVE))
    moved = (steps[:, None] - low) / (high - low)
    return np.stack([_curves(table, moved[:, c])[:, c] for c in range(3)], axis=1)


def _curves(table: Table, at: Table) -> Table:
    """All three curves at inputs `at`."""
    place = np.linspace(0, 1, len(table))
    return np.stack([np.interp(at, place, table[:, c]) for c in range(3)], axis=1)


def _inside_cube(table: Table, low: Table, high: Table) -> Table:
    """The same table over inputs from 0 to 1, along one axis after the other."""
    if not low.any() and (high == 1).all():
        return table
    steps = np.linspace(0, 1, len(table))
    for axis, channel in ((0, 2), (1, 1), (2, 0)):
        at = (steps - low[channel]) / (high[channel] - low[channel]) * (len(table) - 1)
        fixed = np.clip(at, 0, len(table) - 1)
        first = np.minimum(fixed.astype(int), len(table) - 2)
        share = (fixed - first).reshape([-1 if one == axis else 1 for one in range(4)])
        table = table.take(first, axis) * (1 - share) + table.take(first + 1, axis) * share
    return table
