"""An auditor of the ledger: adds everything up anew, from the rows, in plain Python, and knows nothing
of how the ledger does it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

UNENDED = {"planned", "sending", "in_doubt", "ticketed", "overdue", "ready"}
SIGNS = {"quote": (0, 0), "hold": (1, 0), "release": (-1, 0), "charge": (0, 1), "write_off": (0, 1)}
"""Kind of a money row -> what it does to (held, charged)."""

Totals = dict[tuple[str, str], list[int]]
"""(scope, key) of a cap -> [held, charged]."""


def complaints(connection: sa.Connection) -> list[str]:
    """Everything that is wrong with the money of this ledger; it should be nothing."""
    money = _all(connection, "SELECT * FROM money ORDER BY id")
    attempts = _all(connection, "SELECT * FROM attempt WHERE token IS NOT NULL ORDER BY id")
    runs = {row["id"]: row["run"] for row in _all(connection, "SELECT id, run FROM job")}
    caps = _all(connection, "SELECT * FROM cap")
    return [*_caps(money, caps), *_attempts(money, attempts), *_open(attempts, runs)]


def totals(connection: sa.Connection) -> Totals:
    """What counts against each cap, added up from the rows."""
    return _totals(_all(connection, "SELECT * FROM money"))


def _all(connection: sa.Connection, query: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.exec_driver_sql(query).mappings()]


def _totals(money: list[dict[str, Any]]) -> Totals:
    sums: Totals = defaultdict(lambda: [0, 0])
    for row in money:
        held, charged = SIGNS[row["kind"]]
        owner = row["owner_id"]
        for cap in (
            ("user", owner),
            ("day", f"{owner} {row['day']}"),
            ("production", row["production_id"]),
        ):
            sums[cap][0] += held * row["micros"]
            sums[cap][1] += charged * row["micros"]
    return sums


def _caps(money: list[dict[str, Any]], caps: list[dict[str, Any]]) -> Iterator[str]:
    sums = _totals(money)
    stored = {
        (row["scope"], row["key"]): [row["held_micros"], row["charged_micros"]] for row in caps
    }
    for cap in sums.keys() | stored.keys():
        if sums.get(cap, [0, 0]) != stored.get(cap, [0, 0]):
            yield f"cap {cap} says {stored.get(cap)}, its rows say {sums.get(cap)}"
        if min(stored.get(cap, [0, 0])) < 0:
            yield f"cap {cap} is below nothing: {stored[cap]}"


def _attempts(money: list[dict[str, Any]], attempts: list[dict[str, Any]]) -> Iterator[str]:
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in money:
        rows[row["attempt_id"]].append(row)
    for one in attempts:
        name, own = f"attempt {one['id']}", rows.pop(one["id"], [])
        kinds = Counter(row["kind"] for row in own)
        held = sum(SIGNS[row["kind"]][0] * row["micros"] for row in own)
        if held != (one["held_micros"] if one["money"] == "held" else 0):
            yield f"{name} is {one['money']} with {held} held in its rows"
        if kinds["charge"] + kinds["write_off"] > 1:
            yield f"{name} was charged {kinds['charge'] + kinds['write_off']} times"
        if kinds["quote"] != 1 or kinds["hold"] - kinds["release"] != (one["money"] == "held"):
            yield f"{name} is {one['money']} with {dict(kinds)}"
        expected = {"charged": "charge", "written_off": "write_off"}.get(one["money"])
        paid = [row for row in own if row["kind"] in ("charge", "write_off")]
        if [row["kind"] for row in paid] != ([expected] if expected and one["charged_micros"] else []):
            yield f"{name} is {one['money']} with {dict(kinds)}"
        for row in paid:
            if row["micros"] != one["charged_micros"]:
                yield f"{name} says {one['charged_micros']}, its row {row['micros']}"
            if (row["production_id"], row["day"]) != (one["production_id"], one["day"]):
                yield f"{name} was charged to {row['production_id']} on {row['day']}"
        if any(row["micros"] < 0 or row["currency"] != "USD" for row in own):
            yield f"{name} has a row of less than nothing, or in no money of ours"
    if rows:
        yield f"money moved for attempts that are none: {sorted(map(str, rows))}"


def _open(attempts: list[dict[str, Any]], runs: dict[int, int]) -> Iterator[str]:
    opened: Counter[int] = Counter()
    for one in attempts:
        unended = one["work"] in UNENDED
        if unended != (one["money"] == "held"):
            yield f"attempt {one['id']} is {one['work']} and {one['money']}"
        if unended != (one["ended_at"] is None):
            yield f"attempt {one['id']} is {one['work']} and ended at {one['ended_at']}"
        if unended:
            opened[one["job_id"]] += 1
            if one["run"] != runs[one["job_id"]]:
                yield f"attempt {one['id']} is {one['work']} in run {one['run']}, not the job's"
    for job, number in opened.items():
        if number > 1:
            yield f"job {job} has {number} open attempts"
    accepted = Counter(one["job_id"] for one in attempts if one["work"] == "accepted")
    for job, number in accepted.items():
        if number > 1:
            yield f"job {job} was bought {number} times"
    tickets = Counter((one["provider"], one["ticket"]) for one in attempts if one["ticket"])
    for ticket, number in tickets.items():
        if number > 1:
            yield f"{number} attempts have the ticket {ticket}"
