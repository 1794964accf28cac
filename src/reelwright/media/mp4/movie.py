"""The head of a film: what libav writes about its tracks, with tables of samples that we fill in.

libav writes a small film that has all the tracks, words, chapters and names, and only the beginning
of picture and sound. Its description is kept, box by box; what tells where and how long samples are
is made for the whole film. So nothing is done packet by packet for what is a hundred thousand of
them in a long film, and the index lies in front without writing everything twice.
"""

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, repeat

from reelwright.media.mp4.boxes import Malformed, Samples, box, each, inside, sample_tables
from reelwright.media.mp4.packets import Run

_NARROW = (1 << 32) - (1 << 27)
"""Bytes of samples up to which 32 bits surely tell every place in the file."""

_DURATIONS = {b"mvhd": 16, b"tkhd": 20, b"mdhd": 16, b"elst": 8}
"""Where in these boxes (version 0) the duration stands."""

_INNER = (b"trak", b"edts", b"mdia", b"minf")


@dataclass(frozen=True)
class Chunk:
    """Samples of one track (by number) that lie together in the film, from second `at` of it."""

    at: float
    track: int
    samples: int
    runs: Sequence[Run]

    @property
    def bytes(self) -> int:
        return sum(length for _, _, length in self.runs)


@dataclass(frozen=True)
class Track:
    """What the small film tells of one track. `begins` is the tick with which playing begins;
    tracks that are not `shown` are read by others."""

    kind: bytes
    shown: bool
    scale: int
    begins: int
    tables: dict[bytes, memoryview]


@dataclass(frozen=True)
class Filled:
    """A track (by number) with all its samples: `where` tells in which stretches of files so many
    of them lie, from one on; `chunk` is how many are to lie together in the film."""

    number: int
    track: Track
    samples: Samples
    where: Callable[[int, int], list[Run]]
    chunk: int


def tracks(moov: memoryview) -> list[Track]:
    """The tracks of a film, in order; raises `Malformed`."""
    return [_track(body) for kind, body in each(moov) if kind == b"trak"]


def _track(trak: memoryview) -> Track:
    (scale,) = struct.unpack_from(">I", inside(trak, b"mdia", b"mdhd"), 12)
    edits = inside(trak, b"edts", b"elst")
    count, _, begins = struct.unpack_from(">IIi", edits, 4)
    if edits[0] or count != 1 or begins < 0:
        raise Malformed("a track does not begin where it should")
    return Track(
        kind=bytes(inside(trak, b"mdia", b"hdlr")[8:12]),
        shown=bool(inside(trak, b"tkhd")[3] & 1),
        scale=scale,
        begins=begins,
        tables=dict(each(inside(trak, b"mdia", b"minf", b"stbl"))),
    )


def head(
    kinds: bytes, moov: memoryview, found: Sequence[Samples], chunks: Sequence[Chunk]
) -> bytes:
    """Everything before the samples of a film, whose `chunks` follow one another in this order.

    `kinds` is its `ftyp` box, `moov` what the small film tells; `found` are the samples of each of
    its tracks. Ends with the header of the box that holds the samples. Raises `Malformed`.
    """
    total = sum(chunk.bytes for chunk in chunks)
    body = struct.pack(">I4sQ", 1, b"mdat", 16 + total)
    length = len(kinds) + len(_movie(moov, found, chunks, 0)) + len(body)
    return kinds + _movie(moov, found, chunks, length) + body


def _movie(moov: memoryview, found: Sequence[Samples], chunks: Sequence[Chunk], base: int) -> bytes:
    places: list[list[tuple[int, int]]] = [[] for _ in found]
    at = base
    for chunk in chunks:
        places[chunk.track].append((at, chunk.samples))
        at += chunk.bytes
    wide = at - base > _NARROW
    (scale,) = struct.unpack_from(">I", inside(moov, b"mvhd"), 12)
    rows = zip(tracks(moov), found, places, strict=True)
    written = [_Writing(*row, scale, wide) for row in rows]
    longest = max(one.duration for one in written)
    following = iter(written)

    def rewritten(kind: bytes, body: memoryview) -> bytes:
        if kind == b"trak":
            return next(following).rewritten(kind, body)
        return _lasting(kind, body, longest)

    return box(b"moov", *(rewritten(kind, body) for kind, body in each(moov)))


@dataclass(frozen=True)
class _Writing:
    """One track as it is written: `scale` is the film's."""

    track: Track
    found: Samples
    places: Sequence[tuple[int, int]]
    scale: int
    wide: bool

    @property
    def duration(self) -> int:
        """How long it plays, in ticks of the film; a begun one counts."""
        ticks = (self.found.ticks - self.track.begins) * self.scale
        return -(-ticks // self.track.scale)

    def rewritten(self, kind: bytes, body: memoryview) -> bytes:
        """A box of the small film as it is in the whole one."""
        if kind in _INNER:
            return box(kind, *(self.rewritten(*inner) for inner in each(body)))
        if kind == b"stbl":
            return self._tables()
        return _lasting(kind, body, self.found.ticks if kind == b"mdhd" else self.duration)

    def _tables(self) -> bytes:
        """Where samples are and how long; how far a decoder must run ahead is told of all alike."""
        tables = self.track.tables
        more = [box(kind, tables[kind]) for kind in (b"sgpd",) if kind in tables]
        if b"sbgp" in tables:
            alike = bytes(tables[b"sbgp"][:12]) + struct.pack(">II", len(self.found.sizes), 1)
            more.append(box(b"sbgp", alike))
        described = bytes(tables[b"stsd"])
        return sample_tables(described, self.found, self.places, *more, wide=self.wide)


def _lasting(kind: bytes, body: memoryview, duration: int) -> bytes:
    """A box with another duration, if it tells one."""
    if kind not in _DURATIONS:
        return box(kind, body)
    at = _DURATIONS[kind]
    if body[0] or duration >> 32:
        raise Malformed("it is too long for its tables")
    return box(kind, body[:at], struct.pack(">I", duration), body[at + 4 :])


def together(filled: Filled) -> Iterator[Chunk]:
    """The chunks of a track, in order."""
    track, found = filled.track, filled.samples
    lengths = chain.from_iterable(repeat(ticks, count) for count, ticks in found.lasting)
    begins = list(accumulate(lengths, initial=-track.begins))
    for start in range(0, len(found.sizes), filled.chunk):
        count = min(filled.chunk, len(found.sizes) - start)
        at = begins[start] / track.scale
        yield Chunk(at, filled.number, count, filled.where(start, count))
