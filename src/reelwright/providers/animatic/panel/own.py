"""A picture of the user's own as a panel: the camera moves over it as over a drawn one."""

import warnings
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from reelwright.film.errors import BadInput, Interrupted
from reelwright.film.order import Made, Order, Stop
from reelwright.film.timeline import House
from reelwright.providers.animatic.panel.paper import Pixels, write_sheet

MODEL = "own-1"
SPARE = 1.25
"""As for drawn panels: room for the camera to move."""


def own_order(picture: str, house: House) -> Order:
    """The Order of a panel of the stored picture with this hash, for films of this house's size."""
    return Order(
        kind="panel",
        provider="animatic",
        model=MODEL,
        params={"width": house.width, "height": house.height},
        inputs=(picture,),
    )


def make_own(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Fill the sheet with the picture, its edges cropped where the shapes differ; nothing stands
    before it. Facts {"width", "height" (of one layer), "layers": 2}."""
    width, height = (
        round(int(str(order.params[name])) * SPARE / 2) * 2 for name in ("width", "height")
    )
    back = _filled(inputs[order.inputs[0]], (width, height))
    if stop():
        raise Interrupted("panels", "stopped while drawing")
    path = scratch / "panel.png"
    write_sheet((back, np.zeros((*back.shape[:2], 4), np.uint8)), path)
    facts = {"width": width, "height": height, "layers": 2}
    return Made(path=path, media_type="image/png", facts={**facts})


def _filled(path: Path, size: tuple[int, int]) -> Pixels:
    """The picture as RGB of this size, upright; what is clear in it is black."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(path, formats=("PNG", "JPEG", "WEBP")) as image:
                upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise BadInput("panels", f"the picture cannot be read ({error})") from None
    ground = Image.new("RGBA", upright.size, "black")
    ground.alpha_composite(upright)
    fitted = ImageOps.fit(ground.convert("RGB"), size, Image.Resampling.LANCZOS)
    return np.asarray(fitted, np.uint8)
