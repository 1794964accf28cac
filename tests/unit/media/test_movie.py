import struct
from array import array
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.film.timeline import House
from reelwright.media.mp4 import boxes, movie, mux, packets
from reelwright.media.mp4.boxes import Malformed, Samples
from reelwright.media.mp4.packets import Part

SMALL = House(width=320, height=180, rate=24)


@pytest.fixture
def film(tmp_path: Path, segments: list[Path]) -> Path:
    path = tmp_path / "film.mp4"
    mux.mux([Part(segments[0])], None, [], [], {}, path, SMALL)
    return path


@given(
    sizes=st.lists(st.integers(0, 1 << 31), min_size=1, max_size=40),
    cuts=st.sets(st.integers(1, 39)),
    keys=st.none() | st.sets(st.integers(0, 39)),
    wide=st.booleans(),
)
def test_tables_are_read_as_they_were_written(
    sizes: list[int], cuts: set[int], keys: set[int] | None, wide: bool
) -> None:
    edges = [0, *sorted(cut for cut in cuts if cut < len(sizes)), len(sizes)]
    counts = [b - a for a, b in pairwise(edges)]
    starts = [7 + 100_000 * number for number in range(len(counts))]
    chosen = None if keys is None else frozenset(key for key in keys if key < len(sizes))
    meant = Samples(array("I", sizes), [(len(sizes), 1000)], chosen)
    written = boxes.sample_tables(
        bytes(8), meant, list(zip(starts, counts, strict=True)), wide=wide
    )
    tables = dict(boxes.each(boxes.inside(memoryview(written), b"stbl")))
    assert boxes.samples(tables) == meant
    expected = [
        start + sum(sizes[edge:at])
        for start, edge, count in zip(starts, edges, counts, strict=False)
        for at in range(edge, edge + count)
    ]
    assert list(boxes.offsets(tables, meant.sizes)) == expected


def test_a_film_of_more_than_four_gigabytes_is_found_in_its_tables(film: Path) -> None:
    moov = boxes.movie(film)
    (track,) = movie.tracks(moov)
    each = 3_000_000_000
    found = Samples(array("I", [each] * 3), [(3, 1000)], frozenset({0}))
    chunks = [movie.Chunk(at, 0, 1, [(film, 0, each)]) for at in range(3)]
    head = movie.head(boxes.kinds(film), moov, [found], chunks)
    size, kind, length = struct.unpack(">I4sQ", head[-16:])
    assert (size, kind, length) == (1, b"mdat", 16 + 3 * each)
    begun = memoryview(head)[len(boxes.kinds(film)) :]
    (made,) = movie.tracks(boxes.inside(begun, b"moov"))
    assert b"co64" in made.tables
    assert list(boxes.offsets(made.tables, found.sizes)) == [
        len(head), len(head) + each, len(head) + 2 * each,
    ]  # fmt: skip
    assert b"stco" in track.tables


def test_durations_are_those_of_the_whole(film: Path) -> None:
    moov = boxes.movie(film)
    frames = 48
    for path in ((b"mvhd",), (b"trak", b"tkhd"), (b"trak", b"edts", b"elst")):
        told = boxes.inside(moov, *path)
        at = {b"mvhd": 16, b"tkhd": 20, b"elst": 8}[path[-1]]
        assert struct.unpack_from(">I", told, at) == (frames * 1000,)


def _spoilt(film: Path, kind: bytes, at: int, byte: int) -> memoryview:
    moov = bytearray(boxes.movie(film))
    moov[moov.index(kind) + 4 + at] = byte
    return memoryview(bytes(moov))


@pytest.mark.parametrize(
    ("kind", "at", "byte"),
    [(b"elst", 0, 1), (b"elst", 7, 2), (b"elst", 12, 255), (b"mvhd", 0, 1), (b"mdhd", 0, 1)],
)
def test_what_libav_would_write_otherwise_is_refused(
    film: Path, kind: bytes, at: int, byte: int
) -> None:
    """Rather no film than one whose tables are somewhere else than thought."""
    found = [Samples(array("I", [1]), [(1, 1000)])]
    with pytest.raises(Malformed):
        movie.head(boxes.kinds(film), _spoilt(film, kind, at, byte), found, [])


def test_a_film_too_long_for_its_tables_is_refused(film: Path) -> None:
    found = [Samples(array("I", [1]), [(1, 1 << 33)])]
    with pytest.raises(Malformed, match="too long"):
        movie.head(boxes.kinds(film), boxes.movie(film), found, [])


@pytest.mark.parametrize("wide", [True, False])
def test_tables_that_contradict_each_other_are_refused(wide: bool) -> None:
    meant = Samples(array("I", [5, 5]), [(2, 1000)])
    written = boxes.sample_tables(bytes(8), meant, [(0, 3)], wide=wide)
    tables = dict(boxes.each(boxes.inside(memoryview(written), b"stbl")))
    with pytest.raises(Malformed, match="contradict"):
        boxes.offsets(tables, meant.sizes)


@given(cuts=st.lists(st.tuples(st.integers(0, 77), st.integers(1, 78)), max_size=10))
def test_where_frames_lie_is_told_across_pieces(cuts: list[tuple[int, int]]) -> None:
    """Any stretch of the film is the same bytes as frame by frame."""
    sizes = array("I", range(1, 79))
    whole = [("a", 10, 20), ("b", 0, 30), ("c", 40, 28)]
    pieces = [_piece(Path(name), start, frames, sizes) for name, start, frames in whole]
    where = packets.lying(pieces)
    alone = [one for at in range(78) for one in where(at, 1)]
    for start, count in cuts:
        length = min(count, 78 - start)
        runs = where(start, length)
        assert sum(one[2] for one in runs) == sum(o[2] for o in alone[start : start + length])
        assert runs[0][:2] == alone[start][:2]


def _piece(path: Path, start: int, frames: int, sizes: "array[int]") -> packets.Piece:
    from reelwright.media.mp4.tables import Table

    offsets = array("Q", (sum(sizes[:at]) for at in range(len(sizes))))
    table = Table(b"", b"", 320, 180, 24000, 1000, sizes, offsets, frozenset({0}))
    return packets.Piece(Part(path, start, frames), table, frames)
