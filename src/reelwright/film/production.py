"""Production: one film being made, and the wishes it is made by."""

from typing import Literal

from reelwright.film.edit import Edit
from reelwright.film.noun import Noun
from reelwright.film.shot import TransitionKind
from reelwright.film.timeline import House

RecipeName = Literal["novel", "script", "storyboard", "advert"]
Stage = Literal["storyboard", "voices", "panels", "clips", "cut"]
STAGES: tuple[Stage, ...] = ("storyboard", "voices", "panels", "clips", "cut")
GradeName = Literal["neutral", "warm", "cool", "noir", "vivid", "muted"]


class Wish(Noun):
    """What the user asked for, beside the source: a part of the production's revision.

    `minutes` is the wished length of each chapter; `seconds` the exact length of an advertisement
    or the length of a storyboard. `chapters` is a selection such as `1,3-5`, "" for all.

    Services are named `service` or `service:model`. `video` makes the clips: the first that can,
    the next when one fails; none means the animatic. `images` makes first frames and character
    sheets, `voices` speaks, with `cast` as character -> the service's id of a voice. `workflows`
    holds the text of a ComfyUI workflow by the name in `video`. `draft` asks for the lowest
    resolution.

    `transition` takes the place of every transition that the recipe chooses, "" of none. `grade` is
    the colours of the whole film, `mood` those of each scene's mood, "" up to the recipe; `lut` the
    hash of the user's own stored .cube file, which takes its place.
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
    transition: TransitionKind | Literal[""] = ""
    grade: GradeName | Literal["", "mood"] = ""
    lut: str = ""

    @property
    def paid(self) -> bool:
        """Whether any service is asked for."""
        return bool(self.video or self.images or self.voices)


class Patch(Noun):
    """What the user has decided about one shot, by its stable id.

    `clip` and `image` are hashes of the user's own stored files that take its place or its first
    frame, `take` counts retakes, `skip` leaves the shot's paid clip out. `edit` is no shot's: the
    whole film's, under the key `EDIT`.
    """

    clip: str = ""
    image: str = ""
    take: int = 1
    skip: bool = False
    edit: Edit | None = None


Patches = dict[str, Patch]
