"""Joins of any length and kind, frame by frame in the finished film."""

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from reelwright import cutting
from reelwright.cutting.transitions import TRANSITIONS
from reelwright.film.timeline import House, Item, Sound, Timeline, Transition

if TYPE_CHECKING:
    from tests.unit.cutting.conftest import Workshop

RATES = (24, 25, 30)
DARK, LIGHT = 60, 160
NEAR = 3
"""By how much a coded frame may differ from what was given to the encoder."""


def cut(workshop: "Workshop", house: House, into: Transition, out: Transition) -> list[float]:
    """Mean luma of each frame of a dark clip of two seconds, then a light one."""
    clips = [workshop.clip(2 * house.rate, luma, house) for luma in (DARK, LIGHT)]
    first = Transition(kind="fade", frames=out.frames) if out.frames else Transition()
    timeline = Timeline(
        house=house,
        items=(
            Item(clip=clips[0], frames=2 * house.rate, scene="1.1", into=first),
            Item(clip=clips[1], frames=2 * house.rate, scene="1.1", into=into),
        ),
        sounds=(Sound(clip=workshop.voice(0.5), at=0, frames=12),),
        out=out,
    )
    lumas = workshop.lumas(workshop.path(workshop.run(cutting.cut(timeline))))
    assert len(lumas) == timeline.frames
    return lumas


def of(clip: int, frame: int) -> float:
    """The luma of a frame of a clip: it rises by one in ten frames."""
    return clip + frame // 10


@pytest.mark.parametrize("rate", RATES)
def test_an_advertisements_edges_and_crossfade_are_exact(workshop: "Workshop", rate: int) -> None:
    """0.5 s and 0.3 s to the nearest frame (A6), and not a frame beside them is touched."""
    house = House(width=160, height=90, rate=rate)
    half, edge = rate // 2, round(0.3 * rate)
    assert abs(half - 0.5 * rate) <= 0.5
    assert abs(edge - 0.3 * rate) <= 0.5
    lumas = cut(
        workshop,
        house,
        Transition(kind="dissolve", frames=half),
        Transition(kind="fade", frames=2 * edge),
    )
    ends = 2 * rate - half
    assert len(lumas) == 4 * rate - half
    assert lumas[0] < 20
    assert all(before < after for before, after in pairwise(lumas[:edge]))
    assert lumas[edge - 1] < DARK - NEAR
    for frame in range(edge, ends):
        assert abs(lumas[frame] - of(DARK, frame)) <= NEAR, frame
    for frame in range(ends, 2 * rate):
        assert of(DARK, frame) + NEAR < lumas[frame] < of(LIGHT, frame - ends) - NEAR, frame
    for frame in range(2 * rate, len(lumas) - edge):
        assert abs(lumas[frame] - of(LIGHT, frame - ends)) <= NEAR, frame
    assert lumas[-edge] < LIGHT
    assert lumas[-1] < 20


@pytest.mark.parametrize("frames", [2, 7, 13])
@pytest.mark.parametrize("kind", sorted(TRANSITIONS))
def test_any_transition_may_have_any_length(workshop: "Workshop", kind: str, frames: int) -> None:
    """Before it all is as the one clip, behind it as the other; in it nothing is."""
    into = Transition.model_validate({"kind": kind, "frames": frames})
    lumas = cut(workshop, workshop.house, into, Transition())
    begin = 48 - into.before
    until = begin + frames
    second = until - into.after
    for frame in range(begin):
        assert abs(lumas[frame] - of(DARK, frame)) <= NEAR, frame
    for frame in range(until, len(lumas)):
        assert abs(lumas[frame] - of(LIGHT, frame - second)) <= NEAR, frame
    middle = lumas[begin:until]
    if into.overlap:
        assert all(DARK < luma < LIGHT + 5 for luma in middle)
        assert middle == sorted(middle)
    else:
        plain = 16 if kind == "fade" else 235
        away = [abs(luma - plain) for luma in middle]
        assert min(away) < 60
        assert away[: into.before] == sorted(away[: into.before], reverse=True)
        assert away[into.before :] == sorted(away[into.before :])


def test_joins_of_every_kind_give_the_same_bytes_again(workshop: "Workshop") -> None:
    kinds = ("dissolve", "fade", "white", "wipe-down", "slide-right", "push-up")
    clips = [workshop.clip(48, luma) for luma in (60, 80, 100, 120, 140, 160, 180)]
    items = [Item(clip=clips[0], frames=48)]
    for clip, kind in zip(clips[1:], kinds, strict=True):
        into = Transition.model_validate({"kind": kind, "frames": 11})
        items.append(Item(clip=clip, frames=48, into=into))
    timeline = Timeline(house=workshop.house, items=tuple(items))
    first = workshop.run(cutting.cut(timeline))
    workshop.takes.clear()
    assert workshop.run(cutting.cut(timeline)).sha256 == first.sha256
