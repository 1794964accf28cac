from reelwright.film.shot import Shot
from reelwright.film.story import Bible, Character, Line, Place, Scene
from reelwright.providers.animatic.panel.casting import in_frame

LINES = (
    Line(kind="narration", text="Night had come.", address="ch1/a"),
    Line(kind="dialogue", text="Hush.", speaker="Mara", address="ch1/b"),
    Line(kind="narration", text="A fire roared in the hearth.", address="ch1/c"),
)
SCENE = Scene(chapter=1, number=1, place=Place(name="Tavern", kind="tavern"), lines=LINES)
BIBLE = Bible(characters=(Character(name="Mara"),))


def shot(line: Line, size: str = "full", **more: object) -> Shot:
    return Shot.model_validate(
        {"id": f"{line.address}.0", "scene": "1.1", "size": size, "lines": [line], **more}
    )


def test_a_scene_s_people_stay_while_the_words_are_about_something_else() -> None:
    assert in_frame(shot(LINES[2]), SCENE, BIBLE) == ["Mara"]


def test_a_scene_begins_with_its_place_alone() -> None:
    assert in_frame(shot(LINES[0]), SCENE, BIBLE) == []
    silent = Shot(id="ch1/c.e", scene="1.1", size="wide")
    assert in_frame(silent, SCENE, BIBLE) == []


def test_an_insert_shows_its_object_alone() -> None:
    assert in_frame(shot(LINES[2], "insert", subject="fire"), SCENE, BIBLE) == []
