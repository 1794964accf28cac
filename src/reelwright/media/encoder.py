"""Which encoders really work here: "compiled in" proves nothing, a trial encode does."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from reelwright.film.errors import MachineTrouble, Trouble
from reelwright.film.timeline import House
from reelwright.media import delivery, ffmpeg, probe
from reelwright.media.mp4 import tables

EncoderName = Literal["x264", "nvenc", "qsv", "videotoolbox", "vaapi"]

_TRIAL = House(width=640, height=360, rate=24)
_FRAMES = 50
"""More than two seconds, so that a second key frame is among them."""

_ROOM = 1 << 20
"""MB of address space for drivers of graphics cards: they reserve it without using it."""


@dataclass(frozen=True)
class Encoder:
    """A way to encode H.264: `options` of ffmpeg for a size and rate, `filters` that hand the
    picture over, `memory_mb` of address space that it may reserve."""

    options: Callable[[House], tuple[str, ...]]
    filters: str = "format=yuv420p"
    memory_mb: int = ffmpeg.Limits().memory_mb


def _x264(house: House) -> tuple[str, ...]:
    return (
        "-c:v", "libx264", "-preset", delivery.PRESET, "-crf", str(delivery.CRF),
        *delivery.limited(house), "-x264-params", delivery.x264_params(house), "-threads:v", "1",
        "-pix_fmt", "yuv420p",
    )  # fmt: skip


def _nvenc(house: House) -> tuple[str, ...]:
    return (
        "-c:v", "h264_nvenc", "-preset", "p5", "-tune", "hq", "-rc", "vbr", "-cq", "21",
        "-b:v", "0", *delivery.limited(house), "-bf", "0", "-g", str(delivery.KEYS * house.rate),
        "-forced-idr", "1", "-no-scenecut", "1", "-profile:v", "high", "-pix_fmt", "yuv420p",
    )  # fmt: skip


def _qsv(house: House) -> tuple[str, ...]:
    return (
        "-c:v", "h264_qsv", "-preset", "slower", "-global_quality", "21",
        *delivery.limited(house), "-bf", "0", "-g", str(delivery.KEYS * house.rate),
        "-idr_interval", "0", "-forced_idr", "1", "-profile:v", "high",
    )  # fmt: skip


def _videotoolbox(house: House) -> tuple[str, ...]:
    return (
        "-c:v", "h264_videotoolbox", "-q:v", "65", *delivery.limited(house), "-bf", "0",
        "-g", str(delivery.KEYS * house.rate), "-profile:v", "high",
    )  # fmt: skip


def _vaapi(house: House) -> tuple[str, ...]:
    return (
        "-vaapi_device", "/dev/dri/renderD128", "-c:v", "h264_vaapi", "-rc_mode", "CQP",
        "-qp", "22", "-bf", "0", "-g", str(delivery.KEYS * house.rate), "-idr_interval", "0",
        "-profile:v", "high",
    )  # fmt: skip


ENCODERS: dict[EncoderName, Encoder] = {
    "x264": Encoder(_x264),
    "nvenc": Encoder(_nvenc, memory_mb=_ROOM),
    "qsv": Encoder(_qsv, "format=nv12", _ROOM),
    "videotoolbox": Encoder(_videotoolbox, memory_mb=_ROOM),
    "vaapi": Encoder(_vaapi, "format=nv12,hwupload", _ROOM),
}
HARDWARE: tuple[EncoderName, ...] = ("nvenc", "qsv", "videotoolbox", "vaapi")
"""In the order in which they are tried."""


def refusal(name: EncoderName) -> str:
    """Why an encoder cannot be used here, in a line; "" when a trial encode went well.

    The trial encodes two seconds as exports do, decodes them in full, and looks at what a join of
    parts depends on. Nothing is asked twice in one process.
    """
    return _refusal(name, ffmpeg.binary())


@lru_cache
def _refusal(name: EncoderName, _program: Path) -> str:
    with tempfile.TemporaryDirectory(prefix="reelwright-trial-") as folder:
        out = Path(folder, "trial.mp4")
        chosen = ENCODERS[name]
        why = ffmpeg.complaint(
            [ffmpeg.Output(out, ("-map", "[v]", *chosen.options(_TRIAL), *_length()))],
            graph=f"testsrc2=size={_TRIAL.width}x{_TRIAL.height}:rate={_TRIAL.rate},"
            f"{delivery.TAGGED},{chosen.filters}[v]",
            limits=ffmpeg.Limits(cpu_seconds=20, wall_seconds=30, memory_mb=chosen.memory_mb),
        )
        try:
            return why or _found_wrong(out)
        except Trouble as trouble:
            return trouble.cause


def _length() -> tuple[str, ...]:
    return ("-frames:v", str(_FRAMES), *delivery.written(_TRIAL))


def _found_wrong(path: Path) -> str:
    """What is not as it must be in a trial's file."""
    table = tables.read(path)
    seen = probe.probe(path).video
    assert seen is not None
    if probe.decode_all(path, own=True) != _FRAMES or table.frames != _FRAMES:
        return f"it encoded {table.frames} frames of {_FRAMES}"
    if seen.pix_fmt != "yuv420p":
        return f"it encodes {seen.pix_fmt}, not yuv420p"
    if seen.colours != probe.BT709:
        return f"it does not tell its colours as BT.709 but as {seen.colours}"
    if not {0, delivery.KEYS * _TRIAL.rate} <= table.keys:
        return "it does not set key frames where they are wanted"
    return ""


def choose(wanted: str) -> EncoderName:
    """The encoder of a setting: one by its name, or `auto`: the first hardware that works, else
    x264. Raises `MachineTrouble` when the one that is named does not work here."""
    names: Sequence[EncoderName] = [name for name in ENCODERS if name == wanted]
    if wanted == "auto":
        names = (*HARDWARE, "x264")
    for name in names:
        if not refusal(name):
            return name
    why = refusal(names[-1]) if names else "there is none of that name"
    raise MachineTrouble(
        "encoder",
        f"the encoder {wanted} cannot be used here: {why}",
        "Unset REELWRIGHT_ENCODER, or set it to auto. See: reelwright doctor",
    )
