"""Opening and writing media in-process, with the same limits everywhere and errors a user can read.

Inputs are opened with a white list of formats and codecs: a playlist or an SVG renamed `.mp4` would
otherwise make libav read other files of this machine.
"""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from errno import EDQUOT, EFBIG, ENOSPC, EROFS
from pathlib import Path

import av
import av.error
import av.logging
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.video.stream import VideoStream

from reelwright.film.errors import BadInput, MachineTrouble, Trouble

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mp3,wav,aac,flac,ogg"
"""The only containers ever read, by libav's names. None of them can name another file."""

CODECS = (
    "h264,hevc,av1,libdav1d,vp8,vp9,mpeg4,mjpeg,prores,png,"
    "aac,mp3,mp3float,flac,opus,libopus,vorbis,libvorbis,ac3,eac3,"
    "pcm_s16le,pcm_s24le,pcm_s32le,pcm_f32le,pcm_s16be,pcm_u8,"
    "mov_text,subrip,webvtt,ass,text,bin_data"
)
"""The only decoders ever opened."""

LARGEST_PICTURE = 40_000_000
"""Pixels: 8K has 33 million. A few kilobytes can claim sizes that take gigabytes to decode."""

_WRITE_ERRORS = (ENOSPC, EDQUOT, EFBIG, EROFS)

# Decoder messages are evidence (see probe.decode_all); nothing of them may reach the terminal.
_quiet = logging.getLogger("libav")
_quiet.addHandler(logging.NullHandler())
_quiet.propagate = False
av.logging.set_level(av.logging.WARNING)


def url(path: Path) -> str:
    """The name under which libav opens exactly this file, whatever characters it has."""
    return f"file:{path}"


@contextmanager
def reading(path: Path, stage: str = "media", own: bool = False) -> Generator[InputContainer]:
    """Open a media file for reading; everything libav dislikes becomes a `BadInput`.

    Opening decodes a picture to find out what kind it is; of `own` files, which are in the house
    format, that is known.
    """
    if not path.is_file():
        raise BadInput(stage, f"there is no file {path.name!r}", "Check the path.")
    if path.stat().st_size == 0:
        raise BadInput(stage, f"{path.name!r} is empty", "Give a media file with something in it.")
    options = {"format_whitelist": FORMATS, "codec_whitelist": CODECS, "protocol_whitelist": "file"}
    unseen = {"skip_frame": "all", "probesize": "32"} if own else None
    try:
        # Titles that are no UTF-8 are no reason to refuse a film.
        with av.open(
            url(path), "r", options=unseen, container_options=options, metadata_errors="replace"
        ) as container:
            yield container
    except av.error.FFmpegError as error:
        if error.errno in _WRITE_ERRORS:
            raise  # Of a file being written from this one.
        raise _read_trouble(error, path, stage) from error


def accept(stream: VideoStream | AudioStream, path: Path, stage: str) -> None:
    """Refuse a track that only a decoder outside the white list, or a bomb, could want."""
    codec = stream.codec_context
    name = codec.name if codec is not None else "unknown"
    if name not in CODECS.split(","):
        cause = f"{path.name!r} has a {stream.type} track of a kind that is not read here ({name})"
        raise BadInput(stage, cause, "Convert it to H.264 and AAC in MP4.")
    if not isinstance(stream, VideoStream):
        return
    wide, high = stream.codec_context.width, stream.codec_context.height
    if wide * high > LARGEST_PICTURE:
        cause = f"{path.name!r} has a picture of {wide}x{high}"
        raise BadInput(stage, cause, "Make it smaller: 8K is the most.")


def _read_trouble(error: av.error.FFmpegError, path: Path, stage: str) -> Trouble:
    """What a failed read means."""
    if isinstance(error, av.error.MemoryError):
        return MachineTrouble(stage, "the machine has not enough memory", "Close other programs.")
    if isinstance(error, av.error.PermissionError):
        return MachineTrouble(stage, f"{path.name!r} may not be read", "Change its permissions.")
    return BadInput(
        stage,
        f"{path.name!r} is not a video or sound file that can be read ({error.strerror})",
        "Give an MP4, MOV, MKV, WebM, WAV, FLAC, MP3, M4A or OGG file that plays elsewhere.",
    )


@contextmanager
def writing(
    path: Path, options: dict[str, str] | None = None, format: str = "mp4"
) -> Generator[OutputContainer]:
    """Write an MP4 (or another libav format); a failed write leaves no file and says why."""
    settled = {"fflags": "+bitexact", **(options or {})}
    try:
        with av.open(url(path), "w", format=format, container_options=settled) as container:
            yield container
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise write_trouble(error, path) from error
        if isinstance(error, av.error.FFmpegError):
            cause = f"{path.name} could not be written ({error.strerror})"
            raise MachineTrouble("media", cause) from error
        raise


def write_trouble(error: OSError, path: Path) -> MachineTrouble:
    """What a failed write means, and what to do about it."""
    if error.errno in (ENOSPC, EDQUOT):
        cause, remedy = "the disk is full", "Free some space, then run the same command again."
    elif error.errno == EFBIG:
        cause, remedy = f"{path.name} would be larger than a file may be here", ""
    elif error.errno == EROFS or isinstance(error, PermissionError):
        cause, remedy = f"{path.parent} may not be written to", "Choose another folder."
    else:
        cause, remedy = f"{path.name} could not be written ({error.strerror})", ""
    return MachineTrouble("media", cause, remedy)
