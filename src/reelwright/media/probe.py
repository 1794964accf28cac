"""What a media file is: facts from its headers, frames counted by packet, and a full decode."""

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import av.error
import av.logging
from av.audio.stream import AudioStream
from av.codec.context import CodecContext
from av.container import InputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.media import libav

_UNTOLD = 2
"""ISO/IEC 23091-2: matrix coefficients that are not told."""

BT709 = (1, 1, 1, 1)
"""The colours of what we hand out: BT.709 primaries, transfer and matrix, limited range."""


@dataclass(frozen=True)
class VideoFacts:
    """The first video track. `extradata` is the SHA-256 (hex) of the decoder's parameter sets,
    `matrix` says whether the track tells by which matrix its colours are coded, `colours` are the
    codes of its primaries, transfer and matrix (ISO/IEC 23091-2) and range (1 limited, 2 full)."""

    codec: str
    width: int
    height: int
    pix_fmt: str
    rate: Fraction
    time_base: Fraction
    sar: Fraction
    frames: int
    extradata: str
    matrix: bool = True
    colours: tuple[int, int, int, int] = (_UNTOLD, _UNTOLD, _UNTOLD, 0)

    @property
    def key(self) -> tuple[object, ...]:
        """Files with equal keys can be joined by copying packets."""
        return (
            self.codec, self.width, self.height, self.pix_fmt, self.sar, self.time_base,
            self.rate, self.extradata,
        )  # fmt: skip


@dataclass(frozen=True)
class AudioFacts:
    """The first audio track. `seconds` is the track's length by its header."""

    codec: str
    rate: int
    layout: str
    seconds: float


@dataclass(frozen=True)
class Probe:
    """A media file. `format` is libav's name of the container; `seconds` the longest track."""

    format: str
    seconds: float
    video: VideoFacts | None
    audio: AudioFacts | None
    subtitles: int = 0
    chapters: int = 0


def probe(path: Path, stage: str = "media") -> Probe:
    """Read the facts of a file; raises `BadInput` when it is no media file we accept.

    Reads all packets of the video track (headers lie about the number of frames), decodes none.
    """
    with libav.reading(path, stage) as container:
        audio = _audio(container, path, stage)
        video = _video(container, path, stage)
        if video is None and audio is None:
            raise BadInput(
                stage, f"{path.name!r} has neither picture nor sound", "Give another file."
            )
        return Probe(
            format=container.format.name,
            seconds=(container.duration or 0) / av.time_base,
            video=video,
            audio=audio,
            subtitles=len(container.streams.subtitles),
            chapters=len(container.chapters()),
        )


def shape(path: Path, stage: str = "media") -> tuple[int, int]:
    """Width and height as a player shows them: turned upright, with square samples."""
    with libav.reading(path, stage) as container:
        if not container.streams.video:
            raise BadInput(stage, f"{path.name!r} has no picture", "Give another file.")
        stream = container.streams.video[0]
        libav.accept(stream, path, stage)
        frame = next(container.decode(stream), None)
        if frame is None:
            raise BadInput(stage, f"{path.name!r} shows nothing", "Give another file.")
        sar = float(stream.sample_aspect_ratio or 1)
        width, height = round(frame.width * max(sar, 1.0)), round(frame.height / min(sar, 1.0))
        return (height, width) if frame.rotation % 180 else (width, height)


def _video(container: InputContainer, path: Path, stage: str) -> VideoFacts | None:
    if not container.streams.video:
        return None
    stream = container.streams.video[0]
    libav.accept(stream, path, stage)
    codec = stream.codec_context
    frames = sum(1 for packet in container.demux(stream) if packet.size)
    return VideoFacts(
        codec=codec.name,
        width=codec.width,
        height=codec.height,
        pix_fmt=codec.pix_fmt or "",
        rate=Fraction(stream.average_rate or 0),
        time_base=cast(Fraction, stream.time_base),
        sar=Fraction(stream.sample_aspect_ratio or 1),
        frames=frames,
        extradata=hashlib.sha256(codec.extradata or b"").hexdigest(),
        matrix=codec.colorspace != _UNTOLD,
        colours=_colours(codec),
    )


def _colours(codec: VideoCodecContext) -> tuple[int, int, int, int]:
    return (
        int(codec.color_primaries), int(codec.color_trc), int(codec.colorspace),
        int(codec.color_range),
    )  # fmt: skip


def _audio(container: InputContainer, path: Path, stage: str) -> AudioFacts | None:
    if not container.streams.audio:
        return None
    stream = container.streams.audio[0]
    libav.accept(stream, path, stage)
    base = stream.time_base or Fraction(0)
    return AudioFacts(
        codec=stream.codec_context.name,
        rate=stream.codec_context.sample_rate,
        layout=stream.codec_context.layout.name,
        seconds=float((stream.duration or 0) * base),
    )


def decode_all(path: Path, stage: str = "media", own: bool = False) -> int:
    """Decode every packet of the first picture and sound track; returns the number of frames seen.

    Raises `MachineTrouble` on any message of a decoder, on a corrupt packet or frame, and when a
    video track yields nothing: that a program ended without error proves nothing about a file.
    `own` files were encoded by us: there even what a sane encoder merely would not do is an error.
    """
    with libav.reading(path, stage, own) as container, listening(path.name, stage):
        streams: list[VideoStream | AudioStream] = [
            *container.streams.video[:1],
            *container.streams.audio[:1],
        ]
        for stream in streams:
            libav.accept(stream, path, stage)
            make_strict(stream.codec_context, own)
        frames = 0
        for packet in container.demux(streams):
            decoded = packet.decode()
            if packet.is_corrupt or any(getattr(f, "is_corrupt", False) for f in decoded):
                raise MachineTrouble(stage, f"{path.name} has a damaged picture or sound")
            frames += sum(isinstance(frame, av.VideoFrame) for frame in decoded)
        if container.streams.video and not frames:
            raise MachineTrouble(stage, f"{path.name} has a video track without pictures")
    return frames


def make_strict(codec: CodecContext, own: bool) -> None:
    """Let a decoder fail where it would conceal; on one thread, whose messages can be heard.

    Its pictures are for counting only: edges stay unsmoothed, a step that reads nothing of the file
    and takes a quarter of the time.
    """
    codec.thread_count = 1
    detect = "explode+crccheck+bitstream+buffer"
    codec.options = {
        "err_detect": f"{detect}+aggressive" if own else detect,
        "skip_loop_filter": "all",
    }


@contextmanager
def listening(name: str, stage: str) -> Generator[None]:
    """Turn whatever decoders say within the block into a `MachineTrouble` about file `name`."""
    try:
        with av.logging.Capture(local=True) as messages:
            yield
    except av.error.FFmpegError as error:
        cause = f"{name} does not decode ({error.strerror})"
        raise MachineTrouble(stage, cause) from error
    for level, part, text in messages:
        if level <= av.logging.WARNING:
            cause = f"{name} does not decode cleanly ({part}: {text.strip()})"
            raise MachineTrouble(stage, cause)
