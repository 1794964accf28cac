"""The boxes of MP4 and MOV files: found, read and written. Layout: ISO/IEC 14496-12."""

import struct
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

_LARGEST_MOOV = 64 << 20
_MOST_SAMPLES = 8_000_000
"""A day at 90 frames a second; a lying count must not take our memory."""

Stretch = tuple[int, int]
"""A stretch of a file: offset, length."""


class Malformed(ValueError):
    """The file is not built as it should be; the text says what is different."""


@dataclass(frozen=True)
class Samples:
    """The samples of one track: bytes of each, and for how many ticks they last, in runs of
    (samples, ticks). `keys` are the numbers of those that can be begun with, from 0; None: all."""

    sizes: "array[int]"
    lasting: Sequence[tuple[int, int]]
    keys: frozenset[int] | None = None

    @property
    def ticks(self) -> int:
        """How long all of them last."""
        return sum(count * ticks for count, ticks in self.lasting)


def movie(path: Path) -> memoryview:
    """What is in a file's `moov` box: all about its tracks, nothing of their samples.

    Raises `Malformed`, or `OSError` when it cannot be read.
    """
    with path.open("rb") as file:
        end = path.stat().st_size
        at = 0
        while at + 8 <= end:
            file.seek(at)
            size, kind = struct.unpack(">I4s", file.read(8))
            head = 8
            if size == 1:
                (size,) = struct.unpack(">Q", file.read(8))
                head = 16
            if size < head or at + size > end:
                raise Malformed("a box is cut off")
            if kind == b"moov":
                if size > _LARGEST_MOOV:
                    raise Malformed("its tables are too large")
                return memoryview(file.read(size - head))
            at += size
    raise Malformed("it has no tables")


def kinds(path: Path) -> bytes:
    """The box with which a file begins: what kind of file it is."""
    with path.open("rb") as file:
        begun = file.read(8)
        size, kind = struct.unpack(">I4s", begun)
        if kind != b"ftyp" or size < 8:
            raise Malformed("it does not tell what it is")
        return begun + file.read(size - 8)


def each(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Kind and contents of each box, one after another."""
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if size < 8 or at + size > len(data):
            raise Malformed("a box is cut off")
        yield kind, data[at + 8 : at + size]
        at += size


def inside(data: memoryview, *names: bytes) -> memoryview:
    """The contents of the box at the end of a path of boxes."""
    for name in names:
        data = next((body for kind, body in each(data) if kind == name), memoryview(b""))
        if not data:
            raise Malformed(f"it has no {name.decode()}")
    return data


def box(kind: bytes, *contents: bytes | memoryview) -> bytes:
    """A box around its contents."""
    size = 8 + sum(map(len, contents))
    return struct.pack(">I4s", size, kind) + b"".join(contents)


def full(kind: bytes, *contents: bytes, version: int = 0, flags: int = 0) -> bytes:
    """A box that begins with a version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *contents)


def samples(tables: Mapping[bytes, memoryview]) -> Samples:
    """Read the boxes of an `stbl`."""
    sizes = _sizes(tables[b"stsz"])
    rows = _table(tables[b"stts"], 2)
    keys = None
    if b"stss" in tables:
        keys = frozenset(number - 1 for number in _table(tables[b"stss"], 1))
    return Samples(sizes, list(zip(rows[::2], rows[1::2], strict=True)), keys)


def _sizes(stsz: memoryview) -> "array[int]":
    same, count = struct.unpack_from(">II", stsz, 4)
    if count > _MOST_SAMPLES:
        raise Malformed("it claims too many frames")
    return array("I", [same]) * count if same else _words(stsz, 12, count)


def _table(data: memoryview, columns: int) -> "array[int]":
    (rows,) = struct.unpack_from(">I", data, 4)
    return _words(data, 8, columns * rows)


def _words(data: memoryview, at: int, count: int) -> "array[int]":
    if at + 4 * count > len(data):
        raise Malformed("a table is cut off")
    return array("I", struct.unpack_from(f">{count}I", data, at))


def offsets(tables: Mapping[bytes, memoryview], sizes: "array[int]") -> "array[int]":
    """Where in the file each sample begins."""
    wide = b"co64" in tables
    listed = tables[b"co64" if wide else b"stco"]
    (chunks,) = struct.unpack_from(">I", listed, 4)
    starts = struct.unpack_from(f">{chunks}{'Q' if wide else 'I'}", listed, 8)
    rows = _table(tables[b"stsc"], 3)
    found = array("Q")
    for row in range(0, len(rows), 3):
        last = rows[row + 3] - 1 if row + 3 < len(rows) else chunks
        for chunk in range(rows[row] - 1, last):
            inner = sizes[len(found) : len(found) + rows[row + 1]]
            if len(inner) != rows[row + 1]:
                raise Malformed("its tables contradict each other")
            found.extend(accumulate(inner[:-1], initial=starts[chunk]) if inner else ())
    if len(found) != len(sizes):
        raise Malformed("its tables contradict each other")
    return found


def runs(offsets: "array[int]", sizes: "array[int]", start: int, count: int) -> list[Stretch]:
    """The bytes of some samples, as few stretches as possible."""
    found: list[Stretch] = []
    begin = end = -1
    for number in range(start, start + count):
        at = offsets[number]
        if at != end:
            if end >= 0:
                found.append((begin, end - begin))
            begin = end = at
        end += sizes[number]
    if end >= 0:
        found.append((begin, end - begin))
    return found


def sample_tables(
    described: bytes,
    found: Samples,
    chunks: Sequence[tuple[int, int]],
    *more: bytes,
    wide: bool = True,
) -> bytes:
    """An `stbl`. `described` is what is in its `stsd`; `chunks` are (offset, samples) of the
    stretches that lie together in the file; `more` are whole boxes to add. `wide`: with offsets of
    64 bits."""
    keys = [] if found.keys is None else [_rows(b"stss", [[k + 1] for k in sorted(found.keys)])]
    counts = [count for _, count in chunks]
    begins = [at for at, count in enumerate(counts) if not at or counts[at - 1] != count]
    starts = [offset for offset, _ in chunks]
    where = struct.pack(f">I{len(chunks)}{'Q' if wide else 'I'}", len(chunks), *starts)
    sizes = struct.pack(f">II{len(found.sizes)}I", 0, len(found.sizes), *found.sizes)
    return box(
        b"stbl",
        box(b"stsd", described),
        _rows(b"stts", found.lasting),
        *keys,
        _rows(b"stsc", [(at + 1, counts[at], 1) for at in begins]),
        full(b"stsz", sizes),
        full(b"co64" if wide else b"stco", where),
        *more,
    )


def _rows(kind: bytes, rows: Sequence[Sequence[int]]) -> bytes:
    flat = [number for row in rows for number in row]
    return full(kind, struct.pack(f">I{len(flat)}I", len(rows), *flat))
