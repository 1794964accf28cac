"""Delivery formats: what a film is handed out as.

Parts of a film are encoded by themselves, on one thread each, and joined by packets: every core
works, the same film gives the same bytes, and a film that was changed in one scene is encoded anew
in that scene only. So there are no B-frames, and every part begins with a key frame.
"""

from typing import Literal

from reelwright.film.timeline import House
from reelwright.media import house as house_format

Codec = Literal["h264", "vp9"]

CRF = 20
"""Of x264 in `PRESET`: SSIM 0.992 against the film, at a third of its bytes."""

PRESET = "faster"

VP9_CRF = 30
VP9_SPEED = 5
"""Of libvpx's realtime mode: SSIM 0.988 at 1.6 Mbit/s of 1080p, one CPU second for each second. Its
slow mode takes six times as long and saves two fifths."""

KEYS = 2
"""Seconds from key frame to key frame, at most."""

TAGGED = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
"""The filter by which encoders know the colours: what the frames say counts, not the options."""

_CAPS = ((480, 4_000), (720, 8_000), (1080, 16_000), (2160, 48_000))
"""Shorter side in pixels -> kilobits a second, at most: fifteen seconds of 1080p stay under 50 MB
however restless they are."""


def cap(house: House) -> int:
    """The most kilobits a second of a picture of this size."""
    short = min(house.width, house.height)
    return next((most for side, most in _CAPS if short <= side), _CAPS[-1][1])


def x264_params(house: House) -> str:
    """x264's own settings."""
    keys = KEYS * house.rate
    return (
        f"keyint={keys}:min-keyint={house.rate // 2}:open-gop=0:bframes=0:threads=1:force-cfr=1"
        ":colorprim=bt709:transfer=bt709:colormatrix=bt709"
    )


def limited(house: House) -> tuple[str, ...]:
    """The options that hold an encoder to the cap."""
    return ("-maxrate", f"{cap(house)}k", "-bufsize", f"{cap(house) // 2}k")


def vp9(house: House) -> tuple[str, ...]:
    """The options with which ffmpeg encodes VP9. Its column tiles need no more threads than one."""
    return (
        "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", str(VP9_SPEED),
        "-crf", str(VP9_CRF), "-b:v", f"{cap(house)}k", "-g", str(KEYS * house.rate),
        "-threads:v", "1", "-row-mt", "0", "-lag-in-frames", "0", "-auto-alt-ref", "0",
    )  # fmt: skip


def written(house: House) -> tuple[str, ...]:
    """The options of every part, whatever encodes it: colours, time scale, nothing private."""
    return (
        "-r", str(house.rate), "-color_primaries", "bt709", "-color_trc", "bt709",
        "-colorspace", "bt709", "-color_range", "tv", "-flags:v", "+bitexact+cgop",
        "-fflags", "+bitexact", "-map_metadata", "-1", "-map_chapters", "-1", "-an", "-sn", "-dn",
        "-video_track_timescale", str(house.rate * house_format.TICKS), "-f", "mp4",
    )  # fmt: skip
