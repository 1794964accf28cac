"""Proof that what was made is what was meant. Exit codes are no proof.

A segment is decoded in full once, when it is made. What is joined from segments is compared with
them packet by packet, and decoded only around the joins.
"""

import os
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from reelwright.film.errors import MachineTrouble
from reelwright.film.timeline import House
from reelwright.media import house as house_format
from reelwright.media import libav, probe
from reelwright.media.mp4 import boxes, tables
from reelwright.media.mp4.packets import Part, Piece, shown
from reelwright.media.sound.aac import AAC_FRAME

_BLOCK = 1 << 18
"""Bytes compared at a time: few enough for a processor's own memory."""


def segment(path: Path, house: House, frames: int) -> None:
    """Decode a segment in full; it must be in the house format and have exactly `frames` frames."""
    table = tables.read(path)
    _in_house(table, house, path.name)
    if table.frames != frames or 0 not in table.keys:
        raise MachineTrouble("verify", f"{path.name} has {table.frames} frames, not {frames}")
    decoded = probe.decode_all(path, "verify", own=True)
    if decoded != frames:
        raise MachineTrouble("verify", f"{path.name} shows {decoded} frames, not {frames}")


def joined(path: Path, parts: Sequence[Part], house: House) -> int:
    """Compare a joined video with its parts byte by byte; returns its number of frames."""
    table = tables.read(path)
    _in_house(table, house, path.name)
    _as_meant(path, table, shown(parts, house))
    return table.frames


def film(path: Path, parts: Sequence[Part], house: House, sound: Path | None) -> int:
    """Check a finished film against the pictures and the sound it was made from; returns its number
    of frames. What is where is read by libav, which did not write it.

    Every frame is the same, in the same order, one after the other; what lies around each join
    decodes; the sound is the same, too, and as long as the picture but for one AAC packet.
    """
    pieces = shown(parts, house)
    with libav.reading(path, "verify") as whole:
        sizes, offsets, keys = _listed(path, whole.streams.video[0], house)
        if sound is not None:
            _sounds_alike(path, whole, sound)
            _audio_fits(path, whole, len(sizes) / house.rate)
    _as_meant(path, replace(pieces[0].table, sizes=sizes, offsets=offsets, keys=keys), pieces)
    return len(sizes)


def _listed(
    path: Path, stream: VideoStream, house: House
) -> tuple["array[int]", "array[int]", frozenset[int]]:
    """Sizes and places of all frames, and the numbers of the key frames; each in its time."""
    sizes, offsets, times, keys = array("I"), array("Q"), array("q"), set[int]()
    for at, entry in enumerate(stream.index_entries):
        sizes.append(entry.size)
        offsets.append(entry.pos)
        times.append(entry.timestamp)
        if entry.is_keyframe:
            keys.add(at)
    step = 1 / (Fraction(stream.time_base or 1) * house.rate)
    times.append(stream.duration or 0)
    for at, found in enumerate(times):
        if found * step.denominator != at * step.numerator:
            raise MachineTrouble("verify", f"frame {at} of {path.name} is not in its time")
    return sizes, offsets, frozenset(keys)


def _as_meant(path: Path, table: tables.Table, pieces: Sequence[Piece]) -> None:
    """Every byte of a film's pictures is the one of the piece that it comes from, and what lies
    around each join decodes."""
    joins, at = list[int](), 0
    with path.open("rb") as whole:
        for piece in pieces:
            start, frames = piece.part.start, piece.frames
            name = piece.part.path.name
            inner = (key + at - start for key in piece.table.keys if start <= key < start + frames)
            if table.sizes[at : at + frames] != piece.table.sizes[start : start + frames] or (
                piece.table.entry != table.entry or not table.keys.issuperset(inner)
            ):
                raise MachineTrouble("verify", f"{path.name} differs from {name} at frame {at}")
            with piece.part.path.open("rb") as file:
                theirs = piece.table.runs(start, frames)
                _same_bytes(path, whole, table.runs(at, frames), file, theirs)
            joins.append(at)
            at += frames
        if at != table.frames:
            raise MachineTrouble("verify", f"{path.name} has {table.frames} frames, not {at}")
        with probe.listening(path.name, "verify"):
            _decode_at(path, whole, table, joins)


def _sounds_alike(path: Path, whole: InputContainer, sound: Path) -> None:
    if not whole.streams.audio:
        raise MachineTrouble("verify", f"{path.name} has no sound")
    with libav.reading(sound, "verify") as source:
        mine, other = _lying(whole.streams.audio[0]), _lying(source.streams.audio[0])
    if mine[1] != other[1]:
        raise MachineTrouble("verify", f"the sound of {path.name} is not the one meant")
    count = len(mine[1])
    with path.open("rb") as ours, sound.open("rb") as theirs:
        _same_bytes(path, ours, boxes.runs(*mine, 0, count), theirs, boxes.runs(*other, 0, count))


def _lying(stream: AudioStream) -> tuple["array[int]", "array[int]"]:
    """Where each packet lies, and its bytes."""
    entries = [(entry.pos, entry.size) for entry in stream.index_entries]
    return array("Q", (pos for pos, _ in entries)), array("I", (size for _, size in entries))


def _audio_fits(path: Path, whole: InputContainer, seconds: float) -> None:
    stream = whole.streams.audio[0]
    long = float((stream.duration or 0) * (stream.time_base or 0))
    if abs(long - seconds) > AAC_FRAME / stream.codec_context.sample_rate:
        raise MachineTrouble(
            "verify", f"the sound of {path.name} lasts {long:.3f} s, the picture {seconds:.3f} s"
        )


def _in_house(table: tables.Table, house: House, name: str) -> None:
    meant = (house.width, house.height, house.rate * house_format.TICKS, house_format.TICKS)
    if (table.width, table.height, table.scale, table.ticks) != meant:
        raise MachineTrouble("verify", f"{name} is not in the house format of this film")


def _same_bytes(
    path: Path,
    whole: BinaryIO,
    ours: Sequence[boxes.Stretch],
    piece: BinaryIO,
    theirs: Sequence[boxes.Stretch],
) -> None:
    # The same memory for all: what is left in it behind `length` is of an earlier pair, and alike.
    mine, other = bytearray(_BLOCK), bytearray(_BLOCK)
    for here, there, length in _side_by_side(ours, theirs):
        read = os.preadv(whole.fileno(), [memoryview(mine)[:length]], here)
        if read != os.preadv(piece.fileno(), [memoryview(other)[:length]], there) or (
            read != length or mine != other
        ):
            raise MachineTrouble("verify", f"{path.name} has bytes that its parts do not have")


def _side_by_side(
    ours: Sequence[boxes.Stretch], theirs: Sequence[boxes.Stretch]
) -> Iterator[tuple[int, int, int]]:
    """(here, there, length) of stretches that are whole in both, however each is cut."""
    others = iter(theirs)
    there = left = 0
    for begin, length in ours:
        at = begin
        while at < begin + length:
            if not left:
                there, left = next(others)
            step = min(begin + length - at, left, _BLOCK)
            yield at, there, step
            at, there, left = at + step, there + step, left - step


def _decoder(table: tables.Table) -> VideoCodecContext:
    decoder = av.CodecContext.create("h264", "r")
    decoder.extradata = table.parameters
    probe.make_strict(decoder, own=True)
    return decoder


def _decode_at(path: Path, file: BinaryIO, table: tables.Table, joins: Sequence[int]) -> None:
    """Decode the key frame after each join by a decoder that comes from the join before: parts that
    cannot follow one another would show. What follows depends on that frame alone, and is, byte for
    byte, of a segment that was decoded in full."""
    decoder, at = _decoder(table), 0
    for join in joins:
        data = os.pread(file.fileno(), table.sizes[join], table.offsets[join])
        at += len(decoder.decode(av.Packet(data)))
    if at + len(decoder.decode(None)) != len(joins):
        raise MachineTrouble("verify", f"{path.name} does not decode at its joins")
