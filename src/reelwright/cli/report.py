"""`reelwright report`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli import giving
from reelwright.cli.amounts import counted, moment, span, usd
from reelwright.cli.saying import say, say_json
from reelwright.cli.status import Production

if TYPE_CHECKING:
    from reelwright.studio.reports.account import Report
    from reelwright.studio.reports.accounting import Sum

Csv = Annotated[bool, typer.Option("--csv", help="One line for each attempt at a service.")]
Out = Annotated[str, typer.Option(help="Write it to this file; --json or --csv, or by its ending.")]
Results = Annotated[
    str,
    typer.Option(
        help="The folder that --out of make named, if it is not known.", show_default=False
    ),
]
MOST_RETRIES = 10
GATES = {
    "all_attempted": "all jobs were attempted",
    "succeeded": "at least 90 % of the jobs succeeded",
    "clips_probe": "every clip opens and has pictures",
    "cost_kept": "the cost is at most 20 % above the quote",
    "names_right": "the files laid out are named as they should be",
    "scenes_playable": "the scenes and the film open and have pictures",
    "no_orphans": "nothing temporary is left behind",
}


def report(
    production: Production = "",
    csv: Csv = False,
    out: Out = "",
    results: Results = "",
    json: giving.Json = False,
) -> int:
    """Show what a production has come to and what it has cost, with alerts and gates."""
    from reelwright.cli.newest import newest
    from reelwright.film.errors import BadInput
    from reelwright.studio.reports import reporting
    from reelwright.studio.settings import read_settings

    if csv and json:
        raise BadInput("options", "--csv and --json exclude each other", "Give one.")
    settings = read_settings()
    folder = Path(results).expanduser().absolute() if results else None
    made = reporting.report(settings, production or newest(settings), folder)
    csv = csv or (not json and out.lower().endswith(".csv"))
    as_json = json or (not csv and out.lower().endswith(".json"))
    if out:
        text = reporting.as_csv(made) if csv else "\n".join(told(made)) + "\n"
        path = _written(out, made.model_dump_json(indent=1) + "\n" if as_json else text)
        say_json({"file": str(path)}) if json else say(str(path))
    elif csv:
        say(reporting.as_csv(made).rstrip("\n"))
    elif json:
        say_json(made.model_dump(mode="json"))
    else:
        say("\n".join(told(made)))
    if made.paid.parked:
        return 5
    return 4 if made.broken else 0


def _written(out: str, text: str) -> Path:
    from reelwright.film.errors import MachineTrouble

    path = Path(out).expanduser()
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MachineTrouble(
            "report", f"{out} cannot be written: {error.strerror}", "Name another file."
        ) from None
    return path


def told(made: "Report") -> Iterator[str]:
    """A report in lines."""
    yield f"{made.title}  ({made.production})  {made.status}, revision {made.revision}"
    yield f"as of {moment(made.at)}"
    yield ""
    yield from _jobs(made)
    yield from _money(made)
    yield from _time(made)
    yield from _tables(made)
    yield from _failures(made)
    yield from _files(made)
    yield from _judged(made)


def _jobs(made: "Report") -> Iterator[str]:
    yield f"jobs    {_states(made.jobs.model_dump(), made.jobs.total)}"
    if made.paid.jobs:
        yield f"        at services: {_states(made.paid.model_dump(), made.paid.jobs)}"


def _states(counts: dict[str, object], total: int) -> str:
    names = {"replaced": "made by another model", "failed": "failed", "parked": "parked",
             "skipped": "skipped", "pending": "pending"}  # fmt: skip
    listed = [f"{counts[state]} {name}" for state, name in names.items() if counts[state]]
    return ", ".join([f"{counts['completed']} of {total} completed", *listed])


def _money(made: "Report") -> Iterator[str]:
    cost = made.cost
    if not made.paid.jobs:
        yield "cost    nothing: no service was used"
        return
    limit = "" if cost.limit_usd is None else f", limit {usd(cost.limit_usd)}"
    yield f"cost    {usd(cost.actual_usd)} USD paid, {usd(cost.quoted_usd)} quoted{limit}"
    parts = [
        f"{usd(amount)} {name}"
        for amount, name in (
            (cost.charged_usd, "charged"),
            (cost.written_off_usd, "written off"),
            (cost.corrected_usd, "corrected by bills"),
        )
        if amount
    ]
    if len(parts) > 1:
        yield f"        of that {', '.join(parts)}"
    if cost.held_usd:
        yield f"        {usd(cost.held_usd)} more held for jobs that are not settled"
    if cost.unconfirmed_usd:
        yield f"        {usd(cost.unconfirmed_usd)} unconfirmed: the quote, for want of a charge"


def _time(made: "Report") -> Iterator[str]:
    if made.runs.count:
        end = "" if made.runs.last == "done" else f", the last one ended by {made.runs.last}"
        runs = counted(made.runs.count, "run")
        yield f"time    {span(made.runs.wall_seconds)} in {runs} that could spend{end}"
    mean = made.averages
    if mean.clips:
        took = "" if mean.seconds is None else f" and {span(mean.seconds)}"
        yield (
            f"a clip  {usd(mean.usd or 0)} USD{took} on average, "
            f"{mean.attempts:g} attempt{'s' * (mean.attempts != 1)} "
            f"({counted(mean.clips, 'clip')})"
        )


def _tables(made: "Report") -> Iterator[str]:
    if made.paid.jobs:
        yield from _table(
            "by scene", [(f"{one.scene}  {one.slug}".strip(), one) for one in made.scenes]
        )
        yield from _table(
            "by kind", [(f"{one.kind}  {one.service} {one.model}", one) for one in made.kinds]
        )
    if made.calls:
        yield ""
        yield f"{'requests':<44}{'sent':>6}{'failed':>8}{'seconds':>9}{'MB':>8}"
        for one in made.calls:
            yield (
                f"  {one.service:<42}{one.requests:>6}{one.failed:>8}{one.mean_seconds:>9.2f}"
                f"{one.bytes / 1e6:>8.1f}"
            )


def _table(head: str, rows: "list[tuple[str, Sum]]") -> Iterator[str]:
    yield ""
    yield f"{head:<44}{'jobs':>6}{'quoted':>10}{'paid':>10}{'held':>10}"
    for name, one in rows:
        held = usd(one.held_usd) if one.held_usd else ""
        short = name if len(name) <= 41 else f"{name[:40]}…"
        yield (
            f"  {short:<42}{one.jobs:>6}{usd(one.quoted_usd):>10}{usd(one.actual_usd):>10}"
            f"{held:>10}"
        ).rstrip()


def _failures(made: "Report") -> Iterator[str]:
    if made.errors or made.failed:
        again = f" ({len(made.retries)} tried again)" if made.retries else ""
        yield ""
        yield f"what went wrong{again}"
        for name, count in made.errors.items():
            yield f"  {count:>4}  {name}"
    for retry in made.retries[:MOST_RETRIES]:
        yield f"  job {retry.job}  tried again at {moment(retry.at)}: {retry.cause}"
    for one in made.failed[:10]:
        where = f"scene {one.scene}  " if one.scene else ""
        yield f"  job {one.job}  {where}{one.kind}  {one.service} {one.model}: {one.error}"
    if len(made.failed) > 10:
        yield f"  and {len(made.failed) - 10} more: reelwright jobs {made.production} --failed"


def _files(made: "Report") -> Iterator[str]:
    yield ""
    done = [one for one in made.assemblies if one.state == "accepted"]
    wrong = len(made.assemblies) - len(done)
    seconds = sum(one.seconds for one in made.assemblies)
    failed = f", {wrong} failed" if wrong else ""
    yield f"assembled {counted(len(done), 'part')} in {span(seconds)}{failed} (--json lists them)"
    yield f"results in {made.results.out or made.results.data}"
    yield f"report in {made.results.report}"


def _judged(made: "Report") -> Iterator[str]:
    yield ""
    for alert in made.alerts:
        yield f"ALERT  {alert.kind}: {alert.told}"
    if made.alerts:
        yield ""
    for name, ok in made.gates.items():
        sign = {True: "ok  ", False: "NO  ", None: "–   "}[ok]
        why = f": {made.because[name]}" if name in made.because else ""
        yield f"{sign} {GATES[name]}{why}"
