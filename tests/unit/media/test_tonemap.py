"""Bright lights come down to BT.709 without changing what is of ordinary brightness."""

import numpy as np
import pytest

from reelwright.media.colour import tonemap
from reelwright.media.probe import VideoFacts

STEPS = np.arange(tonemap.STEPS) / (tonemap.STEPS - 1)


def greys(kind: tonemap.Light) -> list[float]:
    table = tonemap.table(kind).table
    return [round(float(table[n, n, n, 1]), 4) for n in range(tonemap.STEPS)]


@pytest.mark.parametrize("kind", ["pq", "hlg", "wide"])
def test_greys_stay_grey_and_in_order(kind: tonemap.Light) -> None:
    table = tonemap.table(kind).table
    for n in range(tonemap.STEPS):
        assert np.ptp(table[n, n, n]) < 0.01
    assert greys(kind) == sorted(greys(kind))
    assert greys(kind)[0] == pytest.approx(0, abs=0.01)
    assert greys(kind)[-1] == pytest.approx(1, abs=0.001)
    assert table.min() >= 0
    assert table.max() <= 1


def test_a_grey_card_and_a_white_sheet_are_as_bright_in_pq_as_in_hlg() -> None:
    """BT.2408: 26 nits are 38 % in both, 203 nits are 58 % in PQ and 75 % in HLG."""
    card = [np.interp(0.38, STEPS, greys("pq")), np.interp(0.38, STEPS, greys("hlg"))]
    sheet = [np.interp(0.58, STEPS, greys("pq")), np.interp(0.75, STEPS, greys("hlg"))]
    assert card[0] == pytest.approx(card[1], abs=0.015)
    assert sheet[0] == pytest.approx(sheet[1], abs=0.015)
    assert card[0] == pytest.approx((26 / 203) ** (1 / 2.4), abs=0.01)
    assert 0.85 < sheet[0] < 0.93


def test_what_shines_keeps_its_hue() -> None:
    """A bright orange: the order and about the proportions of its parts stay."""
    red, green, blue = tonemap.table("pq").table[20, 36, 48]
    assert red > green > blue


def test_wide_colours_of_ordinary_brightness_are_not_dimmed() -> None:
    assert greys("wide") == pytest.approx(list(STEPS), abs=0.005)


@pytest.mark.parametrize(
    ("colours", "kind"),
    [
        ((9, 16, 9, 1), "pq"), ((9, 18, 9, 1), "hlg"), ((9, 14, 9, 1), "wide"),
        ((1, 1, 1, 1), None), ((2, 2, 2, 0), None), ((5, 1, 5, 1), None), ((12, 16, 1, 2), "pq"),
    ],
)  # fmt: skip
def test_tags_tell(colours: tuple[int, int, int, int], kind: str | None) -> None:
    from fractions import Fraction

    one = Fraction(1)
    facts = VideoFacts("hevc", 2, 2, "yuv420p10le", one, one, one, 1, "", True, colours)
    assert tonemap.light(facts) == kind
