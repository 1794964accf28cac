"""Room is made over real films: nothing paid for goes by itself, and nothing is bought silently."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stage
from tests.standins.runway import STANDIN
from tests.standins.standin import Standin

SCRIPT = """Title: The Key

EXT. HARBOUR - NIGHT

Mara holds the lantern over the water.

EXT. SQUARE - DAY

The old sailor walks home through the rain.
"""


class Studio:
    """A data folder, a script, and a service with its bill."""

    def __init__(self, folder: Path, standin: Standin) -> None:
        self.folder, self.standin = folder, standin
        self.home, self.out = folder / "home", folder / "out"
        (folder / "key.fountain").write_text(SCRIPT)
        self.more = {
            "REELWRIGHT_PER_MINUTE": "6000", "REELWRIGHT_POLL": "0.3",
            "REELWRIGHT_RUNWAY_URL": standin.url, "REELWRIGHT_RUNWAY_KEY": "a-key",
        }  # fmt: skip

    def __call__(self, code: int, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        done = stage.run(self.home, *arguments, cwd=self.folder, **self.more)
        assert done.returncode == code, done.stderr
        return done

    def make(self, code: int, *more: str) -> subprocess.CompletedProcess[str]:
        return self(
            code, "make", "key.fountain", "--out", self.out, "--size", "256x144", "--minutes",
            "0.3", "--with", "runway", "--budget", "20", "--yes", *more,
        )  # fmt: skip

    def clean(self, code: int, *arguments: str | Path) -> Any:
        return json.loads(self(code, "clean", *arguments, "--json").stdout)

    @property
    def usd(self) -> float:
        return sum(usd for _, usd in self.standin.bill())

    @property
    def film(self) -> bytes:
        (path,) = (self.out / "final").iterdir()
        return path.read_bytes()


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with STANDIN(seconds=0.2) as standin:
        yield Studio(tmp_path, standin)


def test_a_film_is_made_again_from_its_originals_for_nothing(studio: Studio) -> None:
    studio.make(0, "--clips", "none")
    assert not (studio.out / "clips").exists()
    film, paid = studio.film, studio.usd
    assert paid > 0

    would = studio.clean(0, "--dry-run", "--out", studio.out)
    done = studio.clean(0, "--out", studio.out)
    assert (would["files"], would["bytes"]) == (done["files"], done["bytes"])
    assert done["bytes"] > 0
    assert done["originals"]["files"] == 0
    assert [path.name for path in studio.out.iterdir() if path.name[0] != "."] == ["final"]
    assert studio.film == film

    studio.make(0, "--clips", "small")
    assert studio.film == film
    assert studio.usd == paid
    assert list((studio.out / "clips").rglob("*.mp4"))


def test_deleted_originals_are_not_bought_again_by_themselves(studio: Studio) -> None:
    studio.make(0)
    film, paid = studio.film, studio.usd
    (production,) = {row[0] for row in stage.rows(studio.home, "SELECT id FROM production")}
    money = stage.rows(studio.home, "SELECT * FROM money")

    refused = studio(5, "clean", production, "--originals")
    assert f"{paid:.2f} USD" in refused.stderr
    assert "--yes" in refused.stderr
    assert studio.clean(0, production, "--originals", "--yes")["originals"]["cost_usd"] == paid
    assert studio.film == film
    assert stage.rows(studio.home, "SELECT * FROM money") == money

    made = studio.make(5)
    assert "you have deleted this clip" in made.stderr
    assert "bought again" in made.stderr
    assert studio.usd == paid
    assert "paid for, and not there" in studio(0, "plan", production).stdout
    shown = json.loads(studio(0, "resolve", "--json").stdout)
    assert {one["state"] for one in shown} == {"deleted"}

    for one in shown:
        studio(0, "resolve", str(one["job"]), "--resend", "--yes")
    studio.make(4)  # made, and the report tells that more was paid than the film was quoted at
    assert studio.usd == pytest.approx(2 * paid)
    assert studio.film
