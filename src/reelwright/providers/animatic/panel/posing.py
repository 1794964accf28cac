"""Posing: what people do, from the words of the shot and the mood of the scene."""

import re
from itertools import pairwise
from typing import Literal

from reelwright.film.noun import digest
from reelwright.film.shot import Shot
from reelwright.film.story import INTERIORS, Scene
from reelwright.providers.animatic.panel.casting import pattern_of

Pose = Literal[
    "stand", "sit", "walk", "talk", "point", "run", "kneel", "crouch", "look-away", "arms-folded",
    "perch", "ride", "hold",
]  # fmt: skip
"""`sit` is on a chair, `perch` on a crate or stone, `ride` on a bench that the place has drawn;
`hold` shows what an advertisement is about."""

_WORDS: tuple[tuple[Pose, str], ...] = (
    ("kneel", "kne(?:lt|els?|eling)|(?:on|to) (?:his|her|their|both|one) knees?"),
    ("crouch", "crouch(?:ed|es|ing)?|squat(?:s|ted)?|stoop(?:ed|s|ing)?|crept|creeps?|ducked|ducks|"
     "hid(?:es|ing)?|bent (?:down|over|low)|bends (?:down|over)"),
    ("sit", "sat|sits?|sitting|seated|rowed|rows|rowing|perched"),
    ("run", "ran|runs?|running|rac(?:ed|es)|rush(?:ed|es)|dash(?:ed|es)|sprint(?:ed|s)|fled|flees?|"
     "bolt(?:ed|s)|chas(?:ed|es)|hurr(?:ied|ies)|sprang|springs"),
    ("look-away", "(?:look|turn|glanc|gaz)(?:ed|s|es)? (?:away|aside|out)|star(?:ed|es) out|"
     "turn(?:ed|s) (?:his|her) (?:back|head|face)|averted"),
    ("arms-folded", "(?:fold|cross)(?:ed|s|es|ing)? (?:his|her|their) arms|"
     "arms (?:folded|crossed)|wait(?:ed|s|ing)|refus(?:ed|es)"),
    ("point", "point(?:s|ed|ing)?|reach(?:ed|es)|gestur(?:ed|es)|beckon(?:ed|s)|show(?:ed|s)"),
    ("walk", "walk(?:s|ed|ing)?|stepp?(?:ed|s|ing)|went|goes|came|comes|enter(?:ed|s)|strode|"
     "strides|climb(?:ed|s|ing)|cross(?:ed|es)|march(?:ed|es)|wander(?:ed|s)|pac(?:ed|es|ing)|"
     "arriv(?:ed|es)|return(?:ed|s)|follow(?:ed|s)|approach(?:ed|es)|made (?:his|her) way"),
)  # fmt: skip
_PATTERNS = tuple((pose, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for pose, words in _WORDS)
_WHOLE_BODY = frozenset({"run", "kneel", "crouch", "walk"})
_SHOWS_BODY = frozenset({"wide", "full"})
_CHAIRS = frozenset({"garden", "square"})


def pose_of(name: str, names: list[str], shot: Shot, scene: Scene) -> Pose:
    """What `name`, one of the `names` in frame (the first is the subject), does in `shot`."""
    if scene.place.kind == "carriage":
        return "ride"
    speaking = any(line.kind == "dialogue" and line.speaker == name for line in shot.lines)
    deed = _deed(_told_of(name, names, shot))
    if deed == "sit":
        return "sit" if scene.place.kind in INTERIORS | _CHAIRS else "perch"
    if deed in _WHOLE_BODY and shot.size not in _SHOWS_BODY:
        deed = "stand"
    if deed != "stand":
        return deed
    if speaking and _gestures(name, names, shot):
        return "talk"
    return _at_rest(name, names, scene)


def _gestures(name: str, names: list[str], shot: Shot) -> bool:
    """Nobody waves their hands all the time, nor two at once."""
    return name == names[0] and int(digest(["gesture", shot.id])[:2], 16) < 190


def _told_of(name: str, names: list[str], shot: Shot) -> str:
    """The stretches of what is told that begin with this person's name.

    What stands before any name ("He ran…") is the subject's.
    """
    told = " ".join(line.text for line in shot.lines if line.kind != "dialogue")
    starts = sorted((m.start(), who) for who in names for m in pattern_of(who).finditer(told))
    edges = [(0, names[0]), *starts, (len(told), "")]
    return " ".join(told[at:until] for (at, who), (until, _) in pairwise(edges) if who == name)


_PERSON = re.compile(r"\b(he|she|they|who|I|we)\b", re.IGNORECASE)
_NEAR = 4
"""A deed is somebody's who is named, or meant by a pronoun, at most so many words before it."""


def _deed(told: str) -> Pose:
    """The first deed that is told of the person whose name the text begins with."""
    found = [
        (match.start(), pose)
        for pose, rx in _PATTERNS
        for match in rx.finditer(told)
        if _own(told[: match.start()])
    ]
    return min(found)[1] if found else "stand"


def _own(before: str) -> bool:
    words = before.split()
    return len(words) <= _NEAR or _PERSON.search(" ".join(words[-_NEAR:])) is not None


def _at_rest(name: str, names: list[str], scene: Scene) -> Pose:
    """How somebody listens or waits: some do as the mood bids, the others stand."""
    chance = int(digest(["rest", name])[:2], 16)
    if scene.mood == "sad" and chance < 150:
        return "look-away"
    if scene.mood in ("tense", "dark") and name != names[0] and chance < 130:
        return "arms-folded"
    return "stand"
