"""Edit: how somebody cut the film anew in an editing program, told by shots.

An edit names shots and sounds, not positions, so that it outlives changes: a shot that is made
again takes its old place, and a shot that is new comes after the one before it in the story.
"""

from typing import Literal

from reelwright.film.noun import Noun
from reelwright.film.timeline import Transition

EDIT = "timeline"
"""The key of a production's edit among its patches; no shot's id looks like it."""


class EditItem(Noun):
    """A shot by its stable id, or card number `card` (from 1), from frame `start` of its clip on.

    `frames` None means: to the end of the clip, however long it is. `into` is the transition from
    the item before.
    """

    shot: str = ""
    card: int = 0
    start: int = 0
    frames: int | None = None
    into: Transition = Transition()


class EditSound(Noun):
    """A sound, by the hash of its bytes, that begins `at` frames after item number `item` (from 0)
    is first seen, and goes where that item goes. `frames` None means: to the end of the film."""

    clip: str
    role: Literal["voice", "music", "effect"] = "voice"
    item: int = 0
    at: int = 0
    frames: int | None = None


class Edit(Noun):
    """A film's new order. `file` is the name of the file that it came from.

    `left_out` are shots that were there and are not shown. `sounds` None means that sound follows
    the picture: every line stays with its shot. Else the sounds lie where they are said to, those
    of `silent` are not heard, and only what neither names (because it is new) is placed by rule.
    """

    file: str = ""
    items: tuple[EditItem, ...] = ()
    out: Transition = Transition()
    left_out: tuple[str, ...] = ()
    sounds: tuple[EditSound, ...] | None = None
    silent: tuple[str, ...] = ()
