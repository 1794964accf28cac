"""Joining by packets: nothing is decoded, nothing is encoded."""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from pathlib import Path
from typing import BinaryIO

from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Stop, pause
from reelwright.film.timeline import House
from reelwright.media import disk, libav
from reelwright.media import house as house_format
from reelwright.media.mp4 import boxes, tables

Run = tuple[Path, int, int]
"""A stretch of a file: path, offset, length."""


@dataclass(frozen=True)
class Part:
    """`frames` frames of a file in the house format, from its frame `start` (a key frame).

    `frames` of None means: to the end.
    """

    path: Path
    start: int = 0
    frames: int | None = None


@dataclass(frozen=True)
class Piece:
    """A part with its tables read: `frames` frames that can follow those of the pieces before."""

    part: Part
    table: tables.Table
    frames: int

    def runs(self, start: int = 0, frames: int | None = None) -> list[Run]:
        """Where these frames lie, counted from the part's own first one; None: to its end."""
        count = self.frames - start if frames is None else frames
        return [(self.part.path, *run) for run in self.table.runs(self.part.start + start, count)]


def shown(parts: Sequence[Part], house: House) -> list[Piece]:
    """The parts, after proving that they can follow one another. Raises as `join` does."""
    if not parts:
        raise MachineTrouble("join", "there is nothing to join")
    known: dict[Path, tables.Table] = {}
    found = []
    for part in parts:
        table = known.get(part.path) or known.setdefault(part.path, tables.read(part.path))
        found.append(Piece(part, table, _checked(part, table, known[parts[0].path], house)))
    return found


def join(sources: Sequence[Part], out: Path, house: House) -> int:
    """Write the parts one after another as one video track; returns its number of frames.

    Every step of the result is exactly one frame. The same parts give the same bytes. Raises
    `MachineTrouble` when a part is not in the house format, has other parameter sets than the
    first, does not start with a key frame, or is shorter than wanted.
    """
    pieces = shown(sources, house)
    found = samples(pieces)
    assert found.keys is not None
    whole = replace(pieces[0].table, sizes=found.sizes, offsets=array("Q"), keys=found.keys)
    write(out, tables.head(whole, [p.frames for p in pieces]), chain(*(p.runs() for p in pieces)))
    return len(found.sizes)


def samples(pieces: Sequence[Piece]) -> boxes.Samples:
    """The frames of all pieces, one after another."""
    sizes, keys = array("I"), set[int]()
    for piece in pieces:
        start, end = piece.part.start, piece.part.start + piece.frames
        keys.update(len(sizes) + key - start for key in piece.table.keys if start <= key < end)
        sizes += piece.table.sizes[start:end]
    return boxes.Samples(sizes, [(len(sizes), pieces[0].table.ticks)], frozenset(keys))


def lying(pieces: Sequence[Piece]) -> Callable[[int, int], list[Run]]:
    """Tells where so many frames lie, from a frame on: the pieces are counted through."""
    ends = list(accumulate(piece.frames for piece in pieces))

    def where(start: int, count: int) -> list[Run]:
        found: list[Run] = []
        while count:
            at = bisect_right(ends, start)
            length = min(count, ends[at] - start)
            found += pieces[at].runs(start - ends[at] + pieces[at].frames, length)
            start, count = start + length, count - length
        return found

    return where


def _checked(part: Part, table: tables.Table, first: tables.Table, house: House) -> int:
    """The number of frames wanted of a part, after proving that they can be joined."""
    name = part.path.name
    if (table.width, table.height) != (house.width, house.height):
        raise MachineTrouble("join", f"{name} is {table.width}x{table.height}")
    if table.scale != house.rate * house_format.TICKS or table.ticks != house_format.TICKS:
        raise MachineTrouble("join", f"{name} does not have {house.rate} frames a second")
    if table.entry != first.entry:
        raise MachineTrouble("join", f"{name} was encoded with other settings than the first part")
    frames = table.frames - part.start if part.frames is None else part.frames
    if part.start < 0 or frames < 1 or part.start + frames > table.frames:
        wanted = f"frames {part.start} to {part.start + frames} were wanted"
        raise MachineTrouble("join", f"{name} has {table.frames} frames, {wanted}")
    if part.start not in table.keys:
        raise MachineTrouble("join", f"frame {part.start} of {name} is no key frame")
    return frames


def write(out: Path, head: bytes, runs: Iterable[Run], stop: Stop = lambda: False) -> None:
    """Write a file: its head, then stretches of other files, copied within the kernel where it can.
    Nothing is left behind by an error. `stop` is asked before each stretch."""
    try:
        with out.open("wb") as target:
            target.write(head)
            target.flush()
            _copied(runs, target, stop)
    except BaseException as error:
        out.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise libav.write_trouble(error, out) from error
        raise


_OPEN = 8
"""Files that stay open: picture and sound take turns, twice a second."""


def _copied(runs: Iterable[Run], target: BinaryIO, stop: Stop) -> None:
    opened: dict[Path, BinaryIO] = {}
    try:
        for path, at, length in runs:
            pause(stop, "mux")
            source = opened.pop(path) if path in opened else path.open("rb")
            opened[path] = source
            if len(opened) > _OPEN:
                opened.pop(next(iter(opened))).close()
            if disk.stretch(source.fileno(), at, length, target.fileno()) < length:
                raise MachineTrouble("join", f"{path.name} is cut off")
    finally:
        for source in opened.values():
            source.close()
