"""The verdict: what a service would have charged, held against what the ledger and the store have.

The service's side comes from its stand-in alone: each task it took is matched with an Order by what
was asked of it, so that a second task for the same wish shows, whatever our records say of it.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tests import homes
from tests.audit import complaints

from reelwright.ledger.database import looking, open_database

MICRO = 1_000_000
Task = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """Counts of one data folder. `double`: tasks billed beyond one for a wish. `lost`: billed, and
    neither in the store nor held. `over`: micro-units above a cap, by our rows or by the bill.
    `wrong`: complaints of the auditor."""

    jobs: int = 0
    completed: int = 0
    parked: int = 0
    billed: int = 0
    double: int = 0
    lost: int = 0
    over: int = 0
    wrong: int = 0

    def __add__(self, other: "Verdict") -> "Verdict":
        names = [one.name for one in fields(self)]
        return Verdict(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def safe(self) -> bool:
        return not (self.double or self.lost or self.over or self.wrong)


def judge(home: Path, tasks: Sequence[Task]) -> Verdict:
    """Everything that can be said of a data folder and the tasks of its one service."""
    bill = [task for task in tasks if task["billed"]]
    rows = _rows(home, "SELECT * FROM attempt WHERE token IS NOT NULL")
    paid = _rows(
        home, "SELECT * FROM job WHERE id IN (SELECT job_id FROM attempt WHERE token <> '')"
    )
    return Verdict(
        jobs=len(paid),
        completed=sum(job["work"] == "accepted" for job in paid),
        parked=sum(row["parked"] != "" for row in rows),
        billed=len(bill),
        double=doubles(bill),
        lost=sum(not _kept(home, task, rows, paid) for task in bill),
        over=_over(home, bill),
        wrong=len(_complaints(home)),
    )


def doubles(bill: Iterable[Task]) -> int:
    """Tasks on a bill beyond the first of each wish. Wishes are told apart by what was asked, so
    no two Orders of a test may ask for the same."""
    wishes = Counter(wish(task) for task in bill)
    return sum(times - 1 for times in wishes.values())


def wish(task: Task) -> str:
    """What a task was asked for, without our id of the request."""
    body = json.dumps(task["body"], sort_keys=True)
    return body.replace(task["token"], "") if task["token"] else body


def _kept(home: Path, task: Task, rows: Sequence[Any], jobs: Sequence[Any]) -> bool:
    """Whether what was paid for is in the store, or on its way there with its money held."""
    ours = [job for job in jobs if _asked(job) in wish(task)]
    if len(ours) != 1:
        return False
    job = ours[0]
    if any(row["job_id"] == job["id"] and row["money"] == "held" for row in rows):
        return True
    takes = _rows(home, f"SELECT * FROM take WHERE job_id = {job['id']}")
    return bool(takes) and all(_whole(home, take["sha256"]) for take in takes)


def _asked(job: Any) -> str:
    """The words of an Order as they stand in the body of its request."""
    params = json.loads(job["body"])["params"]
    return json.dumps(params.get("prompt") or params.get("text"))[1:-1]


def _whole(home: Path, sha256: str) -> bool:
    path = home / "store" / sha256[:2] / sha256[2:4] / sha256
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _over(home: Path, bill: Iterable[Task]) -> int:
    """What our rows, or the bill, are above the tightest cap."""
    caps = [row for row in _rows(home, "SELECT * FROM cap") if row["limit_micros"] is not None]
    ours = [row["held_micros"] + row["charged_micros"] - row["limit_micros"] for row in caps]
    theirs = round(sum(task["usd"] for task in bill) * MICRO)
    least = min((row["limit_micros"] for row in caps), default=0)
    return max(0, *ours, theirs - least) if caps else 0


def _complaints(home: Path) -> list[str]:
    if not _rows(home, "SELECT id FROM job"):
        return []
    engine = open_database(homes.ledger(home))
    try:
        with looking(engine) as connection:
            return complaints(connection)
    finally:
        engine.dispose()


def _rows(home: Path, query: str) -> Sequence[Mapping[str, Any]]:
    """A look into a ledger, also while its owner works or after it was killed."""
    return [row._mapping for row in homes.rows(home, query)]


def unanswered(home: Path) -> set[str]:
    """Tokens of requests that a dead process was sending and whose answers are not on disk: the
    only ones whose fate nobody knows."""
    kept = {path.stem.partition("-")[2] for path in (home / "answers").glob("*.json")}
    states = "('sending', 'in_doubt')"
    rows = _rows(home, f"SELECT token FROM attempt WHERE work IN {states}")
    return {row["token"] for row in rows} - kept


def parked(home: Path) -> set[str]:
    """Tokens of what waits for the user."""
    return {row["token"] for row in _rows(home, "SELECT token FROM attempt WHERE parked <> ''")}


def open_attempts(home: Path) -> dict[str, int]:
    """How many attempts hold money, by state."""
    rows = _rows(home, "SELECT work, count(*) AS n FROM attempt WHERE money = 'held' GROUP BY work")
    return {str(row["work"]): int(row["n"]) for row in rows}
