"""Sluglines of a script: inside or outside, the place, the time; and its transitions."""

import re
from dataclasses import dataclass

from reelwright.film.shot import TransitionKind
from reelwright.film.story import PlaceKind, Time
from reelwright.writing.rules.scenes.places import slug_kind

_SIDE = re.compile(r"^\s*\.?\s*(INT\.?/EXT|EXT\.?/INT|INT|EXT|EST|I/E)\b[.\s:/-]*", re.IGNORECASE)
_TIMES: tuple[tuple[str, Time], ...] = (
    ("DAWN", "dawn"), ("SUNRISE", "dawn"), ("EARLY MORNING", "dawn"), ("SUNSET", "golden"),
    ("GOLDEN", "golden"), ("MAGIC", "golden"), ("DUSK", "dusk"), ("EVENING", "dusk"),
    ("TWILIGHT", "dusk"), ("MIDNIGHT", "night"), ("NIGHT", "night"), ("MORNING", "day"),
    ("NOON", "day"), ("AFTERNOON", "day"), ("DAY", "day"),
)  # fmt: skip
_LATER = re.compile(r"\b(?:LATER|NEXT|FOLLOWING)\b")
_SAME = re.compile(r"\b(?:CONTINUOUS|SAME|MOMENTS?)\b")
_MEMORY = re.compile(
    r"(?:\([^)]*|[-–—:]\s*)\b(?:FLASH[- ]?BACKS?|DREAM|NIGHTMARE|MEMORY|VISION)\s*"
    r"(?:SEQUENCE|\)|[-–—]|$)"
)
"""Said of a scene beside its place, never a place's own name: `INT. HALL - NIGHT (FLASHBACK)`."""
_TRANSITIONS: tuple[tuple[str, TransitionKind], ...] = (
    (r"WHITE|FLASHBACK|FLASH BACK|DREAM", "white"),
    (r"WIPE", "wipe-left"),
    (r"\bFADE (?:TO|OUT|IN)\b", "fade"),
    (r"DISSOLVE|FADE|LATER", "dissolve"),
)
"""What a script's transitions mean; all others (CUT TO, MATCH CUT TO) are cuts."""


@dataclass(frozen=True)
class Slug:
    """A slugline read. `time` is None when it goes on; `later` when it says that time passed,
    `memory` that it is remembered or dreamt."""

    name: str
    kind: PlaceKind
    time: Time | None
    later: bool = False
    memory: bool = False


def slug_of(text: str) -> Slug:
    """`INT. GRAND HOTEL, HALL - NIGHT` -> (Grand Hotel, Hall; hall; night)."""
    side = _SIDE.match(text)
    rest = text[side.end() :] if side else text
    place, _, when = rest.partition(" - ") if " - " in rest else rest.partition(" – ")
    if _tells_time(place) is None and " - " in when:
        more, _, last = when.rpartition(" - ")
        place, when = f"{place}, {more}", last
    inside = not (side and side.group(1).upper().startswith(("EXT", "EST")))
    name = " ".join(place.split()).strip(" .,-") or "A place"
    kind = slug_kind(name, inside)
    later, memory = bool(_LATER.search(when.upper())), bool(_MEMORY.search(text.upper()))
    return Slug(_titled(name), kind, _tells_time(when), later, memory)


def told_transition(text: str) -> TransitionKind | None:
    """The transition that a script names, None for a cut: `DISSOLVE TO:`, `DIP TO WHITE:`."""
    told = text.upper()
    return next((kind for words, kind in _TRANSITIONS if re.search(words, told)), None)


def _tells_time(when: str) -> Time | None:
    told = when.upper()
    if _SAME.search(told):
        return None
    return next((time for word, time in _TIMES if word in told), None)


def _titled(name: str) -> str:
    if name != name.upper():
        return name
    return " ".join(word[:1] + word[1:].lower() for word in name.split())
