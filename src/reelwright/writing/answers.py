"""The shapes of answers to text Orders, whoever gives them: what a recipe accepts.

Positions are indices within the Order's own lists, so that no answer depends on other chapters.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from reelwright.film.shot import Move, Size
from reelwright.film.story import Age, Gender, Mood, PlaceKind, Time, Weather


class Answer(BaseModel):
    """Strict about fields: an answer with an unknown field is asked for again."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PeopleAnswer(Answer):
    """Task `people`: what one chapter tells about persons (merged over the chapters by code)."""

    findings: dict[str, JsonValue]


class Player(Answer):
    """One person of a script, with what its introduction tells about the look."""

    name: str
    aliases: list[str] = []
    gender: Gender = "unknown"
    age: Age = "adult"
    hints: list[str] = []
    lines: int = 0


class CastAnswer(Answer):
    """Task `cast`: the persons of a script in order of appearance."""

    players: list[Player]


class Stretch(Answer):
    """A stretch of a paragraph: spoken words without their quotes, or told text."""

    kind: Literal["speech", "told"]
    text: str
    speaker: str = ""


class SpeechAnswer(Answer):
    """Task `speech`: for every paragraph its stretches in order."""

    paragraphs: list[list[Stretch]]


class SceneFound(Answer):
    """One place and time: paragraphs `first` to `last`, both included."""

    first: int = Field(ge=0)
    last: int = Field(ge=0)
    place: str
    kind: PlaceKind
    time: Time = "day"
    weather: Weather = "clear"
    mood: Mood = "calm"
    passed: bool = False
    """True when time has passed since the scene before."""
    memory: bool = False
    """True when it is remembered or dreamt by somebody in the story."""


class ScenesAnswer(Answer):
    """Task `scenes`: the scenes of one chapter, without gap or overlap."""

    scenes: list[SceneFound]


class Kept(Answer):
    """One unit of the scene that stays, with its text (a pronoun may be repaired by a name)."""

    unit: int = Field(ge=0)
    text: str = Field(min_length=1)


class CondenseAnswer(Answer):
    """Task `condense`: the units of one scene that stay, in order."""

    kept: list[Kept]


class Piece(Answer):
    """Words of line `line` of the scene that are heard (or, for action, seen) in a shot."""

    line: int = Field(ge=0)
    text: str


class ShotFound(Answer):
    """One shot of a scene. `action` is one present-tense phrase without names, for the prompt."""

    size: Size
    move: Move = "static"
    subject: str
    characters: list[str] = []
    pieces: list[Piece] = []
    seconds: float = Field(gt=0, le=30)
    motion: Literal["low", "medium", "high"] = "low"
    action: str = ""


class ShotsAnswer(Answer):
    """Task `shots`: the shots of one scene in order, every line covered."""

    shots: list[ShotFound] = Field(min_length=1)


class Beat(Answer):
    """One scene of an advertisement or storyboard."""

    text: str
    picture: str
    overlay: str = ""
    spoken: str = ""
    seconds: float = Field(gt=0)
    place: str
    kind: PlaceKind
    time: Time = "day"
    weather: Weather = "clear"
    mood: Mood = "calm"
    thing: str = ""


class BeatsAnswer(Answer):
    """Tasks `advert` and `storyboard`: the beats in order; `framework` for advertisements."""

    framework: Literal["AIDA", "PAS", "BAB", ""] = ""
    brand: str = ""
    beats: list[Beat] = Field(min_length=1)
