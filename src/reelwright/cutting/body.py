"""Makes a body: one decode, one graph, one encode of a clip that cannot be copied."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reelwright.cutting.checks import encoded
from reelwright.cutting.lettered import make_lettered
from reelwright.film.errors import BadInput
from reelwright.film.order import Made, Order, Stop
from reelwright.film.timeline import House
from reelwright.media import ffmpeg, probe
from reelwright.media import house as house_format

SLACK = 0.25
"""Seconds a clip may be shorter than wanted: its last picture is then held (services round)."""


def make_body(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Render frames [start, start + frames), counted at the house's rate, of a clip."""
    if order.model.startswith("lettered-"):
        return make_lettered(order, inputs, scratch, stop)
    params: Mapping[str, Any] = order.params
    house = House.model_validate(params["house"])
    start, frames = int(params["start"]), int(params["frames"])
    clip = inputs[order.inputs[0]]
    _long_enough(clip, (start + frames) / house.rate)
    out = scratch / "body.mp4"
    ffmpeg.run(
        [ffmpeg.Input(clip)],
        [ffmpeg.Output(out, ("-map", "[v]", *house_format.arguments(house)))],
        graph=f"[0:v:0]{graph(house, start, frames, params['fit'])}[v]",
        stop=stop,
        stage="body",
    )
    return encoded(out, frames, house, "body")


def graph(house: House, start: int, frames: int, fit: str) -> str:
    """The filters: constant rate, the stretch, the size without distortion, BT.709 video range."""
    size = f"{house.width}:{house.height}"
    scaled = (
        f"scale=w={size.replace(':', ':h=')}:force_divisible_by=2"
        f":force_original_aspect_ratio={'increase' if fit == 'crop' else 'decrease'}"
        ":out_color_matrix=bt709:out_range=tv:flags=bicubic+bitexact+accurate_rnd"
    )
    fitted = f"crop={size}" if fit == "crop" else f"pad={size}:-1:-1:black"
    # Square samples first: a scaler that keeps the shape otherwise keeps the wrong one.
    return ",".join(
        (
            f"fps={house.rate}:start_time=0",
            "tpad=stop=-1:stop_mode=clone",
            f"trim=start_frame={start}:end_frame={start + frames}",
            "setpts=PTS-STARTPTS",
            "scale=w='trunc(iw*max(sar,1)/2)*2':h='trunc(ih/min(sar,1)/2)*2'",
            scaled,
            fitted,
            # Not stated, as in all of the house format: stating 1:1 changes the parameter sets.
            "setsar=0",
            "format=yuv420p",
        )
    )


def _long_enough(clip: Path, seconds: float) -> None:
    found = probe.probe(clip, "body")
    if found.video is None:
        raise BadInput("body", f"{clip.name} has no picture", "Choose another take.")
    rate = float(found.video.rate)
    length = found.video.frames / rate if rate > 0 else found.seconds
    if max(length, found.seconds if found.audio is None else 0.0) + SLACK < seconds:
        raise BadInput(
            "body",
            f"a clip is {length:.2f} s long, {seconds:.2f} s were wanted",
            "Choose another take, or shorten the shot.",
        )
