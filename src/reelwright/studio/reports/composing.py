"""Composing a report: a production's jobs, money, calls and files, put together from the record."""

import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa

from reelwright.film.money import MICRO
from reelwright.ledger import accounts, history, jobs, money, productions
from reelwright.ledger.accounts import Entry
from reelwright.ledger.history import Told
from reelwright.ledger.jobs import Job
from reelwright.ledger.money import Payer
from reelwright.ledger.productions import Production
from reelwright.studio.home import Home
from reelwright.studio.reports import accounting, inspecting, judging
from reelwright.studio.reports.account import (
    Approval,
    Calls,
    Cost,
    Failure,
    JobCounts,
    Report,
    Results,
    Retry,
    Row,
    Runs,
)
from reelwright.studio.reports.accounting import STATES, Item
from reelwright.studio.reports.assemblies import KINDS, assemblies
from reelwright.studio.reports.inspecting import Finding
from reelwright.studio.reports.judging import Figures
from reelwright.studio.viewing import DONE, SKIPPED
from reelwright.studio.whereabouts import Whereabouts, whereabouts

THROUGH = {"accepted", *SKIPPED}
"""What has come from another data folder is there without a try in this one."""


def compose(
    home: Home, production: Production, *, out: Path | None = None, ours: bool = False,
    files: bool = True,
) -> Report:  # fmt: skip
    """Put a report together. `ours`: this process owns the data folder. `files`: look at them."""
    where = whereabouts(home, production.id)
    with home.look() as connection:
        wanted = jobs.wanted(connection, production.id, production.revision)
        entries = accounts.of_production(connection, production.id)
        states = history.states(connection, [one.fingerprint for one in entries])
        told = history.told(connection, production.id, ("run", "spend"))
        items = accounting.items(wanted, entries, states, where)
        runs = [one for one in told if one.kind == "run"]
        folder = out or _folder(runs)
        cost = _cost(connection, production.id, items)
        counts = _counts(wanted, items)
        figures = Figures(
            items=items,
            jobs=counts,
            cost=cost,
            untried=[one.id for one in wanted if not one.runs and one.work not in THROUGH],
            free_bytes=shutil.disk_usage(home.root).free,
            cap_closed=any(cap.closed for cap in money.caps(connection, _payer(production.id))),
            alarms=[one for one in told if one.data.get("what") == "alarm"],
        )
        gates = _gates(home, connection, production, folder, figures, ours=ours, files=files)
        rows = history.local(connection, production.id, production.revision, KINDS)
        approvals = history.approvals(connection, production.id)
        cut = productions.newest_cut(connection, production.id)
    film = str(home.store.path(cut.film)) if cut and home.store.has(cut.film) else ""
    return Report(
        production=production.id,
        title=production.title,
        status=production.status,
        revision=production.revision,
        at=time.time(),
        jobs=counts,
        paid=accounting.summed(items),
        cost=cost,
        runs=_runs(runs),
        averages=accounting.averages(items),
        scenes=accounting.by_scene(items, where),
        kinds=accounting.by_kind(items),
        failed=tuple(_failures(wanted, items, where)),
        errors=_errors(wanted, items, told),
        retries=tuple(_retries(items)),
        calls=_calls(told),
        approvals=tuple(
            Approval(at=one.at, revision=one.revision, usd=one.micros / MICRO) for one in approvals
        ),
        attempts=tuple(_row(item, entry) for item in items for entry in item.entries),
        assemblies=assemblies(rows),
        results=Results(
            data=str(home.root),
            out=str(folder or ""),
            film=film,
            report=str(path_of(home, production.id)),
        ),
        alerts=judging.alerts(figures),
        gates={name: one.ok for name, one in gates.items()},
        because={name: one.why for name, one in gates.items() if one.ok is False},
    )


def _payer(production: str) -> Payer:
    return Payer(production=production, day=money.day_of(time.time()))


def _gates(
    home: Home, connection: sa.Connection, production: Production, out: Path | None,
    figures: Figures, *, ours: bool, files: bool,
) -> dict[str, Finding]:  # fmt: skip
    def playable(*kinds: str) -> Finding:
        if not files:
            return Finding()
        return inspecting.playable(
            home, connection, production.id, production.revision, kinds
        )  # fmt: skip

    return {
        "all_attempted": judging.attempted(figures),
        "succeeded": judging.succeeded(figures),
        "clips_probe": playable("clip"),
        "cost_kept": judging.cost_kept(figures),
        "names_right": inspecting.names(production.id, out),
        "scenes_playable": playable(*inspecting.SCENES),
        "no_orphans": inspecting.tidy(home, connection, production.id, out, ours=ours),
    }


def _folder(runs: Sequence[Told]) -> Path | None:
    """Where the last run that laid anything out did so."""
    folders = [str(one.data.get("out", "")) for one in runs]
    return next((Path(one) for one in reversed(folders) if one), None)


def _runs(runs: Sequence[Told]) -> Runs:
    times = [one.data.get("wall_seconds") for one in runs]
    return Runs(
        count=len(runs),
        wall_seconds=round(sum(time for time in times if isinstance(time, float)), 3),
        last=str(runs[-1].data.get("end", "")) if runs else "",
    )


def _counts(wanted: Sequence[Job], items: Sequence[Item]) -> JobCounts:
    apart = {one.job: one.state for one in items if one.state in ("parked", "replaced")}
    states = [
        apart.get(one.id) or DONE.get(one.work, "skipped" if one.work in SKIPPED else "pending")
        for one in wanted
    ]
    return JobCounts(total=len(states), **{state: states.count(state) for state in STATES})


def _cost(connection: sa.Connection, production: str, items: Sequence[Item]) -> Cost:
    entries = [entry for one in items for entry in one.entries]
    charged = sum(one.charged for one in entries if one.money == "charged")
    written_off = sum(one.charged for one in entries if one.money == "written_off")
    caps = money.caps(connection, _payer(production))
    limit = next(cap.limit for cap in caps if cap.scope == "production")
    return Cost(
        quoted_usd=sum(one.quoted for one in items) / MICRO,
        actual_usd=sum(one.actual for one in items) / MICRO,
        charged_usd=charged / MICRO,
        written_off_usd=written_off / MICRO,
        corrected_usd=sum(one.corrected for one in entries) / MICRO,
        held_usd=sum(one.held for one in items) / MICRO,
        unconfirmed_usd=sum(one.actual for one in entries if one.unconfirmed) / MICRO,
        limit_usd=None if limit is None else limit / MICRO,
    )


def _failures(
    wanted: Sequence[Job], items: Sequence[Item], where: Whereabouts
) -> Iterator[Failure]:
    paid = {one.job: one for one in items}
    for job in wanted:
        if DONE.get(job.work) != "failed" or (job.id in paid and paid[job.id].state != "failed"):
            continue
        place = where.places.get(job.fingerprint)
        yield Failure(
            job=job.id, kind=job.kind, service=job.provider, model=job.model, error=job.error,
            scene=place.scene if place else "", shot=place.shot if place else "",
        )  # fmt: skip


def _errors(wanted: Sequence[Job], items: Sequence[Item], told: Sequence[Told]) -> dict[str, int]:
    heard = accounting.heard_of(told)
    found = [accounting.kind_of_error(entry, heard) for one in items for entry in one.entries]
    paid = {one.job for one in items}
    found += [
        f"{job.kind} failed here"
        for job in wanted
        if job.id not in paid and DONE.get(job.work) == "failed"
    ]
    return dict(Counter(one for one in found if one).most_common())


def _retries(items: Sequence[Item]) -> Iterator[Retry]:
    for one in items:
        for before, again in zip(one.entries, one.entries[1:], strict=False):
            yield Retry(job=one.job, at=again.started_at, cause=before.error)


def _calls(told: Sequence[Told]) -> tuple[Calls, ...]:
    groups: dict[str, list[tuple[int, float, int]]] = {}
    for one in told:
        if one.data.get("what") == "call":
            groups.setdefault(str(one.data.get("provider", "")), []).append(
                (int(_figure(one, "status")), _figure(one, "seconds"), int(_figure(one, "size")))
            )
    return tuple(
        Calls(
            service=service,
            requests=len(calls),
            failed=sum(status == 0 or status >= 400 for status, _, _ in calls),
            mean_seconds=round(sum(seconds for _, seconds, _ in calls) / len(calls), 3),
            bytes=sum(size for _, _, size in calls),
        )
        for service, calls in sorted(groups.items())
    )


def _figure(one: Told, name: str) -> float:
    found = one.data.get(name)
    return float(found) if isinstance(found, int | float) else 0.0


def _row(item: Item, one: Entry) -> Row:
    return Row(
        production=one.production,
        scene=item.where,
        shot=item.place.shot if item.place else "",
        job=item.job,
        attempt=one.id,
        kind=one.kind,
        service=one.provider,
        model=one.model,
        state="parked" if one.parked and one.open else one.work,
        money=one.money,
        quoted_usd=one.quoted / MICRO,
        held_usd=one.holding / MICRO,
        charged_usd=one.charged / MICRO,
        corrected_usd=one.corrected / MICRO,
        unconfirmed=one.unconfirmed,
        ticket=one.ticket,
        day=one.day,
        sent_at=one.sent_at,
        ended_at=one.ended_at,
        seconds=round(one.ended_at - one.sent_at, 3) if one.ended_at and one.sent_at else 0.0,
        error=one.error,
    )


def path_of(home: Home, production: str) -> Path:
    """Where the report of a production is kept."""
    return home.root / "reports" / f"{production}.json"
