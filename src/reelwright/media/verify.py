"""Proof that what was made is what was meant. Exit codes are no proof.

A segment is decoded in full once, when it is made. What is joined from segments is compared with
them packet by packet, and decoded only around the joins.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

import av
from av.container import InputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from reelwright.film.errors import MachineTrouble
from reelwright.film.timeline import House
from reelwright.media import house as house_format
from reelwright.media import libav, probe, tables
from reelwright.media.packets import Part, shown

_AFTER = 2
"""Frames decoded after each join. Before it, one that sets the decoder up as the part before does:
the others of its group are, byte for byte, those of a segment that was decoded in full."""

_BLOCK = 1 << 20

AAC_FRAME = 1024
"""Samples of an AAC packet: audio may be longer or shorter than the picture by one."""


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
    joins, at = list[int](), 0
    with path.open("rb") as whole:
        for part in parts:
            source = tables.read(part.path)
            frames = source.frames - part.start if part.frames is None else part.frames
            theirs = source.sizes[part.start : part.start + frames]
            if source.entry != table.entry or table.sizes[at : at + frames] != theirs:
                raise MachineTrouble("verify", f"{path.name} differs from {part.path.name}")
            with part.path.open("rb") as piece:
                _same_bytes(
                    path, whole, table.runs(at, frames), piece, source.runs(part.start, frames)
                )
            joins.append(at)
            at += frames
        if at != table.frames:
            raise MachineTrouble("verify", f"{path.name} has {table.frames} frames, not {at}")
        with probe.listening(path.name, "verify"):
            decoder = _decoder(table)
            for join in joins:
                _decode_around(path, whole, table, join, decoder)
    return at


def film(path: Path, parts: Sequence[Part], house: House, with_audio: bool) -> int:
    """Check a finished film against the pictures it was made from; returns its number of frames.

    Every video packet is the same, in the same order, one frame after the other; what lies around
    each join decodes; the sound is as long as the picture but for one AAC packet.
    """
    pieces = shown(parts, house)
    sizes, offsets, keys = array("I"), array("Q"), set[int]()
    meant = (packet for piece in pieces for packet in piece.packets())
    with libav.reading(path, "verify") as whole:
        for packet in whole.demux(whole.streams.video[0]):
            if not packet.size:
                continue
            at = len(sizes)
            data, key = next(meant, (b"", False))
            if bytes(packet) != data or packet.pos is None:
                raise MachineTrouble("verify", f"frame {at} of {path.name} is not the one meant")
            if not _in_time(packet, at, house.rate):
                raise MachineTrouble("verify", f"frame {at} of {path.name} is not in its time")
            sizes.append(packet.size)
            offsets.append(packet.pos)
            if key:
                keys.add(at)
        frames = len(sizes)
        if next(meant, None) is not None:
            raise MachineTrouble("verify", f"{path.name} ends after {frames} frames")
        if with_audio:
            _audio_fits(path, whole, frames / house.rate)
    table = replace(pieces[0].table, sizes=sizes, offsets=offsets, keys=frozenset(keys))
    joins = list(accumulate((piece.frames for piece in pieces[:-1]), initial=0))
    with path.open("rb") as file, probe.listening(path.name, "verify"):
        decoder = _decoder(table)
        for join in joins:
            _decode_around(path, file, table, join, decoder)
    return frames


def _in_time(packet: "av.Packet[VideoStream]", at: int, rate: int) -> bool:
    """Whether a packet shows frame `at` for one frame."""
    if packet.pts is None or packet.duration is None:
        return False
    tick = packet.time_base
    parts = tick.numerator * rate
    return packet.pts * parts == at * tick.denominator and packet.duration * parts == (
        tick.denominator
    )


def _audio_fits(path: Path, whole: InputContainer, seconds: float) -> None:
    if not whole.streams.audio:
        raise MachineTrouble("verify", f"{path.name} has no sound")
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
    ours: Sequence[tuple[int, int]],
    piece: BinaryIO,
    theirs: Sequence[tuple[int, int]],
) -> None:
    for mine, other in zip(_blocks(whole, ours), _blocks(piece, theirs), strict=True):
        if mine != other:
            raise MachineTrouble("verify", f"{path.name} has bytes that its parts do not have")


def _blocks(file: BinaryIO, runs: Sequence[tuple[int, int]]) -> Iterator[bytes]:
    """The bytes of some runs, in blocks of the same size however the runs are cut."""
    held = bytearray()
    for at, length in runs:
        file.seek(at)
        left = length
        while left:
            chunk = file.read(min(left, _BLOCK - len(held)))
            if not chunk:
                break
            held += chunk
            left -= len(chunk)
            if len(held) == _BLOCK:
                yield bytes(held)
                held.clear()
    yield bytes(held)


def _decoder(table: tables.Table) -> VideoCodecContext:
    decoder = av.CodecContext.create("h264", "r")
    decoder.extradata = table.parameters
    probe.make_strict(decoder, own=True)
    return decoder


def _decode_around(
    path: Path, file: BinaryIO, table: tables.Table, join: int, decoder: VideoCodecContext
) -> None:
    """Decode the key frame before a join and the first frames after it."""
    key = max(join - 1, 0)
    while key not in table.keys:
        key -= 1
    numbers = sorted({key, *range(join, min(join + _AFTER, table.frames))})
    decoder.flush_buffers()
    frames = 0
    for number in numbers:
        file.seek(table.offsets[number])
        frames += len(decoder.decode(av.Packet(file.read(table.sizes[number]))))
    if frames + len(decoder.decode(None)) != len(numbers):
        raise MachineTrouble("verify", f"{path.name} does not decode at frame {join}")
