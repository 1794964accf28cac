"""Which of a model's own inputs an Order fills, and with what.

What a model has no place for is an error when the result would be another one (frames, references,
sound, shape), and is left away otherwise (a negative prompt, a seed).
"""

import re

from pydantic import JsonValue

from reelwright.film.asked import ClipAsked, ImageAsked, asked
from reelwright.film.order import Order
from reelwright.providers.replicate_form import Form
from reelwright.providers.replicate_schema import Choice, Model, named

TIERS = {"standard": 720, "std": 720, "pro": 1080, "4k": 2160}
"""Kling's word for a picture height (its `mode`)."""

FORMATS = {"clip": ("mp4",), "image": ("png", "jpg", "jpeg", "webp")}

NEAR = 0.1
"""How far a model's height may be from the wished one: 720 is made as 768."""

SAME_SHAPE = 0.06
"""How far two aspect ratios may be apart to count as one."""


def filled(model: Model, order: Order) -> dict[str, JsonValue]:
    """The `input` of the request. Raises BadInput for what the model cannot express."""
    form = Form(model, named(order).full)
    if order.kind == "clip":
        _clip(form, asked(order, ClipAsked))
    elif order.kind == "image":
        _image(form, asked(order, ImageAsked))
    else:
        raise form.no(f"is not asked for {order.kind} by us")
    if form.field("count"):
        form.number("count", 1)
    found = form.field("format")
    if found:
        fits = [one for one in FORMATS[order.kind] if one in found[1].choices]
        form.filled |= {found[0]: fits[0]} if fits else {}
    return form.complete()


def _clip(form: Form, wished: ClipAsked) -> None:
    _words(form, wished)
    form.text("negative prompt", wished.negative)
    form.files("first frame", [wished.first] if wished.first else [])
    form.files("last frame", [wished.last] if wished.last else [])
    form.files("reference picture", wished.references)
    form.files("reference clip", wished.videos)
    form.number("seconds", wished.seconds, " s")
    shaped = _resolution(form, wished.height, wished.ratio)
    _ratio(form, wished.ratio, wished.height, free=shaped or bool(wished.first), usual="16:9")
    if not form.flag("sound", wished.audio) and wished.audio:
        raise form.no("has no switch for sound")


def _image(form: Form, wished: ImageAsked) -> None:
    _words(form, wished)
    form.files("reference picture", wished.references)
    shaped = _size(form, "size", wished.height, wished.ratio, near=1e9)
    _ratio(form, wished.ratio, wished.height, free=shaped)


def _words(form: Form, wished: ClipAsked | ImageAsked) -> None:
    if wished.workflow:
        raise form.no("takes no workflow")
    if not form.text("prompt", wished.prompt):
        raise form.no("has no place for a prompt")
    if wished.seed is not None:
        form.number("seed", wished.seed)


def _resolution(form: Form, height: int, ratio: str) -> bool:
    """The picture height by whatever the model calls it. True: the shape is settled by it, too."""
    found = form.field("resolution")
    if not found:
        _tier(form, height)
        return False
    name, field = found
    if any(_pixels(one) for one in field.choices):
        return _size(form, "resolution", height, ratio, NEAR)
    if not field.choices:
        form.filled[name] = f"{height}p" if field.kind == "string" else height
        return False
    lines = {one: _lines(one) for one in field.choices}
    best = min(lines, key=lambda one: abs(lines[one] - height))
    if abs(lines[best] - height) > NEAR * height:
        told = ", ".join(str(one) for one in field.choices[:20])
        raise form.no(f"cannot make {height}p: it makes {told}")
    form.filled[name] = best
    return False


def _tier(form: Form, height: int) -> None:
    found = form.field("tier")
    if not found or not found[1].choices or any(one not in TIERS for one in found[1].choices):
        return
    fits = [one for one in found[1].choices if TIERS[str(one)] == height]
    if not fits:
        raise form.no(f"cannot make {height}p: it makes {', '.join(map(str, found[1].choices))}")
    form.filled[found[0]] = fits[0]


def _size(form: Form, wish: str, height: int, ratio: str, near: float) -> bool:
    """One of the sizes (1280x720) that a model offers: of the wished shape, nearest in height."""
    found = form.field(wish)
    sizes = {one: _pixels(one) for one in found[1].choices} if found else {}
    shape = _shape(form, ratio)
    fits = {
        one: abs(min(pair) - height)
        for one, pair in sizes.items()
        if pair and abs(pair[0] / pair[1] / shape - 1) <= SAME_SHAPE
    }
    if not found or not any(sizes.values()):
        return False
    best = min(fits, key=lambda one: fits[one], default=None)
    if best is None or fits[best] > near * height:
        told = ", ".join(str(one) for one in found[1].choices[:20])
        raise form.no(f"cannot make {height}p in {ratio}: it makes {told}")
    form.filled[found[0]] = best
    return True


def _ratio(form: Form, ratio: str, height: int, *, free: bool, usual: str = "") -> None:
    """The shape. `free`: it is settled already (by a size, or by the first frame); `usual`: what a
    model makes that has no input for it."""
    found = form.field("ratio")
    if found:
        if not found[1].choices or ratio in found[1].choices:
            form.filled[found[0]] = ratio
        elif not free:
            told = ", ".join(str(one) for one in found[1].choices[:20])
            raise form.no(f"cannot make {ratio}: it makes {told}")
        return
    if form.field("width") and form.field("height") and not free:
        shape = _shape(form, ratio)
        form.number("width", _eighths(height * max(shape, 1)))
        form.number("height", _eighths(height / min(shape, 1)))
        return
    if ratio != usual and not free:
        raise form.no(f"has no place for the shape {ratio}")


def _shape(form: Form, ratio: str) -> float:
    found = re.fullmatch(r"([1-9]\d{0,3}):([1-9]\d{0,3})", ratio, re.ASCII)
    if not found:
        raise form.no(f"cannot make {ratio!r}, which is no aspect ratio")
    return int(found[1]) / int(found[2])


def _eighths(pixels: float) -> int:
    """Picture sizes are multiples of 8."""
    return round(pixels / 8) * 8


def _lines(value: Choice) -> int:
    """The picture height in a choice ("768p", 720, "4k"); one that names none is far from all."""
    text = str(value).strip().lower()
    if text in ("2k", "4k", "8k"):
        return {"2k": 1440, "4k": 2160, "8k": 4320}[text]
    found = re.fullmatch(r"(\d{3,4})p?", text, re.ASCII)
    return int(found[1]) if found else 1_000_000


def _pixels(value: Choice) -> tuple[int, int] | None:
    """The width and height in a choice ("1280x720", "1280*720")."""
    found = re.fullmatch(r"([1-9]\d{1,4})\s*[x*×]\s*([1-9]\d{1,4})", str(value), re.ASCII)
    return (int(found[1]), int(found[2])) if found else None
