"""Makes the film: scenes and joins by packet, the sound, subtitles, chapters and metadata."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from reelwright.cutting.checks import told_by
from reelwright.cutting.makers import pause
from reelwright.cutting.scene import pieces
from reelwright.film.order import Made, Order, Stop
from reelwright.film.timeline import Caption, House, Marker
from reelwright.media import verify
from reelwright.media.mp4 import mux


def make_film(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Multiplex scenes and joins, and verify the film by packet against them."""
    params: Mapping[str, Any] = order.params
    house = House.model_validate(params["house"])
    out = scratch / "film.mp4"
    parts = pieces(order, inputs)
    captions, chapters = texts(params)
    sound = inputs[order.inputs[params["track"]]]
    with told_by("film"):
        mux.mux(
            parts,
            sound,
            captions,
            chapters,
            params["metadata"],
            out,
            house,
            language=params["language"],
            stop=stop,
        )
        pause(stop)
        frames = verify.film(out, parts, house, sound)
    facts: dict[str, JsonValue] = {"frames": frames, "seconds": frames / house.rate}
    return Made(path=out, media_type="video/mp4", facts=facts)


def texts(params: Mapping[str, Any]) -> tuple[list[Caption], list[Marker]]:
    """Captions and chapters as an Order of a film or of an export carries them."""
    captions = [Caption(start=c[0], end=c[1], lines=tuple(c[2:])) for c in params["captions"]]
    return captions, [Marker(at=at, title=title) for at, title in params["chapters"]]
