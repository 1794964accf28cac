"""Proving: a file is what was ordered, or it is nothing. That it exists proves nothing.

A bad file may cost money (its attempt has failed); so what is wrong with this machine must never be
taken for a bad file.
"""

import warnings
from errno import EACCES, EMFILE, ENFILE, ENOMEM, EPERM
from pathlib import Path

from pydantic import JsonValue

from reelwright.film.asked import ClipAsked, SpeechAsked, asked
from reelwright.film.errors import BadInput, MachineTrouble, Trouble
from reelwright.film.order import Order
from reelwright.media import probe

SHORT = 0.5
"""Seconds that a clip may be shorter than ordered: services round, and count frames differently."""
LONG = 2.0
PIXELS = 40_000_000
"""More than any service makes; a small file that claims more is a bomb."""

FORMATS = ("PNG", "JPEG", "WEBP")

MACHINE = frozenset({EACCES, EMFILE, ENFILE, ENOMEM, EPERM})
"""Errors of reading that say nothing about the file."""

Facts = dict[str, JsonValue]


def proved(order: Order, path: Path) -> Facts:
    """Decode a file in full and answer its facts.

    Raises `BadInput` for a file that is not what was ordered, `MachineTrouble` when this machine
    could not find out.
    """
    try:
        if order.kind == "clip":
            return clip(path, asked(order, ClipAsked).seconds)
        return picture(path) if order.kind == "image" else sound(path)
    except MachineTrouble as trouble:
        # Decoders report what they find in a file as if it were ours.
        if _of_machine(trouble.__cause__):
            raise
        raise BadInput("accept", trouble.cause) from trouble
    except Trouble as trouble:
        if _of_machine(trouble.__cause__):
            raise MachineTrouble("accept", trouble.cause) from trouble
        raise


def _of_machine(error: BaseException | None) -> bool:
    wants_memory = isinstance(error, MemoryError | PermissionError)
    return wants_memory or getattr(error, "errno", None) in MACHINE


def clip(path: Path, seconds: float | None) -> Facts:
    """A playable video of about `seconds` (None: of any length); its size is as it is shown."""
    found = probe.probe(path, "accept")
    if found.video is None:
        raise BadInput("accept", "it has no picture")
    frames = probe.decode_all(path, "accept")
    rate = float(found.video.rate) or 24.0
    width, height = probe.shape(path, "accept")
    length = frames / rate
    if seconds is not None and not seconds - SHORT <= length <= seconds + LONG:
        raise BadInput("accept", f"it lasts {length:.2f} s, {seconds:g} s were ordered")
    return {
        "frames": frames,
        "rate": round(rate, 4),
        "seconds": round(length, 4),
        "width": width,
        "height": height,
        "sound": found.audio is not None,
        "house": False,
    }


def picture(path: Path) -> Facts:
    """A picture that opens and decodes."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(path, formats=FORMATS) as image:
                width, height = image.size
                if width * height > PIXELS:
                    raise BadInput("accept", f"a picture of {width}x{height} is too large")
                image.verify()  # the check sums of a PNG, which are not looked at otherwise
            with Image.open(path, formats=FORMATS) as image:
                image.load()
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise BadInput("accept", f"it is no picture that can be read ({error})") from error
    return {"width": width, "height": height}


def sound(path: Path) -> Facts:
    """A sound that decodes; its length is measured, whatever the service says."""
    from reelwright.media.sound import pcm

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
