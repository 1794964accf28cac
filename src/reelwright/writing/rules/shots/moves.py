"""Camera moves that mean something, and how much moves in the picture."""

import hashlib
import re
from typing import Literal

from reelwright.film.shot import Move, Size
from reelwright.film.story import Mood

_WILD = re.compile(
    r"\b(?:ran|runs?|running|chas\w+|fought|fights?|struggl\w+|crash\w*|burst|rush\w*|gallop\w*|"
    r"sprang|dash\w*|fled|flee\w*|storm|explo\w+|threw|hurl\w*|leap\w*|leapt|plunge\w*)\b",
    re.IGNORECASE,
)
_GOING = re.compile(
    r"\b(?:walk\w*|cross\w*|follow\w*|drove|rode|sail\w*|row(?:ed|s|ing)|march\w*|went|goes|came|"
    r"comes|passed|travel\w*|climb\w*|wander\w*|paced|strode|led|turned)\b",
    re.IGNORECASE,
)
_HIGH = re.compile(
    r"\b(?:tower\w*|roof\w*|sky|stars|moon|ceiling|mast|cliff\w*|above|mountain\w*|upwards?)\b",
    re.IGNORECASE,
)


def move_of(size: Size, text: str, mood: Mood, *, first: bool = False, final: bool = False) -> Move:
    """The camera's move for a shot of `size` that tells `text`."""
    coin = hashlib.sha256(text.encode()).digest()[1]
    side: Move = "pan-left" if coin % 2 else "pan-right"
    if first:
        return "tilt-up" if _HIGH.search(text) else side if coin % 3 == 0 else "push-in"
    if _WILD.search(text) and size != "insert":
        return "handheld"
    if final and size in {"wide", "full", "two-shot"}:
        return "pull-out"
    if size in {"wide", "full"}:
        return (
            "tilt-up"
            if _HIGH.search(text)
            else side
            if _GOING.search(text) or coin % 3
            else "push-in"
        )
    if size in {"close-up", "insert"}:
        return "push-in"
    closing_in = 2 if mood in {"tense", "dark", "mysterious"} else 4
    return "push-in" if coin % closing_in == 0 else "static"


def motion_of(text: str) -> Literal["low", "medium", "high"]:
    """How much moves in the picture itself."""
    if _WILD.search(text):
        return "high"
    return "medium" if _GOING.search(text) else "low"
