"""WebM: VP9 by packets, Opus, WebVTT subtitles and chapters, with the index in front."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.codec.context import Flags
from av.container import OutputContainer
from av.stream import Stream

from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Stop
from reelwright.film.timeline import Caption, House, Marker
from reelwright.media import libav
from reelwright.media.mp4 import timedtext
from reelwright.media.mp4.mux import Flow, pour, set_chapters
from reelwright.media.sound.aac import decoded

OPUS_BITS = 128_000
"""Bits a second of the sound."""

_RATE = 48_000
"""Samples a second: Opus knows no other for full sound."""

_TICK = Fraction(1, 1000)
"""WebM counts milliseconds."""


def write(
    parts: Sequence[Path],
    audio: Path,
    captions: Sequence[Caption],
    chapters: Sequence[Marker],
    metadata: dict[str, str],
    out: Path,
    house: House,
    *,
    language: str = "en",
    stop: Stop = lambda: False,
) -> None:
    """Put VP9 parts one after another, with the sound of `audio` encoded as Opus.

    Every packet of a part shows one frame. The same inputs give the same bytes: no id is random.
    Memory does not grow with the length.
    """
    with libav.writing(out, {"cues_to_front": "1"}, "webm") as target, ExitStack() as opened:
        target.metadata.update({key: metadata[key] for key in sorted(metadata)})
        frames = sum(len(_sizes(part)) for part in parts)
        set_chapters(target, chapters, frames, house)
        first = opened.enter_context(libav.reading(parts[0], "webm"))
        stream = target.add_stream_from_template(first.streams.video[0])
        stream.time_base = _TICK
        flows = [_pictures(parts, stream, house), _sounds(target, audio, language)]
        if captions:
            flows.append(_texts(target, captions, house, language))
        pour(target, flows, stop)


def _sizes(part: Path) -> list[int]:
    with libav.reading(part, "webm") as source:
        return [p.size for p in source.demux(source.streams.video[0]) if p.size]


def _pictures(parts: Sequence[Path], stream: Stream, house: House) -> Flow:
    at = 0
    for part in parts:
        with libav.reading(part, "webm") as source:
            for read in source.demux(source.streams.video[0]):
                if not read.size:
                    continue
                packet: av.Packet[Stream] = av.Packet(bytes(read))
                packet.stream, packet.time_base = stream, _TICK
                packet.pts = packet.dts = _milliseconds(at, house)
                packet.duration = _milliseconds(at + 1, house) - packet.pts
                packet.is_keyframe = read.is_keyframe
                yield packet
                at += 1


def _milliseconds(frame: int, house: House) -> int:
    return round(Fraction(1000 * frame, house.rate))


def _sounds(target: OutputContainer, audio: Path, language: str) -> Flow:
    """The packets of the sound, encoded as they are asked for."""
    stream = target.add_stream("libopus", rate=_RATE)
    stream.bit_rate = OPUS_BITS
    stream.codec_context.flags |= Flags.bitexact
    stream.codec_context.layout = "stereo"
    stream.codec_context.format = "flt"
    stream.metadata["language"] = timedtext.iso639(language)
    return _encoded(audio, stream)


def _encoded(audio: Path, stream: "av.AudioStream") -> Flow:
    at = 0
    for block in decoded(audio, _RATE, 2):
        samples = np.ascontiguousarray(block, np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="flt", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = _RATE, Fraction(1, _RATE), at
        at += len(block)
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _texts(
    target: OutputContainer, captions: Sequence[Caption], house: House, language: str
) -> Flow:
    stream = timedtext.empty_track(target, "webvtt", _TICK, language)
    return _cues(stream, captions, house)


def _cues(
    stream: Stream, captions: Sequence[Caption], house: House
) -> Iterator["av.Packet[Stream]"]:
    for caption in sorted(captions, key=lambda one: one.start):
        packet: av.Packet[Stream] = av.Packet(_cue("\n".join(caption.lines)).encode())
        packet.stream, packet.time_base = stream, _TICK
        packet.pts = packet.dts = _milliseconds(caption.start, house)
        packet.duration = _milliseconds(caption.end, house) - packet.pts
        packet.is_keyframe = True
        yield packet


def _cue(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def verify(path: Path, parts: Sequence[Path], house: House) -> int:
    """Compare a file with the parts it was made from, packet by packet; returns its frames.

    Its sound must be as long as its picture, but for what an Opus packet holds.
    """
    with libav.reading(path, "webm") as whole:
        shown = ((p.pts, bytes(p)) for p in whole.demux(whole.streams.video[0]) if p.size)
        at = 0
        for part in parts:
            with libav.reading(part, "webm") as source:
                for read in source.demux(source.streams.video[0]):
                    if read.size:
                        if next(shown, None) != (_milliseconds(at, house), bytes(read)):
                            raise MachineTrouble("verify", f"frame {at} is not the one meant")
                        at += 1
        if next(shown, None) is not None:
            raise MachineTrouble("verify", f"{path.name} does not end after {at} frames")
    sound = sum(len(block) for block in decoded(path, _RATE))
    if abs(sound / _RATE - at / house.rate) > 0.1:
        raise MachineTrouble("verify", f"the sound of {path.name} lasts {sound / _RATE:.2f} s")
    return at
