"""Timeline: what plays when, in integer frames at a rational rate."""

from typing import Literal

from reelwright.film.noun import Noun
from reelwright.film.overlay import Corner, Overlay
from reelwright.film.shot import THROUGH, TransitionKind


class House(Noun):
    """The house format: what every segment of one film has in common. `rate` is frames a second."""

    width: int = 1280
    height: int = 720
    rate: int = 24

    @property
    def gop(self) -> int:
        """Frames from key frame to key frame: half a second, so that joins begin on one."""
        return self.rate // 2


class Transition(Noun):
    """How an item follows the one before. `frames` is its whole length, any number from 2 on.

    A transition through a plain picture (`fade`, `white`) takes the last half of `frames` of one
    item and the first half of the next, and shortens nothing. Any other but `cut` plays the last
    `frames` of one over the first `frames` of the next, so the film is that much shorter than the
    sum of its items.
    """

    kind: TransitionKind = "cut"
    frames: int = 0

    @property
    def overlap(self) -> int:
        """Frames in which both items are seen."""
        return 0 if self.kind == "cut" or self.kind in THROUGH else self.frames

    @property
    def before(self) -> int:
        """Frames at the end of the old item that it takes."""
        return self.frames // 2 if self.kind in THROUGH else self.overlap

    @property
    def after(self) -> int:
        """Frames at the beginning of the new item that it takes."""
        return self.frames - self.frames // 2 if self.kind in THROUGH else self.overlap


class Origin(Noun):
    """What a clip was rendered from: frames of it can be rendered anew, so that those which are
    crossed with others or have words over them are encoded once and not twice.

    The clip begins at frame `start` of the original, counted at the house's rate; `fit` and `lut`
    (the hash of a colour table, or "") are how it was rendered.
    """

    clip: str
    start: int = 0
    fit: Literal["pad", "crop", "blur", "auto"] = "pad"
    lut: str = ""


class Item(Noun):
    """One clip in the picture track: `frames` frames of it, from its frame `start`.

    `scene` and `shot` name what is shown ("" for cards); `into` is the transition from the item
    before. `house` says whether the clip is in the house format, so that it can be copied; `origin`
    is there for one that was rendered from another clip.
    """

    clip: str
    frames: int
    start: int = 0
    scene: str = ""
    shot: str = ""
    into: Transition = Transition()
    house: bool = True
    origin: Origin | None = None


class Sound(Noun):
    """One sound on the audio track: bytes `clip` heard from film frame `at`.

    `frames` is how long it may be heard; music shorter than that is looped.
    """

    clip: str
    at: int
    frames: int
    role: Literal["voice", "music", "effect"] = "voice"


GLUE = "\u200b"
"""Zero width space: a word ends, and no space is seen."""


class Caption(Noun):
    """One subtitle: at most two lines, shown from frame `start` until before frame `end`.

    `spoken` are the frames from which each word is heard, if words are to be shown one by one; one
    that is drawn as it is has none. Words are set apart by spaces, or by `GLUE` where a script
    writes none.
    """

    start: int
    end: int
    lines: tuple[str, ...]
    spoken: tuple[int, ...] = ()


class Title(Noun):
    """An overlay, seen from frame `start` until before frame `end`.

    `free` is how many pixels of the safe area it leaves free at its edge for what is seen there.
    `shade` is the hash of what was decided from the picture behind it, "" before the cut has
    measured that.
    """

    overlay: Overlay
    start: int
    end: int
    free: int = 0
    shade: str = ""


class Logo(Noun):
    """A stored picture in a corner, seen from frame `start` until before frame `end`."""

    image: str
    corner: Corner
    start: int
    end: int


class Marker(Noun):
    """A chapter marker at a film frame."""

    at: int
    title: str


class Timeline(Noun):
    """Everything the cut needs to know; hashes name the bytes.

    `burned` draws the captions into the picture instead of adding a subtitle track; every segment
    under a caption is then rendered instead of copied. `out` is how the last item ends: of a
    transition through a plain picture the first half, as of the first item's `into` the second.
    """

    house: House = House()
    title: str = ""
    author: str = ""
    language: str = "en"
    comment: str = ""
    items: tuple[Item, ...] = ()
    sounds: tuple[Sound, ...] = ()
    captions: tuple[Caption, ...] = ()
    titles: tuple[Title, ...] = ()
    logos: tuple[Logo, ...] = ()
    chapters: tuple[Marker, ...] = ()
    burned: bool = False
    out: Transition = Transition()

    @property
    def frames(self) -> int:
        """Length of the film in frames."""
        return sum(i.frames for i in self.items) - sum(i.into.overlap for i in self.items)

    def starts(self) -> tuple[int, ...]:
        """The film frame at which each item's first frame is (partly) seen."""
        at, starts = 0, []
        for item in self.items:
            at -= item.into.overlap
            starts.append(at)
            at += item.frames
        return tuple(starts)
