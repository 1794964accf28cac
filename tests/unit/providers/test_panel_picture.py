"""Pictures: what a shot shows, decided from shot, scene and bible."""

import pytest

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
    assert [(f.speaking, f.pose) for f in figures] == [(True, "talk"), (False, "stand")]
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
