"""The film of the example story through every service's stand-in: rows of group `money`.

By hand, with films to watch: `python -m bench.money_films NEW-FOLDER [SERVICE …]`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from tests.audit import complaints
from tests.chaos.service import Service, service, variable
from tests.standins.workflow import WORKFLOW

from bench.row import Row
from reelwright.ledger.database import open_database, sqlite_url
from reelwright.media import ffmpeg

GROUP = "money"
EXAMPLE = Path(__file__).parents[1] / "examples" / "story.md"
CASTS: Mapping[str, tuple[str, ...]] = {
    "kling": ("--with", "kling"),
    "kling-legacy": ("--with", "kling-legacy"),
    "seedance": ("--with", "seedance"),
    "seedance-ark": ("--with", "seedance-ark:doubao-seedance-1-5-pro-251215"),
    "replicate": ("--with", "replicate", "--images", "replicate"),
    "runway": ("--with", "runway"),
    "google": ("--with", "kling", "--images", "google"),
    "elevenlabs": ("--with", "runway", "--voices", "elevenlabs"),
    "comfyui": ("--with", "comfyui:workflow.json"),
}
"""Service that is shown -> who makes the film: pictures and voices need somebody's clips."""
CATALOGUE = """
[[video]]
service = "seedance-ark"
model = "doubao-seedance-1-5-pro-251215"
seconds = [4, 5, 6, 7, 8, 9, 10, 11, 12]
prices = { 480 = 0.0122, 720 = 0.0264, 1080 = 0.0594 }
ratios = ["16:9", "9:16", "1:1"]
"""
"""Models of Ark are in nobody's catalogue but the user's, as it charges in another currency."""
BESIDE = {"google": ("kling",), "elevenlabs": ("runway",)}
SIZE = "640x360"


@dataclass(frozen=True)
class Shown:
    """What came of one film. `bought` counts paid requests, `again` those of the second run,
    `apart` micro-units that the services' bills show above our books."""

    film: Path
    seconds: float
    bought: int
    again: int
    apart: int
    wrong: Sequence[str]


def measure(folder: Path) -> Iterator[Row]:
    """Every service in turn; what one film has in common with the last is made once."""
    with _standing() as lane:
        shown = {name: film(name, folder, lane) for name in CASTS}
    whole = sum(one.bought > 0 and not one.wrong for one in shown.values())
    yield Row(
        GROUP, "the example film, end to end through each service: whole", whole, "films",
        len(CASTS), floor=True,
    )  # fmt: skip
    again = sum(one.again for one in shown.values())
    yield Row(GROUP, "the example film: bought by a second run", again, "requests", 0)
    apart = sum(one.apart for one in shown.values())
    yield Row(GROUP, "the example film: bills against our books", apart, "micro-USD", 0)


@contextmanager
def _standing() -> Iterator[Callable[[str], Service]]:
    """What starts a stand-in once for all films: one that began afresh would count its ids from
    one again, and a ledger does not believe a service that gives an id twice."""
    found: dict[str, Service] = {}
    with ExitStack() as stack:

        def lane(name: str) -> Service:
            if name not in found:
                found[name] = stack.enter_context(service(name, watched=True))
            return found[name]

        yield lane


def film(name: str, folder: Path, lane: Callable[[str], Service]) -> Shown:
    """Make the film twice with one data folder, which all films share for what is free."""
    (folder / "workflow.json").write_text(json.dumps(WORKFLOW))
    (folder / "catalogue.toml").write_text(CATALOGUE)
    out, home = folder / name, folder / "home"
    lanes = [lane(one) for one in (*BESIDE.get(name, ()), name)]
    paid, before, bill = _charged(home), _arrived(lanes), _bill(lanes)
    told = _made(name, home, out, lanes)
    bought = _arrived(lanes) - before
    _made(name, home, out, lanes)
    again = _arrived(lanes) - before - bought
    bill = _bill(lanes) - bill
    paid = _charged(home) - paid
    made = Path(str(told["film"]))
    wrong = [*_audited(home), *_complaints(made), *_failures(told)]
    print(f"      ({name}: {told['seconds']} s of film, {bought} bought for {paid / 1e6:.2f} USD)")
    for one in wrong[:5]:
        print(f"      (wrong: {one[:300]})")
    # Who does not tell what it charged is booked at the most, which is no less than its bill.
    apart = max(0, bill - paid)
    return Shown(made, float(str(told["seconds"])), bought, again, apart, wrong)


def _made(name: str, home: Path, out: Path, lanes: Sequence[Service]) -> dict[str, object]:
    env = {key: value for key, value in os.environ.items() if not key.startswith("REELWRIGHT_")}
    env |= {"REELWRIGHT_HOME": str(home), "REELWRIGHT_POLL": "0.3"}
    env |= {"REELWRIGHT_CATALOGUE": str(home.parent / "catalogue.toml")}
    for lane in lanes:
        env |= {**lane.settings, variable(lane.name, "PER_MINUTE"): "6000"}
    command = (
        "make", str(EXAMPLE), "--name", name, "--out", str(out), "--size", SIZE, *CASTS[name],
        "--budget", "500", "--yes", "--json",
    )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "reelwright", *command],
        env=env, cwd=home.parent, capture_output=True, text=True, timeout=1800, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{name}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _arrived(lanes: Sequence[Service]) -> int:
    return sum(lane.arrived() for lane in lanes)


def _bill(lanes: Sequence[Service]) -> int:
    billed: float = sum(task["usd"] for lane in lanes for task in lane.tasks() if task["billed"])
    return round(billed * 1_000_000)


def _charged(home: Path) -> int:
    path = home / "reelwright.db"
    if not path.exists():
        return 0
    engine = open_database(sqlite_url(path))
    with engine.connect() as connection:
        found = connection.scalar(sa.text("SELECT sum(charged_micros) FROM attempt"))
    engine.dispose()
    return int(found or 0)


def _audited(home: Path) -> list[str]:
    engine = open_database(sqlite_url(home / "reelwright.db"))
    with engine.connect() as connection:
        found = complaints(connection)
    engine.dispose()
    return found


def _complaints(made: Path) -> list[str]:
    """What a whole decode of picture and sound has to say."""
    done = subprocess.run(
        [str(ffmpeg.binary()), "-v", "warning", "-i", str(made), "-f", "null", "-"],
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    return done.stderr.splitlines()


def _failures(told: Mapping[str, object]) -> list[str]:
    jobs = told["jobs"]
    assert isinstance(jobs, dict)
    return [f"{count} {state}" for state in ("failed", "skipped") if (count := jobs[state])]


def main() -> None:
    folder, *names = sys.argv[1:]
    Path(folder).mkdir(parents=True)
    with _standing() as lane:
        for name in names or CASTS:
            print(film(name, Path(folder).absolute(), lane))


if __name__ == "__main__":
    main()
