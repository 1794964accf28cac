"""Production: one film being made, and the wishes it is made by."""

from typing import Literal

from reelwright.film.edit import EDIT, Edit
from reelwright.film.noun import Noun
from reelwright.film.overlay import Brand, Corner, Placed
from reelwright.film.shot import TransitionKind
from reelwright.film.story import Mood
from reelwright.film.timeline import House

RecipeName = Literal["novel", "script", "storyboard", "advert"]
Stage = Literal["storyboard", "voices", "panels", "clips", "cut"]
STAGES: tuple[Stage, ...] = ("storyboard", "voices", "panels", "clips", "cut")
Clips = Literal["keep", "small", "none"]
GradeName = Literal["neutral", "warm", "cool", "noir", "vivid", "muted"]
FitName = Literal["crop", "pad", "blur"]


class OwnBed(Noun):
    """A piece of the user's library: the name of its file, and the hash of its stored bytes."""

    name: str
    sha256: str


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

    `fit` is how clips of another shape fill the picture, "" up to each clip. `music` is the mood of
    the whole film's music, `none`, or "": each scene's own; `track` the hash of the user's own
    stored piece, which takes its place; `beds` those of the user's library for its moods. `effects`
    are the sounds at transitions, None up to the recipe.

    `subtitles` are a track that players show, `burned` into the picture, burned as `words` that
    light up when they are heard, or `none`. `overlays` are the user's own, `brand` how all look;
    `logo` is the hash of a stored picture for a corner; `credits` end a film that may be as long as
    it likes.

    `clips` says how each shot's clip is laid out beside the film: as it is, made small, or not.
    """

    recipe: RecipeName = "novel"
    chapters: str = ""
    minutes: float = 2.0
    seconds: int = 15
    title: str = ""
    author: str = ""
    title_card: bool = True
    slate: bool = True
    subtitles: Literal["soft", "burned", "words", "none"] = "soft"
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
    fit: FitName | Literal[""] = ""
    music: Mood | Literal["", "none"] = ""
    track: str = ""
    beds: dict[Mood, OwnBed] = {}
    effects: bool | None = None
    clips: Clips = "keep"
    overlays: tuple[Placed, ...] = ()
    brand: Brand = Brand()
    logo: str = ""
    logo_corner: Corner = "top-left"
    credits: bool = False

    @property
    def paid(self) -> bool:
        """Whether any service is asked for."""
        return bool(self.video or self.images or self.voices)


class Patch(Noun):
    """What the user has decided about one shot, by its stable id.

    `clip` and `image` are hashes of the user's own stored files that take its place or its first
    frame, `shape` is the clip's width and height as it is shown, `take` counts retakes, `skip`
    leaves the shot's paid clip out. `edit` is no shot's: the whole film's, under the key `EDIT`.
    """

    clip: str = ""
    shape: tuple[int, int] | None = None
    image: str = ""
    take: int = 1
    skip: bool = False
    edit: Edit | None = None


Patches = dict[str, Patch]


def edited_by(patches: Patches) -> str:
    """The file of the edit that is in force, "" when there is none."""
    edit = patches.get(EDIT, Patch()).edit
    return "" if edit is None else edit.file or "of no name"
