"""The user's decisions about shots: skipping, own files, retakes, and back."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image
from tests.standins import media
from tests.unit.studio.booth import Booth, booth

from reelwright.film.errors import BadInput
from reelwright.film.order import Order
from reelwright.film.production import Patch, Patches
from reelwright.ledger import productions, wants
from reelwright.ledger.jobs import add_wants
from reelwright.ledger.wants import Wanted
from reelwright.providers.catalogue import BUILT_IN
from reelwright.studio.approving import quoted
from reelwright.studio.pointing import board_of, newest, places, shot_of
from reelwright.studio.steering.patching import Patched, skip, skip_failed, use


def patches(b: Booth) -> Patches:
    return newest(b.home, b.production).patches


def shot(b: Booth, place: str) -> str:
    return places(board_of(b.home, b.revision))[place].id


def jobs(b: Booth) -> list[Wanted]:
    with b.home.look() as connection:
        found = productions.find(connection, b.production.id)
        assert found is not None
        return wants.listed(connection, found.id, found.revision)


def to_buy(b: Booth) -> list[Order]:
    """What the newest revision would buy."""
    return quoted(b.home, newest(b.home, b.production), BUILT_IN)[0]


def file(folder: Path, content: bytes, name: str = "own") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


# Naming.


def test_shots_are_named_by_place_or_id(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        known = places(board_of(b.home, b.revision))
        assert list(known) == ["1.1/1", "1.2/1", "1.3/1", "1.4/1"]
        for name in ("1.2/1", known["1.2/1"].id):
            named, found = shot_of(b.home, b.revision, name)
            assert (named.place, named.shot) == ("1.2/1", found.id)
        with pytest.raises(BadInput, match="no shot '9/9'"):
            shot_of(b.home, b.revision, "9/9")


# Skipping.


def test_a_skipped_shot_is_not_bought(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        assert len(to_buy(b)) == 4
        done = skip(b.settings, "1.2/1")
        assert [one.place for one in done.shots] == ["1.2/1"]
        assert patches(b) == {shot(b, "1.2/1"): Patch(skip=True)}
        assert b.orders[1] not in to_buy(b)
        assert len(to_buy(b)) == 3


def test_a_failed_job_can_be_skipped_and_wanted_again(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.failed("400: no")
        done = skip(b.settings, str(one.job))
        assert done.jobs == (one.job,)
        assert [job.work for job in jobs(b)] == ["skipped"]
        back = skip(b.settings, str(one.job), undo=True)
        assert back.jobs == (one.job,)
        assert back.revision == done.revision + 1
        assert patches(b) == {}
        assert [(job.work, job.error) for job in jobs(b)] == [("failed", "400: no")]
        assert b.orders[0] in to_buy(b)


def test_every_shot_that_failed_is_skipped_at_once(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        first, _, third = b.failed(), b.accepted("t-2"), b.failed()
        done = skip_failed(b.settings)
        assert [one.place for one in done.shots] == ["1.1/1", "1.3/1"]
        assert sorted(done.jobs) == [first.job, third.job]
        assert len(patches(b)) == 2
        assert len(skip_failed(b.settings, undo=True).shots) == 2
        assert patches(b) == {}
        assert len(skip_failed(b.settings).shots) == 2


def test_nothing_has_failed_so_nothing_is_skipped(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-1")
        assert skip_failed(b.settings).shots == ()
        assert skip_failed(b.settings, undo=True).shots == ()
        assert patches(b) == {}


def test_skipping_twice_makes_no_new_revision(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        first = skip(b.settings, "1.1/1")
        assert skip(b.settings, "1.1/1").revision == first.revision


def test_work_under_way_goes_on_and_is_wanted_by_the_new_revision(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.ticketed("t-1")
        done = skip(b.settings, "1.1/1")
        assert done.under_way == (one.job,)
        assert done.jobs == ()
        assert [(job.id, job.work) for job in jobs(b)] == [(one.job, "ticketed")]


def test_a_clip_is_skipped_though_it_is_paid_for(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.accepted("t-1", content=b"clip")
        assert skip(b.settings, str(one.job)).jobs == ()
        assert [job.work for job in jobs(b)] == ["accepted"]


@pytest.mark.parametrize(
    ("name", "why"),
    [("99", "no job 99"), ("9" * 40, "no job"), ("1.9/9", "no shot"), ("", "no shot")],
)
def test_what_is_not_there_cannot_be_skipped(tmp_path: Path, name: str, why: str) -> None:
    with booth(tmp_path) as b, pytest.raises(BadInput, match=why):
        skip(b.settings, name)


def test_drawings_and_lines_cannot_be_skipped(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        panel = Order(kind="panel", provider="animatic", model="panel-1")
        line = Order(kind="voice", provider="elevenlabs", model="eleven_multilingual_v2")
        with b.home.database.begin() as connection:
            add_wants(connection, b.production.id, 1, [panel, line])
            names = wants.ids(connection, [panel.fingerprint, line.fingerprint])
        by_kind = {job.kind: str(job.id) for job in jobs(b) if job.id in names}
        with pytest.raises(BadInput, match="costs nothing"):
            skip(b.settings, by_kind["panel"])
        with pytest.raises(BadInput, match="is a voice"):
            skip(b.settings, by_kind["voice"])


def test_an_animatic_has_nothing_to_skip(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        with b.home.database.begin() as connection:
            wish = b.revision.wish.model_copy(update={"video": ()})
            productions.revise(connection, b.production.id, b.revision.source, wish)
        with pytest.raises(BadInput, match="no video service"):
            skip(b.settings, "1.1/1")
        with pytest.raises(BadInput, match="no other take"):
            use(b.settings, "1.1/1", None, take=2)


# The user's own.


def test_an_own_clip_takes_the_place_of_a_shot(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        done = use(b.settings, "1.1/1", file(tmp_path, media.clip(9, sound=True)))
        (patch,) = patches(b).values()
        assert b.home.store.has(patch.clip)
        assert "Its sound is not used." in done.notes
        assert any(note.startswith("Its first ") for note in done.notes)
        assert not done.buys
        assert b.orders[0] not in to_buy(b)
        assert (tmp_path / "own").exists()
        assert list(b.home.scratch.iterdir()) == [] if b.home.scratch.exists() else True


def test_a_short_clip_is_refused_with_both_lengths(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        with pytest.raises(BadInput, match=r"lasts 2\.00 s, shot 1\.1/1 needs \d\.\d\d s") as told:
            use(b.settings, "1.1/1", file(tmp_path, media.clip(2)))
        assert told.value.exit_code == 2
        assert patches(b) == {}


def test_an_own_picture_begins_the_clip(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        done = use(b.settings, "1.1/1", file(tmp_path, media.picture(256, 144)))
        assert done.buys
        assert done.notes == ()
        (patch,) = patches(b).values()
        asked = next(one for one in to_buy(b) if one.inputs)
        assert asked.inputs == (patch.image,)
        assert asked.params["first"] == patch.image


def test_a_picture_of_another_shape_is_told(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        done = use(b.settings, "1.1/1", file(tmp_path, media.picture(300, 400)))
        assert "300x400" in done.notes[0]


def test_a_picture_that_lies_on_its_side_is_stored_upright(tmp_path: Path) -> None:
    image, out, exif = Image.new("RGB", (144, 256), "red"), io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    image.save(out, "JPEG", exif=exif)
    with booth(tmp_path) as b:
        use(b.settings, "1.1/1", file(tmp_path, out.getvalue()))
        (patch,) = patches(b).values()
        with Image.open(b.home.store.local(patch.image)) as stored:
            assert stored.size == (256, 144)


@pytest.mark.parametrize("content", [b"", b"junk", b"\x89PNG\r\n\x1a\n", b"RIFF....WEBPVP8 "])
def test_what_is_neither_is_refused(tmp_path: Path, content: bytes) -> None:
    with booth(tmp_path) as b:
        with pytest.raises(BadInput, match="neither a picture nor a clip"):
            use(b.settings, "1.1/1", file(tmp_path, content))
        assert patches(b) == {}


@pytest.mark.parametrize("name", ["nowhere.mp4", ".", "a\0b"])
def test_a_file_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with booth(tmp_path) as b, pytest.raises(BadInput, match="there is no file"):
        use(b.settings, "1.1/1", tmp_path / name)


# Retakes.


def test_another_take_is_another_order_and_the_first_is_kept(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-1", content=b"clip")
        assert len(to_buy(b)) == 3
        use(b.settings, "1.1/1", None, take=2)
        (asked,) = [one for one in to_buy(b) if one.params.get("take") == 2]
        assert asked.params | {"take": 1} == b.orders[0].params | {"take": 1}
        use(b.settings, "1.1/1", None, take=1)
        assert len(to_buy(b)) == 3
        assert patches(b) == {}


@pytest.mark.parametrize("take", [-1, 100])
def test_takes_have_bounds(tmp_path: Path, take: int) -> None:
    with booth(tmp_path) as b, pytest.raises(BadInput, match="there is no take"):
        use(b.settings, "1.1/1", None, take=take)


def test_back_undoes_everything_but_a_skip(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        skip(b.settings, "1.1/1")
        use(b.settings, "1.1/1", file(tmp_path, media.picture(256, 144)))
        (both,) = patches(b).values()
        assert both.skip
        assert both.image
        use(b.settings, "1.1/1", None, back=True)
        assert list(patches(b).values()) == [Patch(skip=True)]


def test_decisions_are_on_the_record(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        done: Patched = skip(b.settings, "1.1/1")
        ((data,),) = b.rows("SELECT data FROM event WHERE kind = 'decision'")
        assert json.loads(str(data))[done.shots[0].shot]["skip"] is True
