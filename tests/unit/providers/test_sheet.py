"""Character sheets: one person on plain paper, in three views."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from reelwright.film.errors import BadInput, Interrupted
from reelwright.film.order import Order
from reelwright.film.story import Character, Look
from reelwright.providers import animatic
from reelwright.providers.animatic.panel.sheet import SIZE, VIEWS, SheetView, sheet_order

GROWN = Look(gender="female", garment="dress", hair="bun", colour="#7a4a6b")
TALLEST = Look(height=1.25, hat="top", build="broad", garment="cloak", detail="cane")
CHILD = Look(age="child", height=0.6, hat="cap")


def drawn(folder: Path, look: Look, view: SheetView) -> npt.NDArray[np.int64]:
    made = animatic.make(sheet_order(Character(name="N", look=look), view), {}, folder, bool)
    assert made.media_type == "image/png"
    assert made.facts == {"width": SIZE[0], "height": SIZE[1]}
    with Image.open(made.path) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", SIZE)
        return np.asarray(picture).astype(np.int64)


def inked(picture: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Where the person is: everything clearly darker than paper, washes and shadow."""
    return np.asarray(picture.min(axis=2) < 120)


@pytest.mark.parametrize("look", [GROWN, TALLEST, CHILD])
def test_a_whole_body_is_whole(tmp_path: Path, look: Look) -> None:
    body = inked(drawn(tmp_path, look, "full_body"))
    rows, columns = np.flatnonzero(body.any(axis=1)), np.flatnonzero(body.any(axis=0))
    assert 20 < rows[0] < rows[-1] < SIZE[1] - 20
    assert 20 < columns[0] < columns[-1] < SIZE[0] - 20
    assert rows[-1] - rows[0] > 0.4 * SIZE[1]


def test_a_child_is_smaller_than_a_grown_up(tmp_path: Path) -> None:
    tall = [
        np.ptp(np.flatnonzero(inked(drawn(tmp_path, look, "full_body")).any(axis=1)))
        for look in (GROWN, CHILD)
    ]
    assert tall[1] < 0.75 * tall[0]


@pytest.mark.parametrize("view", ["front", "side"])
@pytest.mark.parametrize("look", [GROWN, TALLEST, CHILD])
def test_a_portrait_shows_the_head_and_fills_the_sheet(
    tmp_path: Path, look: Look, view: SheetView
) -> None:
    body = inked(drawn(tmp_path, look, view))
    assert not body[:20].any()
    assert body[-1].any()
    assert body.any(axis=0).mean() > 0.5


def test_views_differ_and_the_side_looks_left(tmp_path: Path) -> None:
    """The peak of a cap, in the accent colour, points to where its wearer looks."""
    front, side, body = (drawn(tmp_path, Look(hat="cap"), view) for view in VIEWS)
    assert min(np.abs(a - b).mean() for a, b in ((front, side), (side, body), (front, body))) > 5
    head = side[: SIZE[1] // 2]
    accent = np.flatnonzero((head[..., 0] - head[..., 1] > 90).any(axis=0))
    assert accent.mean() < np.flatnonzero(inked(head).any(axis=0)).mean() - 40


def test_the_same_look_gives_the_same_bytes_whatever_the_name(tmp_path: Path) -> None:
    one, other = (sheet_order(Character(name=n, look=GROWN), "front") for n in ("A", "B"))
    assert one.fingerprint == other.fingerprint
    assert one.fingerprint != sheet_order(Character(name="A", look=CHILD), "front").fingerprint
    first = animatic.make(one, {}, tmp_path, bool).path.read_bytes()
    assert animatic.make(other, {}, tmp_path, bool).path.read_bytes() == first


@pytest.mark.parametrize("params", [{}, {"view": "back"}, {"view": "front", "hat": "crown"}])
def test_an_order_that_describes_nobody_is_refused(tmp_path: Path, params: dict[str, str]) -> None:
    order = Order(kind="image", provider="animatic", model="sheet-1", params={**params})
    with pytest.raises(BadInput):
        animatic.make(order, {}, tmp_path, bool)


def test_it_stops_when_asked(tmp_path: Path) -> None:
    with pytest.raises(Interrupted):
        animatic.make(sheet_order(Character(name="N"), "side"), {}, tmp_path, lambda: True)
