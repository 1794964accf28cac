"""Judging a run by its figures: alerts (N13) and gates (N17)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reelwright.film.money import MICRO
from reelwright.ledger.history import Told
from reelwright.studio.reports.account import Alert, Cost, JobCounts
from reelwright.studio.reports.accounting import Item
from reelwright.studio.reports.inspecting import Finding
from reelwright.studio.spending.accept import ABOVE_HOLD

APART = 0.2
"""Share by which the cost may differ from its quote, and share of jobs that may fail (N13)."""
SUCCEEDED = 0.9
"""Share of jobs that must have succeeded (N17)."""
ROOM = 5_000_000_000
"""Bytes that should be free (N13)."""


@dataclass(frozen=True)
class Figures:
    """What is judged. `untried` are jobs that no attempt was made at. Of a film that is bought, the
    jobs at services count; of any other, all. What another model has made in a job's place counts
    once, as that one's."""

    items: Sequence[Item]
    jobs: JobCounts
    cost: Cost
    untried: Sequence[int]
    free_bytes: int
    cap_closed: bool
    alarms: Sequence[Told]

    @property
    def counts(self) -> tuple[int, int, int]:
        """(completed, failed, all but the skipped and the replaced ones)."""
        wanted = [one.state for one in self.items if one.wanted]
        if not wanted:
            return self.jobs.completed, self.jobs.failed, self.jobs.total - self.jobs.skipped
        due = len(wanted) - wanted.count("skipped") - wanted.count("replaced")
        return wanted.count("completed"), wanted.count("failed"), due

    @property
    def over(self) -> float:
        """By which share the actual cost is above the quote; below 0 when it is less."""
        if not self.cost.quoted_usd:
            return 1.0 if self.cost.actual_usd else 0.0
        return self.cost.actual_usd / self.cost.quoted_usd - 1


def alerts(told: Figures) -> tuple[Alert, ...]:
    return tuple(
        Alert(kind=kind, told=cause)
        for kind, cause in (
            *_of_cost(told), *_of_single_jobs(told), *_of_failures(told), *_of_the_machine(told)
        )
    )  # fmt: skip


def _of_cost(told: Figures) -> Iterator[tuple[str, str]]:
    cost = told.cost
    said = f"{cost.actual_usd:.2f} USD were paid, {cost.quoted_usd:.2f} quoted"
    if told.over > APART:
        yield "over quote", f"{said}: {told.over:.0%} more"
    if told.over < -APART and not cost.held_usd:
        yield "under quote", f"{said}: {-told.over:.0%} less, so the quotes are wrong"
    if cost.unconfirmed_usd:
        yield (
            "unconfirmed",
            f"{cost.unconfirmed_usd:.2f} USD of the charges are quotes that no service has "
            "confirmed: compare them with its bill",
        )
    if cost.written_off_usd:
        yield (
            "written off",
            f"{cost.written_off_usd:.2f} USD of it were written off: nobody knows whether they "
            "were charged; the service's bill tells (reelwright reconcile)",
        )
    if told.cap_closed:
        yield "cap closed", "a service charged more than was held: set a new --budget to go on"


def _of_single_jobs(told: Figures) -> Iterator[tuple[str, str]]:
    for one in told.items:
        for entry in one.entries:
            if entry.actual > entry.held and not entry.open:
                yield (
                    "above hold",
                    f"job {one.job}: {entry.actual / MICRO:.2f} USD were charged, "
                    f"{entry.held / MICRO:.2f} held",
                )
    parked = [one for one in told.items if one.state == "parked"]
    if parked:
        held = sum(one.held for one in parked) / MICRO
        yield "parked", f"waiting for your decision: {_jobs(parked)}, {held:.2f} USD held"
    late = [one for one in told.items if any(e.work == "overdue" for e in one.entries)]
    late = [one for one in late if one.state != "parked"]
    if late:
        held = sum(one.held for one in late) / MICRO
        yield "overdue", f"late at the service: {_jobs(late)}, {held:.2f} USD held"
    there = [one for one in told.items if any(e.work == "ready" and e.open for e in one.entries)]
    there = [one for one in there if one.state != "parked"]
    if there:
        held = sum(one.held for one in there) / MICRO
        yield (
            "not fetched",
            f"made at the service and not here yet: {_jobs(there)}, {held:.2f} USD held; "
            "the next run fetches what is there",
        )
    for alarm in told.alarms:
        cause = str(alarm.data.get("cause"))
        if cause.endswith(f"charged, {ABOVE_HOLD}"):
            continue  # told above, from the books
        yield "alarm", f"job {alarm.data.get('job')}: {cause}"


def _jobs(found: Sequence[Item]) -> str:
    listed = ", ".join(str(one.job) for one in found[:5]) + (" …" if len(found) > 5 else "")
    return f"job{'s' * (len(found) != 1)} {listed}"


def _of_failures(told: Figures) -> Iterator[tuple[str, str]]:
    completed, failed, _ = told.counts
    if failed > APART * (completed + failed):
        yield "failure rate", f"{failed} of {completed + failed} jobs failed"


def _of_the_machine(told: Figures) -> Iterator[tuple[str, str]]:
    if told.free_bytes < ROOM:
        yield "disk", f"{told.free_bytes / 1e9:.1f} GB are free where the data lie"


def attempted(told: Figures) -> Finding:
    if not told.jobs.total:
        return Finding()
    few = ", ".join(map(str, told.untried[:5])) + (" …" if len(told.untried) > 5 else "")
    return Finding(ok=not told.untried, why=f"never tried: jobs {few}" if told.untried else "")


def succeeded(told: Figures) -> Finding:
    completed, _, due = told.counts
    if not due:
        return Finding()
    return Finding(ok=completed >= SUCCEEDED * due, why=f"{completed} of {due} jobs are completed")


def cost_kept(told: Figures) -> Finding:
    """Paying less than was quoted breaks no gate; it is told as an alert."""
    if not told.items:
        return Finding()
    cost = told.cost
    why = f"{cost.actual_usd:.2f} USD for {cost.quoted_usd:.2f} quoted"
    return Finding(ok=told.over <= APART, why=why)
