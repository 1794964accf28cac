"""How long a shot lasts: the measured voice decides, in whole frames.

A line is never cut off: picture leads and trails speech by a few frames, and the frames that a
transition takes away are added on top.
"""

from collections.abc import Sequence

from reelwright.film.noun import Noun
from reelwright.film.order import Take
from reelwright.film.production import Wish
from reelwright.film.shot import Shot
from reelwright.film.story import Line
from reelwright.film.timeline import House, Transition

LEAD = 0.35
"""Seconds from a shot's first frame to its first word (8 frames at 24)."""
GAP = 0.25
"""Seconds between two lines of one shot."""
TAIL = 0.45
"""Seconds that the picture stays after the last word."""
SHORTEST = 1.5

LENGTHS = {"fade": 4, "slide": 1, "push": 1}
"""Length of transitions in groups of pictures, which are half a second: a fade through black takes
two seconds, what moves half a second, all else one second. What is as long as whole groups leaves
the most to be copied."""
BRISK = 1
"""The same for all transitions of a film of an exact length: half a second (requirement A6)."""
EDGE = 0.3
"""Seconds in which an advertisement comes out of black, and goes back into it (A6)."""


class Spoken(Noun):
    """A line with its voice, placed in its shot. `at` and `frames` count from the clip's start."""

    line: Line
    voice: Take
    at: int
    frames: int


class Pace(Noun):
    """A shot in time: all `frames` of its clip, and its spoken lines."""

    frames: int
    spoken: tuple[Spoken, ...] = ()


def transition(shot: Shot | None, house: House, *, brisk: bool = False) -> Transition:
    """The transition into a shot; `brisk` in films of an exact length."""
    if shot is None or shot.into == "cut":
        return Transition()
    gops = BRISK if brisk else LENGTHS.get(shot.into.partition("-")[0], 2)
    return Transition(kind=shot.into, frames=gops * house.gop)


def edge(wish: Wish) -> Transition:
    """How a film begins and ends: advertisements out of black and into it, stories by a cut."""
    if wish.recipe != "advert":
        return Transition()
    # Half of the transition is seen at either edge.
    return Transition(kind="fade", frames=2 * round(EDGE * wish.house.rate))


def pace(
    shot: Shot,
    voices: Sequence[tuple[Line, Take]],
    into: Transition,
    out: Transition,
    house: House,
) -> Pace:
    """Place the voices of a shot one after the other and measure its clip."""
    at = round(LEAD * house.rate) + into.after
    spoken = []
    for line, voice in voices:
        frames = max(1, round(float(str(voice.facts["seconds"])) * house.rate))
        spoken.append(Spoken(line=line, voice=voice, at=at, frames=frames))
        at += frames + round(GAP * house.rate)
    if spoken:
        last = spoken[-1]
        seen = last.at + last.frames + round(TAIL * house.rate)
    else:
        seen = round(max(SHORTEST, shot.seconds) * house.rate) + into.overlap
    shortest = round(SHORTEST * house.rate) + into.overlap
    return Pace(frames=max(seen, shortest) + out.before, spoken=tuple(spoken))


def exact(shots: Sequence[Shot], seconds: int, house: House) -> list[int]:
    """Frames of each shot of a film of exactly `seconds`, before any overlap.

    Cumulative rounding: no shot is more than half a frame off, and the sum is exact.
    """
    total = sum(shot.seconds for shot in shots)
    ends, at = [], 0.0
    for shot in shots:
        at += shot.seconds
        ends.append(round(at / total * seconds * house.rate))
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]
