"""Whole films planned, none made: what is heard in them, and how other shapes are fitted."""

from collections.abc import Sequence
from typing import Any

import pytest

from reelwright.film.errors import BadInput
from reelwright.film.order import Missing, Order, Recipe, Take
from reelwright.film.production import OwnBed, RecipeName, Wish
from reelwright.film.shot import TransitionKind
from reelwright.film.source import Chapter, Passage, Source, addressed
from reelwright.film.timeline import House, Item, Sound, Timeline, Transition
from reelwright.providers.animatic.sound import effects
from reelwright.providers.catalogue import BUILT_IN
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.estimate import estimated
from reelwright.studio.filming import Filmed, film
from reelwright.studio.scoring import placed

TEXTS: dict[RecipeName, str] = {
    "novel": "It was night in the harbour. Mara held the lantern over the water. She was afraid. "
    "The storm came nearer and the dark sea rose.\n",
    "advert": "From grey walls to glowing rooms: Lumen paint turns any house into a home.",
    "storyboard": "A fox crosses a snowy forest at dawn. It drinks from a stream.",
}
SHAPES = ((1280, 720), (1024, 768), (720, 1280))
"""What the service of these tests makes, in turn."""


class Maker:
    """Answers everything by what it will probably be like, sounds with a length; remembers it."""

    def __init__(self, failing: str = "") -> None:
        self.orders: list[Order] = []
        self.failing = failing
        self.clips = 0

    def answer(self, wanted: Any) -> Any:
        if not isinstance(wanted, Order):
            return self.run(wanted)
        self.orders.append(wanted)
        if wanted.kind == self.failing:
            return Missing(fingerprint=wanted.fingerprint, stage=wanted.kind, cause="it is gone")
        take = estimated(wanted)
        if wanted.kind == "sound":
            return take.model_copy(update={"facts": {"seconds": 1.5}})
        if wanted.kind == "clip" and wanted.provider in PROVIDERS:
            self.clips += 1
            shape = dict(zip(("width", "height"), SHAPES[self.clips % 3], strict=True))
            return take.model_copy(update={"facts": {**take.facts, **shape}})
        return take

    def run(self, recipe: Recipe[Any]) -> Any:
        try:
            wanted = next(recipe)
            while True:
                wanted = recipe.send([self.answer(one) for one in wanted])
        except StopIteration as end:
            return end.value


def shot(recipe: RecipeName, failing: str = "", **wishes: Any) -> tuple[Filmed, list[Order]]:
    passage = Passage(text=TEXTS[recipe])
    source = addressed(Source(chapters=(Chapter(number=1, passages=(passage,)),)))
    maker = Maker(failing)
    wish = Wish(recipe=recipe, title="Told", **wishes)
    filmed: Filmed = maker.run(film(source, wish, catalogue=BUILT_IN))
    return filmed, maker.orders


def kinds(orders: Sequence[Order], kind: str) -> list[Order]:
    """The Orders of a kind, once each; of bodies those of clips, not those with words on them."""
    found = dict.fromkeys(order for order in orders if order.kind == kind)
    return [order for order in found if kind != "body" or "fit" in order.params]


def heard(filmed: Filmed, role: str) -> list[Sound]:
    assert filmed.timeline is not None
    return [sound for sound in filmed.timeline.sounds if sound.role == role]


def test_a_story_has_the_music_of_its_scenes_and_an_advertisement_that_of_its_brand() -> None:
    filmed, orders = shot("novel")
    moods = {scene.mood for scene in filmed.storyboard.screenplay.scenes}
    assert {order.params["mood"] for order in kinds(orders, "music")} == moods
    filmed, orders = shot("advert")
    assert len({scene.mood for scene in filmed.storyboard.screenplay.scenes}) > 1
    (bed,) = kinds(orders, "music")
    assert bed.params["mood"] == filmed.storyboard.bible.tone
    (music,) = heard(filmed, "music")
    assert filmed.timeline is not None
    assert (music.at, music.frames) == (0, filmed.timeline.frames)


@pytest.mark.parametrize("recipe", TEXTS)
def test_the_user_chooses_the_music(recipe: RecipeName) -> None:
    filmed, orders = shot(recipe, music="grand")
    (bed,) = kinds(orders, "music")
    assert (bed.provider, bed.params["mood"]) == ("animatic", "grand")
    filmed, orders = shot(recipe, music="none")
    assert kinds(orders, "music") == []
    assert heard(filmed, "music") == []
    filmed, orders = shot(recipe, track="c" * 64)
    (own,) = kinds(orders, "music")
    assert (own.provider, own.inputs) == ("cutting", ("c" * 64,))
    (music,) = heard(filmed, "music")
    assert music.clip == estimated(own).sha256


def test_a_library_answers_for_its_moods_only() -> None:
    beds = {"grand": OwnBed(name="a.mp3", sha256="d" * 64)}
    _, orders = shot("novel", beds=beds, music="grand")
    assert [order.inputs for order in kinds(orders, "music")] == [("d" * 64,)]
    _, orders = shot("novel", beds=beds)
    assert {order.provider for order in kinds(orders, "music")} == {"animatic"}


def test_music_of_ones_own_that_is_gone_is_told_and_a_bed_that_fails_costs_the_music_only() -> None:
    with pytest.raises(BadInput, match="it is gone"):
        shot("novel", "music", track="c" * 64)
    filmed, _ = shot("novel", "music")
    assert heard(filmed, "music") == []


@pytest.mark.parametrize(
    ("recipe", "asked", "there"),
    [
        ("advert", None, True), ("novel", None, False), ("storyboard", None, False),
        ("advert", False, False), ("novel", True, True), ("storyboard", True, True),
    ],
)  # fmt: skip
def test_effects_are_for_advertisements_unless_somebody_says_so(
    recipe: RecipeName, asked: bool | None, there: bool
) -> None:
    filmed, orders = shot(recipe, effects=asked, transition="dissolve")
    named = [order for order in kinds(orders, "sound") if order.model == effects.MODEL]
    takes = {estimated(order).sha256 for order in named}
    laid = [sound for sound in heard(filmed, "effect") if sound.clip in takes]
    assert bool(named) == there
    assert filmed.timeline is not None
    joins = [item for item in filmed.timeline.items[1:] if item.into.kind != "cut"]
    assert len(laid) == (len(joins) if there else 0)


@pytest.mark.parametrize("rate", [24, 25, 30])
@pytest.mark.parametrize("kind", ["dissolve", "wipe-left", "push-up", "white", "fade", "cut"])
def test_the_peak_lies_on_the_transition(kind: TransitionKind, rate: int) -> None:
    into = Transition(kind=kind, frames=0 if kind == "cut" else rate)
    items = tuple(
        Item(clip="a" * 64, frames=4 * rate, into=into if number else Transition())
        for number in range(7)
    )
    picture = Timeline(house=House(rate=rate), items=items)
    takes = {
        name: Take(fingerprint=name, sha256=name, media_type="audio/wav", size=1,
                   facts={"seconds": 2.0})
        for name in effects.NAMES
    }  # fmt: skip
    found = list(placed(picture, takes, arrives=True))
    if kind == "cut":
        assert found == []
        return
    assert len(found) == 6
    assert found[-1].clip == "hit"
    for sound, item, start in zip(found, items[1:], picture.starts()[1:], strict=True):
        middle = start + item.into.overlap / 2
        assert abs(sound.at + effects.peak(sound.clip) * rate - middle) <= 1
        assert 0 <= sound.at < sound.at + sound.frames <= picture.frames


@pytest.mark.parametrize("recipe", TEXTS)
def test_sound_and_fit_buy_nothing_anew_and_render_only_what_they_touch(
    recipe: RecipeName,
) -> None:
    services: dict[str, Any] = {"video": ("kling",), "images": "replicate", "voices": "elevenlabs"}
    _, plain = shot(recipe, **services)

    def changed(**wishes: Any) -> set[str]:
        """What kinds of Orders are asked for that were not before."""
        _, orders = shot(recipe, **services, **wishes)
        assert {o for o in orders if o.provider in PROVIDERS} == {
            o for o in plain if o.provider in PROVIDERS
        }
        return {order.kind for order in set(orders) - set(plain)}

    sounding = {"music", "sound", "track", "film"}
    assert changed(music="dark") <= sounding
    assert changed(music="none") <= sounding
    assert changed(track="c" * 64) <= sounding
    assert changed(effects=recipe != "advert") <= sounding
    assert changed(fit="pad") <= {"body", "join", "shade", "scene", "film"}


def test_a_changed_fit_renders_only_bodies_of_another_shape() -> None:
    _, plain = shot("advert", video=("kling",), house=House())
    bodies = kinds(plain, "body")
    assert {order.params["fit"] for order in bodies} == {"pad", "blur"}
    for fit in ("pad", "crop", "blur"):
        _, orders = shot("advert", video=("kling",), house=House(), fit=fit)
        again = [order for order in kinds(orders, "body") if order not in bodies]
        kept = [order for order in kinds(orders, "body") if order in bodies]
        assert {order.params["fit"] for order in again} <= {fit}
        assert len(kept) >= len(bodies) // 3
        assert bool(again) == (fit != "blur")
