"""Casting: who of the people a shot names is there to be seen, and what strangers look like."""

import re
from functools import lru_cache

from reelwright.film.noun import digest
from reelwright.film.shot import Shot
from reelwright.film.story import Bible, Look, Scene

_PAIRS = ("two-shot", "over-shoulder")
_ROOMY = ("wide", "full", "medium")


def in_frame(shot: Shot, scene: Scene, bible: Bible) -> list[str]:
    """The names in frame, the one the eye is led to first: the subject, then who speaks.

    Who is only spoken of stays out, unless nobody would be left; a shot of two that is left with
    one is completed with whoever speaks in the scene. Once a scene has begun, its people stay in
    the picture while the words are about something else: an empty room shown twice is a bore.
    """
    spoken = _speakers(shot)
    wanted = [shot.subject, *spoken, *shot.characters]
    named = list(dict.fromkeys(name for name in wanted if name in shot.characters))
    away = _only_spoken_of(shot, scene, named, bible)
    seen = [name for name in named if name not in away] or named
    if not seen and shot.size in _ROOMY and _goes_on(shot, scene):
        return _speaking(scene)[:2]
    if shot.size in _PAIRS and len(seen) == 1:
        seen += [name for name in _speaking(scene) if name not in seen][:1]
    return seen


def _speaking(scene: Scene) -> list[str]:
    """Who speaks in the scene, in order; they are there for certain."""
    speakers = (line.speaker for line in scene.lines if line.kind == "dialogue")
    return list(dict.fromkeys(name for name in speakers if name))


def _goes_on(shot: Shot, scene: Scene) -> bool:
    """Whether a shot tells something behind the scene's first passage."""
    return bool(shot.lines and scene.lines) and shot.lines[0].address != scene.lines[0].address


def _speakers(shot: Shot) -> list[str]:
    return [line.speaker for line in shot.lines if line.kind == "dialogue"]


def _only_spoken_of(shot: Shot, scene: Scene, names: list[str], bible: Bible) -> set[str]:
    """Those of `names` who never speak in the scene and are named in speech, but never in what is
    told. The subject and the shot's speakers are always there."""
    lines = (*scene.lines, *shot.lines)
    speaking = {line.speaker for line in lines if line.kind == "dialogue"}
    told = " ".join(line.text for line in lines if line.kind != "dialogue")
    said = " ".join(line.text for line in lines if line.kind == "dialogue")
    away = set()
    for name in names:
        pattern = pattern_of(name, bible)
        if name != shot.subject and name not in speaking and pattern.search(said):
            away |= set() if pattern.search(told) else {name}
    return away


def pattern_of(name: str, bible: Bible | None = None) -> re.Pattern[str]:
    """Finds a person's name, its other names, or the words of it that are names."""
    known = bible.character(name) if bible else None
    ways = {name, *(known.aliases if known else ())}
    ways |= {word for word in name.split() if len(word) > 2 and word[:1].isupper()}
    return _pattern(frozenset(ways - _TITLES) or frozenset((name,)))


@lru_cache(maxsize=1000)
def _pattern(ways: frozenset[str]) -> re.Pattern[str]:
    either = "|".join(re.escape(way) for way in sorted(ways, key=lambda way: (-len(way), way)))
    return re.compile(rf"\b(?:{either})\b")


_TITLES = frozenset({"Mr.", "Mrs.", "Dr.", "Miss", "Mrs", "The", "Captain", "Lady", "Lord", "Sir"})


def look_of(name: str, bible: Bible) -> Look:
    """The look of the bible; a stranger's follows from the name, the same in every shot."""
    known = bible.character(name)
    if known:
        return known.look
    drawn = iter(bytes.fromhex(digest(["look", name])))
    return Look(
        gender="female" if next(drawn) % 2 else "male",
        age=("young", "adult", "adult", "old")[next(drawn) % 4],
        height=0.95 + next(drawn) % 9 / 100,
        build=("slim", "medium", "broad")[next(drawn) % 3],
        hair=("short", "curly", "bob", "short")[next(drawn) % 4],
        hair_colour=_HAIR[next(drawn) % len(_HAIR)],
        hat=("none", "none", "none", "cap")[next(drawn) % 4],
        garment=("coat", "jacket", "shawl", "jacket")[next(drawn) % 4],
        colour=_CLOTH[next(drawn) % len(_CLOTH)],
        accent=_ACCENTS[next(drawn) % len(_ACCENTS)],
    )


_HAIR = ("#2a1d16", "#4a3322", "#6b4226", "#8a5a34", "#a8834e", "#8d8a86")
_CLOTH = ("#44506b", "#5b4636", "#4d5b45", "#6b4450", "#3d5a60", "#7a6a4a", "#50455f", "#6a3f34")
_ACCENTS = ("#c2483a", "#d9a63c", "#7d9ab0", "#b9bf8a", "#c98a5a")
