"""Figures: every look can be drawn, is told apart by its outline, and stays the same."""

import re
from itertools import combinations, product
from typing import Any, get_args

import numpy as np
import numpy.typing as npt
import pytest

from reelwright.film.shot import Size
from reelwright.film.story import Look, Mood
from reelwright.providers.animatic.figures.figure import Drawing, Facing, figure_svg
from reelwright.providers.animatic.panel.palette import Light
from reelwright.providers.animatic.panel.paper import drawn

Mask = npt.NDArray[np.bool_]
DAY = Light("#fff6df", "#5a5a60", "#f8f3e3", "#1a1a1e", "left", 0.08)
NIGHT = Light("#a9bfdc", "#1c2740", "#a8b7c9", "#080c14", "right", 0.85)


def choices(field: str) -> list[str]:
    return list(get_args(Look.model_fields[field].annotation))


HATS, GARMENTS, HAIRS = choices("hat"), choices("garment"), choices("hair")
POSES = ("stand", "talk", "walk", "sit", "point", "kneel", "crouch", "run", "look-away",
    "arms-folded")  # fmt: skip
FACINGS: tuple[Facing, ...] = get_args(Facing)


def draw(look: Look, size: Size = "full", facing: Facing = "right", pose: str = "stand",
         speaking: bool = False, light: Light = DAY, mood: Mood = "calm") -> Drawing:  # fmt: skip
    return figure_svg(look, size, facing, pose, speaking, light, mood)


def picture(
    svg: str, scale: float = 0.15, width: int = 240, top: float = -1350, height: int = 210
) -> npt.NDArray[Any]:
    """RGBA of a drawing with x = 0 in the middle and y = `top` at the upper edge."""
    markup = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<g transform="translate({width / 2} {-top * scale}) scale({scale})">{svg}</g></svg>'
    )
    return np.asarray(drawn(markup).convert("RGBA"))


def mask(drawing: Drawing, **view: Any) -> Mask:
    return np.asarray(picture(drawing.svg, **view)[..., 3] > 127)


def likeness(one: Mask, other: Mask) -> float:
    """Intersection over union."""
    return float((one & other).sum() / (one | other).sum())


def head_mask(drawing: Drawing) -> Mask:
    return mask(drawing, scale=0.5, top=-1300, height=250, width=300)


@pytest.mark.parametrize("hat", HATS)
def test_each_hat_sits_on_each_head_of_hair(hat: str) -> None:
    sizes: tuple[Size, ...] = ("full", "close-up")
    for index, (hair, facing) in enumerate(product(HAIRS, FACINGS)):
        look = Look.model_validate({"hat": hat, "hair": hair})
        assert head_mask(draw(look, sizes[index % 2], facing)).sum() > 3000


@pytest.mark.parametrize("garment", GARMENTS)
def test_each_garment_is_worn_by_everybody_in_every_pose(garment: str) -> None:
    people = product(choices("gender"), choices("age"), choices("build"))
    for index, (gender, age, build) in enumerate(people):
        look = Look.model_validate({"garment": garment, "gender": gender,
            "age": age, "build": build, "detail": choices("detail")[index % 8]})  # fmt: skip
        pose, facing = POSES[index % len(POSES)], FACINGS[index % 4]
        drawn = draw(look, "wide", facing, pose, light=(DAY, NIGHT)[index % 2])
        assert mask(drawn).sum() > 900, (gender, age, build, pose)
        assert "nan" not in drawn.svg and "inf" not in drawn.svg


@pytest.mark.parametrize("pose", POSES)
@pytest.mark.parametrize("facing", FACINGS)
def test_every_pose_stands_on_the_ground_within_its_bounds(pose: str, facing: Facing) -> None:
    for garment in ("jacket", "dress", "cloak"):
        drawn = draw(Look.model_validate({"garment": garment}), "full", facing, pose)
        assert -12 < drawn.bottom < 30
        assert drawn.left < 0 < drawn.right and drawn.top < -500
        x, y, radius = drawn.head
        assert drawn.left < x < drawn.right and drawn.top < y - 0.8 * radius
        assert abs(drawn.eyes[1] - y) < radius / 2


def test_an_average_adult_is_a_thousand_units_tall_and_a_child_has_a_larger_head() -> None:
    adult, child = draw(Look(hair="bald")), draw(Look(hair="bald", age="child", height=0.68))
    assert 960 < -adult.top < 1040
    assert 640 < -child.top < 720
    assert 6.9 < -adult.top / (2 * adult.head[2]) < 8
    assert 4.6 < -child.top / (2 * child.head[2]) < 5.6
    assert -draw(Look(height=1.1)).top > -adult.top + 70


@pytest.mark.parametrize("facing", ["right", "camera"])
def test_hats_are_told_apart_by_their_outline(facing: Facing) -> None:
    masks = {h: head_mask(draw(Look.model_validate({"hat": h}), facing=facing)) for h in HATS}
    for one, other in combinations(HATS, 2):
        assert likeness(masks[one], masks[other]) < 0.955, (one, other)


@pytest.mark.parametrize("facing", ["right", "camera"])
def test_garments_are_told_apart_by_their_outline(facing: Facing) -> None:
    masks = {g: mask(draw(Look.model_validate({"garment": g}), facing=facing)) for g in GARMENTS}
    for one, other in combinations(GARMENTS, 2):
        assert likeness(masks[one], masks[other]) < 0.96, (one, other)


def test_hair_is_told_apart_by_its_outline() -> None:
    masks = {h: head_mask(draw(Look.model_validate({"hair": h}))) for h in HAIRS}
    for one, other in combinations(HAIRS, 2):
        assert likeness(masks[one], masks[other]) < 0.99, (one, other)


def test_height_build_age_and_gender_change_the_outline() -> None:
    plain = mask(draw(Look()))
    for change in ({"height": 1.12}, {"height": 0.9}, {"build": "broad"}, {"build": "slim"},
                   {"age": "old"}, {"age": "child"}, {"gender": "female"}):  # fmt: skip
        assert likeness(plain, mask(draw(Look.model_validate(change)))) < 0.95, change


@pytest.mark.parametrize("detail", choices("detail")[1:])
def test_every_detail_is_seen(detail: str) -> None:
    look = Look.model_validate({"detail": detail})
    plain = picture(draw(Look(), "medium").svg, 0.25, height=340).astype(int)
    other = picture(draw(look, "medium").svg, 0.25, height=340).astype(int)
    assert (np.abs(plain - other).max(axis=2) > 40).sum() > 25


def test_colours_of_the_look_are_on_the_paper() -> None:
    look = Look(garment="dress", colour="#2060c0", accent="#d0a020", hair="long",
        hair_colour="#b02010")  # fmt: skip
    pixels = picture(draw(look, light=Light("#ffffff", "#808080", "#ffffff", "#101010")).svg)
    for colour, least in ((look.colour, 500), (look.accent, 40), (look.hair_colour, 60)):
        wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        near = np.abs(pixels[..., :3].astype(int) - wanted).max(axis=2) < 14
        assert near.sum() > least, colour


def test_the_same_look_gives_the_same_bytes_and_another_look_another_hand() -> None:
    look = Look(garment="coat", detail="scarf")
    assert draw(look).svg == draw(look.model_copy()).svg
    assert draw(look).svg != draw(look.model_copy(update={"accent": "#102030"})).svg


@pytest.mark.parametrize("pose", ["stand", "talk", "walk"])
def test_left_is_the_mirror_of_right(pose: str) -> None:
    right, left = draw(Look(), pose=pose), draw(Look(), facing="left", pose=pose)
    assert likeness(mask(right)[:, ::-1], mask(left)) > 0.96
    assert left.left == pytest.approx(-right.right, abs=4)
    assert left.eyes == (-right.eyes[0], right.eyes[1])


def test_light_comes_from_its_side_whichever_way_the_figure_faces() -> None:
    for facing in ("left", "right", "camera"):
        shades = {}
        for side in ("left", "right"):
            light = Light("#ffffff", "#303038", "#ffffff", "#101010", side)
            pixels = picture(draw(Look(garment="robe", colour="#c0c0c0"), facing=facing,
                light=light).svg)  # fmt: skip
            value = np.where(pixels[..., 3] > 0, pixels[..., :3].mean(axis=2), np.nan)
            body = value[100:180]
            columns = np.where(~np.isnan(body).all(axis=0))[0]
            middle = int((columns[0] + columns[-1]) / 2)
            shades[side] = np.nanmean(body[:, :middle]) - np.nanmean(body[:, middle:])
        assert shades["left"] > 15 > -15 > shades["right"]


def test_speech_and_mood_show_on_the_face_alone() -> None:
    look = Look()
    faces = [draw(look, "close-up", speaking=s,
        mood=m) for s in (False, True) for m in get_args(Mood)]  # fmt: skip
    assert len({f.svg for f in faces}) == len(faces)
    assert all(likeness(head_mask(faces[0]), head_mask(f)) > 0.999 for f in faces)


def test_night_has_a_rim_of_light_and_a_back_over_whose_shoulder_we_look_is_dark() -> None:
    assert NIGHT.rim in draw(Look(), light=NIGHT).svg
    assert DAY.rim not in draw(Look(), light=DAY).svg
    near, far = (draw(Look(colour="#c0b0a0"), s, "away") for s in ("over-shoulder", "medium"))
    values = [float(p[p[..., 3] > 0][:, :3].mean()) for p in (picture(near.svg), picture(far.svg))]
    assert values[0] < 0.75 * values[1]


def test_an_unknown_pose_stands_and_never_enters_the_svg() -> None:
    hostile = '"/><script>alert(1)</script><image href="file:///etc/passwd'
    assert draw(Look(), pose=hostile).svg == draw(Look(), pose="stand").svg


@pytest.mark.parametrize("colour", ["red", "", "#12", '#000000"/><image href="x"/>', "url(#a)"])
def test_a_colour_that_is_none_is_replaced_by_the_usual_one(colour: str) -> None:
    odd = Look(colour=colour, accent=colour, hair_colour=colour)
    assert draw(odd).svg == draw(Look()).svg


@pytest.mark.parametrize("height", [0.1, 0.5, 1.3, 9.0])
def test_no_height_breaks_the_figure(height: float) -> None:
    for age in choices("age"):
        drawn = draw(Look.model_validate({"height": height, "age": age}))
        assert 250 < -drawn.top < 1500


def test_the_svg_holds_paths_only_and_stays_small() -> None:
    for size in get_args(Size):
        svg = draw(Look(hat="wide", garment="frock", hair="curly"), size, light=NIGHT).svg
        assert set(re.findall(r"<(\w+)", svg)) == {"g", "path"}
        assert len(svg) < 150_000
