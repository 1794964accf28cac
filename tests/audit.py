"""An auditor of the ledger: adds everything up anew from the rows, in plain Python, and knows
nothing of how the ledger does it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

UNENDED = {"planned", "sending", "in_doubt", "ticketed", "overdue", "ready"}
SIGNS = {
    "quote": (0, 0), "hold": (1, 0), "release": (-1, 0), "charge": (0, 1), "write_off": (0, 1),
    "surcharge": (0, 1), "credit": (0, -1),
}  # fmt: skip
"""Kind of a money row -> what it does to (held, charged)."""

PAID = {"charged": "charge", "written_off": "write_off"}
"""State of an attempt's money -> kind of the row that proves it."""

Row = dict[str, Any]
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


def _all(connection: sa.Connection, query: str) -> list[Row]:
    return [dict(row) for row in connection.exec_driver_sql(query).mappings()]


def _totals(money: list[Row]) -> Totals:
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


def _caps(money: list[Row], caps: list[Row]) -> Iterator[str]:
    sums = _totals(money)
    stored = {
        (row["scope"], row["key"]): [row["held_micros"], row["charged_micros"]] for row in caps
    }
    for cap in sums.keys() | stored.keys():
        if sums.get(cap, [0, 0]) != stored.get(cap, [0, 0]):
            yield f"cap {cap} says {stored.get(cap)}, its rows say {sums.get(cap)}"
        if min(stored.get(cap, [0, 0])) < 0:
            yield f"cap {cap} is below nothing: {stored[cap]}"


def _attempts(money: list[Row], attempts: list[Row]) -> Iterator[str]:
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in money:
        rows[row["attempt_id"]].append(row)
    for one in attempts:
        for wrong in _attempt(one, rows.pop(one["id"], [])):
            yield f"attempt {one['id']} ({one['work']}, {one['money']}): {wrong}"
    if rows:
        yield f"money moved for attempts that are none: {sorted(map(str, rows))}"


def _attempt(one: Row, rows: list[Row]) -> Iterator[str]:
    kinds = Counter(row["kind"] for row in rows)
    is_held = one["money"] == "held"
    if sum(SIGNS[row["kind"]][0] * row["micros"] for row in rows) != is_held * one["held_micros"]:
        yield "its rows hold another amount"
    if kinds["quote"] != 1 or kinds["hold"] - kinds["release"] != is_held:
        yield f"it has the rows {dict(kinds)}"
    paid = [row for row in rows if row["kind"] in PAID.values()]
    proof = [PAID[one["money"]]] if one["money"] in PAID and one["charged_micros"] else []
    if [row["kind"] for row in paid] != proof:
        yield f"it was charged {len(paid)} times: {dict(kinds)}"
    said = (one["charged_micros"], one["production_id"], one["day"])
    if any((row["micros"], row["production_id"], row["day"]) != said for row in paid):
        yield f"it says {said}, and its row another amount, payer or day"
    if any(row["micros"] < 0 or row["currency"] != "USD" for row in rows):
        yield "it has a row of less than nothing, or in no money of ours"


def _open(attempts: list[Row], runs: dict[int, int]) -> Iterator[str]:
    unended = [one for one in attempts if one["work"] in UNENDED]
    for one in attempts:
        name = f"attempt {one['id']} ({one['work']}, {one['money']})"
        if (one["work"] in UNENDED) != (one["money"] == "held"):
            yield f"{name}: its work and its money disagree"
        if (one["work"] in UNENDED) != (one["ended_at"] is None):
            yield f"{name}: it ended at {one['ended_at']}"
        if one["work"] in UNENDED and one["run"] != runs[one["job_id"]]:
            yield f"{name}: its run is {one['run']}, the job's {runs[one['job_id']]}"
    yield from _repeated("job, open attempts", (one["job_id"] for one in unended))
    accepted = (one["job_id"] for one in attempts if one["work"] == "accepted")
    yield from _repeated("job, times bought", accepted)
    tickets = ((one["provider"], one["ticket"]) for one in attempts if one["ticket"])
    yield from _repeated("ticket, attempts", tickets)


def _repeated(what: str, found: Iterator[Any]) -> Iterator[str]:
    return (f"{what}: {one}, {times}" for one, times in Counter(found).items() if times > 1)
