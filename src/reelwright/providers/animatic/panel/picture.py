"""Picture: everything a panel shows, decided from shot, scene and bible, and nothing else.

Pictures hold no names, no texts and no numbers of scenes: two shots that show the same thing share
one panel, and nothing a story says can reach the drawing but as a choice among known shapes.
"""

import re
from typing import Literal

from reelwright.film.noun import Noun, digest
from reelwright.film.order import Order
from reelwright.film.shot import Shot, Size
from reelwright.film.story import (
    INTERIORS,
    Bible,
    Look,
    Mood,
    Place,
    PlaceKind,
    Scene,
    Time,
    Weather,
)
from reelwright.film.timeline import House
from reelwright.providers.animatic.objects.object import OBJECTS
from reelwright.providers.animatic.panel.casting import in_frame, look_of
from reelwright.providers.animatic.panel.posing import Pose, pose_of
from reelwright.providers.animatic.panel.selling import advertised, groomed, in_hand, product_in

Scenery = PlaceKind | Literal["lighthouse", "lamp-room"]
"""What can be drawn: the kinds of places, and some that only their names tell of."""
FigureSide = Literal["left", "centre", "right"]
Facing = Literal["left", "right", "camera", "away"]

_CROWD: dict[Size, int] = {
    "wide": 4, "full": 3, "medium": 1, "two-shot": 2, "over-shoulder": 2, "close-up": 1,
    "insert": 0,
}  # fmt: skip
_FRAMES = 4


class Figure(Noun):
    """One person in the frame. The first figure of a picture is the one the eye is led to."""

    look: Look = Look()
    side: FigureSide = "centre"
    facing: Facing = "camera"
    pose: Pose = "stand"
    speaking: bool = False


class Picture(Noun):
    """What one panel shows.

    `seed` is the place's own (the same room in every shot), `frame` (0…3) the camera's: a slightly
    different stand. `subject` is what an insert shows, a few lower-case words, else "". `titled`:
    words will be written over its middle.
    """

    place: Scenery = "exterior"
    time: Time = "day"
    weather: Weather = "clear"
    mood: Mood = "calm"
    size: Size = "wide"
    figures: tuple[Figure, ...] = ()
    subject: str = ""
    seed: int = 0
    frame: int = 0
    titled: bool = False

    @property
    def indoors(self) -> bool:
        return self.place in INTERIORS or self.place == "lamp-room"


def picture_of(shot: Shot, scene: Scene, bible: Bible) -> Picture:
    """What the camera sees in `shot`."""
    overlay, sold = shot.overlay, advertised(shot, bible)
    return Picture(
        place=_scenery(scene.place),
        time=scene.time,
        weather=scene.weather,
        # Who sells smiles: calm faces look bored beside a slogan.
        mood="warm" if sold and scene.mood == "calm" else scene.mood,
        size=_size(shot),
        figures=_figures(shot, scene, bible),
        subject=_subject(shot, bible),
        seed=_number("place", scene.place.kind, scene.place.name.casefold().strip()),
        frame=_number("frame", shot.id) % _FRAMES,
        titled=overlay is not None and overlay.position == "centre",
    )


def panel_order(picture: Picture, house: House) -> Order:
    """The Order of a picture's panel for films of this house's size."""
    params = picture.model_dump(mode="json")
    return Order(
        kind="panel",
        provider="animatic",
        model="panel-1",
        params={**params, "width": house.width, "height": house.height},
    )


_BEACON = re.compile(r"\b(light-?house|gallery rail)\b|\bLight$", re.IGNORECASE)
_LANTERN = re.compile(r"\b(lamp|lantern)[ -]room\b", re.IGNORECASE)


def _scenery(place: Place) -> Scenery:
    """What a place is drawn as: its kind, or the one landmark its name tells of."""
    if _LANTERN.search(place.name) and place.interior:
        return "lamp-room"
    if _BEACON.search(place.name) and place.kind in ("house-front", "rooftop", "exterior"):
        return "lighthouse"
    return place.kind


def _number(*words: str) -> int:
    return int(digest(list(words))[:8], 16)


def _size(shot: Shot) -> Size:
    """The shot's size; one of a thing alone is an insert, whatever it is called."""
    if shot.characters or shot.size not in ("medium", "close-up"):
        return shot.size
    return "insert" if shot.subject.lower() in OBJECTS else shot.size


def _subject(shot: Shot, bible: Bible) -> str:
    """At most six plain lower-case words of what an insert shows, or the product in a hand."""
    if advertised(shot, bible):
        return product_in(shot) if _size(shot) == "insert" else in_hand(shot)
    if _size(shot) != "insert":
        return ""
    return " ".join(re.findall(r"[a-z]+", shot.subject.lower())[:6])[:48]


def _figures(shot: Shot, scene: Scene, bible: Bible) -> tuple[Figure, ...]:
    names = in_frame(shot, scene, bible)[: _CROWD[shot.size]]
    speakers = {line.speaker for line in shot.lines if line.kind == "dialogue"}
    sides = _sides(names, scene)
    sold = advertised(shot, bible)
    shown = sold and in_hand(shot) != "" and scene.mood not in ("sad", "tense", "dark")
    return tuple(
        Figure(
            look=groomed(look_of(name, bible)) if sold else look_of(name, bible),
            side=side,
            facing=_facing(shot.size, index, sides),
            pose="hold" if shown else pose_of(name, names, shot, scene),
            speaking=name in speakers,
        )
        for index, (name, side) in enumerate(zip(names, sides, strict=True))
    )


_SIDES: tuple[FigureSide, ...] = ("left", "right", "centre")


def _sides(names: list[str], scene: Scene) -> list[FigureSide]:
    """The sides people keep through the scene: the line of the dialogue is never crossed."""
    if len(scene.characters) == 1 and len(names) == 1:
        return ["left" if _number("side", names[0]) % 2 else "right"]
    sides: list[FigureSide] = []
    for name in names:
        own = _SIDES[min(2, _place_in(name, scene.characters))]
        if own in sides:
            own = next((side for side in _SIDES if side not in sides), own)
        sides.append(own)
    if len(sides) == 2 and "centre" in sides:
        other = sides[1 - sides.index("centre")]
        sides[sides.index("centre")] = "left" if other == "right" else "right"
    return sides


def _place_in(name: str, characters: tuple[str, ...]) -> int:
    return characters.index(name) if name in characters else len(characters)


def _facing(size: Size, index: int, sides: list[FigureSide]) -> Facing:
    side = sides[index]
    if size == "over-shoulder" and index == 1:
        return "away"
    if size == "over-shoulder" and len(sides) > 1:
        return "camera"
    if side == "centre":
        # Who stands between others looks at the one the eye is led to.
        return sides[0] if index and sides[0] != "centre" else "camera"
    return "right" if side == "left" else "left"
