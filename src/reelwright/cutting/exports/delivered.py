"""Makes the files of exports: parts by packet, the film's sound, subtitles, chapters, metadata."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import JsonValue

from reelwright.cutting.checks import told_by
from reelwright.cutting.film import texts
from reelwright.cutting.makers import pause
from reelwright.cutting.scene import pieces
from reelwright.film.order import Made, Order, Stop
from reelwright.film.timeline import House
from reelwright.media import verify, webm
from reelwright.media.mp4 import mux


def make_file(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """An MP4 or MOV that begins to play before it is there as a whole; verified by packet."""
    params: Mapping[str, Any] = order.params
    house = House.model_validate(params["house"])
    container: Literal["mp4", "mov"] = "mov" if order.model.startswith("mov-") else "mp4"
    out = scratch / f"export.{container}"
    parts = pieces(order, inputs)
    captions, chapters = texts(params)
    sound = inputs[order.inputs[params["track"]]]
    with told_by("export"):
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
            container=container,
        )
        pause(stop)
        frames = verify.film(out, parts, house, sound)
    kind = "video/quicktime" if container == "mov" else "video/mp4"
    return Made(path=out, media_type=kind, facts=_facts(frames, house))


def make_webm(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """VP9 and Opus, with its index in front; verified by packet."""
    params: Mapping[str, Any] = order.params
    house = House.model_validate(params["house"])
    out = scratch / "export.webm"
    parts = [inputs[order.inputs[index]] for index, _, _ in params["parts"]]
    captions, chapters = texts(params)
    with told_by("export"):
        webm.write(
            parts,
            inputs[order.inputs[params["track"]]],
            captions,
            chapters,
            params["metadata"],
            out,
            house,
            language=params["language"],
            stop=stop,
        )
        pause(stop)
        frames = webm.verify(out, parts, house)
    return Made(path=out, media_type="video/webm", facts=_facts(frames, house))


def _facts(frames: int, house: House) -> dict[str, JsonValue]:
    return {
        "frames": frames, "seconds": frames / house.rate, "width": house.width,
        "height": house.height,
    }  # fmt: skip
