"""Things a story names that are worth an insert, and the words that name them."""

import re

_WORDS: dict[str, str] = {
    "letter": "letter|note|telegram|envelope|message|card",
    "key": "key|keys",
    "hand": "hand|hands|fingers|palm|fist",
    "lamp": "lamp|lamps|gaslight",
    "candle": "candle|candles|taper",
    "book": "book|books|diary|notebook|ledger|log-?book|volume|journal",
    "photograph": "photograph|photographs|photo|portrait|picture|cabinet",
    "pistol": "pistol|revolver|gun",
    "knife": "knife|blade|dagger|razor|chisel",
    "coin": "coin|coins|sovereign|penny|shilling|money|gold",
    "clock": "(?<!o['’])clock|clocks|watch|pendulum",
    "door": "door|doorknob|latch",
    "window": "window|windows|shutters?|pane",
    "bottle": "bottle|flask|vial",
    "cup": "cup|cups|mug|tea-?cup|glass(?:es)? of",
    "fire": "fire|flames?|embers|hearth",
    "boat": "boat|dinghy|skiff",
    "bell": "bell|bells",
    "ring": "ring|rings",
    "box": "box|boxes|chest|trunk|crate|parcel|case",
    "map": "map|chart",
    "hat": "hat|cap|bonnet",
    "flower": "flowers?|roses|lily|lilies|bouquet",
    "lantern": "lantern|lanterns",
    "rope": "rope|ropes|cord",
    "wheel": "wheel|wheels|cogs?|gears?",
    "bird": "bird|birds|gulls?|crow|raven|sparrow|goose|owl",
    "moon": "moon|moonlight",
}
THINGS: tuple[str, ...] = tuple(_WORDS)
_PATTERNS = tuple((thing, re.compile(rf"\b(?:{words})\b")) for thing, words in _WORDS.items())
_COMMON = {"hand", "door", "window", "fire", "cup", "hat", "book", "wheel", "bird", "box"}
"""Things so often named in passing that only a verb of handling earns them an insert."""
_HANDLED = re.compile(
    r"\b(?:took|takes?|held|holds?|hand(?:ed|s)|gave|gives?|open(?:ed|s)|lift(?:ed|s)|pull(?:ed|s)|"
    r"drew|draws?|laid|lays?|put|puts|set|sets|wrote|writes?|read|reads|lit|lights?|turn(?:ed|s)|"
    r"struck|strikes?|rang|rings?|found|finds?|shut|shuts|lock(?:ed|s)|threw|throws?|drop(?:ped|s)|"
    r"pick(?:ed|s)|reach(?:ed|es)|touch(?:ed|es)|knock(?:ed|s)|carr(?:ied|ies)|burn(?:ed|t|s)|"
    r"broke|breaks?|pour(?:ed|s)|grip(?:ped|s)|clutch(?:ed|es)|unlock(?:ed|s)|tore|glow(?:ed|s)|"
    r"stopp?(?:ed|s)|beg[ai]ns?|swung|creaked|hung|hangs|lay|lies|stood|stands)\b",
    re.IGNORECASE,
)  # fmt: skip


_LIKENED = re.compile(
    r"\b(?:like|as if|as though|than|as \w+ as|larger than|no \w+ than)\s[^,.;:!?]*", re.IGNORECASE
)
"""Comparisons: what a thing is like is not to be seen."""


def things_in(text: str) -> list[str]:
    """Known things that `text` names, in order of appearance; capitalised words are names."""
    seen = _LIKENED.sub(" ", text)
    hits = [(m.start(), thing) for thing, rx in _PATTERNS if (m := rx.search(seen))]
    return [thing for _, thing in sorted(hits)]


def insert_of(text: str) -> str:
    """The thing worth an insert in `text`, "" if none: it is handled, or seldom named."""
    handled = _HANDLED.search(text) is not None
    return next((t for t in things_in(text) if handled or t not in _COMMON), "")
