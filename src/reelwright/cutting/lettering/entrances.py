"""How long overlays take to come and to go."""

from reelwright.film.overlay import Overlay
from reelwright.media.letters import breaking

ENTER, LEAVE = 0.35, 0.25
"""Seconds in which an overlay comes and goes."""

LOGO = 0.35
"""Seconds in which a logo comes and goes."""

TYPED, LONGEST_TYPED = 18, 2.0
"""Letters a second of a typewriter, and the most seconds that it types."""


def entering(overlay: Overlay, rate: int) -> int:
    """Frames until an overlay is whole."""
    if overlay.entrance == "none":
        return 0
    if overlay.entrance == "typewriter":
        letters = len(breaking.clusters(overlay.text))
        return max(1, round(min(LONGEST_TYPED, letters / TYPED) * rate))
    return max(1, round(ENTER * rate))


def logo_comes(rate: int) -> int:
    """Frames until a logo is whole, and in which it goes."""
    return max(1, round(LOGO * rate))


def leaving(overlay: Overlay, rate: int) -> int:
    """Frames in which an overlay goes."""
    return 0 if overlay.entrance == "none" else max(1, round(LEAVE * rate))
