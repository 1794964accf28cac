"""A logo in a corner of the picture."""

from functools import lru_cache
from pathlib import Path

from PIL import Image

from reelwright.cutting.lettering.blending import Layers, layers
from reelwright.cutting.lettering.safe import LOGO_HIGH, LOGO_WIDE, safe, unit
from reelwright.film.errors import BadInput
from reelwright.film.overlay import Corner
from reelwright.film.timeline import House


@lru_cache(maxsize=4)
def logo_drawn(path: Path, corner: Corner, house: House) -> Layers:
    """The stored picture in its corner of the safe area, as large as a logo may be.

    Its own shape is kept. Raises `BadInput` when it cannot be read.
    """
    image = _read(path)
    scale = min(LOGO_WIDE / image.width, LOGO_HIGH / image.height) * unit(house)
    size = (max(2, round(image.width * scale)), max(2, round(image.height * scale)))
    # Colours of clear parts must not bleed in: they are weighted by what is seen of them.
    fitted = image.convert("RGBa").resize(size, Image.Resampling.LANCZOS).convert("RGBA")
    area = safe(house)
    left = area.left if corner.endswith("left") else area.right - size[0]
    return layers(fitted, left, area.top)


def _read(path: Path) -> Image.Image:
    try:
        with Image.open(path, formats=("PNG", "JPEG", "WEBP")) as image:
            return image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadInput("logo", f"the picture cannot be read ({error})", "Use a PNG.") from None
