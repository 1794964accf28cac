"""Bible and Screenplay: who, where, how it looks, and what happens in which order."""

from typing import Literal

from reelwright.film.noun import Noun

Gender = Literal["male", "female", "unknown"]
Age = Literal["child", "young", "adult", "old"]
Time = Literal["dawn", "day", "golden", "dusk", "night"]
Weather = Literal["clear", "overcast", "rain", "fog", "snow", "storm"]
Mood = Literal["calm", "warm", "tense", "sad", "joyful", "mysterious", "dark", "grand"]
PlaceKind = Literal[
    # interiors
    "sitting-room", "bedroom", "kitchen", "study", "hall", "corridor", "office", "shop", "tavern",
    "church", "cell", "workshop", "carriage", "cabin", "interior",
    # exteriors
    "street", "alley", "square", "house-front", "garden", "field", "forest", "mountain", "road",
    "river", "harbour", "sea", "beach", "bridge", "graveyard", "rooftop", "city", "exterior",
]  # fmt: skip
INTERIORS: frozenset[str] = frozenset(
    {
        "sitting-room", "bedroom", "kitchen", "study", "hall", "corridor", "office", "shop",
        "tavern", "church", "cell", "workshop", "carriage", "cabin", "interior",
    }
)  # fmt: skip


class Look(Noun):
    """How a character is told apart in every shot, by shape first and colour second.

    `height` is relative to an average adult; colours are `#rrggbb`.
    """

    gender: Gender = "unknown"
    age: Age = "adult"
    height: float = 1.0
    build: Literal["slim", "medium", "broad"] = "medium"
    hair: Literal["short", "long", "bun", "curly", "bald", "bob", "braid"] = "short"
    hair_colour: str = "#3a2a20"
    hat: Literal["none", "top", "bowler", "cap", "bonnet", "wide", "hood", "helmet"] = "none"
    garment: Literal["coat", "frock", "dress", "cloak", "jacket", "shawl", "robe", "apron"] = "coat"
    colour: str = "#44506b"
    accent: str = "#c2483a"
    detail: Literal["none", "beard", "moustache", "glasses", "scarf", "cane", "pipe", "tie"] = (
        "none"
    )


class Character(Noun):
    """One person of the story. `lines` counts spoken lines, `mentions` naming ones.

    `look_words` describes the look for image and video services, in the same words every time.
    """

    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""
    lines: int = 0
    mentions: int = 0
    look: Look = Look()
    look_words: str = ""
    narrator: bool = False


class Place(Noun):
    """A location: its name in the story and the kind it is drawn as."""

    name: str
    kind: PlaceKind = "interior"

    @property
    def interior(self) -> bool:
        return self.kind in INTERIORS


class Bible(Noun):
    """Characters (most important first), places, and the style words of the whole film."""

    characters: tuple[Character, ...] = ()
    places: tuple[Place, ...] = ()
    style: str = ""
    tone: Mood = "calm"

    def character(self, name: str) -> Character | None:
        return next((c for c in self.characters if c.name == name), None)


class Line(Noun):
    """One thing told: action that is only seen, narration read aloud, or dialogue spoken.

    `address` is the passage's; `part` counts the lines that came from the same passage, from 0.
    """

    kind: Literal["action", "narration", "dialogue"]
    text: str
    speaker: str = ""
    address: str = ""
    part: int = 0


class Scene(Noun):
    """One place and time. `number` counts within its chapter, from 1."""

    chapter: int
    number: int
    place: Place
    time: Time = "day"
    weather: Weather = "clear"
    mood: Mood = "calm"
    characters: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    chapter_title: str = ""

    @property
    def key(self) -> str:
        """`2.3`: chapter and scene, so that an edit in one chapter renumbers no other."""
        return f"{self.chapter}.{self.number}"

    @property
    def slug(self) -> str:
        """`INT. WAREHOUSE - NIGHT`."""
        side = "INT." if self.place.interior else "EXT."
        time = {"golden": "SUNSET"}.get(self.time, self.time.upper())
        return f"{side} {self.place.name.upper()} - {time}"


class Screenplay(Noun):
    """The scenes in order."""

    title: str = ""
    author: str = ""
    scenes: tuple[Scene, ...] = ()
