"""Fitting: how a clip of another shape fills the film's picture. Pure arithmetic and filters."""

from typing import Literal

from reelwright.film.production import FitName
from reelwright.film.timeline import House

Shape = tuple[int, int]
"""Width and height of a clip as it is shown: upright, with square samples."""

Fit = Literal["auto", "crop", "pad", "blur"]
"""`auto` is for clips whose shape nobody knows before they are opened."""

LOST = 0.16
"""Share of a picture up to which cropping it is not missed: 3:2 in 16:9 loses 15.6 % and keeps
heads and hands, 4:3 in 16:9 loses 25 % and does not. Looked at with faces and full figures."""

EXACT = "flags=bicubic+bitexact+accurate_rnd"

_SMALL = 16
"""How many times smaller the picture is that is blurred: it is cheap, and what is left of it has no
edges that could flicker."""

_DIM = "lutyuv=y='16+(val-16)*0.62':u='128+(val-128)*0.8':v='128+(val-128)*0.8'"
"""Darker and paler, so that the eye stays with the picture in the middle."""


def settled(wanted: FitName | Literal[""], shape: Shape | None, house: House) -> Fit:
    """How a clip of this shape is fitted. "" leaves it to us: little is cropped, a big difference
    is filled with the picture itself, blurred.

    A clip of the film's own shape needs none of it and is always the same Order.
    """
    if shape is None:
        return wanted or "auto"
    if lost(shape, house) == 0:
        return "pad"
    return wanted or ("crop" if lost(shape, house) <= LOST else "blur")


def lost(shape: Shape, house: House) -> float:
    """The share of the clip's picture that is lost when it is cropped to the film's shape."""
    width, height = shape
    one, other = width * house.height, height * house.width
    return 1 - min(one, other) / max(one, other)


def scaled(fit: Fit, house: House) -> str:
    """The options of the scaler that brings the clip to the size in which it is shown."""
    way = "increase" if fit == "crop" else "decrease"
    return (
        f"scale=w={house.width}:h={house.height}:force_divisible_by=2"
        f":force_original_aspect_ratio={way}"
    )


def framed(fit: Fit, house: House) -> str:
    """The filters that make the film's size of a scaled 4:2:0 picture."""
    size = f"{house.width}:{house.height}"
    if fit == "crop":
        return f"crop={size}"
    if fit == "pad":
        return f"pad={size}:-1:-1:black"
    return _blurred(house)


def _blurred(house: House) -> str:
    """The picture over its own middle, which is made wide, blurred and dim. Whole numbers only, so
    that all processors do the same."""
    wide = f"min(iw,ih*{house.width}/{house.height})"
    high = f"min(ih,iw*{house.height}/{house.width})"
    small = [max(16, side // _SMALL // 2 * 2) for side in (house.width, house.height)]
    return (
        "format=yuv420p,split[sharp][under];"
        f"[under]crop=w='trunc({wide}/2)*2':h='trunc({high}/2)*2',"
        f"scale=w={small[0]}:h={small[1]}:flags=area+bitexact+accurate_rnd,"
        "boxblur=luma_radius=3:luma_power=2:chroma_radius=2:chroma_power=2,"
        f"scale=w={house.width}:h={house.height}:{EXACT},{_DIM}[wide];"
        "[wide][sharp]overlay=x='trunc((W-w)/4)*2':y='trunc((H-h)/4)*2':format=yuv420"
    )
