"""Joining by packets: nothing is decoded, nothing is encoded."""

import os
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from errno import EINVAL, ENOSYS, EOPNOTSUPP, EXDEV
from pathlib import Path

from reelwright.film.errors import MachineTrouble
from reelwright.film.timeline import House
from reelwright.media import house as house_format
from reelwright.media import libav, tables

_BLOCK = 1 << 20


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

    def packets(self) -> Iterator[tuple[bytes, bool]]:
        """The bytes of each frame, and whether it is a key frame."""
        table, start = self.table, self.part.start
        with self.part.path.open("rb") as file:
            for number in range(start, start + self.frames):
                file.seek(table.offsets[number])
                yield file.read(table.sizes[number]), number in table.keys


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
    runs: list[tuple[Path, int, int]] = []
    sizes, keys, chunks = array("I"), set[int](), list[int]()
    pieces = shown(sources, house)
    for piece in pieces:
        table, start, end = piece.table, piece.part.start, piece.part.start + piece.frames
        keys.update(len(sizes) + key - start for key in table.keys if start <= key < end)
        runs += [(piece.part.path, *run) for run in table.runs(start, piece.frames)]
        sizes += table.sizes[start:end]
        chunks.append(piece.frames)
    first = pieces[0].table
    whole = replace(first, sizes=sizes, offsets=array("Q"), keys=frozenset(keys))
    _write(out, tables.head(whole, chunks), runs)
    return len(sizes)


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


def _write(out: Path, head: bytes, runs: Sequence[tuple[Path, int, int]]) -> None:
    try:
        with out.open("wb") as target:
            target.write(head)
            target.flush()
            for path, at, length in runs:
                with path.open("rb") as source:
                    _copy(source.fileno(), at, length, target.fileno(), path)
    except BaseException as error:
        out.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise libav.write_trouble(error, out) from error
        raise


def _copy(source: int, at: int, length: int, target: int, path: Path) -> None:
    """Copy within the kernel where the file systems can, else through memory."""
    while length:
        try:
            moved = os.copy_file_range(source, target, length, at)
        except OSError as error:
            if error.errno not in (EXDEV, EINVAL, ENOSYS, EOPNOTSUPP):
                raise
            moved = os.write(target, os.pread(source, min(length, _BLOCK), at))
        if not moved:
            raise MachineTrouble("join", f"{path.name} is cut off")
        at, length = at + moved, length - moved
