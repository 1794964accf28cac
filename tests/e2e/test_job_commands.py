"""retry, skip, use, cancel, archive, jobs, plan --with and make --job over real films: what a user
does about single jobs and shots, and that nothing is paid for twice by any of it."""

import json
import os
import pty
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import stage
from tests.standins import media
from tests.standins.__main__ import make as standing
from tests.standins.standin import Standin

from reelwright.studio.settings import Settings
from reelwright.studio.steering.queueing import Only, Queued, queue
from reelwright.studio.viewing import Status, statuses

SCRIPT = """Title: The Key
Author: A. Tester

EXT. HARBOUR - NIGHT

Mara holds the lantern over the water.

EXT. SQUARE - DAY

The old sailor walks home through the rain.
"""
SMALL = ("--size", "256x144", "--minutes", "0.3")
PAY = ("--budget", "9", "--yes")


class Studio:
    """A data folder, a script with two shots, and the services it may buy from."""

    def __init__(self, folder: Path, *standins: Standin) -> None:
        self.folder, self.standins = folder, standins
        self.home, self.out = folder / "home", folder / "out"
        (folder / "key.fountain").write_text(SCRIPT)
        self.more = {"REELWRIGHT_PER_MINUTE": "6000", "REELWRIGHT_POLL": "0.3"}
        for one in standins:
            prefix = f"REELWRIGHT_{one.NAME.upper()}"
            self.more |= {f"{prefix}_URL": one.url, f"{prefix}_KEY": "key"}

    @property
    def services(self) -> str:
        return ",".join(one.NAME for one in self.standins)

    def __call__(self, *arguments: str | Path, code: int = 0, home: Path | None = None) -> str:
        """Run a command; answers all it wrote."""
        done = stage.run(home or self.home, *arguments, cwd=self.folder, **self.more)
        assert done.returncode == code, (done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        assert "internal error" not in done.stderr
        return done.stdout + done.stderr

    def told(self, *arguments: str | Path, code: int = 0, home: Path | None = None) -> Any:
        """What a command answers with --json."""
        return json.loads(self(*arguments, "--json", code=code, home=home).partition("\n")[0])

    def making(self, *options: str | Path) -> tuple[str | Path, ...]:
        with_ = ("--with", self.services) if self.standins else ()
        return ("make", "key.fountain", "--out", self.out, *SMALL, *with_, *options)

    def make(self, *options: str | Path, code: int = 0) -> str:
        return self(*self.making(*options), code=code)

    @contextmanager
    def begun(
        self, *arguments: str | Path, terminal: int | None = None
    ) -> Iterator["subprocess.Popen[bytes]"]:
        """A command under way, on a terminal or with its messages in a pipe."""
        quiet = terminal is None
        with subprocess.Popen(
            [*stage.COMMAND, *map(str, arguments)],
            env=stage.environment(self.home, TERM="xterm", **self.more),
            cwd=self.folder,
            stdin=terminal,
            stdout=subprocess.DEVNULL if quiet else terminal,
            stderr=subprocess.PIPE if quiet else terminal,
            start_new_session=True,
        ) as going:
            try:
                yield going
            finally:
                going.kill()

    def settings(self, home: Path | None = None) -> Settings:
        return Settings(home=home or self.home, min_free_mb=1)

    @property
    def production(self) -> str:
        return statuses(self.settings())[0].production

    @property
    def status(self) -> Status:
        return statuses(self.settings())[0]

    def jobs(self, only: Only = "all", home: Path | None = None) -> list[Queued]:
        """What `jobs` shows, without starting a process for it."""
        return queue(self.settings(home), self.production, only)

    @property
    def paid(self) -> list[float]:
        """USD that each service would charge."""
        return [round(sum(usd for _, usd in one.bill()), 6) for one in self.standins]

    @property
    def film(self) -> Path:
        return next((self.out / "final").iterdir())

    def frames(self) -> int:
        return stage.frames(self.film)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with standing("kling", seconds=0.2).start() as kling:
        yield Studio(tmp_path, kling)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Studio]:
    """The first service may fail: there is a second."""
    with (
        standing("kling", seconds=0.2).start() as kling,
        standing("runway", seconds=0.2).start() as runway,
    ):
        yield Studio(tmp_path, kling, runway)


def test_a_plan_a_shot_and_then_the_film(studio: Studio) -> None:
    """What the plan says is what one shot and the rest cost together; the shot is bought once."""
    (kling,) = studio.standins
    planned = studio.told(
        "plan", "key.fountain", *SMALL, "--with", "kling", "--max-concurrent", "2"
    )
    bill = planned["bill"]
    assert (bill["jobs"], bill["max_concurrent"]) == (2, {"kling": 2})
    assert bill["seconds"] == 90
    assert "guess" in bill["seconds_by"]
    assert {one["place"] for one in bill["adapted"]} == {"1.1/1", "1.2/1"}
    assert kling.posts() == 0
    text = studio("plan", "key.fountain", *SMALL, "--with", "kling")
    assert f"{bill['usd']:.2f} USD  at the most, in all" in text
    assert "guess" in text
    alone = studio.told(*studio.making("--job", "1.2/1", *PAY))
    assert kling.posts() == 1
    assert stage.frames(studio.folder / alone["part"]) > 0
    assert [job.kind for job in studio.jobs() if job.provider == "kling"] == ["clip"]
    assert studio.told("plan", studio.production)["bill"]["jobs"] == 1
    studio.make(*PAY)
    assert kling.posts() == 2
    assert studio.paid == [pytest.approx(bill["usd"])]
    assert "nothing would be bought" in studio("plan", studio.production)
    first = next(job for job in studio.jobs() if job.kind == "clip")
    again = studio.told(*studio.making("--job", str(first.id), *PAY))
    assert (again["jobs"]["made"], kling.posts()) == (0, 2)
    film = next(job for job in studio.jobs() if job.kind == "film")
    assert "belongs to the cut" in studio.make("--job", str(film.id), *PAY, code=2)


def test_a_failure_is_seen_retried_skipped_and_wanted_again(studio: Studio) -> None:
    (kling,) = studio.standins
    kling.faults.add("moderated later")
    studio.make(*PAY, code=4)
    (failed,) = studio.told("jobs", "--failed")
    assert (failed["work"], failed["runs"]) == ("failed", 1)
    assert failed["order"]["prompt"]
    assert failed["attempts"][0]["error"] == failed["error"]
    assert failed["place"] in ("1.1/1", "1.2/1")
    job, posts = str(failed["id"]), kling.posts()
    assert "nobody has said yes" in studio("retry", job, "--out", studio.out, code=5)
    assert [one.id for one in studio.jobs("failed")] == [failed["id"]]
    # Once more it fails, and nothing else is asked for.
    kling.faults.add("moderated later")
    studio("retry", "--failed", "--out", studio.out, *PAY, code=4)
    assert kling.posts() == posts + 1
    assert "stands in for it" in studio("skip", "--failed")
    assert studio.jobs("failed") == []
    studio("cut", "--out", studio.out)
    assert (studio.status.status, studio.status.skipped) == ("completed", 1)
    drawn = studio.frames()
    assert "wanted again" in studio("skip", job, "--undo")
    assert [one.id for one in studio.jobs("failed")] == [failed["id"]]
    assert kling.posts() == posts + 1
    studio.make(*PAY)
    assert kling.posts() == posts + 2
    assert "No job has failed" in studio("retry", "--failed", *PAY)
    assert abs(studio.frames() - drawn) <= 1
    assert len(kling.bill()) == 2
    assert "is made: nothing is made twice" in studio("retry", job, code=2)


def test_a_shot_that_another_service_made_is_not_bought_again(two: Studio) -> None:
    kling, runway = two.standins
    kling.faults.add("moderated later")
    said = two.make(*PAY)
    assert "another model has made it" in said
    assert " 0 failed" in said
    assert (kling.posts(), runway.posts()) == (2, 1)
    paid = two.paid
    two.make(*PAY)
    assert (two.status.status, two.status.failed, two.status.replaced) == ("completed", 0, 1)
    report = two.told("report")
    assert (report["paid"]["completed"], report["paid"]["replaced"]) == (2, 1)
    assert (report["jobs"]["failed"], report["failed"]) == (0, [])
    assert report["gates"]["succeeded"] is True
    assert "1 made by another model" in two("report")
    told = two("retry", "--failed", "--out", two.out, *PAY)
    assert "left alone: another model has made its shot" in told
    assert "No shot has a failed clip" in two("skip", "--failed")
    assert two.paid == paid
    assert (kling.posts(), runway.posts()) == (2, 1)
    assert two.jobs("failed") == []
    (failed,) = [one for one in two.jobs() if one.replaced]
    assert "replaced " in two("jobs")
    two("retry", str(failed.id), "--out", two.out, *PAY)
    assert (kling.posts(), runway.posts()) == (3, 1)
    two.make(*PAY)
    assert (kling.posts(), runway.posts()) == (3, 1)


def test_the_users_own_files_take_the_place_of_shots(studio: Studio) -> None:
    """A picture, a clip, another take, and back: paid for is only what a service makes."""
    (kling,) = studio.standins
    own = {"short.mp4": media.clip(1), "long.mp4": media.clip(9), "own.png": media.picture()}
    for name, content in own.items():
        (studio.folder / name).write_bytes(content)
    (studio.folder / "junk.mp4").write_bytes(b"junk")
    studio.make("--until", "panels")
    assert "needs" in studio("use", "1.1/1", "short.mp4", code=2)
    assert "neither" in studio("use", "1.1/1", "junk.mp4", code=2)
    used = studio.told("use", "1.1/1", "long.mp4")
    assert (used["revision"], used["buys"]) == (2, False)
    assert studio.told("use", "1.2/1", "own.png")["buys"]
    studio.make(*PAY)
    assert kling.posts() == 1
    (task,) = kling.tasks.values()
    assert task.asked["contents"][-1]["type"] == "first_frame"
    both = studio.frames()
    studio("use", "1.2/1", "--take", "2")
    assert "nobody has said yes" in studio("cut", "--out", studio.out, code=5)
    studio.make(*PAY)
    assert kling.posts() == 2
    studio("use", "1.2/1", "--take", "1")
    studio("cut", "--out", studio.out)
    assert kling.posts() == 2
    assert studio.frames() == both
    studio("use", "1.1/1", "--back")
    assert studio.told("plan", studio.production)["bill"]["jobs"] == 1


def test_own_files_in_a_film_that_costs_nothing(tmp_path: Path) -> None:
    """Without any service: the clip is shown, the camera moves over the picture."""
    studio = Studio(tmp_path)
    (tmp_path / "own.mp4").write_bytes(media.clip(9))
    (tmp_path / "own.png").write_bytes(media.picture())
    studio.make()
    before, frames = studio.film.read_bytes(), studio.frames()
    studio("use", "1.1/1", "own.mp4")
    studio("use", "1.2/1", "own.png")
    studio("cut", "--out", studio.out)
    assert studio.film.read_bytes() != before
    assert studio.frames() == frames
    kinds = {(job.kind, job.model) for job in studio.jobs()}
    assert ("panel", "own-1") in kinds
    assert "no video service" in studio("use", "1.1/1", "--take", "2", code=2)
    for place in ("1.1/1", "1.2/1"):
        studio("use", place, "--back")
    studio("cut", "--out", studio.out)
    assert studio.film.read_bytes() == before


def until(seen: str, studio: Studio, query: str, patience: float = 60) -> None:
    """Wait until a query of the ledger answers something."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if stage.takes(studio.home) and stage.rows(studio.home, query):
            return
        time.sleep(0.1)
    raise AssertionError(f"{seen} never came")


BOTH = "SELECT 1 WHERE (SELECT count(*) FROM attempt WHERE work = 'ticketed') = 2"


HERE = (
    "SELECT 1 WHERE NOT EXISTS"
    " (SELECT 1 FROM job WHERE provider = 'animatic' AND work != 'accepted')"
)


def test_a_stop_tells_what_is_under_way_and_cancel_stops_it(tmp_path: Path) -> None:
    with standing("runway", seconds=600).start() as runway:
        studio = Studio(tmp_path, runway)
        with studio.begun(*studio.making(*PAY)) as going:
            until("both jobs", studio, BOTH)
            until("all that is made here", studio, HERE)
            os.kill(going.pid, signal.SIGINT)
            began = time.monotonic()
            _, told = going.communicate(timeout=30)
        assert time.monotonic() - began < 5
        assert going.returncode == 130
        assert b"Still under way: 2 clips at runway; 1.20 USD held for it" in told
        assert f"reelwright cancel {studio.production}".encode() in told
        assert len(studio.told("jobs", "--open")) == 2
        done = studio.told("cancel")
        assert [one["fate"] for one in done["endings"]] == ["stopped", "stopped"]
        assert runway.bill() == []
        status = studio.status
        assert (status.status, status.error) == ("cancelled", "Cancelled by user")
        assert (status.pending, status.skipped) == (0, 2)
        assert stage.rows(studio.home, "SELECT 1 FROM attempt WHERE money = 'held'") == []
        assert "0 jobs" in studio("cancel")
        runway.seconds = 0.2
        # What a stopped job cost is not told: it is presumed, and the gate of the money says so.
        assert "2.40 USD for 1.20 quoted" in studio.make(*PAY, code=4)
        assert (runway.posts(), len(runway.bill())) == (4, 2)
        assert "is finished" in studio("cancel", code=2)


def test_a_film_moves_to_another_data_folder(studio: Studio) -> None:
    (kling,) = studio.standins
    studio.make(*PAY)
    told = studio.told("archive", "key.fountain", "film.zip")
    assert told["charged_usd"] == pytest.approx(studio.paid[0])
    assert "is there already" in studio("archive", "key.fountain", "film.zip", code=2)
    there = studio.folder / "there"
    for new in (True, False):
        assert studio.told("archive", "--restore", "film.zip", home=there)["new"] is new
    here, copy = studio.jobs(), studio.jobs(home=there)
    # Tries here are not counted there, and each ledger numbers jobs by itself.
    own = {"runs": 0, "id": 0}
    assert [one.model_copy(update=own) for one in here if one.kind == "clip"] == [
        one.model_copy(update=own) for one in copy if one.kind == "clip"
    ]
    assert [one.fingerprint for one in here] == [one.fingerprint for one in copy]
    out = studio.folder / "out2"
    cut = studio.told("cut", "--out", out, home=there)
    assert cut["made"] == 0
    assert Path(studio.folder / cut["film"]).read_bytes() == studio.film.read_bytes()
    assert kling.posts() == 2
    assert studio.told("plan", studio.production, home=there)["bill"]["jobs"] == 0


@pytest.mark.parametrize(("answer", "code", "posts"), [("no", 5, 0), ("yes", 0, 2)])
def test_the_bill_is_shown_and_the_answer_is_heard(
    studio: Studio, answer: str, code: int, posts: int
) -> None:
    """In a terminal: the display steps aside for the question, and nothing is sent before a yes."""
    (kling,) = studio.standins
    reader, writer = pty.openpty()
    seen, asked = b"", False
    with studio.begun(*studio.making("--budget", "9"), terminal=writer) as going:
        os.close(writer)
        while piece := _read(reader):
            seen += piece
            if b"Type yes: " in seen and not asked:
                asked = True
                time.sleep(0.6)  # a display that goes on would draw now
                assert kling.posts() == 0
                os.write(reader, f"{answer}\n".encode())
        assert going.wait(timeout=60) == code
    os.close(reader)
    text = seen.decode()
    question = text[text.index("USD  2 clips") : text.index("Type yes: ") + 10]
    assert "at the most, in all" in question
    assert "\x1b[2K" not in question, "the display draws over the question"
    assert text[text.index("Type yes: ") + 10 :].startswith(f"{answer}\r\n")
    assert kling.posts() == posts


def _read(reader: int) -> bytes:
    try:
        return os.read(reader, 65536)
    except OSError:  # nobody is at the other end any more
        return b""


def test_rules_that_changed_buy_nothing_by_themselves(studio: Studio) -> None:
    """Another price list asks for longer clips: the film is whole, so --yes alone buys nothing."""
    (kling,) = studio.standins
    studio.make(*PAY)
    own = studio.folder / "own.toml"
    own.write_text('[[video]]\nservice = "kling"\nmodel = "kling-3.0"\nseconds = [10]\n')
    studio.more["REELWRIGHT_CATALOGUE"] = str(own)
    planned = studio.told("plan", studio.production)
    assert planned["bill"]["again"] == 2
    assert planned["orders"]["causes"]["recipe"] == 2
    assert "nothing of yours has changed" in studio.make(*PAY, code=5)
    assert kling.posts() == 2
    studio.make(*PAY, "--refresh")
    assert kling.posts() == 4


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("retry",), "no job is named"),
        (("skip",), "no job is named"),
        (("retry", "7"), "no job 7"),
        (("retry", "--failed", "nothing"), "no production 'nothing'"),
        (("skip", "1.1/1"), "no productions yet"),
        (("use", "1.1/1"), "say one thing"),
        (("use", "1.1/1", "a.png", "--back"), "say one thing"),
        (("use", "1.1/1", "a.png"), "no productions yet"),
        (("cancel",), "no productions yet"),
        (("cancel", "nothing"), "no production 'nothing'"),
        (("archive",), "a production and a file"),
        (("archive", "nothing", "film.zip"), "no production 'nothing'"),
        (("archive", "--restore", "nowhere.zip"), "no file"),
        (("archive", "a", "--restore", "b"), "takes one file"),
        (("jobs", "--failed", "--open"), "not open"),
        (("plan", "key.fountain", "--with", "nobody"), "no service 'nobody'"),
        (("plan", "key.fountain", "--with", "runway:gen4_turbo"), "without a first frame"),
    ],
)
def test_wrong_turns_are_told(tmp_path: Path, arguments: tuple[str, ...], why: str) -> None:
    assert why in Studio(tmp_path)(*arguments, code=2)
