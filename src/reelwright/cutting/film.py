"""Makes the film: scenes and joins by packet, the sound, subtitles, chapters and metadata."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from reelwright.cutting.makers import pause
from reelwright.cutting.scene import parts_of
from reelwright.film.order import Made, Order, Stop
from reelwright.film.timeline import Caption, House, Marker
from reelwright.media import packets


def make_film(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Join, multiplex, verify by packet."""
    params = cast(dict[str, Any], order.params)
    house = House.model_validate(params["house"])
    parts = parts_of(order, inputs)
    sound = inputs[order.inputs[params["track"]]]
    picture, out = scratch / "picture.mp4", scratch / "film.mp4"
    frames = sum(part.frames or 0 for part in parts)
    packets.join(parts, picture, house)
    pause(stop)
    packets.mux(
        picture,
        sound,
        [Caption(start=c[0], end=c[1], lines=tuple(c[2:])) for c in params["captions"]],
        [Marker(at=at, title=title) for at, title in params["chapters"]],
        params["metadata"],
        out,
        house,
        language=params["language"],
    )
    picture.unlink()
    pause(stop)
    facts = {"frames": frames, "seconds": frames / house.rate}
    return Made(path=out, media_type="video/mp4", facts=facts)
