"""What lies beside the film: who gets sheets, which frames are stills, and what failure costs."""

from typing import Any

import pytest

from reelwright.film.order import Missing, Order, Recipe, Take
from reelwright.film.shot import Shot, Storyboard
from reelwright.film.story import Bible, Character, Look, Screenplay
from reelwright.film.timeline import House, Item, Sound, Timeline
from reelwright.studio.extras import Extras, extras

BOARD = Storyboard(
    bible=Bible(
        characters=(
            Character(name="Mara"),
            Character(name="Nobody", look=Look(hat="top")),
            Character(name="Tobias", look=Look(hat="cap")),
        )
    ),
    screenplay=Screenplay(),
    shots=(
        Shot(id="a", scene="1.1", size="wide", characters=("Tobias", "Stranger")),
        Shot(id="b", scene="1.1", size="wide", characters=("Mara",)),
    ),
)
TIMELINE = Timeline(
    house=House(width=64, height=36),
    items=(
        Item(clip="c" * 64, frames=72),
        Item(clip="1" * 64, frames=24, scene="1.1"),
        Item(clip="2" * 64, frames=24, scene="1.1"),
        Item(clip="3" * 64, frames=24, scene="1.2"),
    ),
)


def run(recipe: Recipe[Any], orders: list[Order], failing: str = "") -> Any:
    """Answer every Order by a Take, those of the kind and provider `failing` by a Missing."""

    def answer(wanted: Any) -> Any:
        if not isinstance(wanted, Order):
            return run(wanted, orders, failing)
        orders.append(wanted)
        name = wanted.fingerprint
        if f"{wanted.provider}/{wanted.kind}" == failing:
            return Missing(fingerprint=name, stage=wanted.kind, cause="broken")
        return Take(fingerprint=name, sha256=name, media_type="x/y", size=1, facts={})

    try:
        wanted = next(recipe)
        while True:
            wanted = recipe.send([answer(one) for one in wanted])
    except StopIteration as end:
        return end.value


def test_everybody_seen_gets_three_views_and_every_scene_its_files() -> None:
    orders: list[Order] = []
    found: Extras = run(extras(BOARD, TIMELINE), orders)
    assert list(found.sheets) == ["Mara", "Tobias"]
    assert all(set(one) == {"front", "side", "full_body"} for one in found.sheets.values())
    assert list(found.scenes) == list(found.stills) == ["1.1", "1.2"]
    assert all(one.sound for one in found.scenes.values())
    stills = [(one.inputs[0][0], one.params["which"]) for one in orders if one.model == "still-1"]
    assert stills == [("1", "first"), ("2", "last"), ("3", "first"), ("3", "last")]


def scenes_of(first: int, loops: tuple[str, ...]) -> list[str]:
    """The tracks of scenes 1.1 and 1.2 under one piece of music, the first with `first` frames."""
    items = (
        Item(clip="1" * 64, frames=first, scene="1.1"),
        Item(clip="3" * 64, frames=240, scene="1.2"),
        Item(clip="4" * 64, frames=240, scene="1.3"),
    )
    music = Sound(clip="5" * 64, at=0, frames=first + 480, role="music")
    voice = Sound(clip="6" * 64, at=first + 10, frames=30)
    timeline = TIMELINE.model_copy(update={"items": items, "sounds": (music, voice)})
    orders: list[Order] = []
    run(extras(BOARD, timeline, loops=loops), orders)
    return [one.fingerprint for one in orders if one.kind == "track"]


def test_the_sound_of_a_scene_stays_when_another_one_gets_longer() -> None:
    """What comes before it in any case; what comes after if its music has no beginning."""
    before, after = scenes_of(240, ("5" * 64,)), scenes_of(250, ("5" * 64,))
    assert before[0] != after[0] and before[1:] == after[1:]
    before, after = scenes_of(240, ()), scenes_of(250, ())
    assert before[0] != after[0] and before[1] != after[1] and before[2] != after[2]


def test_the_sound_of_a_scene_stays_when_the_film_goes_on_longer() -> None:
    def tracks(last: int) -> list[str]:
        items = (TIMELINE.items[1], Item(clip="3" * 64, frames=last, scene="1.2"))
        music = Sound(clip="5" * 64, at=0, frames=24 + last, role="music")
        orders: list[Order] = []
        run(extras(BOARD, TIMELINE.model_copy(update={"items": items, "sounds": (music,)})), orders)
        return [one.fingerprint for one in orders if one.kind == "track"]

    assert tracks(480)[0] == tracks(240)[0]
    assert tracks(480)[0] != tracks(24)[0]  # there the music fades under it


def test_an_mp3_is_made_of_its_own_scene_s_track_and_outlives_a_changed_picture() -> None:
    orders: list[Order] = []
    run(extras(BOARD, TIMELINE), orders)
    tracks = [one.fingerprint for one in orders if one.kind == "track"]
    assert len(tracks) == 2
    mp3s = [one.fingerprint for one in orders if one.model == "mp3-1"]
    assert [one.inputs for one in orders if one.model == "mp3-1"] == [(name,) for name in tracks]
    items = (*TIMELINE.items[:3], TIMELINE.items[3].model_copy(update={"clip": "4" * 64}))
    again: list[Order] = []
    run(extras(BOARD, TIMELINE.model_copy(update={"items": items})), again)
    assert [one.fingerprint for one in again if one.model == "mp3-1"] == mp3s
    assert {one.fingerprint for one in again} != {one.fingerprint for one in orders}


@pytest.mark.parametrize(
    ("failing", "left"),
    [
        ("animatic/image", (0, 2, 2)),
        ("cutting/image", (2, 0, 2)),
        ("cutting/sound", (2, 2, 0)),
    ],
)
def test_what_fails_is_left_out(failing: str, left: tuple[int, int, int]) -> None:
    found: Extras = run(extras(BOARD, TIMELINE), [], failing)
    sounds = [one for one in found.scenes.values() if one.sound]
    assert (len(found.sheets), len(found.stills), len(sounds)) == left
    assert len(found.scenes) == 2


def test_a_film_without_people_or_scenes_has_nothing_beside_it() -> None:
    empty = BOARD.model_copy(update={"shots": ()})
    assert run(extras(empty, TIMELINE.model_copy(update={"items": ()})), []) == Extras()
