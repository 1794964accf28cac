"""One small film through the command line, and what a user may expect of it."""

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import stage
from PIL import Image


class Made:
    """The film of the tiny story, made once for this module."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.out = folder / "out"
        self.story = folder / "key.md"
        self.story.write_text(stage.STORY)
        self.told = stage.made(self.home, self.story, "--out", self.out, *stage.SMALL)
        self.film = Path(self.told["film"])


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("film"))


def test_make_ends_with_the_documented_json(one: Made) -> None:
    assert set(one.told) == {
        "production", "film", "seconds", "wall_seconds", "jobs", "cost_usd", "quoted_usd",
    }  # fmt: skip
    assert one.told["jobs"]["failed"] == one.told["jobs"]["skipped"] == 0
    assert one.told["jobs"]["made"] > 20
    assert one.told["cost_usd"] == 0


def test_the_film_plays_whole(one: Made) -> None:
    with av.open(str(one.film)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.width, video.height) == (256, 144)
        assert str(video.average_rate) == "24"
        assert audio.sample_rate == 48000
        assert [s.type for s in container.streams].count("subtitle") == 1
        assert container.metadata["title"] == "The Borrowed Key"
        assert container.metadata["artist"] == "A. Tester"
        chapters = [chapter["metadata"]["title"] for chapter in container.chapters()]
    assert chapters == ["One", "Two"]
    assert stage.frames(one.film) == round(one.told["seconds"] * 24)


def test_the_layout_is_as_documented(one: Made) -> None:
    production = one.told["production"]
    files = sorted(
        str(path.relative_to(one.out))
        for path in one.out.rglob("*")
        if path.is_file() and ".reelwright" not in path.parts
    )
    assert "final/the_borrowed_key_complete.mp4" in files
    assert f"scenes/{production}/scene_001.mp4" in files
    assert f"clips/{production}/scene_001/clip_000.mp4" in files
    scene = one.out / f"scenes/{production}/scene_001.mp4"
    with av.open(str(scene)) as container:
        assert {s.type for s in container.streams} >= {"video", "audio"}
    assert {name.split("/")[0] for name in files} == {
        "audio", "characters", "clips", "final", "images", "scenes",
    }  # fmt: skip
    people = {
        Path(name).stem.removesuffix("_front") for name in files if name.endswith("_front.png")
    }
    assert "tobias" in people
    for person in people:
        for view in ("front", "side", "full_body"):
            with Image.open(one.out / f"characters/{production}/{person}_{view}.png") as sheet:
                assert sheet.size == (768, 1024)
    scenes = [name for name in files if name.startswith("scenes/")]
    for number, name in enumerate(scenes, 1):
        with av.open(str(one.out / name)) as container:
            shown = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        with av.open(str(one.out / f"audio/{production}/scene_{number}.mp3")) as container:
            heard = sum(frame.samples for frame in container.decode(audio=0))
        assert heard / 48000 == pytest.approx(len(shown) / 24, abs=0.1)
        first = f"images/{production}/scene_{number}_first_frame.png"
        with Image.open(one.out / first) as still:
            assert still.size == (256, 144)
        assert first.replace("first", "last") in files
    # The last scene runs out untouched by a transition, so its last frame is the last still.
    last = one.out / f"images/{production}/scene_{len(scenes)}_last_frame.png"
    with Image.open(last) as still:
        assert np.abs(np.asarray(still).astype(int) - shown[-1]).mean() < 4


def test_the_same_command_again_makes_nothing(one: Made) -> None:
    before = one.film.read_bytes()
    again = stage.made(one.home, one.story, "--out", one.out, *stage.SMALL)
    assert again["jobs"]["made"] == 0
    assert one.film.read_bytes() == before


def test_another_data_folder_makes_the_same_bytes(one: Made, tmp_path: Path) -> None:
    told = stage.made(
        tmp_path / "home", one.story, "--out", tmp_path / "out", *stage.SMALL,
        REELWRIGHT_WORKERS="3",
    )  # fmt: skip
    assert Path(told["film"]).read_bytes() == one.film.read_bytes()


def test_nothing_temporary_is_left(one: Made) -> None:
    assert stage.leftovers(one.home) == []


def test_one_changed_sentence_makes_only_what_depends_on_it(one: Made, tmp_path: Path) -> None:
    """Counted by job: the words of one spoken line change."""
    home, story = tmp_path / "home", tmp_path / "key.md"
    story.write_text(stage.STORY)
    whole = stage.made(home, story, "--out", tmp_path / "out", *stage.SMALL)
    story.write_text(stage.STORY.replace("Is this yours?", "Is this one yours?"))
    planned = json.loads(stage.run(home, "plan", story, *stage.SMALL, "--json").stdout)
    told = stage.made(home, story, "--out", tmp_path / "out", *stage.SMALL)
    kinds = dict(
        stage.rows(
            home,
            "SELECT kind, count(*) FROM job JOIN want ON want.job_id = job.id WHERE revision = 2 "
            "AND job.id NOT IN (SELECT job_id FROM want WHERE revision = 1) GROUP BY kind",
        )
    )
    assert kinds["voice"] == 1
    assert kinds["clip"] <= 2
    assert kinds.get("panel", 0) <= 2
    assert kinds["scene"] == 1
    assert sum(kinds.values()) == told["jobs"]["made"] < whole["jobs"]["made"] / 2
    assert planned["orders"]["make"]["voice"] == 1
    assert planned["orders"]["drop"]["voice"] == 1
    assert planned["orders"]["causes"] == {"source": sum(planned["orders"]["make"].values())}
    assert max(stage.executions(home).values()) == 1


def test_stages_can_be_run_one_by_one(one: Made, tmp_path: Path) -> None:
    seen: list[set[str]] = []
    for until in ("storyboard", "voices", "panels", "clips", "cut"):
        told = stage.made(
            tmp_path / "home", one.story, "--out", tmp_path / "out", *stage.SMALL, "--until", until
        )
        assert bool(told["film"]) == (until == "cut")
        seen.append({kind for (kind,) in stage.rows(tmp_path / "home", "SELECT kind FROM job")})
    added = [now - before for before, now in zip([set(), *seen], seen, strict=False)]
    assert added[:4] == [{"text"}, {"voice"}, {"panel"}, {"clip"}]
    assert max(stage.executions(tmp_path / "home").values()) == 1


@pytest.mark.parametrize("kind", ["mp4", "srt", "vtt", "fountain"])
def test_exports(one: Made, tmp_path: Path, kind: str) -> None:
    to = tmp_path / f"film.{kind}"
    done = stage.run(one.home, "export", "--as", kind, "--to", to, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["bytes"] == to.stat().st_size > 100
    if kind == "srt":
        assert "Bring me the key" in to.read_text()
    if kind == "fountain":
        assert "HARBOUR" in to.read_text()
    again = stage.run(one.home, "export", "--as", kind, "--to", to)
    assert again.returncode == 2
    assert "--force" in again.stderr


def test_status_jobs_and_cut(one: Made) -> None:
    status = json.loads(stage.run(one.home, "status", one.story, "--json").stdout)
    assert status["status"] == "completed"
    assert status["progress"] == 100
    counted = status["completed"] + status["failed"] + status["skipped"] + status["pending"]
    assert status["total"] == counted
    jobs = json.loads(stage.run(one.home, "jobs", "--json").stdout)
    assert {job["work"] for job in jobs} == {"accepted"}
    assert json.loads(stage.run(one.home, "jobs", "--failed", "--json").stdout) == []
    cut = stage.run(one.home, "cut", "--scene", "1.1", "--out", one.out, "--json")
    assert cut.returncode == 0, cut.stderr
    told: dict[str, Any] = json.loads(cut.stdout)
    assert told["film"].endswith("scene_001.mp4")
    assert told["made"] == 0
    assert stage.run(one.home, "cut", "--scene", "9.9", "--out", one.out).returncode == 2


@pytest.mark.parametrize("told_by", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_is_soon_leaves_nothing_and_says_how_to_go_on(
    one: Made, tmp_path: Path, told_by: signal.Signals
) -> None:
    home = tmp_path / "home"
    going = stage.begin(home, "make", one.story, "--out", tmp_path / "out", *stage.SMALL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if stage.takes(home) > 8:
            break
        time.sleep(0.05)
    os.kill(going.pid, told_by)
    began = time.monotonic()
    _, told = going.communicate(timeout=30)
    assert time.monotonic() - began < 5
    assert going.returncode == 130
    assert b"same command" in told
    assert b"Traceback" not in told
    assert stage.orphans() == []
    assert stage.leftovers(home) == []
    status = json.loads(stage.run(home, "status", "--json").stdout)
    assert status[0]["status"] == "cancelled"
    whole = stage.made(home, one.story, "--out", tmp_path / "out", *stage.SMALL)
    assert Path(whole["film"]).read_bytes() == one.film.read_bytes()
    assert max(stage.executions(home).values()) == 1
