"""Pictures: what a shot shows, decided from shot, scene and bible."""

import pytest

from reelwright.film.overlay import Overlay
from reelwright.film.shot import Shot, Size
from reelwright.film.story import Bible, Character, Line, Look, Place, Scene
from reelwright.film.timeline import House
from reelwright.providers.animatic.panel.picture import Picture, panel_order, picture_of

ANNA = Character(name="Anna", look=Look(gender="female", hair="bun"))
BRAM = Character(name="Bram", look=Look(gender="male", hat="top"))
BIBLE = Bible(characters=(ANNA, BRAM))
SCENE = Scene(
    chapter=1, number=1, place=Place(name="Old Mill", kind="workshop"), time="dusk",
    weather="rain", mood="tense", characters=("Anna", "Bram"),
)  # fmt: skip


def _shot(size: Size = "medium", subject: str = "Anna", **more: object) -> Shot:
    fields = {"id": "ch1/abc.0", "scene": "1.1", "size": size, "subject": subject, **more}
    fields.setdefault("characters", ("Anna", "Bram"))
    return Shot.model_validate(fields)


def test_place_time_weather_and_mood_come_from_the_scene() -> None:
    picture = picture_of(_shot(), SCENE, BIBLE)
    assert (picture.place, picture.time, picture.weather, picture.mood) == (
        "workshop", "dusk", "rain", "tense",
    )  # fmt: skip


def test_the_place_keeps_its_seed_whatever_the_shot() -> None:
    seeds = {
        picture_of(_shot(size, id=f"ch1/{size}.0"), SCENE, BIBLE).seed
        for size in ("wide", "medium", "close-up", "insert")
    }
    elsewhere = SCENE.model_copy(update={"place": Place(name="New Mill", kind="workshop")})
    assert len(seeds) == 1
    assert picture_of(_shot(), elsewhere, BIBLE).seed not in seeds


@pytest.mark.parametrize("size", ["wide", "medium", "two-shot", "close-up"])
def test_people_keep_their_sides_and_look_at_each_other(size: Size) -> None:
    facing = {}
    for subject in ("Anna", "Bram"):
        first = picture_of(_shot(size, subject), SCENE, BIBLE).figures[0]
        facing[subject] = (first.side, first.facing)
    assert facing == {"Anna": ("left", "right"), "Bram": ("right", "left")}


def test_the_subject_comes_first_and_close_ups_hold_one_face() -> None:
    wide = picture_of(_shot("wide", "Bram"), SCENE, BIBLE)
    assert [figure.look for figure in wide.figures] == [BRAM.look, ANNA.look]
    close = picture_of(_shot("close-up", "Bram"), SCENE, BIBLE)
    assert [figure.look for figure in close.figures] == [BRAM.look]


def test_over_the_shoulder_one_turns_away_and_the_other_faces_us() -> None:
    picture = picture_of(_shot("over-shoulder", "Bram"), SCENE, BIBLE)
    assert [figure.facing for figure in picture.figures] == ["camera", "away"]


def test_who_speaks_talks_and_told_action_gives_the_pose() -> None:
    said = Line(kind="dialogue", text="Sit down.", speaker="Bram")
    figures = picture_of(_shot("two-shot", "Bram", lines=(said,)), SCENE, BIBLE).figures
    assert [f.speaking for f in figures] == [True, False]
    assert figures[1].pose != "talk"
    poses = [
        picture_of(_shot(subject="Bram", lines=(said,), id=f"ch1/{n}.0"), SCENE, BIBLE).figures[0]
        for n in range(12)
    ]
    assert {figure.pose for figure in poses} == {"talk", "stand"}
    told = Line(kind="narration", text="Anna sat by the wheel.")
    assert picture_of(_shot(lines=(told,)), SCENE, BIBLE).figures[0].pose == "sit"


def test_inserts_show_a_plain_object_and_nobody() -> None:
    picture = picture_of(_shot("insert", "The <b>Letter</b> & key"), SCENE, BIBLE)
    assert picture.figures == ()
    assert picture.subject == "the b letter b key"


def test_no_word_of_the_story_reaches_the_order() -> None:
    evil = '"/><script>'
    scene = SCENE.model_copy(
        update={"place": Place(name=evil, kind="street"), "characters": (evil,)}
    )
    shot = _shot(subject=evil, characters=(evil,), prompt=evil, lines=(
        Line(kind="dialogue", text=evil, speaker=evil),))  # fmt: skip
    order = panel_order(picture_of(shot, scene, Bible(characters=(Character(name=evil),))), House())
    assert "script" not in order.model_dump_json()


def test_equal_pictures_share_one_order_and_the_size_of_the_film_counts() -> None:
    one, two = picture_of(_shot(), SCENE, BIBLE), picture_of(_shot(), SCENE, BIBLE)
    assert panel_order(one, House()).fingerprint == panel_order(two, House()).fingerprint
    assert panel_order(one, House(rate=30)).fingerprint == panel_order(one, House()).fingerprint
    tall = House(width=720, height=1280)
    assert panel_order(one, tall).fingerprint != panel_order(one, House()).fingerprint


def test_a_crowd_is_thinned_to_what_a_frame_holds() -> None:
    names = tuple(f"P{index}" for index in range(9))
    scene = SCENE.model_copy(update={"characters": names})
    picture = picture_of(_shot("wide", "P5", characters=names), scene, Bible())
    assert len(picture.figures) == 4
    assert isinstance(picture, Picture)


def _said(speaker: str, text: str = "Well.") -> Line:
    return Line(kind="dialogue", text=text, speaker=speaker)


def test_who_is_only_spoken_of_is_not_in_the_picture() -> None:
    scene = SCENE.model_copy(
        update={"characters": ("Anna", "Bram", "Cato"), "lines": (_said("Anna"), _said("Bram"))}
    )
    shot = _shot("wide", "Anna", characters=("Anna", "Cato"), lines=(_said("Anna", "Ask Cato."),))
    assert [f.look for f in picture_of(shot, scene, BIBLE).figures] == [ANNA.look]
    told = _shot("wide", "Anna", lines=(Line(kind="action", text="Cato laughs."),),
                 characters=("Anna", "Cato"))  # fmt: skip
    assert len(picture_of(told, scene, BIBLE).figures) == 2


def test_a_shot_of_two_is_completed_with_who_speaks_in_the_scene() -> None:
    scene = SCENE.model_copy(update={"lines": (_said("Anna"), _said("Bram"))})
    shot = _shot(
        "two-shot", "Anna", characters=("Anna", "Cato"), lines=(_said("Anna", "Ask Cato."),)
    )
    assert [f.look for f in picture_of(shot, scene, BIBLE).figures] == [ANNA.look, BRAM.look]


def test_two_people_stand_on_two_sides_whoever_they_are() -> None:
    scene = SCENE.model_copy(update={"characters": ("Cato", "Bram", "Anna")})
    sides = [f.side for f in picture_of(_shot("two-shot"), scene, BIBLE).figures]
    assert sorted(sides) == ["left", "right"]


def test_strangers_keep_looks_of_their_own() -> None:
    scene = SCENE.model_copy(update={"characters": ("Cato", "Dora")})
    shot = _shot("two-shot", "Cato", characters=("Cato", "Dora"))
    one, other = picture_of(shot, scene, Bible()).figures
    assert one.look != other.look
    close = picture_of(_shot("close-up", "Cato", characters=("Cato",)), scene, Bible())
    assert close.figures[0].look == one.look


@pytest.mark.parametrize(
    ("told", "size", "pose"),
    [
        ("Anna ran down the stairs.", "wide", "run"),
        ("Anna ran down the stairs.", "close-up", "stand"),
        ("She knelt by the wheel.", "full", "kneel"),
        ("Anna crouched behind the vat.", "full", "crouch"),
        ("Anna turned away.", "medium", "look-away"),
        ("Anna folded her arms.", "medium", "arms-folded"),
        ("Anna held it up, and the light ran along the edge.", "wide", "stand"),
        ("Bram ran. Anna pointed at him.", "full", "point"),
    ],
)
def test_poses_follow_what_is_told_of_the_person(told: str, size: Size, pose: str) -> None:
    calm = SCENE.model_copy(update={"mood": "calm"})
    shot = _shot(size, lines=(Line(kind="narration", text=told),))
    assert picture_of(shot, calm, BIBLE).figures[0].pose == pose


@pytest.mark.parametrize(
    ("kind", "pose"), [("kitchen", "sit"), ("sea", "perch"), ("carriage", "ride")]
)
def test_people_sit_on_what_there_is(kind: str, pose: str) -> None:
    scene = SCENE.model_copy(update={"place": Place.model_validate({"name": "X", "kind": kind})})
    shot = _shot("full", lines=(Line(kind="narration", text="Anna sat quietly."),))
    assert picture_of(shot, scene, BIBLE).figures[0].pose == pose


BUYER = Bible(characters=(Character(name="the customer", look=Look(hat="hood")),))


def test_advertisements_show_the_product_and_faces() -> None:
    scene = SCENE.model_copy(update={"mood": "calm", "characters": ("the customer",)})
    shown = _shot("insert", "box", characters=(), prompt="A cold brew, seen in every detail. X.")
    assert picture_of(shown, scene, BUYER).subject == "product"
    held = _shot(
        "medium", "the customer", characters=("the customer",),
        prompt="A man, wearing a red coat, enjoys a bedside lamp with a smile. In a room.",
    )  # fmt: skip
    picture = picture_of(held, scene, BUYER)
    assert (picture.subject, picture.figures[0].pose, picture.mood) == ("lamp", "hold", "warm")
    assert picture.figures[0].look.hat == "none"


def test_words_in_the_middle_move_the_thing_away() -> None:
    shot = _shot("insert", "lamp", overlay=Overlay(text="Meet it", position="centre"))
    assert picture_of(shot, SCENE, BIBLE).titled


@pytest.mark.parametrize(
    ("name", "kind", "drawn"),
    [
        ("Gull Point Lighthouse", "house-front", "lighthouse"),
        ("Lamp room", "workshop", "lamp-room"),
        ("Light Street", "street", "street"),
        ("Farmhouse", "house-front", "house-front"),
    ],
)
def test_landmarks_are_known_by_their_names(name: str, kind: str, drawn: str) -> None:
    place = Place.model_validate({"name": name, "kind": kind})
    scene = SCENE.model_copy(update={"place": place})
    assert picture_of(_shot("wide"), scene, BIBLE).place == drawn
