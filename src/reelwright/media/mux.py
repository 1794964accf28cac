"""Multiplexing by packets: a film from its pictures, sound, subtitles and chapters."""

import heapq
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Literal

import av
from av.container import InputContainer, OutputContainer
from av.stream import Stream

from reelwright.film.errors import Interrupted, MachineTrouble
from reelwright.film.order import Stop
from reelwright.film.timeline import Caption, House, Marker
from reelwright.media import house as house_format
from reelwright.media import libav, timedtext
from reelwright.media.packets import Part, Piece, shown

_ASKED = 500
"""Packets between two looks at whether to stop."""


def mux(
    parts: Sequence[Part],
    audio: Path | None,
    captions: Sequence[Caption],
    chapters: Sequence[Marker],
    metadata: dict[str, str],
    out: Path,
    house: House,
    language: str = "en",
    faststart: bool = True,
    stop: Stop = lambda: False,
    container: Literal["mp4", "mov"] = "mp4",
) -> None:
    """Put pictures in the house format, an AAC file, subtitles, chapters and metadata into one MP4
    or MOV.

    The parts of the picture follow one another as `packets.join` would write them, but are read
    from where they lie: a film is written once.

    `metadata` takes libav's names (`title`, `artist`, `comment`, `date`). `language` is a two- or
    three-letter code. The same inputs give the same bytes: nothing is asked of the clock, and no id
    is random. Memory does not grow with the pictures and sounds. `stop` is asked every few hundred
    frames: a film of half an hour takes seconds.
    """
    scale = str(house.rate * house_format.TICKS)
    options = {"video_track_timescale": scale, "movie_timescale": scale}
    if faststart:
        options["movflags"] = "+faststart"
    pieces = shown(parts, house)
    frames = sum(piece.frames for piece in pieces)
    with libav.writing(out, options, container) as target, ExitStack() as opened:
        target.metadata.update({key: metadata[key] for key in sorted(metadata)})
        set_chapters(target, chapters, frames, house)
        flows = [_pictures(target, pieces, house)]
        if audio is not None:
            sounds = opened.enter_context(libav.reading(audio, "mux"))
            flows.append(_sounds(target, sounds, language))
        pour(target, [*flows, *_texts(target, captions, frames, house, language)], stop)


Flow = Iterator["av.Packet[Stream]"]


def pour(target: OutputContainer, flows: Sequence[Flow], stop: Stop) -> None:
    """Write the packets of all flows in the order of their times."""
    order = count()
    timed = (_timed(flow, order) for flow in flows)
    for at, (_, _, packet) in enumerate(heapq.merge(*timed)):
        if at % _ASKED == 0 and stop():
            raise Interrupted("mux", "stopped", "Run the same command again to go on.")
        target.mux(packet)


_CLOCK = 1 << 40
"""Parts of a second by which packets are put in order: integers, as there are many."""


def _timed(flow: Flow, order: "count[int]") -> Iterator[tuple[int, int, "av.Packet[Stream]"]]:
    for packet in flow:
        assert packet.dts is not None
        tick = packet.time_base
        yield packet.dts * tick.numerator * _CLOCK // tick.denominator, next(order), packet


def _pictures(target: OutputContainer, pieces: Sequence[Piece], house: House) -> Flow:
    """The packets of all pieces, given to a new track of the target: one frame after another."""
    with libav.reading(pieces[0].part.path, "mux") as first:
        stream = target.add_stream_from_template(first.streams.video[0])
    stream.time_base = house_format.time_base(house)
    return _shown_one_by_one(pieces, stream)


def _shown_one_by_one(pieces: Sequence[Piece], stream: Stream) -> Flow:
    time_base = stream.time_base
    assert time_base is not None
    at = 0
    for piece in pieces:
        for data, key in piece.packets():
            packet: av.Packet[Stream] = av.Packet(data)
            packet.stream, packet.time_base = stream, time_base
            packet.pts = packet.dts = at * house_format.TICKS
            packet.duration, packet.is_keyframe = house_format.TICKS, key
            yield packet
            at += 1


def _sounds(target: OutputContainer, source: InputContainer, language: str) -> Flow:
    """The packets of a source's sound, given to a new track of the target."""
    found = source.streams.audio
    if not found:
        raise MachineTrouble("mux", f"{Path(source.name).name} has no audio track")
    stream = target.add_stream_from_template(found[0])
    stream.metadata["language"] = timedtext.iso639(language)
    return _handed_over(source, found[0], stream)


def _handed_over(source: InputContainer, origin: Stream, stream: Stream) -> Flow:
    for packet in source.demux(origin):
        if packet.size:
            packet.stream = stream
            yield packet


def _texts(
    target: OutputContainer, captions: Sequence[Caption], frames: int, house: House, language: str
) -> list[Flow]:
    if not captions:
        return []
    stream = timedtext.add_track(target, house, language)
    return [timedtext.packets(stream, captions, frames, house)]


def set_chapters(
    target: OutputContainer, chapters: Sequence[Marker], frames: int, house: House
) -> None:
    ends = [*(marker.at for marker in chapters[1:]), frames]
    target.set_chapters(
        [
            {
                "id": number,
                "start": marker.at,
                "end": end,
                "time_base": Fraction(1, house.rate),
                "metadata": {"title": marker.title},
            }
            for number, (marker, end) in enumerate(zip(chapters, ends, strict=True), 1)
        ]
        if chapters
        else []
    )
