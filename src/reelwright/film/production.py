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

    Services are named `service` or `service:model`. `video` makes the clips: the first that can,
    the next when one fails; none means the animatic. `images` makes first frames and character
    sheets, `voices` speaks, with `cast` as character -> the service's id of a voice. `workflows`
    holds the text of a ComfyUI workflow by the name in `video`. `draft` asks for the lowest
    resolution.
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
    video: tuple[str, ...] = ()
    images: str = ""
    voices: str = ""
    cast: dict[str, str] = {}
    workflows: dict[str, str] = {}
    draft: bool = False

    @property
    def paid(self) -> bool:
        """Whether any service is asked for."""
        return bool(self.video or self.images or self.voices)


class Patch(Noun):
    """What the user has decided about one shot, by its stable id.

    `clip` and `image` are hashes of the user's own stored files that take its place or its first
    frame, `take` counts retakes, `skip` leaves the shot's paid clip out.
    """

    clip: str = ""
    image: str = ""
    take: int = 1
    skip: bool = False


Patches = dict[str, Patch]
