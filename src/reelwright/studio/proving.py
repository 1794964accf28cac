"""Proving: a file is what was ordered, or it is nothing. That it exists proves nothing."""

import warnings
from pathlib import Path

from pydantic import JsonValue

from reelwright.film.asked import ClipAsked, SpeechAsked, asked
from reelwright.film.errors import BadInput
from reelwright.film.order import Order
from reelwright.media import probe

SHORT = 0.5
"""Seconds that a clip may be shorter than ordered: services round, and count frames differently."""
LONG = 2.0
PIXELS = 40_000_000
"""More than any service makes; a small file that claims more is a bomb."""

Facts = dict[str, JsonValue]


def proved(order: Order, path: Path) -> Facts:
    """Decode a file in full and answer its facts. Raises `BadInput` or `MachineTrouble`."""
    if order.kind == "clip":
        return clip(path, asked(order, ClipAsked).seconds)
    if order.kind == "image":
        return picture(path)
    return sound(path)


def clip(path: Path, seconds: float | None) -> Facts:
    """A playable video of about `seconds` (None: of any length)."""
    found = probe.probe(path, "accept")
    if found.video is None:
        raise BadInput("accept", "it has no picture")
    frames = probe.decode_all(path, "accept")
    rate = float(found.video.rate) or 24.0
    length = frames / rate
    if seconds is not None and not seconds - SHORT <= length <= seconds + LONG:
        raise BadInput("accept", f"it lasts {length:.2f} s, {seconds:g} s were ordered")
    return {
        "frames": frames,
        "rate": round(rate, 4),
        "seconds": round(length, 4),
        "width": found.video.width,
        "height": found.video.height,
        "sound": found.audio is not None,
        "house": False,
    }


def picture(path: Path) -> Facts:
    """A picture that opens and decodes."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(path, formats=("PNG", "JPEG", "WEBP")) as image:
                width, height = image.size
                if width * height > PIXELS:
                    raise BadInput("accept", f"a picture of {width}x{height} is too large")
                image.load()
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise BadInput("accept", f"it is no picture that can be read ({error})") from None
    return {"width": width, "height": height}


def sound(path: Path) -> Facts:
    """A sound that decodes; its length is measured, whatever the service says."""
    from reelwright.media import pcm

    samples = sum(len(piece) for piece in pcm.decoded(path))
    if not samples:
        raise BadInput("accept", "it has no sound")
    return {"seconds": round(samples / pcm.RATE, 4)}


def spread(order: Order, seconds: float) -> list[JsonValue]:
    """[word, start, end] of a line whose service told no times: by the length of its words."""
    words = asked(order, SpeechAsked).text.split()
    total = sum(map(len, words)) or 1
    found: list[JsonValue] = []
    at = 0.0
    for word in words:
        end = at + seconds * len(word) / total
        found.append([word, round(at, 3), round(end, 3)])
        at = end
    return found
