"""Camera moves: smooth, within the sheet, and no wilder than a calm eye likes."""

import itertools
from typing import get_args

import pytest

from reelwright.film.shot import Move
from reelwright.providers.animatic.camera import moves as camera
from reelwright.providers.animatic.camera.moves import View, views

MOVES: tuple[Move, ...] = get_args(Move)
EDGE = 1e-9


def path(move: Move, frames: int = 120, seed: int = 3) -> list[View]:
    return views(move, frames, 24, seed)


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("frames", [1, 2, 12, 120, 600])
def test_no_view_leaves_the_sheet(move: Move, frames: int) -> None:
    seen = views(move, frames, 24, 9)
    assert len(seen) == frames
    for view in seen:
        for layer in (view, camera.behind(view, seen[0])):
            assert 1 - EDGE <= layer.scale <= camera.SHEET + EDGE
            room = (camera.SHEET - layer.scale) / 2 + EDGE
            assert abs(layer.x) <= room
            assert abs(layer.y) <= room


@pytest.mark.parametrize("move", MOVES)
def test_moves_are_smooth(move: Move) -> None:
    """No step differs from the one before by more than a fraction of a pixel of 1280."""
    for values in _tracks(path(move)):
        steps = [b - a for a, b in itertools.pairwise(values)]
        jerks = [abs(b - a) for a, b in itertools.pairwise(steps)]
        limit = 0.5 if move == "handheld" else 0.13
        assert max(jerks) * 1280 < limit


@pytest.mark.parametrize("move", [m for m in MOVES if m != "handheld"])
def test_moves_begin_and_end_at_rest(move: Move) -> None:
    for values in _tracks(path(move)):
        steps = [abs(b - a) for a, b in itertools.pairwise(values)]
        assert steps[0] <= max(steps) * 0.02 + EDGE
        assert steps[-1] <= max(steps) * 0.02 + EDGE


def _tracks(seen: list[View]) -> list[list[float]]:
    """Scale, and the position in house widths."""
    return [[v.scale for v in seen], [v.x for v in seen], [v.y * 9 / 16 for v in seen]]


def test_moves_go_where_their_names_say() -> None:
    assert path("push-in")[-1].scale < path("push-in")[0].scale
    assert path("pull-out")[-1].scale > path("pull-out")[0].scale
    assert path("pan-right")[-1].x > path("pan-right")[0].x
    assert path("pan-left")[-1].x < path("pan-left")[0].x
    assert path("tilt-down")[-1].y > path("tilt-down")[0].y
    assert path("tilt-up")[-1].y < path("tilt-up")[0].y


@pytest.mark.parametrize("seconds", [1, 2, 5, 20])
def test_a_zoom_changes_scale_by_at_most_a_fifth(seconds: int) -> None:
    seen = path("push-in", 24 * seconds)
    assert seen[0].scale / seen[-1].scale <= 1.21


def test_a_static_shot_lives_but_only_just() -> None:
    seen = path("static")
    across = (seen[-1].x - seen[0].x) * 1280
    assert 2 < abs(across) < 20
    assert len({view.scale for view in seen}) == 1


def test_the_seed_decides_the_drift_and_the_hand() -> None:
    assert len({path("static", seed=seed)[0].x > 0 for seed in range(8)}) == 2
    assert path("handheld", seed=1) != path("handheld", seed=2)
    assert path("handheld", seed=1) == path("handheld", seed=1)


def test_the_background_moves_less() -> None:
    seen = path("pan-right")
    back = camera.behind(seen[-1], seen[0])
    assert 0.5 < back.x / seen[-1].x < 0.95
