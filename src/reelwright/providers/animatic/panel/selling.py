"""Selling: what an advertisement's panels show of the product, and how its people look."""

import re

from reelwright.film.shot import Shot
from reelwright.film.story import Bible, Look

_BUYER = "the customer"
"""The one person of an advertisement, as its storyboard names them."""
_SOLD = frozenset(
    {"bell", "book", "bottle", "candle", "clock", "cup", "flower", "hat", "lamp", "lantern", "ring"}
)
"""Drawings that can be a product; everything else is sold in a package."""
_HANDLED = re.compile(r"\b(?:enjoys|looks up from|holds|shows|with) an? (.*)")


def advertised(shot: Shot, bible: Bible) -> bool:
    """Whether the shot belongs to an advertisement."""
    return shot.overlay is not None or bible.character(_BUYER) is not None


def product_in(shot: Shot) -> str:
    """What the product is drawn as, from the first sentence of the prompt, which names it."""
    return next((word for word in _words(_told(shot)) if word in _SOLD), "product")


def in_hand(shot: Shot) -> str:
    """The product, if somebody in the shot has to do with it, else ""."""
    handled = _HANDLED.search(_told(shot).split("wearing")[-1])
    if handled is None:
        return ""
    return next((word for word in _words(handled.group(1)) if word in _SOLD), "product")


def _told(shot: Shot) -> str:
    return shot.prompt.split(". ")[0]


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]+", text.lower()) if word != "smile"]


def groomed(look: Look) -> Look:
    """Faces that sell are seen: no hoods."""
    return look.model_copy(update={"hat": "none"}) if look.hat == "hood" else look
