"""Makes a body: one decode, one graph, one encode of a clip that cannot be copied."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reelwright.cutting.checks import encoded
from reelwright.cutting.exports.small import make_small
from reelwright.cutting.lettering.lettered import make_lettered
from reelwright.cutting.rendering import rendering
from reelwright.film.order import Made, Order, Stop
from reelwright.film.timeline import House
from reelwright.media import ffmpeg
from reelwright.media import house as house_format


def make_body(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Render frames [start, start + frames), counted at the house's rate, of a clip."""
    if order.model.startswith("lettered-"):
        return make_lettered(order, inputs, scratch, stop)
    if order.model.startswith("small-"):
        return make_small(order, inputs, scratch, stop)
    params: Mapping[str, Any] = order.params
    house = House.model_validate(params["house"])
    start, frames = int(params["start"]), int(params["frames"])
    clip, *grade = (inputs[name] for name in order.inputs)
    out = scratch / "body.mp4"
    source, filters = rendering(
        clip, start, frames, params["fit"], grade[0] if grade else None, house, scratch
    )
    ffmpeg.run(
        [source],
        [ffmpeg.Output(out, ("-map", "[v]", *house_format.arguments(house)))],
        graph=filters,
        stop=stop,
        stage="body",
    )
    return encoded(out, frames, house, "body")
