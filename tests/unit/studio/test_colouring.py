"""Whole films planned, none made: which clips are graded, how shots are joined, what it costs."""

from pathlib import Path
from typing import Any, get_args

import pytest

from reelwright.cutting import grading
from reelwright.cutting.plan import planned
from reelwright.film.errors import BadInput
from reelwright.film.order import Missing, Order, Recipe
from reelwright.film.production import GradeName, RecipeName, Wish
from reelwright.film.shot import TransitionKind
from reelwright.film.source import Chapter, Passage, Source, addressed
from reelwright.film.timeline import House
from reelwright.media.colour import cube
from reelwright.providers.catalogue import BUILT_IN
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.estimate import estimated
from reelwright.studio.filming import Filmed, film
from reelwright.studio.home import own_home
from reelwright.studio.opening import Given, open_production, read
from reelwright.studio.settings import Settings

TEXTS: dict[RecipeName, str] = {
    "novel": "It was night in the harbour. Mara held the lantern over the water. She was afraid. "
    "The storm came nearer and the dark sea rose.",
    "advert": "Tired of noise? Hush headphones bring silence.",
    "storyboard": "A fox crosses a snowy forest at dawn. It drinks from a stream.",
}
GRADED = [one for one in get_args(GradeName) if one != "neutral"]


def run(recipe: Recipe[Any], orders: list[Order], failing: str = "") -> Any:
    """Answer everything by what it will probably be like; fail what is of kind `failing`."""

    def answer(wanted: Any) -> Any:
        if not isinstance(wanted, Order):
            return run(wanted, orders, failing)
        orders.append(wanted)
        if wanted.kind == failing:
            return Missing(fingerprint=wanted.fingerprint, stage=wanted.kind, cause="it is gone")
        return estimated(wanted)

    try:
        wanted = next(recipe)
        while True:
            wanted = recipe.send([answer(one) for one in wanted])
    except StopIteration as end:
        return end.value


def shot(recipe: RecipeName, failing: str = "", **wishes: Any) -> tuple[Filmed, list[Order]]:
    source = addressed(
        Source(chapters=(Chapter(number=1, passages=(Passage(text=TEXTS[recipe]),)),))
    )
    wish = Wish(recipe=recipe, title="Told", **wishes)
    orders: list[Order] = []
    filmed: Filmed = run(film(source, wish, catalogue=BUILT_IN), orders, failing)
    return filmed, orders


def of(orders: list[Order], kind: str) -> list[Order]:
    """Local Orders of a kind, without those that draw words over pictures."""
    return [
        order
        for order in orders
        if order.kind == kind
        and order.provider not in PROVIDERS
        and not order.model.startswith("lettered-")
    ]


def paid(orders: list[Order]) -> set[str]:
    return {order.fingerprint for order in orders if order.provider in PROVIDERS}


@pytest.mark.parametrize("recipe", ["novel", "storyboard"])
@pytest.mark.parametrize("video", [(), ("kling",)])
def test_a_story_is_not_graded_unless_somebody_asks(
    recipe: RecipeName, video: tuple[str, ...]
) -> None:
    _, orders = shot(recipe, video=video)
    assert of(orders, "grade") == []
    assert {len(order.inputs) for order in of(orders, "body")} <= {1}
    assert {len(order.inputs) for order in of(orders, "clip")} <= {1}


@pytest.mark.parametrize("name", GRADED)
@pytest.mark.parametrize("video", [(), ("kling",)])
def test_every_picture_of_a_graded_film_is_graded(name: GradeName, video: tuple[str, ...]) -> None:
    _, orders = shot("novel", video=video, grade=name)
    (grade,) = set(of(orders, "grade"))
    table = estimated(grade).sha256
    pictures = of(orders, "body" if video else "clip")
    assert pictures
    assert {order.inputs[1] for order in pictures} == {table}
    assert [order.inputs for order in of(orders, "card")] == [(table,)]


def test_an_advertisement_that_is_shot_has_its_brands_mood_and_a_drawn_one_its_palette() -> None:
    filmed, orders = shot("advert", video=("kling",))
    tone = filmed.storyboard.bible.tone
    assert set(of(orders, "grade")) == {grading.grade_order(grading.OF_MOOD[tone])}
    assert {len(order.inputs) for order in of(orders, "body")} == {2}
    _, drawn = shot("advert")
    assert {len(order.inputs) for order in of(drawn, "clip")} == {1}
    assert of(drawn, "grade") == []
    _, neutral = shot("advert", video=("kling",), grade="neutral")
    assert {len(order.inputs) for order in of(neutral, "body")} == {1}


def test_each_scene_may_have_the_grade_of_its_mood() -> None:
    filmed, orders = shot("advert", grade="mood", seconds=30)
    moods = {scene.key: scene.mood for scene in filmed.storyboard.screenplay.scenes}
    assert len(set(moods.values())) > 2
    clips = of(orders, "clip")
    assert len(clips) == len(filmed.storyboard.shots)
    for one, order in zip(filmed.storyboard.shots, clips, strict=True):
        grade = grading.grade_order(grading.OF_MOOD[moods[one.scene]])
        assert order.inputs[1:] == ((estimated(grade).sha256,) if grade else ())


@pytest.mark.parametrize("recipe", ["novel", "advert", "storyboard"])
def test_a_grade_buys_nothing_anew(recipe: RecipeName) -> None:
    """What is paid for never depends on a grade: it can be changed when all is bought."""
    services: dict[str, Any] = {"video": ("kling",), "images": "replicate", "voices": "elevenlabs"}
    _, plain = shot(recipe, **services)
    for name in (*GRADED, "neutral", "mood"):
        _, graded = shot(recipe, **services, grade=name)
        assert paid(graded) == paid(plain)
    _, own = shot(recipe, **services, lut="b" * 64)
    assert paid(own) == paid(plain)


def test_the_users_own_table_takes_the_place_of_a_grade() -> None:
    _, orders = shot("advert", video=("kling",), lut="b" * 64)
    assert set(of(orders, "grade")) == {grading.lut_order("b" * 64)}


def test_a_table_that_is_gone_is_told() -> None:
    with pytest.raises(BadInput, match="it is gone"):
        shot("novel", "grade", lut="b" * 64)


@pytest.mark.parametrize("rate", [24, 25, 30])
@pytest.mark.parametrize("seconds", [15, 30, 60])
def test_an_advertisement_is_as_long_as_asked_with_its_crossfades(rate: int, seconds: int) -> None:
    """A6, in frames: 0.5 s between all shots, 0.3 s out of black and into it; A3: exact length."""
    filmed, _ = shot("advert", seconds=seconds, house=House(width=72, height=128, rate=rate))
    timeline = filmed.timeline
    assert timeline is not None
    assert timeline.frames == seconds * rate
    first, *others = timeline.items
    assert others
    for item in others:
        assert item.into.overlap == item.into.frames == rate // 2
        assert abs(item.into.frames - 0.5 * rate) <= 0.5
    for edge, frames in ((first.into, first.into.after), (timeline.out, timeline.out.before)):
        assert edge.kind == "fade"
        assert abs(frames - 0.3 * rate) <= 0.5
    assert sum(piece.frames for piece in planned(timeline).pieces) == timeline.frames


@pytest.mark.parametrize("kind", get_args(TransitionKind))
@pytest.mark.parametrize("recipe", ["novel", "advert", "storyboard"])
def test_any_transition_fits_any_film(recipe: RecipeName, kind: TransitionKind) -> None:
    for seconds in (15, 60):
        filmed, _ = shot(recipe, transition=kind, seconds=seconds)
        timeline = filmed.timeline
        assert timeline is not None
        assert sum(piece.frames for piece in planned(timeline).pieces) == timeline.frames
        if recipe != "novel":
            assert timeline.frames == seconds * timeline.house.rate


def test_stories_begin_and_end_by_a_cut() -> None:
    for recipe in ("novel", "storyboard"):
        filmed, _ = shot(recipe, title_card=False)
        assert filmed.timeline is not None
        assert filmed.timeline.items[0].into.kind == filmed.timeline.out.kind == "cut"


def test_the_users_table_is_checked_then_stored(tmp_path: Path) -> None:
    own = tmp_path / "my look.cube"
    cube.write(cube.Lut(cube.identity(3)), own)
    given = Given(prompt=TEXTS["storyboard"], lut=own)
    _, wish, _ = read(given)
    settings = Settings(home=tmp_path / "home")
    with own_home(settings) as home:
        _, revision = open_production(home, given)
        assert revision.wish.lut == wish.lut
        assert home.store.local(wish.lut).read_bytes() == own.read_bytes()
        assert list(home.scratch.iterdir()) == []
        open_production(home, given)
        own.write_text("no table")
        with pytest.raises(BadInput, match="no colour table"):
            open_production(home, given)
