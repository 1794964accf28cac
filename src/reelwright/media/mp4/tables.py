"""The sample tables of MP4 files in the house format: read without libav, written without it.

Opening a file with libav costs several milliseconds, and a film is joined from hundreds. Our own
segments have one video track whose frames all last the same, so their tables are a few hundred
bytes that can be read directly, and the frames between them copied by the kernel.
Layout: ISO/IEC 14496-12 (boxes) and 14496-15 (`avcC`).
"""

import struct
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from reelwright.film.errors import MachineTrouble
from reelwright.media.mp4 import boxes
from reelwright.media.mp4.boxes import box, full, inside

_BT709 = b"nclx" + struct.pack(">HHHB", 1, 1, 1, 0)
"""The colours of the house format: BT.709 primaries, transfer and matrix, limited range."""

_ENTRY_HEAD = 86
"""Bytes of a visual sample entry before its inner boxes, with its own header."""


class NotHouse(boxes.Malformed):
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

    def runs(self, start: int, frames: int) -> list[boxes.Stretch]:
        """The bytes of some frames, as few stretches as possible."""
        return boxes.runs(self.offsets, self.sizes, start, frames)


def read(path: Path) -> Table:
    """Read the tables; raises `MachineTrouble` when the file is not in the house format."""
    try:
        return _table(boxes.movie(path))
    except (boxes.Malformed, struct.error, KeyError, IndexError) as error:
        raise MachineTrouble("join", f"{path.name} is not in the house format ({error})") from error
    except OSError as error:
        raise MachineTrouble("join", f"{path.name} cannot be read ({error.strerror})") from error


def _table(moov: memoryview) -> Table:
    tracks = [body for kind, body in boxes.each(moov) if kind == b"trak"]
    if len(tracks) != 1:
        raise NotHouse(f"it has {len(tracks)} tracks")
    mdhd = inside(tracks[0], b"mdia", b"mdhd")
    (scale,) = struct.unpack_from(">I", mdhd, 20 if mdhd[0] else 12)
    parts = dict(boxes.each(inside(tracks[0], b"mdia", b"minf", b"stbl")))
    if b"ctts" in parts:
        raise NotHouse("its frames are out of order")
    parameters, width, height = _entry(parts[b"stsd"])
    found = boxes.samples(parts)
    return Table(
        entry=_house_entry(parameters, width, height),
        parameters=parameters,
        width=width,
        height=height,
        scale=scale,
        ticks=_ticks(found),
        sizes=found.sizes,
        offsets=boxes.offsets(parts, found.sizes),
        keys=frozenset(range(len(found.sizes))) if found.keys is None else found.keys,
    )


def _entry(stsd: memoryview) -> tuple[bytes, int, int]:
    (count,) = struct.unpack_from(">I", stsd, 4)
    (size, kind) = struct.unpack_from(">I4s", stsd, 8)
    if count != 1 or kind != b"avc1" or size > len(stsd) - 8:
        raise NotHouse("its picture is not one H.264 track")
    whole = stsd[8 : 8 + size]
    parameters = bytes(inside(whole[_ENTRY_HEAD:], b"avcC"))
    width, height = struct.unpack_from(">HH", whole, 32)
    return parameters, width, height


def _house_entry(parameters: bytes, width: int, height: int) -> bytes:
    """The sample entry, made anew: writers differ in names and bit rates that decode nothing."""
    fixed = struct.pack(">6xH16xHHIIIH32xHh", 1, width, height, 72 << 16, 72 << 16, 0, 1, 24, -1)
    return box(b"avc1", fixed, box(b"avcC", parameters), box(b"colr", _BT709))


def _ticks(found: boxes.Samples) -> int:
    if len(found.lasting) != 1 or found.lasting[0][0] != len(found.sizes) or not found.sizes:
        raise NotHouse("its frames do not all last the same")
    return found.lasting[0][1]


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
    mvhd = full(
        b"mvhd",
        struct.pack(">QQIQIHxx8x", 0, 0, table.scale, duration, 0x10000, 0x100),
        matrix, bytes(24), struct.pack(">I", 2), version=1,
    )  # fmt: skip
    tkhd = full(
        b"tkhd",
        struct.pack(">QQIIQ8xHHHxx", 0, 0, 1, 0, duration, 0, 0, 0),
        matrix, struct.pack(">II", table.width << 16, table.height << 16), version=1, flags=3,
    )  # fmt: skip
    mdhd = full(b"mdhd", struct.pack(">QQIQHH", 0, 0, table.scale, duration, 0x55C4, 0), version=1)
    hdlr = full(b"hdlr", struct.pack(">I4s12x", 0, b"vide"), b"VideoHandler\0")
    reference = full(b"dref", struct.pack(">I", 1), full(b"url ", flags=1))
    minf = box(
        b"minf", full(b"vmhd", bytes(8), flags=1), box(b"dinf", reference),
        _samples(table, chunks, base),
    )  # fmt: skip
    return box(b"moov", mvhd, box(b"trak", tkhd, box(b"mdia", mdhd, hdlr, minf)))


def _samples(table: Table, chunks: Sequence[int], base: int) -> bytes:
    ends = list(accumulate(chunks))
    lengths = (sum(table.sizes[end - count : end]) for count, end in zip(chunks, ends, strict=True))
    starts = list(accumulate(lengths, initial=base))[: len(chunks)]
    return boxes.sample_tables(
        struct.pack(">II", 0, 1) + table.entry,
        boxes.Samples(table.sizes, [(table.frames, table.ticks)], table.keys),
        list(zip(starts, chunks, strict=True)),
    )
