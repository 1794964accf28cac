"""Which shot a job belongs to, whoever made it in the end."""

from pathlib import Path

from tests.unit.studio.booth import PROMPT, booth

from reelwright.film.production import Patch
from reelwright.ledger import productions
from reelwright.studio.home import open_home
from reelwright.studio.opening import Given, open_production
from reelwright.studio.settings import Settings
from reelwright.studio.whereabouts import whereabouts


def test_every_clip_is_found_in_its_scene(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        where = whereabouts(b.home, b.production.id)
        found = [where.places[one.fingerprint] for one in b.orders]
        assert [str(one) for one in found] == [f"scene 1.{n}, shot 1" for n in (1, 2, 3, 4)]
        assert len({one.shot for one in found}) == 4
        assert [key for key, _ in where.scenes] == ["1.1", "1.2", "1.3", "1.4"]
        assert not where.trouble
        assert where.whole, "the storyboard's own text belongs to no shot"
        assert not where.whole & set(where.places)


def test_what_took_the_place_of_a_failure_is_found_there(tmp_path: Path) -> None:
    with booth(tmp_path, video="kling") as b:
        with b.home.database.begin() as connection:
            wish = b.revision.wish.model_copy(update={"video": ("kling", "runway")})
            productions.revise(connection, b.production.id, b.revision.source, wish)
        before = whereabouts(b.home, b.production.id)
        failed = b.failed()
        after = whereabouts(b.home, b.production.id)
        fresh = set(after.places) - set(before.places)
        assert {after.places[name].scene for name in fresh} == {"1.1"}
        assert after.places[failed.fingerprint].scene == "1.1"


def test_a_parked_clip_has_no_stand_in(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.parked()
        where = whereabouts(b.home, b.production.id)
        assert where.places[one.fingerprint].scene == "1.1"


def test_what_a_new_revision_does_not_want_is_nowhere(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        where = whereabouts(b.home, b.production.id)
        shot = where.places[b.orders[0].fingerprint].shot
        with b.home.database.begin() as connection:
            productions.revise(
                connection, b.production.id, b.revision.source, b.revision.wish,
                {shot: Patch(skip=True)},
            )  # fmt: skip
        after = whereabouts(b.home, b.production.id)
        name = b.orders[0].fingerprint
        assert name not in after.places
        assert name not in after.whole
        assert b.orders[1].fingerprint in after.places


def test_character_sheets_belong_to_the_whole_film(tmp_path: Path) -> None:
    with booth(tmp_path, images="google") as b:
        where = whereabouts(b.home, b.production.id)
        assert b.orders[0].fingerprint in where.places
        assert where.whole


def test_what_cannot_be_replayed_is_told(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        with b.home.database.begin() as connection:
            wish = b.revision.wish.model_copy(update={"video": ("gone-service",)})
            productions.revise(connection, b.production.id, b.revision.source, wish)
        where = whereabouts(b.home, b.production.id)
        assert "gone-service" in where.trouble
        assert where.places == {}
        assert whereabouts(b.home, "nothing").trouble


def test_a_free_film_has_its_places_as_well(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", min_free_mb=1)
    with open_home(settings) as home:
        production, _ = open_production(home, Given(prompt=PROMPT))
        assert whereabouts(home, production.id).places
