"""Where scenes change: breaks, phrases by which time passes, arrivals at another place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reelwright.film.story import INTERIORS, PlaceKind, Time, Weather
from reelwright.writing.answers import SceneFound
from reelwright.writing.rules.scenes.clock import (
    dark,
    remembers,
    time_in,
    time_passes,
    weather_in,
)
from reelwright.writing.rules.scenes.mood import mood_of
from reelwright.writing.rules.scenes.places import Found, place_by_things, places_in
from reelwright.writing.rules.speech.told import told_text
from reelwright.writing.rules.text.sentences import sentences

_INDOORS = re.compile(r"(?:Inside|Indoors|Within)\b")
_SIGN = re.compile(r"\b[Tt]he ([A-Z][a-z]+ [A-Z][a-z]+)(?=[.,;]| (?:was|is|stood|lay)\b)")
"""The name of an inn: `and that was the Silver Anchor.`"""
_SIGNED = 4
"""Paragraphs within which an inn is called by its name."""
_ESTABLISHES = re.compile(r"(?:In|At|On|Aboard|Outside|Beneath|Under)\s")
_AHEAD = 24
"""Letters at the head of a paragraph within which a place opens a scene: `In the lamp room …`"""
_SHORT = 60
"""Words below which a scene is too short to be left again: about 25 s of reading."""


@dataclass
class _Scene:
    first: int
    passed: bool = False
    arrived: Found | None = None
    last: int = 0
    texts: list[str] = field(default_factory=list)
    words: int = 0
    memory: bool = False
    names: set[str] = field(default_factory=set)


def scenes_of(paragraphs: Sequence[str], kinds: Sequence[str]) -> list[SceneFound]:
    """The scenes of one chapter: paragraphs by index, `kinds` says which are breaks.

    Every paragraph belongs to exactly one scene. A chapter without text has no scene.
    """
    drafts = _split(paragraphs, kinds)
    found: list[SceneFound] = []
    named: dict[str, str] = {}
    place: Found | None = None
    time: Time | None = None
    weather: Weather | None = None
    for draft in drafts:
        text = " ".join(draft.texts)
        known = draft.arrived or _settled(draft.texts)
        if known is None and (draft.first == 0 or place is None):
            known = place_by_things(text)
        place = _called(known, draft.texts, named) if known else place
        name, kind = (place.name, _inside(place, text)) if place else _nowhere()
        time = _time_of(draft.texts) or (None if draft.passed else time)
        if time is None and dark(text):
            time = "night"
        weather = weather_in(text) or (None if draft.passed else weather)
        found.append(
            SceneFound(
                first=draft.first,
                last=draft.last,
                place=name,
                kind=kind,
                time=time or "day",
                weather=weather or "clear",
                mood=mood_of(
                    " ".join(paragraphs[draft.first : draft.last + 1]),
                    time or "day",
                    weather or "clear",
                ),
                passed=draft.passed,
                memory=draft.memory,
            )
        )
    return found


def _called(place: Found, texts: Sequence[str], named: dict[str, str]) -> Found:
    """A place under the fullest name that the chapter has given it so far (`named` remembers)."""
    noun = place.name.lower().partition(" of ")[0].split()[-1]
    sign = _SIGN.search(" ".join(texts[:_SIGNED])) if place.kind == "tavern" else None
    if sign:
        named[noun] = sign[1]
    elif len(place.name.split()) > 1:
        named[noun] = place.name
    return replace(place, name=named.get(noun, place.name))


def _inside(place: Found, text: str) -> PlaceKind:
    """`At Baker Street` may mean its rooms: what stands in a scene tells."""
    if place.kind not in {"street", "square", "house-front"} or len(place.name.split()) < 2:
        return place.kind
    things = place_by_things(text, least=4)
    return things.kind if things and things.kind in INTERIORS else place.kind


def _nowhere() -> tuple[str, PlaceKind]:
    return "A room", "interior"


def _split(paragraphs: Sequence[str], kinds: Sequence[str]) -> list[_Scene]:
    drafts: list[_Scene] = []
    broken = False
    for index, (paragraph, kind) in enumerate(zip(paragraphs, kinds, strict=True)):
        if kind == "break" or not paragraph.strip():
            broken = broken or kind == "break"
            if drafts:
                drafts[-1].last = index
            continue
        told = told_text(paragraph)
        change = _change(told, drafts[-1] if drafts else None)
        if not drafts or broken or change is not None:
            passed = broken or (change is not None and change[0])
            first = index if drafts else 0
            drafts.append(
                _Scene(
                    first, passed, change[1] if change else None, memory=remembers(_opening(told))
                )
            )
        broken = False
        draft = drafts[-1]
        draft.last = index
        draft.texts.append(told)
        draft.words += len(paragraph.split())
    return drafts


def _opening(told: str) -> str:
    return next(iter(sentences(told)), "")


def _change(told: str, scene: _Scene | None) -> tuple[bool, Found | None] | None:
    """(time has passed, place arrived at) when the paragraph begins another scene, else None."""
    if scene is None or not told:
        return None
    opening = sentences(told)[:3]
    passed = bool(opening) and (time_passes(opening[0]) or remembers(opening[0]))
    arrival = next((f for s in opening for f in places_in(s) if f.weight >= 3), None)
    if arrival is None and opening and _ESTABLISHES.match(opening[0]):
        arrival = next((f for f in places_in(opening[0]) if f.weight == 2 and f.at < _AHEAD), None)
    if passed and scene.words >= _SHORT // 2:
        return True, arrival
    here = scene.arrived or _settled(scene.texts)
    if opening and _INDOORS.match(opening[0]) and scene.words >= _SHORT // 3:
        inside = arrival or place_by_things(told) or Found("Inside", "interior", 3, 0)
        if inside.kind in INTERIORS and (here is None or here.kind not in INTERIORS):
            return False, inside
    if arrival and scene.words >= _SHORT and (here is None or not _same(arrival, here)):
        return False, arrival
    return None


def _same(one: Found, other: Found) -> bool:
    """Two interiors of one kind, or one name, are taken for one place: a scene is not cut up."""
    return one.name.lower() == other.name.lower() or one.kind == other.kind


def _settled(texts: Sequence[str]) -> Found | None:
    """The place of a scene: the strongest mention, an early one before a late one."""
    best: tuple[float, Found] | None = None
    counts: dict[str, int] = {}
    for index, text in enumerate(texts):
        for found in places_in(text):
            counts[found.name] = counts.get(found.name, 0) + 1
            score = found.weight * (1.0 if index < 3 else 0.5) + 0.4 * counts[found.name]
            score += 1.5 if index == 0 and found.weight >= 2 else 0.0
            if best is None or score > best[0]:
                best = (score, found)
    if best is None or best[0] < 1.4:
        return None
    return best[1]


def _time_of(texts: Sequence[str]) -> Time | None:
    """The time told early in a scene; one told only in passing later does not count."""
    for text in texts[:4]:
        time = time_in(text)
        if time:
            return time
    return None
