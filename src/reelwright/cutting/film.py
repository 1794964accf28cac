"""Makes the film: scenes and joins by packet, the sound, subtitles, chapters and metadata."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from reelwright.cutting.checks import told_by
from reelwright.cutting.makers import pause
from reelwright.cutting.scene import joined
from reelwright.film.order import Made, Order, Stop
from reelwright.film.timeline import Caption, House, Marker
from reelwright.media import packets, verify


def make_film(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Join, multiplex, and verify by packet against the joined picture."""
    params: Mapping[str, Any] = order.params
    house = House.model_validate(params["house"])
    picture, out = scratch / "picture.mp4", scratch / "film.mp4"
    frames = joined(order, inputs, picture, house, stop, "film")
    with told_by("film"):
        packets.mux(
            picture,
            inputs[order.inputs[params["track"]]],
            [Caption(start=c[0], end=c[1], lines=tuple(c[2:])) for c in params["captions"]],
            [Marker(at=at, title=title) for at, title in params["chapters"]],
            params["metadata"],
            out,
            house,
            language=params["language"],
            stop=stop,
        )
        pause(stop)
        verify.film(out, picture, house, with_audio=True)
    picture.unlink()
    facts: dict[str, JsonValue] = {"frames": frames, "seconds": frames / house.rate}
    return Made(path=out, media_type="video/mp4", facts=facts)
