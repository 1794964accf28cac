from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.film.order import Take
from reelwright.film.production import Wish
from reelwright.film.shot import Shot, TransitionKind
from reelwright.film.story import Line
from reelwright.film.timeline import House, Transition
from reelwright.studio.pacing import edge, exact, pace, transition

HOUSE = House()


def shot(seconds: float = 4.0, into: str = "cut") -> Shot:
    return Shot.model_validate(
        {"id": "a.0", "scene": "1.1", "size": "wide", "seconds": seconds, "into": into}
    )


def voice(seconds: float) -> tuple[Line, Take]:
    take = Take(
        fingerprint="f", sha256="0" * 64, media_type="audio/wav", size=1, facts={"seconds": seconds}
    )
    return Line(kind="dialogue", text="Hello."), take


@given(
    st.lists(st.floats(min_value=0.1, max_value=20), min_size=1, max_size=4),
    st.sampled_from(get_args(TransitionKind)),
    st.sampled_from(get_args(TransitionKind)),
)
def test_no_line_is_cut_off_or_spoken_over_another(
    seconds: list[float], into: str, out: str
) -> None:
    before, after = transition(shot(into=into), HOUSE), transition(shot(into=out), HOUSE)
    paced = pace(shot(), [voice(s) for s in seconds], before, after, HOUSE)
    at = before.overlap
    for spoken in paced.spoken:
        assert spoken.at > at
        at = spoken.at + spoken.frames
    assert at + 6 <= paced.frames - after.before
    assert before.after + after.before <= paced.frames


def test_a_silent_shot_lasts_as_long_as_wished() -> None:
    assert pace(shot(3.5), [], Transition(), Transition(), HOUSE).frames == 84


@pytest.mark.parametrize("kind", get_args(TransitionKind))
def test_stories_transitions_end_on_key_frames(kind: str) -> None:
    """Whatever is encoded once more than needed would be copied else."""
    for rate in (24, 25, 30):
        house = House(rate=rate)
        assert transition(shot(into=kind), house).after % house.gop == 0


@pytest.mark.parametrize("rate", [24, 25, 30])
def test_lengths_are_those_of_the_craft(rate: int) -> None:
    """In seconds, to half a second: a dissolve 12 to 24 frames, a fade 24 to 48."""
    house = House(rate=rate)
    meant = {"dissolve": 1, "fade": 2, "white": 1, "wipe-up": 1, "slide-left": 0.5, "push-up": 0.5}
    for kind, seconds in meant.items():
        assert transition(shot(into=kind), house).frames == seconds * 2 * house.gop
        assert transition(shot(into=kind), house, brisk=True).frames == house.gop


@pytest.mark.parametrize(("rate", "frames"), [(24, 14), (25, 16), (30, 18)])
def test_an_advertisement_has_edges_and_a_story_none(rate: int, frames: int) -> None:
    house = House(rate=rate)
    assert edge(Wish(recipe="advert", house=house)) == Transition(kind="fade", frames=frames)
    assert edge(Wish(recipe="novel", house=house)) == Transition()


@given(
    st.lists(st.floats(min_value=0.5, max_value=7), min_size=1, max_size=12),
    st.sampled_from([15, 30, 60]),
    st.sampled_from([24, 25, 30]),
)
def test_exact_lengths_add_up(seconds: list[float], total: int, rate: int) -> None:
    lengths = exact([shot(s) for s in seconds], total, House(rate=rate))
    assert sum(lengths) == total * rate
    assert min(lengths) >= 0
