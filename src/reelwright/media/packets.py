"""Joining and multiplexing by packets: nothing is decoded, nothing is encoded."""

import heapq
import os
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from errno import EINVAL, ENOSYS, EOPNOTSUPP, EXDEV
from fractions import Fraction
from itertools import count
from pathlib import Path

import av
from av.container import InputContainer, OutputContainer
from av.stream import Stream

from reelwright.film.errors import Interrupted, MachineTrouble
from reelwright.film.order import Stop
from reelwright.film.timeline import Caption, House, Marker
from reelwright.media import house as house_format
from reelwright.media import libav, tables, timedtext

_BLOCK = 1 << 20

_ASKED = 500
"""Packets between two looks at whether to stop."""


@dataclass(frozen=True)
class Part:
    """`frames` frames of a file in the house format, from its frame `start` (a key frame).

    `frames` of None means: to the end.
    """

    path: Path
    start: int = 0
    frames: int | None = None


def join(sources: Sequence[Part], out: Path, house: House) -> int:
    """Write the parts one after another as one video track; returns its number of frames.

    Every step of the result is exactly one frame. The same parts give the same bytes. Raises
    `MachineTrouble` when a part is not in the house format, has other parameter sets than the
    first, does not start with a key frame, or is shorter than wanted.
    """
    if not sources:
        raise MachineTrouble("join", "there is nothing to join")
    known: dict[Path, tables.Table] = {}
    runs: list[tuple[Path, int, int]] = []
    sizes, keys, chunks = array("I"), set[int](), list[int]()
    for part in sources:
        table = known.get(part.path) or known.setdefault(part.path, tables.read(part.path))
        frames = _checked(part, table, known[sources[0].path], house)
        keys.update(
            len(sizes) + key - part.start
            for key in table.keys
            if part.start <= key < part.start + frames
        )
        runs += [(part.path, *run) for run in table.runs(part.start, frames)]
        sizes += table.sizes[part.start : part.start + frames]
        chunks.append(frames)
    first = known[sources[0].path]
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


def mux(
    video: Path,
    audio: Path | None,
    captions: Sequence[Caption],
    chapters: Sequence[Marker],
    metadata: dict[str, str],
    out: Path,
    house: House,
    language: str = "en",
    faststart: bool = True,
    stop: Stop = lambda: False,
) -> None:
    """Put a video file, an AAC file, subtitles, chapters and metadata into one MP4.

    `metadata` takes libav's names (`title`, `artist`, `comment`, `date`). `language` is a two- or
    three-letter code. The same inputs give the same bytes: nothing is asked of the clock, and no id
    is random. Memory does not grow with the pictures and sounds. `stop` is asked every few hundred
    frames: a film of half an hour takes seconds.
    """
    scale = str(house.rate * house_format.TICKS)
    options = {"video_track_timescale": scale, "movie_timescale": scale}
    if faststart:
        options["movflags"] = "+faststart"
    with libav.writing(out, options) as target, libav.reading(video, "mux") as pictures:
        target.metadata.update({key: metadata[key] for key in sorted(metadata)})
        frames = pictures.streams.video[0].frames
        _set_chapters(target, chapters, frames, house)
        if audio is None:
            flows = [_copied(target, pictures, "video", house, "")]
            _pour(target, [*flows, *_texts(target, captions, frames, house, language)], stop)
            return
        with libav.reading(audio, "mux") as sounds:
            flows = [
                _copied(target, pictures, "video", house, ""),
                _copied(target, sounds, "audio", house, language),
            ]
            _pour(target, [*flows, *_texts(target, captions, frames, house, language)], stop)


Flow = Iterator["av.Packet[Stream]"]


def _pour(target: OutputContainer, flows: Sequence[Flow], stop: Stop) -> None:
    """Write the packets of all flows in the order of their times."""
    order = count()
    for at, (_, _, packet) in enumerate(heapq.merge(*(_timed(flow, order) for flow in flows))):
        if at % _ASKED == 0 and stop():
            raise Interrupted("mux", "stopped", "Run the same command again to go on.")
        target.mux(packet)


def _timed(flow: Flow, order: "count[int]") -> Iterator[tuple[Fraction, int, "av.Packet[Stream]"]]:
    for packet in flow:
        assert packet.dts is not None
        yield packet.dts * packet.time_base, next(order), packet


def _copied(
    target: OutputContainer, source: InputContainer, kind: str, house: House, language: str
) -> Flow:
    """The packets of a source's first track of a kind, given to a new track of the target."""
    found: list[Stream] = [stream for stream in source.streams if stream.type == kind]
    if not found:
        raise MachineTrouble("mux", f"{Path(source.name).name} has no {kind} track")
    stream = target.add_stream_from_template(found[0])
    if kind == "video":
        stream.time_base = house_format.time_base(house)
    if language:
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


def _set_chapters(
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
