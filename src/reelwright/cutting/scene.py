"""Makes a scene: its bodies and inner joins, one after another, by packet."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reelwright.cutting.checks import handed, told_by
from reelwright.cutting.makers import pause
from reelwright.film.order import Made, Order, Stop
from reelwright.film.timeline import House
from reelwright.media import packets, verify


def make_scene(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Copy, then compare with what was copied; clips that do not fit together are refused."""
    house = House.model_validate(order.params["house"])
    out = scratch / "scene.mp4"
    return handed(out, joined(order, inputs, out, house, stop, "scene"), house)


def joined(
    order: Order, inputs: Mapping[str, Path], out: Path, house: House, stop: Stop, stage: str
) -> int:
    """Join the parts an Order names by [input, start, frames]; returns the number of frames."""
    params: Mapping[str, Any] = order.params
    parts = [
        packets.Part(inputs[order.inputs[index]], start, frames)
        for index, start, frames in params["parts"]
    ]
    with told_by(stage):
        packets.join(parts, out, house)
        pause(stop)
        frames = verify.joined(out, parts, house)
    pause(stop)
    return frames
