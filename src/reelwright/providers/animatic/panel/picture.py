"""Picture: everything a panel shows, decided from shot, scene and bible, and nothing else.

Pictures hold no names, no texts and no numbers of scenes: two shots that show the same thing share
one panel, and nothing a story says can reach the drawing but as a choice among known shapes.
"""

import re
from typing import Literal

from reelwright.film.noun import Noun, digest
from reelwright.film.order import Order
from reelwright.film.shot import Shot, Size
from reelwright.film.story import Bible, Character, Look, Mood, PlaceKind, Scene, Time, Weather
from reelwright.film.timeline import House

FigureSide = Literal["left", "centre", "right"]
Facing = Literal["left", "right", "camera", "away"]
Pose = Literal["stand", "sit", "walk", "talk", "point"]

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
    different stand. `subject` is what an insert shows, a few lower-case words, else "".
    """

    place: PlaceKind = "exterior"
    time: Time = "day"
    weather: Weather = "clear"
    mood: Mood = "calm"
    size: Size = "wide"
    figures: tuple[Figure, ...] = ()
    subject: str = ""
    seed: int = 0
    frame: int = 0


def picture_of(shot: Shot, scene: Scene, bible: Bible) -> Picture:
    """What the camera sees in `shot`."""
    return Picture(
        place=scene.place.kind,
        time=scene.time,
        weather=scene.weather,
        mood=scene.mood,
        size=shot.size,
        figures=_figures(shot, scene, bible),
        subject=_plain(shot.subject) if shot.size == "insert" else "",
        seed=_number("place", scene.place.kind, scene.place.name.casefold().strip()),
        frame=_number("frame", shot.id) % _FRAMES,
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


def _number(*words: str) -> int:
    return int(digest(list(words))[:8], 16)


def _plain(subject: str) -> str:
    """At most six plain lower-case words of a subject."""
    return " ".join(re.findall(r"[a-z]+", subject.lower())[:6])[:48]


def _figures(shot: Shot, scene: Scene, bible: Bible) -> tuple[Figure, ...]:
    names = _in_order(shot)[: _CROWD[shot.size]]
    speakers = {line.speaker for line in shot.lines if line.kind == "dialogue"}
    pose = _pose(shot)
    figures = []
    for index, name in enumerate(names):
        side = _side(name, names, scene)
        speaking = name in speakers
        figures.append(
            Figure(
                look=_look(name, bible),
                side=side,
                facing=_facing(shot.size, index, side, len(names)),
                pose=_posed(scene, pose if index == 0 else "stand", speaking),
                speaking=speaking,
            )
        )
    return tuple(figures)


def _in_order(shot: Shot) -> list[str]:
    """The names in frame, the one the eye is led to first: the subject, then who speaks."""
    spoken = [line.speaker for line in shot.lines if line.kind == "dialogue"]
    wanted = [shot.subject, *spoken, *shot.characters]
    return list(dict.fromkeys(name for name in wanted if name in shot.characters))


def _side(name: str, names: list[str], scene: Scene) -> FigureSide:
    """The side a person keeps through the scene: the line of the dialogue is never crossed."""
    if len(scene.characters) == 1 and len(names) == 1:
        return "left" if _number("side", name) % 2 else "right"
    sides: tuple[FigureSide, ...] = ("left", "right", "centre")
    own = sides[min(2, _place_in(name, scene.characters))]
    taken = [sides[min(2, _place_in(n, scene.characters))] for n in names[: names.index(name)]]
    if own not in taken:
        return own
    return next((side for side in sides if side not in taken), own)


def _place_in(name: str, characters: tuple[str, ...]) -> int:
    return characters.index(name) if name in characters else len(characters)


def _facing(size: Size, index: int, side: FigureSide, count: int) -> Facing:
    if size == "over-shoulder" and index == 1:
        return "away"
    if side == "centre" or (size == "over-shoulder" and count > 1):
        return "camera"
    return "right" if side == "left" else "left"


_SITTING = re.compile(r"\b(sat|sits?|sitting|seated|armchair|knelt)\b", re.IGNORECASE)
_WALKING = re.compile(
    r"\b(walk|walks|walked|walking|ran|runs?|running|stepp?ed|steps|went|goes|came|comes|"
    r"entered|enters|hurried|hurries|strode|climbed|climbs|crossed|left|marched|wandered)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(r"\b(point|points|pointed|pointing|reached|reaches|raised)\b", re.IGNORECASE)


def _pose(shot: Shot) -> Pose:
    """What the told lines (not the spoken ones) say the subject does."""
    told = " ".join(line.text for line in shot.lines if line.kind != "dialogue")
    if _SITTING.search(told):
        return "sit"
    if _WALKING.search(told):
        return "walk"
    return "point" if _POINTING.search(told) else "stand"


def _posed(scene: Scene, pose: Pose, speaking: bool) -> Pose:
    if scene.place.kind == "carriage":
        return "sit"
    return "talk" if speaking and pose == "stand" else pose


def _look(name: str, bible: Bible) -> Look:
    known = bible.character(name)
    return known.look if isinstance(known, Character) else Look()
