"""What every transition must be: one suite over the whole registry."""

from importlib import import_module
from itertools import pairwise
from typing import get_args

import numpy as np
import pytest

from reelwright.cutting.frames import BLACK, GREY, WHITE, Picture
from reelwright.cutting.transitions import TRANSITIONS, blender
from reelwright.film.noun import Noun
from reelwright.film.shot import TransitionKind
from reelwright.film.timeline import Transition

KINDS = sorted(TRANSITIONS)
STEPS = [(index + 1) / 25 for index in range(24)]


def picture(luma: int, blue: int, red: int) -> Picture:
    """Brighter to the right and to the bottom, and rough: no turning or shifting goes unseen."""
    rough = np.random.default_rng(luma).integers(-3, 4, (36, 64))
    slope = np.arange(36)[:, None] // 2 - 9 + np.arange(64)[None, :] // 2 - 16
    return Picture(
        (luma + rough + slope).astype(np.uint8),
        (blue + slope[::2, ::2]).astype(np.uint8),
        (red - slope[::2, ::2]).astype(np.uint8),
    )


BEFORE, AFTER = picture(190, 100, 150), picture(70, 160, 90)


def drawn(kind: str, at: float) -> Picture:
    overlaps = TRANSITIONS[kind].overlaps
    before = BEFORE if overlaps or at < 0.5 else None
    after = AFTER if overlaps or at >= 0.5 else None
    return blender(kind)(at, before, after)


def distance(one: Picture, other: Picture) -> float:
    pairs = zip(one, other, strict=True)
    return float(sum(np.abs(a.astype(int) - b.astype(int)).mean() for a, b in pairs))


def test_every_kind_of_the_nouns_has_a_row() -> None:
    assert set(get_args(TransitionKind)) - {"cut"} == set(TRANSITIONS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_nouns_know_what_overlaps(kind: str) -> None:
    into = Transition.model_validate({"kind": kind, "frames": 13})
    assert bool(into.overlap) == TRANSITIONS[kind].overlaps
    assert into.before + into.after == (26 if into.overlap else 13)


@pytest.mark.parametrize("kind", KINDS)
def test_parameters_are_a_frozen_noun_with_defaults(kind: str) -> None:
    parameters = import_module(TRANSITIONS[kind].module).Parameters()
    assert isinstance(parameters, Noun)
    assert parameters == type(parameters).model_validate(parameters.model_dump())


@pytest.mark.parametrize("kind", KINDS)
def test_shapes_and_types_stay(kind: str) -> None:
    for at in STEPS:
        for plane, model in zip(drawn(kind, at), BEFORE, strict=True):
            assert plane.shape == model.shape
            assert plane.dtype == np.uint8


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_pure(kind: str) -> None:
    kept = [plane.copy() for plane in (*BEFORE, *AFTER)]
    first, second = drawn(kind, 0.3), drawn(kind, 0.3)
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(kept, (*BEFORE, *AFTER), strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_it_begins_with_the_old_and_ends_with_the_new_picture(kind: str) -> None:
    apart = distance(BEFORE, AFTER)
    assert distance(drawn(kind, 0.001), BEFORE) < 0.02 * apart
    assert distance(drawn(kind, 0.999), AFTER) < 0.02 * apart


@pytest.mark.parametrize("kind", KINDS)
def test_it_moves_without_jumps(kind: str) -> None:
    pictures = [BEFORE, *(drawn(kind, at) for at in STEPS), AFTER]
    steps = [distance(a, b) for a, b in pairwise(pictures)]
    assert max(steps) < 4 * sum(steps) / len(steps)


@pytest.mark.parametrize("kind", KINDS)
def test_no_sample_leaves_the_legal_range(kind: str) -> None:
    for at in STEPS:
        y, u, v = drawn(kind, at)
        assert y.min() >= BLACK
        assert y.max() <= 235
        assert min(u.min(), v.min()) >= 16
        assert max(u.max(), v.max()) <= 240


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_picture_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="picture"):
        blender(kind)(0.3, None, AFTER)


def test_the_middle_of_a_fade_is_black() -> None:
    y, u, v = drawn("fade", 0.499)
    assert (y == BLACK).all()
    assert (u == GREY).all()
    assert (v == GREY).all()


def test_the_middle_of_a_dissolve_is_the_mean() -> None:
    y, u, _ = drawn("dissolve", 0.5)
    middle = [(a.astype(int) + b) / 2 for a, b in zip(BEFORE, AFTER, strict=True)]
    assert np.abs(y - middle[0]).max() <= 1
    assert np.abs(u - middle[1]).max() <= 1


def test_the_middle_of_a_dip_is_white() -> None:
    y, u, v = drawn("white", 0.499)
    assert (y == WHITE).all()
    assert (u == GREY).all()
    assert (v == GREY).all()


def test_light_burns_out_first_where_it_is_brightest() -> None:
    ramp = np.arange(16, 236, dtype=np.uint8)[None, :].repeat(2, 0)
    grey = np.full((1, 110), GREY, np.uint8)
    lit = blender("white")(0.25, Picture(ramp, grey, grey), None).y[0].astype(int)
    assert (np.diff(lit) >= 0).all()
    assert (lit >= ramp[0]).all()
    assert lit[0] < 80
    assert 110 < lit[40] < lit[110] < lit[150] == WHITE


@pytest.mark.parametrize("to", ["left", "right", "up", "down"])
def test_edges_run_where_their_names_say(to: str) -> None:
    """The new picture comes from the other side, so that is where it is seen first."""
    first, last = (slice(0, 8), slice(-8, None)) if to in ("right", "down") else (
        slice(-8, None), slice(0, 8),
    )  # fmt: skip
    for kind in (f"wipe-{to}", f"slide-{to}", f"push-{to}"):
        shown = drawn(kind, 0.5).y if to in ("left", "right") else drawn(kind, 0.5).y.T
        assert shown[:, first].mean() < 110, kind
        assert shown[:, last].mean() > 130, kind


def test_a_wipe_stands_still_and_a_push_moves_both() -> None:
    wiped, slid, pushed = (drawn(f"{kind}-left", 0.5).y for kind in ("wipe", "slide", "push"))
    assert np.array_equal(wiped[:, :16], BEFORE.y[:, :16])
    assert np.array_equal(slid[:, :16], BEFORE.y[:, :16])
    # Half of the strip has gone by: the old picture's right half is at the left now.
    assert np.abs(pushed[:, :24].astype(int) - BEFORE.y[:, 32:56]).mean() < 4
    assert np.abs(pushed[:, 40:].astype(int) - AFTER.y[:, 8:32]).mean() < 4
    assert np.abs(slid[:, 40:].astype(int) - AFTER.y[:, 8:32]).mean() < 4
