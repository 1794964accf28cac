"""Damaged transfers at the level of a film: none accepted, none paid again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.simulation.damage import JOBS, Damaged, damaged_film
from tests.simulation.service import clip, clip_order, order, picture

from reelwright.film.order import Order


@pytest.mark.parametrize(
    ("wish", "content"), [(order, picture), (clip_order, clip)], ids=["pictures", "clips"]
)
def test_two_hundred_damaged_transfers(
    quick: Path, wish: Callable[[str], Order], content: Callable[[str], bytes]
) -> None:
    found = damaged_film(quick, wish, content, seed=1)
    assert found == Damaged(met=200, takes=JOBS, accepted=0, posts=JOBS, overpaid=0, left=())
