"""Panels: every place in every size, told apart, with values, the same bytes every time."""

import hashlib
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from reelwright.film.errors import BadInput, Interrupted
from reelwright.film.order import Order
from reelwright.film.shot import Size
from reelwright.film.story import Look, PlaceKind, Time, Weather
from reelwright.film.timeline import House
from reelwright.providers.animatic.panel.panel import make_panel
from reelwright.providers.animatic.panel.picture import Figure, Picture, Scenery, panel_order
from reelwright.providers.animatic.places.place import PLACES, setting_of

NAMED: tuple[PlaceKind, ...] = get_args(PlaceKind)
PLACE_KINDS: tuple[Scenery, ...] = (*NAMED, "lighthouse", "lamp-room")
SIZES: tuple[Size, ...] = get_args(Size)
SMALL = House(width=128, height=72)
ANNA = Look(gender="female", hair="bun", garment="dress", colour="#7a3a4a")
BRAM = Look(gender="male", hat="bowler", detail="moustache")
PAIR = (
    Figure(look=ANNA, side="left", facing="right", pose="talk", speaking=True),
    Figure(look=BRAM, side="right", facing="left"),
)

Sheet = NDArray[np.uint8]


def _figures(size: Size) -> tuple[Figure, ...]:
    if size == "insert":
        return ()
    if size in ("medium", "close-up"):
        return PAIR[:1]
    if size == "over-shoulder":
        return (PAIR[0], PAIR[1].model_copy(update={"facing": "away"}))
    return PAIR


def _draw(picture: Picture, folder: Path, house: House = SMALL) -> tuple[Sheet, Sheet]:
    made = make_panel(panel_order(picture, house), {}, folder, lambda: False)
    with Image.open(made.path) as sheet:
        assert sheet.format == "PNG"
        pixels = np.asarray(sheet.convert("RGBA"))
    height = int(str(made.facts["height"]))
    assert pixels.shape == (2 * height, made.facts["width"], 4)
    assert made.facts["layers"] == 2
    assert (pixels[:height, :, 3] == 255).all()
    return pixels[:height, :, :3], pixels[height:]


def _luma(pixels: Sheet) -> NDArray[np.float64]:
    weights = np.array([0.2126, 0.7152, 0.0722])
    return np.asarray(pixels[..., :3].astype(np.float64) @ weights / 255)


def test_every_kind_of_place_has_a_drawing_of_its_own() -> None:
    assert set(PLACES) == set(PLACE_KINDS)
    assert len({setting.draw for setting in PLACES.values()}) == len(PLACE_KINDS)


@pytest.mark.parametrize("kind", PLACE_KINDS)
def test_a_place_renders_in_every_size_with_three_values(kind: Scenery, tmp_path: Path) -> None:
    for size in SIZES:
        picture = Picture(place=kind, size=size, figures=_figures(size), subject="letter", seed=5)
        back, front = _draw(picture, tmp_path)
        dark, middle, light = np.percentile(_luma(back), (4, 50, 96))
        if size in ("wide", "full", "two-shot"):
            assert light - dark > 0.22, size
            assert light - middle > 0.04, size
            assert middle - dark > 0.04, size
        assert np.std(_luma(back)) > 0.02, size
        assert (front[..., 3] > 200).mean() > 0.008, size


def test_places_are_told_apart(tmp_path: Path) -> None:
    seen = {}
    for kind in PLACE_KINDS:
        back, _ = _draw(Picture(place=kind, seed=5), tmp_path)
        seen[kind] = _luma(back)[::6, ::6]
    for one in PLACE_KINDS:
        for other in PLACE_KINDS:
            if one < other:
                assert np.abs(seen[one] - seen[other]).mean() > 0.015, (one, other)


@pytest.mark.parametrize("kind", ["sitting-room", "street", "forest", "harbour", "church"])
def test_night_is_darker_than_day(kind: PlaceKind, tmp_path: Path) -> None:
    day, _ = _draw(Picture(place=kind, time="day"), tmp_path)
    night, _ = _draw(Picture(place=kind, time="night"), tmp_path)
    assert _luma(night).mean() < 0.75 * _luma(day).mean()


@pytest.mark.parametrize("kind", ["street", "forest", "field", "graveyard", "bridge"])
@pytest.mark.parametrize("time", ["day", "dusk"])
def test_fog_lowers_contrast(kind: PlaceKind, time: Time, tmp_path: Path) -> None:
    clear, _ = _draw(Picture(place=kind, time=time), tmp_path)
    fog, _ = _draw(Picture(place=kind, time=time, weather="fog"), tmp_path)
    assert _luma(fog).std() < 0.9 * _luma(clear).std()


@pytest.mark.parametrize("weather", ["rain", "storm", "snow", "fog"])
def test_weather_falls_before_the_people_outdoors_only(weather: Weather, tmp_path: Path) -> None:
    _, outside = _draw(Picture(place="square", weather=weather, size="full"), tmp_path)
    _, inside = _draw(Picture(place="kitchen", weather=weather, size="full"), tmp_path)
    assert (outside[..., 3] > 0).any()
    assert not (inside[..., 3] > 0).any()


def test_lamps_are_warm_at_night(tmp_path: Path) -> None:
    back, _ = _draw(Picture(place="street", time="night", seed=3), tmp_path)
    brightest = back.reshape(-1, 3)[np.argsort(_luma(back).ravel())[-60:]].astype(int)
    assert (brightest[:, 0] > brightest[:, 2] + 25).mean() > 0.8


def test_the_same_place_is_the_same_room_and_seeds_vary_it(tmp_path: Path) -> None:
    first, _ = _draw(Picture(place="bedroom", seed=8), tmp_path)
    again, _ = _draw(Picture(place="bedroom", seed=8, figures=PAIR), tmp_path)
    other, _ = _draw(Picture(place="bedroom", seed=10), tmp_path)
    assert (first == again).all()
    assert np.abs(_luma(first) - _luma(other)).mean() > 0.01


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    picture = Picture(place="harbour", time="dusk", weather="rain", figures=PAIR, seed=77)
    hashes = set()
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        made = make_panel(panel_order(picture, SMALL), {}, folder, lambda: False)
        hashes.add(hashlib.sha256(made.path.read_bytes()).hexdigest())
    assert len(hashes) == 1


@pytest.mark.parametrize(("width", "height"), [(160, 90), (90, 160), (120, 120), (162, 90)])
def test_sheets_are_a_quarter_larger_and_even(width: int, height: int, tmp_path: Path) -> None:
    house = House(width=width, height=height)
    back, _ = _draw(Picture(place="river", figures=PAIR), tmp_path, house)
    rows, columns = back.shape[:2]
    assert rows % 2 == columns % 2 == 0
    assert abs(rows - 1.25 * height) <= 1
    assert abs(columns - 1.25 * width) <= 1


@pytest.mark.parametrize("size", ["full", "two-shot", "medium", "close-up"])
@pytest.mark.parametrize(
    "house", [SMALL, House(width=90, height=160), House(width=120, height=120)]
)
def test_people_stand_within_the_frame_with_headroom(
    size: Size, house: House, tmp_path: Path
) -> None:
    _, front = _draw(Picture(place="square", size=size, figures=_figures(size)), tmp_path, house)
    seen = front[..., 3] > 200
    rows = np.flatnonzero(seen.any(axis=1)) / seen.shape[0]
    assert 0.05 < rows[0] < 0.5
    middle = np.flatnonzero(seen.any(axis=0)).mean() / seen.shape[1]
    assert 0.25 < middle < 0.75


@pytest.mark.parametrize(
    "subject", ['"/><script>alert(1)</script>', "letter]]>&xxe;", "x" * 5000, "../../etc", "\x00"]
)
def test_hostile_subjects_are_inert(subject: str, tmp_path: Path) -> None:
    plain, plain_front = _draw(Picture(place="study", size="insert", subject="qqqq"), tmp_path)
    back, front = _draw(Picture(place="study", size="insert", subject=subject), tmp_path)
    assert (plain == back).all()
    assert (plain_front == front).all()


@pytest.mark.parametrize(
    "change",
    [
        {"place": "<svg>"},
        {"width": 10**9},
        {"height": "x"},
        {"seed": "a"},
        {"more": 1},
        {"width": 1},
    ],
)
def test_orders_that_are_no_pictures_are_refused(change: dict[str, Any], tmp_path: Path) -> None:
    order = panel_order(Picture(), SMALL)
    bad = Order(
        kind="panel", provider="animatic", model="panel-1", params={**order.params, **change}
    )
    with pytest.raises(BadInput):
        make_panel(bad, {}, tmp_path, lambda: False)


def test_an_unknown_kind_falls_back_to_sky_and_ground() -> None:
    assert setting_of("moon base").draw == PLACES["exterior"].draw


def test_drawing_stops_when_asked(tmp_path: Path) -> None:
    with pytest.raises(Interrupted):
        make_panel(panel_order(Picture(), SMALL), {}, tmp_path, lambda: True)
    assert not list(tmp_path.iterdir())


def _heads(front: Sheet) -> list[int]:
    """How many separate groups of columns are covered in the upper half of the people."""
    seen = (front[..., 3] > 200).any(axis=0)
    edges = np.flatnonzero(np.diff(seen.astype(int)) == 1)
    return list(edges)


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("house", [House(width=256, height=144), House(width=144, height=256)])
def test_people_of_a_wide_shot_stand_apart(count: int, house: House, tmp_path: Path) -> None:
    sides = ("left", "right", "centre", "centre")[:count]
    people = tuple(Figure.model_validate({"look": BRAM, "side": side}) for side in sides)
    picture = Picture(place="sea", size="wide", figures=people)
    _, front = _draw(picture, tmp_path, house)
    assert len(_heads(front[: int(front.shape[0] * 0.6)])) >= count


def test_a_child_in_a_two_shot_is_not_lost_at_the_lower_edge(tmp_path: Path) -> None:
    child = Look(age="child", height=0.6)
    pair = (PAIR[0], PAIR[1].model_copy(update={"look": child}))
    _, front = _draw(Picture(place="kitchen", size="two-shot", figures=pair), tmp_path)
    height, width = front.shape[:2]
    right = (front[:, int(width * 0.55) :, 3] > 200).any(axis=1)
    assert np.flatnonzero(right)[0] < 0.52 * height


@pytest.mark.parametrize("subject", ["window", "door", "moon", "boat", "bird", "product", "lamp"])
@pytest.mark.parametrize("place", ["street", "study"])
def test_inserts_have_a_ground_of_their_own(subject: str, place: PlaceKind, tmp_path: Path) -> None:
    picture = Picture(place=place, time="night", size="insert", subject=subject, seed=5)
    _, front = _draw(picture, tmp_path)
    assert (front[..., 3] > 200).mean() > 0.02


def test_windows_are_lit_when_they_are_seen_from_the_street_at_night(tmp_path: Path) -> None:
    warm = {}
    for place in ("street", "study"):
        picture = Picture.model_validate(
            {"place": place, "time": "night", "size": "insert", "subject": "window"}
        )
        _, front = _draw(picture, tmp_path)
        height, width = front.shape[:2]
        glass = front[height // 3 : height // 2, width * 9 // 20 : width * 11 // 20].astype(int)
        warm[place] = (glass[..., 0] - glass[..., 2]).mean()
    assert warm["street"] > warm["study"] + 40
