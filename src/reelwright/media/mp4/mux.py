"""A film from its pictures, sound, subtitles and chapters: nothing is decoded or encoded."""

import heapq
import struct
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction
from itertools import count, islice
from operator import attrgetter
from pathlib import Path
from typing import Literal

import av
from av.container import InputContainer, OutputContainer
from av.stream import Stream

from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Stop, pause
from reelwright.film.timeline import Caption, House, Marker
from reelwright.media import house as house_format
from reelwright.media import libav
from reelwright.media.mp4 import boxes, movie, packets, timedtext
from reelwright.media.mp4.packets import Part, Piece, shown
from reelwright.media.sound.aac import AAC_FRAME

_ASKED = 500
"""Packets between two looks at whether to stop."""

_BEGINNING = 8
"""Packets of sound in the small film: enough for libav to write down where playing begins."""

_CHUNKS = 2
"""Stretches of picture and of sound in a second of film: players read them in turn."""


def mux(
    parts: Sequence[Part],
    audio: Path | None,
    captions: Sequence[Caption],
    chapters: Sequence[Marker],
    metadata: dict[str, str],
    out: Path,
    house: House,
    language: str = "en",
    stop: Stop = lambda: False,
    container: Literal["mp4", "mov"] = "mp4",
) -> None:
    """Put pictures in the house format, an AAC file, subtitles, chapters and metadata into one MP4
    or MOV, with its index in front.

    The parts of the picture follow one another as `packets.join` would write them, but are read
    from where they lie: a film is written once, by the kernel where it can.

    `metadata` takes libav's names (`title`, `artist`, `comment`, `date`). `language` is a two- or
    three-letter code. The same inputs give the same bytes: nothing is asked of the clock, and no id
    is random. Memory does not grow with the pictures and sounds. `stop` is asked between
    half-seconds.
    """
    pieces = shown(parts, house)
    frames = sum(piece.frames for piece in pieces)
    small = out.with_name(f".{out.name}.small")
    scale = str(house.rate * house_format.TICKS)
    options = {"video_track_timescale": scale, "movie_timescale": scale}
    try:
        with libav.writing(small, options, container) as target, ExitStack() as opened:
            target.metadata.update({key: metadata[key] for key in sorted(metadata)})
            set_chapters(target, chapters, frames, house)
            shots = opened.enter_context(libav.reading(pieces[0].part.path, "mux"))
            flows = [_pictures(target, shots)]
            if audio is not None:
                sounds = opened.enter_context(libav.reading(audio, "mux"))
                flows.append(islice(_sounds(target, sounds, language), _BEGINNING))
            pour(target, [*flows, *_texts(target, captions, frames, house, language)], stop)
        _whole(small, pieces, audio, out, house, stop)
    finally:
        small.unlink(missing_ok=True)


def _whole(
    small: Path, pieces: Sequence[Piece], audio: Path | None, out: Path, house: House, stop: Stop
) -> None:
    """Write the film of which `small` has all the tracks, but only the beginnings of two."""
    try:
        moov = boxes.movie(small)
        filled = [
            _pictures_filled(number, track, pieces, house)
            if track.kind == b"vide"
            else _filled(number, track, audio or small, small)
            for number, track in enumerate(movie.tracks(moov))
        ]
        chunks = list(heapq.merge(*map(movie.together, filled), key=attrgetter("at", "track")))
        head = movie.head(boxes.kinds(small), moov, [one.samples for one in filled], chunks)
    except (boxes.Malformed, struct.error, KeyError, IndexError) as error:
        raise MachineTrouble("mux", f"{out.name} cannot be put together ({error})") from error
    packets.write(out, head, (run for chunk in chunks for run in chunk.runs), stop)


def _pictures_filled(
    number: int, track: movie.Track, pieces: Sequence[Piece], house: House
) -> movie.Filled:
    samples, chunk = packets.samples(pieces), max(house.rate // _CHUNKS, 1)
    return movie.Filled(number, track, samples, packets.lying(pieces), chunk)


def _filled(number: int, track: movie.Track, audio: Path, small: Path) -> movie.Filled:
    """Sound from its own file; words as they lie in the small film, each where it is shown."""
    path, chunk = small, 1
    if track.kind == b"soun":
        path = audio
        (track,) = movie.tracks(boxes.movie(audio))
        chunk = track.scale // AAC_FRAME // _CHUNKS
    samples = boxes.samples(track.tables)
    offsets = boxes.offsets(track.tables, samples.sizes)
    if not track.shown:  # names of chapters: players read all of them first
        chunk = len(samples.sizes)

    def where(start: int, count: int) -> list[packets.Run]:
        return [(path, *run) for run in boxes.runs(offsets, samples.sizes, start, count)]

    return movie.Filled(number, track, samples, where, chunk)


Flow = Iterator["av.Packet[Stream]"]


def pour(target: OutputContainer, flows: Sequence[Flow], stop: Stop) -> None:
    """Write the packets of all flows in the order of their times."""
    order = count()
    timed = (_timed(flow, order) for flow in flows)
    for at, (_, _, packet) in enumerate(heapq.merge(*timed)):
        if at % _ASKED == 0:
            pause(stop, "mux")
        target.mux(packet)


_CLOCK = 1 << 40
"""Parts of a second by which packets are put in order: integers, as there are many."""


def _timed(flow: Flow, order: "count[int]") -> Iterator[tuple[int, int, "av.Packet[Stream]"]]:
    for packet in flow:
        assert packet.dts is not None
        tick = packet.time_base
        yield packet.dts * tick.numerator * _CLOCK // tick.denominator, next(order), packet


def _pictures(target: OutputContainer, source: InputContainer) -> Flow:
    """The first frame of a file, given to a new track of the target."""
    origin = source.streams.video[0]
    stream = target.add_stream_from_template(origin)
    return islice(_handed_over(source, origin, stream), 1)


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
