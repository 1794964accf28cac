"""Makes a small copy of a clip, for those who keep clips only to look something up."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from reelwright.cutting.checks import REMEDY
from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.order import Made, Order, Stop
from reelwright.media import ffmpeg, probe

SIDE = 360
"""Pixels of the shorter side; smaller clips keep their size."""
CRF = 30
PRESET = "medium"
"""Seven drawn clips of 720p took 312 kB instead of 18 MB, with the same colours."""
AUDIO = ("-c:a", "aac", "-b:a", "64k", "-flags:a", "+bitexact")


def small_order(clip: str) -> Order:
    """A small copy of the clip with this hash, with its whole length, its rate and its sound."""
    return Order(
        kind="body",
        provider="cutting",
        model="small-1",
        params={"side": SIDE, "crf": CRF, "preset": PRESET, "tool": ffmpeg.version()},
        inputs=(clip,),
    )


def make_small(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """One decode, one encode; proved by decoding it in full."""
    params: Mapping[str, Any] = order.params
    clip, out = inputs[order.inputs[0]], scratch / "small.mp4"
    before = probe.probe(clip, "small")
    if before.video is None:
        raise BadInput("small", f"{clip.name} has no picture", "Lay it out as it is: --clips keep")
    sound = ("-map", "0:a:0?", *AUDIO) if before.audio else ()
    ffmpeg.run(
        [ffmpeg.Input(clip)],
        [ffmpeg.Output(out, ("-map", "[v]", *sound, *_options(params)))],
        graph=f"[0:v:0]{_scaled(before.video, int(params['side']))}[v]",
        stop=stop,
        stage="small",
    )
    frames = probe.decode_all(out, "small", own=True)
    after = probe.probe(out, "small")
    if abs(after.seconds - before.seconds) > 0.5 or not after.video:
        cause = f"the small copy lasts {after.seconds:.2f} s, its clip {before.seconds:.2f} s"
        raise MachineTrouble("small", cause, REMEDY)
    facts: dict[str, JsonValue] = {
        "frames": frames, "seconds": after.seconds, "width": after.video.width,
        "height": after.video.height,
    }  # fmt: skip
    return Made(path=out, media_type="video/mp4", facts=facts)


def _scaled(video: probe.VideoFacts, side: int) -> str:
    """The filter that brings the shorter side down to `side` and makes both even."""
    exact = "flags=bicubic+bitexact+accurate_rnd"
    part = min(1.0, side / min(video.width, video.height))
    width, height = (max(2, 2 * round(part * length / 2)) for length in (video.width, video.height))
    return f"scale={width}:{height}:{exact},format=yuv420p"


def _options(params: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        "-c:v", "libx264", "-preset", str(params["preset"]), "-crf", str(params["crf"]),
        "-threads:v", "1", "-x264-params", "threads=1", "-flags:v", "+bitexact",
        "-fflags", "+bitexact", "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn",
        "-movflags", "+faststart", "-f", "mp4",
    )  # fmt: skip
