"""A film through every service's stand-in: made, paid for once, and never bought again."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import stage
from tests.standins.__main__ import make
from tests.standins.standin import Standin
from tests.standins.workflow import WORKFLOW

SPOKEN = """---
title: The Key
author: A. Tester
---

# One

It was night in the harbour. Mara held the lantern over the water. "Bring me the key," she said.

"I lost it in the square," said Tobias.
"""
SILENT = """Title: The Key

EXT. HARBOUR - NIGHT

Mara holds the lantern over the water.

The boat comes slowly to the stairs.

EXT. SQUARE - DAY

The old sailor walks home through the rain.
"""
SETTINGS = {"REELWRIGHT_PER_MINUTE": "6000", "REELWRIGHT_POLL": "0.3"}
BUDGET = 9


class Cast(NamedTuple):
    """Who makes a film: options of the command, and the services behind them."""

    options: tuple[str, ...]
    services: tuple[str, ...]
    spoken: bool = False


CASTS = {
    "kling": Cast(("--with", "kling", "--images", "google"), ("kling", "google")),
    "kling-legacy": Cast(("--with", "kling-legacy"), ("kling-legacy",)),
    "seedance": Cast(("--with", "seedance", "--images", "replicate"), ("seedance", "replicate")),
    "replicate": Cast(("--with", "replicate"), ("replicate",)),
    "runway": Cast(
        ("--with", "runway", "--voices", "elevenlabs"), ("runway", "elevenlabs"), spoken=True
    ),
    "comfyui": Cast(("--with", "comfyui:workflow.json"), ("comfyui",)),
}
TELLS = {"kling", "seedance", "runway", "elevenlabs", "comfyui"}
"""Services that say what a job has cost; at the others the hold is presumed, and marked so."""


class Account(NamedTuple):
    """What the ledger says of one service, in micro-units of USD."""

    attempts: int
    accepted: int
    charged: int
    held: int
    unconfirmed: int


def account(home: Path, service: str) -> Account:
    found = stage.rows(
        home,
        "SELECT count(*), count(*) FILTER (WHERE work = 'accepted'), sum(charged_micros), "
        f"sum(held_micros), sum(unconfirmed) FROM attempt WHERE provider = '{service}'",
    )
    return Account(*(int(one or 0) for one in found[0]))


def paid_jobs(home: Path, service: str) -> int:
    return len(stage.rows(home, f"SELECT 1 FROM job WHERE provider = '{service}'"))


@pytest.fixture
def standins(request: pytest.FixtureRequest) -> Iterator[Mapping[str, Standin]]:
    cast: Cast = CASTS[request.param]
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(make(name.replace("-", "_"), seconds=0.1))
            for name in cast.services
        }


def settings(standins: Mapping[str, Standin]) -> dict[str, str]:
    found = dict(SETTINGS)
    for name, standin in standins.items():
        prefix = f"REELWRIGHT_{name.upper().replace('-', '_')}"
        found |= {f"{prefix}_URL": standin.url, f"{prefix}_KEY": "key-of-a-test"}
    return found


def filmed(folder: Path, cast: Cast, environment: Mapping[str, str]) -> dict[str, Any]:
    """One run of the command, which must succeed."""
    done = stage.run(
        folder / "home", "make", folder / ("key.md" if cast.spoken else "key.fountain"),
        "--out", folder / "out", "--size", "256x144", "--minutes", "0.2", *cast.options,
        "--budget", str(BUDGET), "--yes", "--json", cwd=folder, **environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(("name", "standins"), [(one, one) for one in CASTS], indirect=["standins"])
def test_a_film_is_paid_for_once(
    tmp_path: Path, name: str, standins: Mapping[str, Standin]
) -> None:
    cast = CASTS[name]
    (tmp_path / "key.md").write_text(SPOKEN)
    (tmp_path / "key.fountain").write_text(SILENT)
    (tmp_path / "workflow.json").write_text(json.dumps(WORKFLOW))
    home = tmp_path / "home"

    told = filmed(tmp_path, cast, settings(standins))
    film = Path(told["film"])
    first = hashlib.sha256(film.read_bytes()).hexdigest()
    assert stage.frames(film) == round(told["seconds"] * 24)
    assert told["jobs"]["failed"] == told["jobs"]["skipped"] == 0
    charged = 0
    for service, standin in standins.items():
        seen, bill = account(home, service), standin.bill()
        assert standin.posts() == paid_jobs(home, service) == seen.attempts == seen.accepted
        assert seen.attempts == len(bill) > 0
        due = round(sum(usd for _, usd in bill) * 1_000_000)
        if service in TELLS:
            assert (seen.charged, seen.unconfirmed) == (due, 0), service
        else:
            assert (seen.charged, seen.unconfirmed) == (seen.held, seen.attempts), service
        assert due <= seen.charged <= seen.held
        charged += seen.charged
    assert round(told["cost_usd"] * 1_000_000) == charged <= BUDGET * 1_000_000

    posts = {service: standin.posts() for service, standin in standins.items()}
    again = filmed(tmp_path, cast, settings(standins))
    assert hashlib.sha256(Path(again["film"]).read_bytes()).hexdigest() == first
    assert again["jobs"]["made"] == 0
    assert again["cost_usd"] == told["cost_usd"]
    assert {service: standin.posts() for service, standin in standins.items()} == posts
    assert stage.leftovers(home) == []
    assert list((home / "answers").glob("*")) == list((home / "senders").glob("*")) == []
