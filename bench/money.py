"""Whether the ledger keeps its promises: by machine, and besieged, on both databases."""

import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from tests.chaos.crowd import Outcome, Siege, besiege
from tests.databases import Place, on_postgresql, on_sqlite
from tests.unit.ledger.machine import MUTANTS, OUTCOMES, Books, Machine, at, in_memory, play

from bench.row import Row

LONG, SHORTER = 5000, 500
"""Runs of the machine on SQLite, and on PostgreSQL, which takes a longer way for each step."""
STEPS = 40

CROWD = Siege(processes=32, orders=200)
NAIVE = Siege(processes=8, orders=25, naive=True)

PLAYING = settings(
    phases=[Phase.generate, Phase.shrink],
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
"""Not the same runs each time."""


def measure(folder: Path) -> Iterator[Row]:
    """Time, films, then the ledger, then what dies: more than an hour on two cores."""
    from bench import money_chaos, money_films, money_time

    parts = (
        (money_time.measure, "time"), (money_films.measure, "films"), (_ledger, "ledger"),
        (money_chaos.measure, "chaos"),
    )  # fmt: skip
    for part, name in parts:
        (folder / name).mkdir()
        yield from part(folder / name)


def _ledger(folder: Path) -> Iterator[Row]:
    with in_memory() as books:
        yield from _played(books, LONG, "SQLite")
        yield Row(
            "money", "kinds of outcome that these runs met", len(OUTCOMES & books.taken.keys()),
            f"of {len(OUTCOMES)}", len(OUTCOMES), floor=True,
        )  # fmt: skip
    caught = sum(_is_caught(mutant) for mutant in MUTANTS)
    yield Row(
        "money", "naive ledgers that the same machine catches", caught, f"of {len(MUTANTS)}",
        len(MUTANTS), floor=True,
    )  # fmt: skip
    yield from _besieged(on_sqlite(folder), "SQLite")
    with on_postgresql() as place:
        with at(place.fresh()) as books:
            yield from _played(books, SHORTER, "PostgreSQL")
        yield from _besieged(place, "PostgreSQL")


def _played(books: Books, runs: int, where: str) -> Iterator[Row]:
    failures = int(not _goes_well(Machine, books, settings(PLAYING, max_examples=runs)))
    what = f"the ledger against its model, {STEPS} steps a run, {where}"
    yield Row("money", f"{what}: runs", books.runs, "runs", runs, floor=True)
    yield Row("money", f"{what}: failures", failures, "runs", 0)


def _goes_well(machine: type[Machine], books: Books, how: settings) -> bool:
    try:
        play(machine, books, how)
    except Exception:
        traceback.print_exc(file=sys.stderr)
        return False
    return True


def _is_caught(mutant: type[Machine]) -> bool:
    how = settings(PLAYING, max_examples=1000, phases=[Phase.generate], print_blob=False)
    with in_memory() as books:
        try:
            play(mutant, books, how)
        except (AssertionError, sa.exc.IntegrityError):
            return True
    return False


def _besieged(place: Place, where: str) -> Iterator[Row]:
    found = besiege(place.fresh(), CROWD)
    crowd = f"{CROWD.processes} processes × {CROWD.orders} Orders, one cap, {where}"
    yield from (
        Row("money", f"{crowd}: {name}", value, unit, limit)
        for name, value, unit, limit in (
            ("above the cap", max(0, -found.left), "micro-USD", 0),
            ("refused though it fits", CROWD.fitting - found.granted, "Orders", 0),
            ("objections of the auditor", len(found.wrong), "", 0),
            ("waits of half a minute", found.starved, "", CROWD.processes),
            ("a hold, a send, a ticket and a charge", _milliseconds(found), "ms", 200),
        )
    )
    naive = besiege(place.fresh(), NAIVE)
    what = f"{NAIVE.processes} naive processes × {NAIVE.orders}, {where}: bought above the cap"
    yield Row("money", what, naive.granted - NAIVE.fitting, "Orders", 1, floor=True)


def _milliseconds(found: Outcome) -> float:
    return found.seconds / found.granted * 1000
