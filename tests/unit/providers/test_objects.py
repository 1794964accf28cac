"""Objects: each fills its box, is told apart, keeps its accent, and no foreign word gets in."""

import re
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from reelwright.providers.animatic.objects.object import OBJECTS, object_svg
from reelwright.providers.animatic.panel.palette import Light
from reelwright.providers.animatic.panel.paper import drawn

DAY = Light("#fff6df", "#5a5a60", "#f8f3e3", "#1a1a1e", "left", 0.08)
NIGHT = Light("#a9bfdc", "#1c2740", "#a8b7c9", "#080c14", "right", 0.85)
NAMED = ("letter", "key", "hand", "lamp", "candle", "book", "photograph", "pistol", "knife", "coin",
    "clock", "door", "window", "bottle", "cup", "fire", "boat", "bell", "ring", "box", "map", "hat",
    "flower", "lantern", "rope", "wheel", "bird", "moon", "product",)  # fmt: skip


def picture(svg: str) -> npt.NDArray[Any]:
    """RGBA of the box and a margin of a tenth round it, ten units to a pixel."""
    markup = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="120">'
        f'<g transform="translate(60 60) scale(0.1)">{svg}</g></svg>'
    )
    return np.asarray(drawn(markup).convert("RGBA"))


def test_everything_an_insert_may_name_is_drawn() -> None:
    assert set(NAMED) == OBJECTS


@pytest.mark.parametrize("light", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize("name", [*NAMED, "unheard-of"])
def test_an_object_fills_its_box(name: str, light: Light) -> None:
    solid = picture(object_svg(name, light, "#a83a32"))[..., 3] > 200
    rows, columns = np.where(solid.any(axis=1))[0], np.where(solid.any(axis=0))[0]
    assert max(rows[-1] - rows[0], columns[-1] - columns[0]) > 70
    if name not in ("hand", "bird", "unheard-of"):
        # Sleeves and the branch go on beyond the frame.
        assert min(rows[0], columns[0]) >= 5 and max(rows[-1], columns[-1]) <= 114


def test_objects_are_told_apart_by_their_outline() -> None:
    masks = {n: picture(object_svg(n, DAY, "#a83a32"))[..., 3] > 180 for n in NAMED}
    for one, other in combinations(NAMED, 2):
        a, b = masks[one], masks[other]
        assert (a & b).sum() / (a | b).sum() < 0.9, (one, other)


@pytest.mark.parametrize("name", [n for n in NAMED if n not in ("moon", "fire")])
def test_the_accent_is_on_every_object(name: str) -> None:
    assert object_svg(name, DAY, "#a83a32") != object_svg(name, DAY, "#3a62a8")


@pytest.mark.parametrize(
    "name",
    ['"/><script>alert(1)</script>', "<image href='file:///etc/passwd'/>", "&xxe;", "", "Key\x00"],
)
def test_a_hostile_name_is_a_hand_with_a_paper(name: str) -> None:
    assert object_svg(name, DAY, "#a83a32") == object_svg("unheard-of", DAY, "#a83a32")


@pytest.mark.parametrize("name", NAMED)
def test_the_same_bytes_each_time_and_paths_only(name: str) -> None:
    svg = object_svg(name, NIGHT, "#a83a32")
    assert svg == object_svg(name, NIGHT, "#a83a32")
    assert set(re.findall(r"<(\w+)", svg)) == {"g", "path"}
    assert "nan" not in svg and len(svg) < 80_000


def test_an_accent_that_is_no_colour_never_enters_the_svg() -> None:
    assert "script" not in object_svg("box", DAY, '"/><script>')
