"""Makes previews: some seconds of a film that move in a page, as GIF or WebP."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import PIL.Image
from pydantic import JsonValue

from reelwright.cutting.checks import REMEDY
from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.order import Made, Order, Stop
from reelwright.media import ffmpeg

_SCALER = "flags=area+bitexact+accurate_rnd"

GIF_COLOURS = 256


def make_preview(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Each moment is sought by itself, so that a long film takes no longer than a short one."""
    params: Mapping[str, Any] = order.params
    form = order.model.partition("-")[0]
    out = scratch / f"preview.{form}"
    film = inputs[order.inputs[0]]
    if not params["moments"]:
        raise BadInput("export", "the film shows no shot", "Export the film: --as mp4")
    ffmpeg.run(
        [ffmpeg.Input(film, _sought(moment, int(params["rate"]))) for moment in params["moments"]],
        [ffmpeg.Output(out, ("-map", "[v]", *_options(form), "-fflags", "+bitexact"))],
        graph=_graph(params, form),
        stop=stop,
        stage="export",
    )
    return _proved(out, params, form)


def _sought(moment: tuple[int, int], rate: int) -> tuple[str, ...]:
    start, frames = moment
    return (
        "-ss", f"{max(0.0, (start - 0.5) / rate):.6f}", "-t", f"{(frames - 0.25) / rate:.6f}",
    )  # fmt: skip


def _graph(params: Mapping[str, Any], form: str) -> str:
    """All moments in one row; a GIF gets a palette of its own colours."""
    width, height = params["size"]
    count = len(params["moments"])
    each = ";".join(
        f"[{n}:v:0]setpts=PTS-STARTPTS,fps={params['fps']}:start_time=0,"
        f"scale={width}:{height}:{_SCALER},setsar=1[m{n}]"
        for n in range(count)
    )
    row = "".join(f"[m{n}]" for n in range(count)) + f"concat=n={count}:v=1:a=0"
    if form == "webp":
        return f"{each};{row},format=yuv420p[v]"
    return (
        f"{each};{row},split[a][b];[a]palettegen=max_colors={GIF_COLOURS}:stats_mode=full[p];"
        "[b][p]paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle[v]"
    )


def _options(form: str) -> tuple[str, ...]:
    if form == "gif":
        return ("-c:v", "gif", "-loop", "0", "-f", "gif")
    return ("-c:v", "libwebp_anim", "-quality", "60", "-compression_level", "4", "-loop", "0",
            "-f", "webp")  # fmt: skip


def _proved(out: Path, params: Mapping[str, Any], form: str) -> Made:
    """It opens, has its size, and moves."""
    with PIL.Image.open(out, formats=(form.upper(),)) as image:
        size, frames = image.size, int(getattr(image, "n_frames", 1))
        image.seek(frames - 1)
        image.load()
    meant = sum(frames for _, frames in params["moments"]) / params["rate"] * params["fps"]
    # What does not change from one frame to the next is told once.
    if list(size) != params["size"] or frames > meant + len(params["moments"]):
        raise MachineTrouble("export", f"a preview has {frames} frames of {size}", REMEDY)
    facts: dict[str, JsonValue] = {"frames": frames, "width": size[0], "height": size[1]}
    return Made(path=out, media_type=f"image/{form}", facts=facts)
