"""Makes a scene: its bodies and inner joins, one after another, by packet."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reelwright.cutting.checks import handed, told_by
from reelwright.cutting.makers import pause
from reelwright.film.order import Made, Order, Stop
from reelwright.film.timeline import House
from reelwright.media import verify
from reelwright.media.mp4 import packets


def make_scene(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Copy, then compare with what was copied; clips that do not fit together are refused."""
    house = House.model_validate(order.params["house"])
    out = scratch / "scene.mp4"
    with told_by("scene"):
        parts = pieces(order, inputs)
        packets.join(parts, out, house)
        pause(stop)
        frames = verify.joined(out, parts, house)
    pause(stop)
    return handed(out, frames, house)


def pieces(order: Order, inputs: Mapping[str, Path]) -> list[packets.Part]:
    """The parts that an Order names by [input, start, frames]."""
    params: Mapping[str, Any] = order.params
    return [
        packets.Part(inputs[order.inputs[index]], start, frames)
        for index, start, frames in params["parts"]
    ]
