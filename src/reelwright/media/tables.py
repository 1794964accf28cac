"""The sample tables of MP4 files in the house format: read without libav, written without it.

Opening a file with libav costs several milliseconds, and a film is joined from hundreds. Our own
segments have one video track whose frames all last the same, so their tables are a few hundred
bytes that can be read directly, and the frames between them copied by the kernel.
Layout: ISO/IEC 14496-12 (boxes) and 14496-15 (`avcC`).
"""

import struct
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reelwright.film.errors import MachineTrouble

_BT709 = b"nclx" + struct.pack(">HHHB", 1, 1, 1, 0)
"""The colours of the house format: BT.709 primaries, transfer and matrix, limited range."""

_ENTRY_HEAD = 86
"""Bytes of a visual sample entry before its inner boxes, with its own header."""

_LARGEST_MOOV = 64 << 20
_MOST_FRAMES = 8_000_000
"""A day at 90 frames a second; a lying count must not take our memory."""


class NotHouse(ValueError):
    """The file is no MP4 in the house format; the text says what is different."""


@dataclass(frozen=True)
class Table:
    """One video track: where each frame's bytes are.

    `entry` is the sample entry (codec, size, the decoder's parameter sets, which tell the sample
    aspect ratio too): files with equal entries and scales can be joined. `parameters` are those
    sets alone (`avcC`). `scale` and `ticks` are the time scale and the
    duration of every frame in it. `offsets` and `sizes` are in bytes, `keys` the numbers of the key
    frames from 0.
    """

    entry: bytes
    parameters: bytes
    width: int
    height: int
    scale: int
    ticks: int
    sizes: "array[int]"
    offsets: "array[int]"
    keys: frozenset[int]

    @property
    def frames(self) -> int:
        return len(self.sizes)

    def runs(self, start: int, frames: int) -> list[tuple[int, int]]:
        """The bytes of some frames, as few (offset, length) as possible."""
        found: list[tuple[int, int]] = []
        for number in range(start, start + frames):
            at, size = self.offsets[number], self.sizes[number]
            if found and found[-1][0] + found[-1][1] == at:
                found[-1] = (found[-1][0], found[-1][1] + size)
            else:
                found.append((at, size))
        return found


def read(path: Path) -> Table:
    """Read the tables; raises `MachineTrouble` when the file is not in the house format."""
    try:
        return _table(_moov(path))
    except (NotHouse, struct.error, KeyError, IndexError) as error:
        raise MachineTrouble("join", f"{path.name} is not in the house format ({error})") from error
    except OSError as error:
        raise MachineTrouble("join", f"{path.name} cannot be read ({error.strerror})") from error


def _moov(path: Path) -> memoryview:
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
                raise NotHouse("a box is cut off")
            if kind == b"moov":
                if size > _LARGEST_MOOV:
                    raise NotHouse("its tables are too large")
                return memoryview(file.read(size - head))
            at += size
    raise NotHouse("it has no tables")


def _boxes(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if size < 8 or at + size > len(data):
            raise NotHouse("a box is cut off")
        yield kind, data[at + 8 : at + size]
        at += size


def _inside(data: memoryview, *names: bytes) -> memoryview:
    for name in names:
        data = next((body for kind, body in _boxes(data) if kind == name), memoryview(b""))
        if not data:
            raise NotHouse(f"it has no {name.decode()}")
    return data


def _table(moov: memoryview) -> Table:
    tracks = [body for kind, body in _boxes(moov) if kind == b"trak"]
    if len(tracks) != 1:
        raise NotHouse(f"it has {len(tracks)} tracks")
    mdhd = _inside(tracks[0], b"mdia", b"mdhd")
    (scale,) = struct.unpack_from(">I", mdhd, 20 if mdhd[0] else 12)
    parts = dict(_boxes(_inside(tracks[0], b"mdia", b"minf", b"stbl")))
    if b"ctts" in parts:
        raise NotHouse("its frames are out of order")
    parameters, width, height = _entry(parts[b"stsd"])
    sizes = _sizes(parts[b"stsz"])
    return Table(
        entry=_house_entry(parameters, width, height),
        parameters=parameters,
        width=width,
        height=height,
        scale=scale,
        ticks=_ticks(parts[b"stts"], len(sizes)),
        sizes=sizes,
        offsets=_offsets(parts, sizes),
        keys=_keys(parts, len(sizes)),
    )


def _entry(stsd: memoryview) -> tuple[bytes, int, int]:
    (count,) = struct.unpack_from(">I", stsd, 4)
    (size, kind) = struct.unpack_from(">I4s", stsd, 8)
    if count != 1 or kind != b"avc1" or size > len(stsd) - 8:
        raise NotHouse("its picture is not one H.264 track")
    whole = stsd[8 : 8 + size]
    parameters = bytes(_inside(whole[_ENTRY_HEAD:], b"avcC"))
    width, height = struct.unpack_from(">HH", whole, 32)
    return parameters, width, height


def _house_entry(parameters: bytes, width: int, height: int) -> bytes:
    """The sample entry, made anew: writers differ in names and bit rates that decode nothing."""
    fixed = struct.pack(">6xH16xHHIIIH32xHh", 1, width, height, 72 << 16, 72 << 16, 0, 1, 24, -1)
    return box(b"avc1", fixed, box(b"avcC", parameters), box(b"colr", _BT709))


def _sizes(stsz: memoryview) -> "array[int]":
    same, count = struct.unpack_from(">II", stsz, 4)
    if count > _MOST_FRAMES:
        raise NotHouse("it claims too many frames")
    return array("I", [same]) * count if same else _words(stsz, 12, count)


def _words(data: memoryview, at: int, count: int) -> "array[int]":
    if at + 4 * count > len(data):
        raise NotHouse("a table is cut off")
    return array("I", struct.unpack_from(f">{count}I", data, at))


def _ticks(stts: memoryview, frames: int) -> int:
    (count,) = struct.unpack_from(">I", stts, 4)
    runs = _words(stts, 8, 2 * count)
    if count != 1 or runs[0] != frames or not frames:
        raise NotHouse("its frames do not all last the same")
    return runs[1]


def _keys(parts: dict[bytes, memoryview], frames: int) -> frozenset[int]:
    if b"stss" not in parts:
        return frozenset(range(frames))
    (count,) = struct.unpack_from(">I", parts[b"stss"], 4)
    return frozenset(number - 1 for number in _words(parts[b"stss"], 8, count))


def _offsets(parts: dict[bytes, memoryview], sizes: "array[int]") -> "array[int]":
    wide = b"co64" in parts
    chunk_box = parts[b"co64" if wide else b"stco"]
    (chunks,) = struct.unpack_from(">I", chunk_box, 4)
    starts = struct.unpack_from(f">{chunks}{'Q' if wide else 'I'}", chunk_box, 8)
    (count,) = struct.unpack_from(">I", parts[b"stsc"], 4)
    runs = _words(parts[b"stsc"], 8, 3 * count)
    offsets = array("Q")
    for row in range(count):
        last = runs[3 * row + 3] - 1 if row + 1 < count else chunks
        for chunk in range(runs[3 * row] - 1, last):
            at = starts[chunk]
            for _ in range(runs[3 * row + 1]):
                offsets.append(at)
                at += sizes[len(offsets) - 1]
    if len(offsets) != len(sizes):
        raise NotHouse("its tables contradict each other")
    return offsets


def box(kind: bytes, *contents: bytes) -> bytes:
    """A box around its contents."""
    size = 8 + sum(map(len, contents))
    return struct.pack(">I4s", size, kind) + b"".join(contents)


def _full(kind: bytes, *contents: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags), *contents)


def head(table: Table, chunks: Sequence[int]) -> bytes:
    """Everything before the frames of a file that holds `table`'s frames one after another.

    `chunks` are numbers of frames: each begins a stretch of its own (readers look up by stretch).
    The offsets of `table` are not used. Ends with the header of the box that holds the frames.
    """
    kinds = box(b"ftyp", b"isom", struct.pack(">I", 512), b"isomiso2avc1mp41")
    total = sum(table.sizes)
    body = struct.pack(">I4sQ", 1, b"mdat", 16 + total)
    length = len(kinds) + len(_movie(table, chunks, 0)) + len(body)
    return kinds + _movie(table, chunks, length) + body


def _movie(table: Table, chunks: Sequence[int], base: int) -> bytes:
    duration = table.frames * table.ticks
    matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    mvhd = _full(
        b"mvhd",
        struct.pack(">QQIQIHxx8x", 0, 0, table.scale, duration, 0x10000, 0x100),
        matrix, bytes(24), struct.pack(">I", 2), version=1,
    )  # fmt: skip
    tkhd = _full(
        b"tkhd",
        struct.pack(">QQIIQ8xHHHxx", 0, 0, 1, 0, duration, 0, 0, 0),
        matrix, struct.pack(">II", table.width << 16, table.height << 16), version=1, flags=3,
    )  # fmt: skip
    mdhd = _full(b"mdhd", struct.pack(">QQIQHH", 0, 0, table.scale, duration, 0x55C4, 0), version=1)
    hdlr = _full(b"hdlr", struct.pack(">I4s12x", 0, b"vide"), b"VideoHandler\0")
    reference = _full(b"dref", struct.pack(">I", 1), _full(b"url ", flags=1))
    minf = box(
        b"minf", _full(b"vmhd", bytes(8), flags=1), box(b"dinf", reference),
        _samples(table, chunks, base),
    )  # fmt: skip
    return box(b"moov", mvhd, box(b"trak", tkhd, box(b"mdia", mdhd, hdlr, minf)))


def _samples(table: Table, chunks: Sequence[int], base: int) -> bytes:
    keys = sorted(table.keys)
    sizes = struct.pack(f">{table.frames}I", *table.sizes)
    offsets = list[int]()
    rows = list[tuple[int, int, int]]()
    frame = 0
    for number, count in enumerate(chunks, 1):
        offsets.append(base)
        if not rows or rows[-1][1] != count:
            rows.append((number, count, 1))
        base += sum(table.sizes[frame : frame + count])
        frame += count
    return box(
        b"stbl",
        _full(b"stsd", struct.pack(">I", 1), table.entry),
        _full(b"stts", struct.pack(">III", 1, table.frames, table.ticks)),
        _full(b"stss", struct.pack(f">I{len(keys)}I", len(keys), *(k + 1 for k in keys))),
        _full(b"stsc", struct.pack(">I", len(rows)), *(struct.pack(">III", *row) for row in rows)),
        _full(b"stsz", struct.pack(">II", 0, table.frames), sizes),
        _full(b"co64", struct.pack(f">I{len(offsets)}Q", len(offsets), *offsets)),
    )  # fmt: skip
