"""A film goes to editing programs and comes back, through the command line."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import av
import numpy as np
import opentimelineio as otio
import pytest
import stage
from opentimelineio.opentime import RationalTime, TimeRange
from tests.standins.kling import STANDIN as KLING

from reelwright import formats

RATE = 24


class Made:
    """A film of the tiny story with everything exported once, in folders with awkward names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.out = folder / "out"
        self.story = folder / "key.md"
        self.story.write_text(stage.STORY)
        self.told = stage.made(self.home, self.story, "--out", self.out, *stage.SMALL)
        self.film = Path(self.told["film"])
        self.hands = folder / "für Cutter & Co"
        self.hands.mkdir()
        for kind in ("otio", "otioz", "xml", "edl", "fdx"):
            self.export("--to", self.hands / f"the key.{kind}")

    def export(self, *options: str | Path) -> dict[str, Any]:
        done = stage.run(self.home, "export", self.story, *options, "--json")
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def tree(self, name: str = "the key.otio") -> Any:
        return otio.adapters.read_from_file(str(self.hands / name))

    def edit(self, *arguments: str | Path, code: int = 0) -> dict[str, Any]:
        done = stage.run(self.home, "edit", *arguments, "--out", self.out, "--json")
        assert done.returncode == code, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def edited(self, name: str, change: Callable[[Any], None]) -> Path:
        """The exported timeline after a change, as a file."""
        tree = self.tree()
        change(tree)
        path = self.folder / name
        path.write_text(tree.to_json_string())
        return path


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("exchange"))


def path_of(url: str, folder: Path) -> Path:
    return folder / unquote(urlsplit(url).path)


@pytest.mark.parametrize("name", ["the key.otio", "the key.xml"])
def test_every_clip_has_its_file_with_enough_frames(one: Made, name: str) -> None:
    tree = one.tree(name)
    count = 0
    for clip in tree.find_clips():
        path = path_of(clip.media_reference.target_url, one.hands)
        assert path.is_file()
        shown = clip.source_range
        needed = (shown.start_time + shown.duration).to_seconds()
        with av.open(str(path)) as container:
            stream = container.streams[0]
            assert stream.duration is not None
            assert stream.time_base is not None
            assert float(stream.duration * stream.time_base) >= needed - 1 / RATE
        count += 1
    assert count > 12
    assert tree.tracks[0].duration().value == stage.frames(one.film)
    assert tree.tracks[0].kind == "Video"


def test_nothing_private_goes_along_unasked(one: Made) -> None:
    text = (one.hands / "the key.otio").read_text()
    assert str(one.folder) not in text
    assert "cost_micros" not in text
    assert '"prompt"' not in text
    one.export("--to", one.folder / "all.otio", "--prompts", "--with-money", "--absolute")
    clips = list(otio.adapters.read_from_file(str(one.folder / "all.otio")).find_clips())
    facts = [dict(clip.metadata["reelwright"]) for clip in clips]
    assert all(fact["prompt"] for fact in facts if fact.get("shot"))
    assert {fact["cost_micros"] for fact in facts} == {0}
    assert all(clip.media_reference.target_url.startswith("file:///") for clip in clips)


def test_a_bundle_holds_all_of_it(one: Made) -> None:
    with zipfile.ZipFile(one.hands / "the key.otioz") as archive:
        names = set(archive.namelist())
        assert archive.testzip() is None
    tree = one.tree("the key.otioz")
    urls = {clip.media_reference.target_url for clip in tree.find_clips()}
    assert names == urls | {"version.txt", "content.otio"}
    assert str(one.folder) not in tree.to_json_string()


def test_the_edl_and_the_script_read_back(one: Made) -> None:
    tree = otio.adapters.read_from_file(str(one.hands / "the key.edl"), rate=RATE)
    assert round(tree.tracks[0].duration().value) == stage.frames(one.film)
    source = formats.read(one.hands / "the key.fdx")
    assert (source.title, source.author) == ("The Borrowed Key", "A. Tester")
    assert len(source.chapters) == 2


def test_exports_are_written_once_and_not_over(one: Made) -> None:
    path = one.hands / "the key.otio"
    before = {file: file.stat().st_mtime_ns for file in (one.hands / "the key_media").iterdir()}
    text = path.read_text()
    assert stage.run(one.home, "export", one.story, "--to", path).returncode == 2
    one.export("--to", path, "--force")
    assert path.read_text() == text
    after = {file: file.stat().st_mtime_ns for file in (one.hands / "the key_media").iterdir()}
    assert after == before
    blocked = one.folder / "blocked"
    blocked.write_text("")
    done = stage.run(
        one.home, "export", one.story, "--as", "edl", "--to", one.folder / "x.edl",
        "--media", blocked,
    )  # fmt: skip
    assert done.returncode == 1
    assert "blocked cannot be written" in done.stderr
    assert not (one.folder / "x.edl").exists()


def swap_and_trim(tree: Any) -> None:
    """The last two shots change places, and the one before them loses its first ten frames."""
    track = tree.tracks[0]
    track.append(track.pop(len(track) - 2))
    clip = track[len(track) - 3]
    start, length = clip.source_range.start_time.value, clip.source_range.duration.value
    clip.source_range = TimeRange(RationalTime(start + 10, RATE), RationalTime(length - 10, RATE))


def pictures(film: Path, numbers: list[int]) -> list[Any]:
    """Luma of some frames of a film."""
    with av.open(str(film)) as container:
        found = {
            n: frame.to_ndarray(format="gray")
            for n, frame in enumerate(container.decode(video=0))
            if n in numbers
        }
    return [found[n].astype(np.int16) for n in numbers]


def alike(one: Any, other: Any) -> bool:
    return float(np.abs(one - other).mean()) < 1.5


def shots(tree: Any) -> list[Any]:
    """The clips of the picture track that show a shot."""
    return [clip for clip in tree.tracks[0].find_clips() if clip.metadata["reelwright"]["shot"]]


def voices(tree: Any) -> list[str]:
    """What is said, in order, by hash."""
    track = next(track for track in tree.tracks if track.name == "voice 1")
    return [clip.metadata["reelwright"]["clip"] for clip in track.find_clips()]


def newest(one: Made, name: str) -> Any:
    """The film as it is now, exported."""
    one.export("--to", one.folder / name)
    return otio.adapters.read_from_file(str(one.folder / name))


def test_an_edit_comes_back_and_stays(one: Made) -> None:
    before = hashlib.sha256(one.film.read_bytes()).hexdigest()
    whole = stage.frames(one.film)
    first = one.tree()
    names = [clip.name for clip in shots(first)]
    path = one.edited("edit.otio", swap_and_trim)
    told = one.edit(path)
    assert (told["clips"], told["left_out"], told["sounds"]) == (10, 0, False)
    assert stage.frames(one.film) == whole - 10 == round(told["seconds"] * RATE)
    # One shot begins off a key frame and is rendered again; the rest is joining, and sound.
    made = "SELECT kind FROM job JOIN attempt ON job_id = job.id ORDER BY attempt.id DESC LIMIT"
    kinds = [kind for (kind,) in stage.rows(one.home, f"{made} {told['made']}")]
    assert kinds.count("body") == 1
    assert not {"clip", "panel", "voice", "music", "join"} & set(kinds)

    edited = otio.adapters.read_from_file(str(path))
    last = shots(edited)[-3:]
    at = [round(clip.range_in_parent().start_time.value) + 15 for clip in last]
    for clip, shown in zip(last, pictures(one.film, at), strict=True):
        file = path_of(clip.media_reference.target_url, one.hands)
        (expected,) = pictures(file, [round(clip.source_range.start_time.value) + 15])
        assert alike(shown, expected), clip.name

    again = newest(one, "again.otio")
    order = [clip.name for clip in shots(again)]
    assert order == [*names[:-2], names[-1], names[-2]]
    said, then = voices(first), voices(again)
    assert set(said) == set(then)
    assert then.index(said[-1]) < then.index(said[-2])

    made_again = stage.made(one.home, one.story, "--out", one.out, *stage.SMALL)
    assert made_again["jobs"]["made"] == 0
    assert made_again["seconds"] == pytest.approx(told["seconds"], abs=0.001)

    # A changed line is heard and seen in its new place; nothing of the edit is lost.
    one.story.write_text(stage.STORY.replace("I lost it in the square", "I lost it in the sea"))
    changed = stage.made(one.home, one.story, "--out", one.out, *stage.SMALL)
    assert changed["jobs"]["made"] > 0
    after = newest(one, "changed.otio")
    assert [clip.name for clip in shots(after)] == order
    one.story.write_text(stage.STORY)
    stage.made(one.home, one.story, "--out", one.out, *stage.SMALL)

    assert one.edit("--back", one.story)["made"] == 0
    assert hashlib.sha256(one.film.read_bytes()).hexdigest() == before
    told = one.edit("--back", one.story, code=2)
    assert "no edit to drop" in told["error"]["cause"]


def test_a_shot_that_is_left_out_is_not_missed(one: Made) -> None:
    def shorter(tree: Any) -> None:
        tree.tracks[0].pop(len(tree.tracks[0]) - 1)

    told = one.edit(one.story, one.edited("short.otio", shorter))
    assert told["left_out"] == 1
    status = json.loads(stage.run(one.home, "status", one.story, "--json").stdout)
    assert status["status"] == "completed"
    assert len(list((one.out / "clips").rglob("*.mp4"))) == 8
    one.edit("--back", one.story)
    assert len(list((one.out / "clips").rglob("*.mp4"))) == 9


def test_strangers_are_refused_and_nothing_is_recorded(one: Made) -> None:
    def holiday(tree: Any) -> None:
        reference = otio.schema.ExternalReference("holiday.mp4")
        span = TimeRange(RationalTime(0, RATE), RationalTime(30, RATE))
        tree.tracks[0].append(otio.schema.Clip("my holiday", reference, span))

    revisions = "SELECT count(*) FROM revision"
    before = stage.rows(one.home, revisions)
    told = one.edit(one.edited("stranger.otio", holiday), code=2)
    assert "'my holiday'" in told["error"]["cause"]
    done = stage.run(one.home, "edit", one.hands / "the key.edl")
    assert done.returncode == 2
    assert "is no OpenTimelineIO file" in done.stderr
    done = stage.run(one.home, "edit", "nobody", one.hands / "the key.otio")
    assert done.returncode == 2
    assert stage.rows(one.home, revisions) == before


def test_another_films_edit_is_refused(one: Made) -> None:
    other = one.folder / "other.md"
    shutil.copy(one.story, other)
    stage.made(one.home, other, "--out", one.out, *stage.SMALL)
    told = one.edit(other, one.hands / "the key.otio", code=2)
    assert f"is an edit of {one.told['production']}" in told["error"]["cause"]


STORY = """Title: The Key

EXT. HARBOUR - NIGHT

Mara holds the lantern over the water.

The boat comes slowly to the stairs.
"""


def test_a_paid_film_tells_its_makers_and_is_not_bought_for_an_edit(tmp_path: Path) -> None:
    story, home, out = tmp_path / "key.fountain", tmp_path / "home", tmp_path / "out"
    story.write_text(STORY)
    with KLING(seconds=0.1) as service:
        settings = {
            "REELWRIGHT_PER_MINUTE": "6000", "REELWRIGHT_POLL": "0.3",
            "REELWRIGHT_KLING_URL": service.url, "REELWRIGHT_KLING_KEY": "key-of-a-test",
        }  # fmt: skip
        pay = ("--with", "kling", "--budget", "9", "--yes")
        made = stage.made(home, story, "--out", out, *stage.SMALL, *pay, **settings)
        done = stage.run(
            home, "export", story, "--to", tmp_path / "key.otio", "--takes", "--with-money",
            cwd=tmp_path, **settings,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        text = (tmp_path / "key.otio").read_text()
        assert "key-of-a-test" not in text
        tree = otio.adapters.read_from_string(text, "otio_json")
        costs = 0
        for clip in shots(tree):
            facts = clip.metadata["reelwright"]
            assert facts["made_by"][0].startswith("kling/")
            costs += facts["cost_micros"]
            original = clip.media_references()["original"]
            data = path_of(original.target_url, tmp_path).read_bytes()
            assert hashlib.sha256(data).hexdigest() == facts["originals"][0]
        assert costs == round(made["cost_usd"] * 1_000_000) > 0
        posts = service.posts()
        tree.tracks[0].pop(len(tree.tracks[0]) - 1)
        (tmp_path / "edit.otio").write_text(tree.to_json_string())
        done = stage.run(home, "edit", tmp_path / "edit.otio", "--out", out, cwd=None, **settings)
        assert done.returncode == 0, done.stderr
        # The story of the shot that is left out changes: nobody buys what is not shown.
        story.write_text(STORY.replace("slowly", "very slowly"))
        stage.made(home, story, "--out", out, *stage.SMALL, *pay, **settings)
        assert service.posts() == posts
