"""providers, resolve, report and reconcile over real films: what a user sees and decides when a
service takes a request and does not answer."""

import csv
import io
import json
import os
import pty
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stage
from filelock import FileLock
from tests.standins.runway import STANDIN
from tests.standins.standin import Standin

SCRIPT = """Title: The Key
Author: A. Tester

EXT. HARBOUR - NIGHT

Mara holds the lantern over the water.

EXT. SQUARE - DAY

The old sailor walks home through the rain.
"""
KEY = "key-of-a-test-that-is-shown-nowhere"


class Studio:
    """A data folder, a script and a service."""

    def __init__(self, folder: Path, standin: Standin) -> None:
        self.folder, self.standin = folder, standin
        self.home, self.out = folder / "home", folder / "out"
        (folder / "key.fountain").write_text(SCRIPT)
        self.more = {
            "REELWRIGHT_PER_MINUTE": "6000", "REELWRIGHT_POLL": "0.3",
            "REELWRIGHT_RUNWAY_URL": standin.url, "REELWRIGHT_RUNWAY_KEY": KEY,
        }  # fmt: skip

    def __call__(self, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        done = stage.run(self.home, *arguments, cwd=self.folder, **{**self.more, **more})
        assert KEY not in done.stdout + done.stderr
        return done

    def make(self, code: int, **more: str) -> subprocess.CompletedProcess[str]:
        done = self(
            "make", "key.fountain", "--out", self.out, "--size", "256x144", "--minutes", "0.3",
            "--with", "runway", "--budget", "9", "--yes", **more,
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        return done

    def told(self, code: int, *arguments: str | Path) -> Any:
        """What a command answers with --json."""
        done = self(*arguments, "--json")
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout)

    def fails(self, code: int, why: str, *arguments: str | Path) -> None:
        """A wrong turn: the exit code, one clear sentence, the next command; and no trace."""
        done = self(*arguments)
        assert done.returncode == code, done.stderr
        assert why in done.stderr
        assert "Traceback" not in done.stderr
        assert "internal error" not in done.stderr
        assert len(done.stderr.splitlines()) >= 2

    @property
    def usd(self) -> float:
        return sum(usd for _, usd in self.standin.bill())


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with STANDIN(seconds=0.2) as standin:
        yield Studio(tmp_path, standin)


def test_a_job_that_nobody_knows_of_is_found_by_its_ticket(studio: Studio) -> None:
    """Taken, billed, never answered: seen everywhere, decided once, paid once, and reconciled."""
    assert "Nothing waits for you" in studio("resolve").stderr
    studio.standin.faults.add("drop after")
    made = studio.make(5)
    assert "reelwright resolve" in made.stderr
    taken = len(studio.standin.tasks)

    # It is seen everywhere.
    shown = studio("resolve")
    assert shown.returncode == 5
    (one,) = studio.told(5, "resolve")
    for part in (f"job {one['job']}  parked", f"resolve {one['job']} --ticket ID", "--resend",
                 "--abandon", f"scene {one['scene']}, shot {one['number']}"):  # fmt: skip
        assert part in shown.stdout
    runway = next(o for o in studio.told(0, "providers") if o["service"] == "runway")
    assert runway["parked"] == 1
    assert runway["held_usd"] == one["held_usd"] > 0
    assert "1 job parked" in studio("providers").stdout
    report = studio.told(5, "report")
    assert report["paid"]["parked"] == 1
    assert "parked" in [alert["kind"] for alert in report["alerts"]]
    assert report["cost"]["held_usd"] == one["held_usd"]

    # The service knows which of its tasks no job of ours has.
    ours = {row[0] for row in stage.rows(studio.home, "SELECT ticket FROM attempt")}
    (lost,) = [name for name, _ in studio.standin.bill() if name not in ours]
    other = next(name for name in ours if name)
    job = str(one["job"])
    studio.fails(2, "another job's", "resolve", job, "--ticket", other)
    studio.fails(2, "does not know", "resolve", job, "--ticket", "nonsense")
    done = studio("resolve", job, "--ticket", lost)
    assert done.returncode == 0, done.stderr
    assert lost in done.stdout
    studio.fails(2, "is under way", "resolve", job, "--abandon")

    # The next run takes it in, and buys nothing.
    studio.make(0)
    assert len(studio.standin.tasks) == studio.standin.posts() == taken
    report = studio.told(0, "report")
    assert report["cost"]["actual_usd"] == pytest.approx(studio.usd)
    assert report["cost"]["held_usd"] == 0
    assert set(report["gates"].values()) == {True}
    assert report["runs"]["count"] == 2
    assert report["results"]["out"] == str(studio.out)
    assert sum(scene["actual_usd"] for scene in report["scenes"]) == pytest.approx(studio.usd)
    assert {scene["scene"] for scene in report["scenes"]} == {"1.1", "1.2"}
    assert report["calls"][0]["requests"] >= 2 * taken
    assert any(one["command"].startswith("ffmpeg ") for one in report["assemblies"])
    kept = studio.home / "reports" / f"{report['production']}.json"
    assert json.loads(kept.read_text())["cost"] == report["cost"]
    text = studio("report")
    for part in ("by scene", "by kind", "requests", "ok   all jobs were attempted", "runway"):
        assert part in text.stdout

    _reconciled(studio)


def _reconciled(studio: Studio) -> None:
    """The service's bill, right and wrong."""
    bill = studio.folder / "usage.csv"

    def write(change: dict[str, float]) -> None:
        lines = [
            f"{name};{change.get(name, usd):.2f}".replace(".", ",")
            for name, usd in studio.standin.bill()
        ]
        bill.write_text("\ufeffTask ID;Amount (USD)\n" + "\n".join(lines) + "\n")

    write({})
    assert studio.told(0, "reconcile", bill)["service"] == "runway"
    first, usd = studio.standin.bill()[0]
    write({first: usd + 0.10, "strange": 1})
    before = stage.rows(studio.home, "SELECT count(*) FROM money")
    done = studio("reconcile", bill)
    assert done.returncode == 4
    assert "+0.10" in done.stdout
    assert "--correct" in done.stderr
    assert stage.rows(studio.home, "SELECT count(*) FROM money") == before
    for expected in (0.1, 0.0):
        told = studio.told(0, "reconcile", bill, "--correct")
        assert told["corrected_usd"] == pytest.approx(expected)
    report = studio.told(0, "report")
    assert report["cost"]["corrected_usd"] == pytest.approx(0.1)
    assert {"above hold", "cap closed"} <= {alert["kind"] for alert in report["alerts"]}
    studio.fails(2, "cannot be read", "reconcile", "nothing.csv")
    studio.fails(2, "no column", "reconcile", "key.fountain")
    studio.fails(2, "is no rate", "reconcile", bill, "--rate", "much")
    studio.fails(2, "no service", "reconcile", bill, "--service", "klink")


def test_given_up_or_bought_again(studio: Studio) -> None:
    studio.standin.faults.add("drop after", times=2)
    studio.make(5)
    first, second = studio.told(5, "resolve")
    clips = studio.standin.posts()

    # Nothing is decided while a run is going on, or without a yes.
    with FileLock(studio.home / "lock"):
        studio.fails(1, "another reelwright process", "resolve", str(first["job"]), "--abandon")
    studio.fails(5, "charged twice", "resolve", str(first["job"]), "--resend")
    assert answered(studio, str(first["job"]), "no") == 5
    assert len(studio.told(5, "resolve")) == 2
    studio.fails(2, "exclude each other", "resolve", "1", "--resend", "--abandon")
    studio.fails(2, "for one job", "resolve", "--resend", "--yes")
    studio.fails(2, "no job 999", "resolve", "999")
    studio.fails(2, "no production 'nobody'", "resolve", "nobody")

    assert answered(studio, str(first["job"]), "yes") == 0
    gone = studio.told(0, "resolve", str(second["job"]), "--abandon")
    assert (gone["written_off_usd"], gone["stands_in"]) == (second["held_usd"], True)
    assert studio.told(0, "resolve") == []

    assert "50% more" in studio.make(4).stderr, "a gate is false: it has cost more than was said"
    assert studio.standin.posts() == clips + 1, "only what was to be bought again was"
    report = studio.told(4, "report")
    assert report["because"].keys() == {"cost_kept"}
    cost = report["cost"]
    assert cost["written_off_usd"] == pytest.approx(first["held_usd"] + second["held_usd"])
    assert cost["actual_usd"] == pytest.approx(studio.usd)
    assert report["errors"] == {"lost, written off": 2}
    # Both tasks that never answered are on the bill, and told as what they may be.
    bill = studio.folder / "usage.csv"
    bill.write_text(
        "id,amount\n" + "".join(f"{name},{usd}\n" for name, usd in studio.standin.bill())
    )
    told = studio.told(4, "reconcile", bill)
    assert {one["perhaps"] for one in told["strange"]} == {first["job"], second["job"]}


def answered(studio: Studio, job: str, answer: str) -> int:
    """The exit code of --resend when a person at a terminal says this."""
    leader, terminal = pty.openpty()
    try:
        begun = subprocess.Popen(
            [*stage.COMMAND, "resolve", job, "--resend"],
            env=stage.environment(studio.home, **studio.more), cwd=studio.folder,
            stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        os.write(leader, f"{answer}\n".encode())
        _, told = begun.communicate(timeout=60)
    finally:
        os.close(leader)
        os.close(terminal)
    assert "stay in the books" in told
    return begun.returncode


def test_a_late_job_is_told_and_needs_no_decision(studio: Studio) -> None:
    studio.standin.faults.add("never ends")
    studio.make(5, REELWRIGHT_TIMEOUT="2")
    (one,) = studio.told(0, "resolve")
    assert (one["state"], one["tickets"]) == ("overdue", False)
    assert one["ticket"] in studio.standin.tasks
    assert "is taken when it comes" in studio("resolve").stdout
    report = studio.told(4, "report")
    assert "overdue" in [alert["kind"] for alert in report["alerts"]]
    studio.fails(2, "has its ticket already", "resolve", str(one["job"]), "--ticket", "other")
    studio.standin.tasks[one["ticket"]].done_at = 0.0
    studio.make(0)
    assert studio.told(0, "report")["cost"]["actual_usd"] == pytest.approx(studio.usd)


def test_a_report_as_text_csv_and_file_and_of_a_free_film(studio: Studio) -> None:
    studio.fails(2, "no productions yet", "report")
    done = studio("make", "key.fountain", "--out", "films", "--size", "256x144", "--until", "clips")
    assert done.returncode == 0, done.stderr
    free = studio("report")
    assert free.returncode == 0, free.stdout
    assert "nothing: no service was used" in free.stdout
    studio.make(0)
    rows = list(csv.DictReader(io.StringIO(studio("report", "--csv").stdout)))
    assert len(rows) == len(studio.standin.tasks)
    assert {row["service"] for row in rows} == {"runway"}
    for name, begins in (("a.csv", "production,"), ("a.json", "{"), ("a.txt", "The Key")):
        done = studio("report", "--out", name)
        assert done.returncode == 0
        assert done.stdout.strip() == name
        assert (studio.folder / name).read_text().startswith(begins)
    studio.fails(2, "exclude each other", "report", "--csv", "--json")
    studio.fails(1, "cannot be written", "report", "--out", "no/such/folder/a.csv")
    studio.fails(2, "no production", "report", "nobody")


def test_providers_are_told_and_asked(studio: Studio) -> None:
    everybody = studio("providers")
    assert everybody.returncode == 0
    assert "set REELWRIGHT_KLING_KEY (or KLING_API_KEY)" in everybody.stdout
    assert "key in REELWRIGHT_RUNWAY_KEY" in everybody.stdout
    more = {"REELWRIGHT_COMFYUI_URL": studio.standin.url + "/nowhere"}
    asked = studio("providers", "--check", **more)
    assert asked.returncode == 1, "a ComfyUI server was named, and is none"
    assert "it answers, its key is good" in asked.stdout
    assert "BAD" in asked.stdout
    assert studio.standin.posts() == 0
    wrong = studio("providers", REELWRIGHT_RUNWAY_PER_MINUTE="half")
    assert wrong.returncode == 2
    assert "REELWRIGHT_RUNWAY_PER_MINUTE" in wrong.stderr
