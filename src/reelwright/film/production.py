"""Production: one film being made, and the wishes it is made by."""

from typing import Literal

from reelwright.film.noun import Noun
from reelwright.film.timeline import House

RecipeName = Literal["novel", "script", "storyboard", "advert"]
Stage = Literal["storyboard", "voices", "panels", "clips", "cut"]
STAGES: tuple[Stage, ...] = ("storyboard", "voices", "panels", "clips", "cut")


class Wish(Noun):
    """What the user asked for, beside the source: a part of the production's revision.

    `minutes` is the wished length of each chapter; `seconds` the exact length of an advertisement
    or the length of a storyboard. `chapters` is a selection such as `1,3-5`, "" for all.
    """

    recipe: RecipeName = "novel"
    chapters: str = ""
    minutes: float = 2.0
    seconds: int = 15
    title: str = ""
    author: str = ""
    title_card: bool = True
    slate: bool = True
    subtitles: Literal["soft", "burned"] = "soft"
    style: str = ""
    language: str = ""
    house: House = House()
