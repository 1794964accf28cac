"""Makes a lettered stretch: frames of a clip with words or a logo over them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reelwright.cutting.checks import encoded
from reelwright.cutting.lettering.over import lettering
from reelwright.cutting.makers import pause
from reelwright.cutting.source import pictures
from reelwright.film.order import Made, Order, Stop
from reelwright.film.timeline import House
from reelwright.media.house import Encoder


def make_lettered(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """One decode, one encode; the result is decoded once before it counts."""
    params: Mapping[str, Any] = order.params
    house = House.model_validate(params["house"])
    count = int(params["frames"])
    letters = lettering(order, inputs, house)
    out = scratch / "lettered.mp4"
    place = params.get("origin", [0, int(params["start"]), count])
    source = pictures(place, order, inputs, house, scratch, stop)
    with Encoder(out, house) as encoder:
        for index, picture in enumerate(source):
            pause(stop)
            encoder.write(*letters.over(index, picture))
    return encoded(out, count, house, "body")
