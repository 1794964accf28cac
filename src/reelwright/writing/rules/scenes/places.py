"""Where a text plays: place nouns behind prepositions, and capitalised names of places."""

import re
from dataclasses import dataclass

from reelwright.film.story import INTERIORS, PlaceKind
from reelwright.writing.rules.scenes.place_words import KINDS, PROPER, ROOMY, WEAK

_ARRIVE = (
    r"(?:entered|reached|came (?:in)?to|came out (?:on|in)to|came upon|arrived (?:at|in|on)|"
    r"stepped (?:out )?(?:in|on)?to|walked (?:in|on|up)?to|went (?:in|on|up|down|out)?\s?to|"
    r"ran (?:in|on|down|up)?to|hurried (?:in)?to|drove (?:in|up)?to|rode (?:in)?to|"
    r"climbed (?:in|on|up)?\s?to|climbed|returned to|back (?:in|at|to)|drew up (?:at|before)|"
    r"led (?:\w+ )?(?:in|on)?to|pushed (?:\w+ )?into|followed (?:\w+ )?(?:in|on)?to|into|onto|"
    r"made (?:his|her|their|our|my) way (?:to|into)|found \w+ in|crossed|left for|"
    r"rowed (?:out )?(?:in)?to|sailed (?:in|on)?to|landed (?:on|at)|down to|up to|out to|out into|"
    r"shown into|ushered into|stood in|sat in|waited in|knelt in|lay in|stood (?:up )?on|burst "
    r"into|rushed into|in front of|opened)"
)
_STAY = (
    r"(?:in|at|on|inside|outside|through|across|along|beside|by|near|beneath|under|aboard|"
    r"down|up|over|upon|above|within|around|behind)"
)
_DETERMINER = r"(?:(?:the|a|an|his|her|their|our|my|its|this|that|another|one)\s+)?"
_WORDS = r"((?:[a-zé'’-]+\s+){0,2}?)"
_NOUN = "|".join(re.escape(noun) for noun in sorted(KINDS, key=lambda n: (-len(n), n)))
_COMMON = re.compile(
    rf"\b(?:(?P<arrive>{_ARRIVE})|"
    rf"(?P<stay>{_STAY}))\s+{_DETERMINER}{_WORDS}(?P<noun>{_NOUN})\b(?!-)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:[A-Z][\w’']+\s+(?:of\s+)?){1,3}?(?:" + "|".join(PROPER) + r")\b(?!\s+[A-Z][a-z]|['’]s)"
)
_ARRIVED = re.compile(_ARRIVE + r"\s+(?:the\s+)?$", re.IGNORECASE)
_STAYED = re.compile(rf"\b{_STAY}\s+(?:the\s+)?$", re.IGNORECASE)
_TITLES = re.compile(r"^(?:The|A|An|In|At|On|From|To|Near|By|And|But|Old|Miss|Mrs|Mr|Lord|Lady)\s+")
_OF = re.compile(r"\s+of\s+([A-Z][a-z]{3,}(?:\s[A-Z][a-z]+)?)\b")
_BORDER = re.compile(r"\b(?:of|to|and|or|in|at|on|from|with|into|that|which|as|was|were|had)\b")


@dataclass(frozen=True)
class Found:
    """A place told by a text. `weight`: 3 arrived at, 2 named or strong noun, 1 a weak noun."""

    name: str
    kind: PlaceKind
    weight: int
    at: int


def places_in(text: str) -> list[Found]:
    """Every place that told text (no speech) names, in order of appearance."""
    found = [*_named(text), *_common(text)]
    return sorted(found, key=lambda f: (f.at, -f.weight))


def _named(text: str) -> list[Found]:
    found = []
    for match in _NAMED.finditer(text):
        name = match.group()
        while _TITLES.match(name):
            name = _TITLES.sub("", name)
        if len(name.split()) < 2:
            continue
        before = text[max(0, match.start() - 30) : match.start()]
        if _ARRIVED.search(before):
            weight = 3
        elif _STAYED.search(before):
            weight = 2
        else:
            continue
        found.append(Found(name, PROPER[name.split()[-1]], weight, match.start()))
    return found


def _common(text: str) -> list[Found]:
    found = []
    for match in _COMMON.finditer(text):
        if _BORDER.search(match.group(3)):
            continue
        noun = match.group("noun").lower()
        arrived = match.group("arrive") is not None
        weight = (2 if noun in WEAK else 3) if arrived else (1 if noun in WEAK else 2)
        name = _own_name(match.group(3), noun, text[match.end() : match.end() + 40])
        found.append(Found(name, KINDS[noun], weight, match.start("noun")))
    return found


def _own_name(before: str, noun: str, behind: str) -> str:
    """The story's own name of a place: `Gull Rock lighthouse`, `Street of Saltmere`."""
    proper = [word for word in before.split() if word[0].isupper() and "'" not in word]
    of = _OF.match(behind)
    if proper:
        return " ".join([*proper, noun])
    return f"{noun.capitalize()} of {of[1]}" if of else noun.capitalize()


def place_by_things(text: str, least: int = 1) -> Found | None:
    """A kind of place guessed by at least `least` things in it, None if nothing tells."""
    best: tuple[int, Found] | None = None
    for kind, name, words in ROOMY:
        count = len(re.findall(rf"\b(?:{words})s?\b", text, re.IGNORECASE))
        if count >= least and (best is None or count > best[0]):
            best = (count, Found(name, kind, 1, 0))
    return best[1] if best else None


def slug_kind(name: str, interior: bool) -> PlaceKind:
    """The kind of a place named by a slugline: its last known noun, else INT. or EXT. as told."""
    words = name.lower()
    hits = [(words.rfind(n), len(n), n) for n in KINDS if re.search(rf"\b{re.escape(n)}\b", words)]
    kind = KINDS[max(hits)[2]] if hits else None
    if kind is None or (kind in INTERIORS) != interior:
        if interior:
            return "cabin" if kind in {"sea", "harbour"} else "interior"
        return "house-front" if kind else "exterior"
    return kind
