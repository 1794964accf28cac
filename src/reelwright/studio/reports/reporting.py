"""Reporting: what a production has come to and what it has cost, put together from the record.

Stored as an event and as `reports/<production>.json` in the data folder, also at the end of every
run that spends.
"""

import csv
import io
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reelwright.film.errors import MachineTrouble
from reelwright.ledger import productions
from reelwright.studio.home import Home, open_home
from reelwright.studio.opening import find_production
from reelwright.studio.reports.account import Report, Row
from reelwright.studio.reports.composing import compose, path_of
from reelwright.studio.settings import Settings

SETTLED_LATER = ("parked", "overdue", "not fetched")
"""Alerts that a run tells anyway."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a cell that a spreadsheet would run as a formula."""


def report(settings: Settings, name: str, results: Path | None = None) -> Report:
    """The report of a production, made now and stored. `results` is the folder that `--out` of its
    run named, where the record does not know it."""
    with open_home(settings) as home:
        production = find_production(home, name)
        made = compose(home, production, out=results)
        store(home, made)
        return made


@dataclass
class Ended:
    """What a run that spent has come to; `report` is there once it has ended."""

    report: Report | None = None

    @property
    def broken(self) -> tuple[str, ...]:
        """What is wrong, of each gate that is false."""
        found = self.report
        return tuple(found.because.get(name, name) for name in found.broken) if found else ()

    @property
    def alerts(self) -> tuple[str, ...]:
        """All but what a run tells anyway: jobs that wait for the user."""
        found = self.report.alerts if self.report else ()
        return tuple(one.told for one in found if one.kind not in SETTLED_LATER)


@contextmanager
def recorded(home: Home, production: str, out: Path | None) -> Iterator[Ended]:
    """A run that spends, noted with its times, and its report at the end, however it ends.

    A report that cannot be made spoils no run: the trouble is noted instead.
    """
    began, end, ended = time.time(), "done", Ended()
    try:
        yield ended
    except BaseException as error:
        end = type(error).__name__
        raise
    finally:
        folder = str(out.absolute()) if out is not None else ""
        told = {"began": began, "wall_seconds": time.time() - began, "out": folder, "end": end}
        try:
            _note(home, production, "run", told)
            ended.report = _made(home, production, whole=end == "done")
        except Exception as error:
            _note(home, production, "bug", {"report": f"{type(error).__name__}: {error}"})


def _made(home: Home, production: str, *, whole: bool) -> Report | None:
    with home.look() as connection:
        found = productions.find(connection, production)
    if found is None:
        return None
    # Who has stopped a run does not want to wait until every file is looked at.
    made = compose(home, found, ours=True, files=whole)
    store(home, made)
    return made


def _note(home: Home, production: str, kind: str, told: dict[str, object]) -> None:
    with home.database.begin() as connection:
        productions.note(connection, production, kind, json.dumps(told))


def store(home: Home, made: Report) -> Path:
    """Keep a report: the whole of it as a file, its figures as an event."""
    path = path_of(home, made.production)
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(exist_ok=True)
        part.write_text(made.model_dump_json(indent=1), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise MachineTrouble(
            "report", f"{path} cannot be written: {error.strerror}", "Free some space."
        ) from error
    figures = made.model_dump(mode="json", include={"jobs", "cost", "runs", "gates", "alerts"})
    _note(home, made.production, "report", figures)
    return path


def as_csv(made: Report) -> str:
    """One line for each attempt. Cells that a spreadsheet would take for a formula begin with an
    apostrophe; times are ISO 8601 in UTC, empty when not yet."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(Row.model_fields), lineterminator="\n")
    writer.writeheader()
    for row in made.attempts:
        writer.writerow({name: _cell(name, value) for name, value in row.model_dump().items()})
    return text.getvalue()


def _cell(name: str, value: object) -> object:
    if name.endswith("_at"):
        moment = float(str(value))
        return datetime.fromtimestamp(moment, UTC).isoformat("T", "seconds") if moment else ""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
