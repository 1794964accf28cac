"""Shot: one camera instruction, and Storyboard: everything a film is to be made of."""

from typing import Literal

from reelwright.film.noun import Noun
from reelwright.film.overlay import Overlay
from reelwright.film.story import Bible, Line, Screenplay

Size = Literal["wide", "full", "medium", "two-shot", "over-shoulder", "close-up", "insert"]
Move = Literal[
    "static", "push-in", "pull-out", "pan-left", "pan-right", "tilt-up", "tilt-down", "handheld"
]
TransitionKind = Literal[
    "cut", "dissolve", "fade", "white",
    "wipe-left", "wipe-right", "wipe-up", "wipe-down",
    "slide-left", "slide-right", "slide-up", "slide-down",
    "push-left", "push-right", "push-up", "push-down",
]  # fmt: skip
"""`cut`: it goes on. `dissolve`: time passes. `fade` through black: an act ends. `white`: a memory
or a dream. Wipes, slides (the new picture moves over the old one) and pushes (it moves the old one
out) are named after where their edge moves; they belong into advertisements."""

THROUGH: frozenset[TransitionKind] = frozenset({"fade", "white"})
"""Transitions through a plain picture: the old and the new one are never seen at once."""


class Shot(Noun):
    """What the camera sees while its lines are heard.

    `id` is stable: the address of the passage it begins in and a count (`ch2/1f0c9a3b.0`).
    `scene` is the scene's key. `characters` are the names in frame, `subject` the one thing the eye
    is led to: a character's name, an object (inserts) or the place's name.
    `seconds` is the wished length; a measured voice may lengthen it. `into` is the transition from
    the shot before.
    """

    id: str
    scene: str
    size: Size
    move: Move = "static"
    subject: str = ""
    characters: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    seconds: float = 4.0
    motion: Literal["low", "medium", "high"] = "low"
    prompt: str = ""
    negative: str = ""
    into: TransitionKind = "cut"
    overlay: Overlay | None = None

    @property
    def text(self) -> str:
        """The words of the story that this shot tells."""
        return " ".join(line.text for line in self.lines)


class Storyboard(Noun):
    """The written film: what recipes of the writing room return."""

    bible: Bible
    screenplay: Screenplay
    shots: tuple[Shot, ...]
    seconds: int | None = None
    """An exact length in seconds the film must have (advertisements), else None."""
