"""What every transition must be: one suite over the whole registry."""

from importlib import import_module
from itertools import pairwise
from typing import get_args

import numpy as np
import pytest

from reelwright.cutting.frames import BLACK, GREY, Picture
from reelwright.cutting.transitions import TRANSITIONS, blender
from reelwright.film.noun import Noun
from reelwright.film.shot import TransitionKind

KINDS = sorted(TRANSITIONS)
STEPS = [(index + 1) / 25 for index in range(24)]


def picture(luma: int, blue: int, red: int) -> Picture:
    noise = np.random.default_rng(luma).integers(-3, 4, (36, 64))
    return Picture(
        (luma + noise).astype(np.uint8),
        np.full((18, 32), blue, np.uint8),
        np.full((18, 32), red, np.uint8),
    )


BEFORE, AFTER = picture(200, 100, 150), picture(60, 160, 90)


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
    assert abs(float(y.mean()) - 130) < 1
    assert abs(float(u.mean()) - 130) < 1
