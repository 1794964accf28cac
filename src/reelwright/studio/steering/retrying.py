"""Retrying: what failed is tried once more, by number or all of it; the rest of the film goes on
from there. What has its Take is never made again."""

from dataclasses import replace
from pathlib import Path

from reelwright.film.errors import BadInput, NeedsDecision
from reelwright.film.noun import Noun
from reelwright.ledger import wants
from reelwright.ledger.productions import Production
from reelwright.ledger.wants import Wanted
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.desk import Watch
from reelwright.studio.home import Home, open_home
from reelwright.studio.leaving import PICTURES, stood_in
from reelwright.studio.making import go_on
from reelwright.studio.pointing import is_job, job_of, newest, place_of, production_of, shot_of
from reelwright.studio.produce import Outcome, unwatched
from reelwright.studio.settings import Settings
from reelwright.studio.spending.work import Buying, Run
from reelwright.studio.whereabouts import whereabouts


class Retried(Noun):
    """What came of trying again: the jobs that were tried, and those `left` alone because another
    model has made their shots. Without any to try there was no run, and the outcome is empty."""

    outcome: Outcome
    tried: tuple[int, ...] = ()
    left: tuple[int, ...] = ()


def retry(
    settings: Settings, name: str, *, production: str = "", out: Path | None = None,
    watch: Watch = unwatched, run: Run | None = None, buying: Buying | None = None,
) -> Retried:  # fmt: skip
    """Try a failed job again, or what failed of a shot, and go on with the film. Other failed paid
    jobs are left alone."""
    with open_home(settings) as home:
        owner, failed = _named(home, name, production)
    names = frozenset(one.fingerprint for one in failed)
    buying = replace(buying or Buying(), retry=names, alone=True)
    outcome = go_on(settings, owner.id, out=out, watch=watch, run=run, buying=buying)
    return Retried(outcome=outcome, tried=tuple(one.id for one in failed))


def retry_failed(
    settings: Settings, *, production: str = "", out: Path | None = None,
    watch: Watch = unwatched, run: Run | None = None, buying: Buying | None = None,
) -> Retried:  # fmt: skip
    """Try everything again that failed, and go on with the film."""
    with open_home(settings) as home:
        owner = production_of(home, production)
        with home.look() as connection:
            jobs = wants.listed(connection, owner.id, owner.revision)
        failed = [one for one in jobs if one.failed]
        paid = {
            one.fingerprint: (one.kind, one.error) for one in failed if one.provider in PROVIDERS
        }
        replaced = stood_in(home, owner.id, paid) if paid else set()
    left = tuple(one.id for one in failed if one.fingerprint in replaced)
    again = [one for one in failed if one.fingerprint not in replaced]
    if not again:
        nothing = Outcome(production=owner.id, revision=owner.revision)
        return Retried(outcome=nothing, left=left)
    buying = replace(buying or Buying(), retry=frozenset(one.fingerprint for one in again))
    outcome = go_on(settings, owner.id, out=out, watch=watch, run=run, buying=buying)
    return Retried(outcome=outcome, tried=tuple(one.id for one in again), left=left)


def _named(home: Home, name: str, production: str) -> tuple[Production, list[Wanted]]:
    if is_job(name):
        owner, job = job_of(home, name, production)
        _require_failed(job)
        return owner, [job]
    owner = production_of(home, production)
    shot, _ = shot_of(home, newest(home, owner), name)
    where = whereabouts(home, owner.id)
    with home.look() as connection:
        jobs = wants.listed(connection, owner.id, owner.revision)
    failed = [
        one
        for one in jobs
        if one.failed and (place := place_of(where, one.fingerprint)) and place.shot == shot.shot
    ]
    if not failed:
        raise BadInput(
            "retry", f"nothing of shot {shot.place} has failed", f"See: reelwright jobs {owner.id}"
        )
    return owner, failed


def _require_failed(job: Wanted) -> None:
    """Raise what fits when there is nothing to try again."""
    if job.failed:
        return
    told = f"job {job.id} ({job.kind} by {job.provider})"
    if job.open is not None and job.open.parked:
        raise NeedsDecision(
            "retry",
            f"{told} waits for your decision: {job.open.parked}",
            f"See your choices: reelwright resolve {job.id}",
        )
    if job.work == "accepted":
        raise BadInput(
            "retry",
            f"{told} is made: nothing is made twice",
            "For another take of its shot: reelwright use SHOT --take 2"
            if job.kind == "clip" and job.provider in PROVIDERS
            else "",
        )
    if job.work == "skipped" and job.kind not in PICTURES:
        return  # given up as parked: no shot is skipped for it, so this is the way back
    if job.work == "skipped":
        raise BadInput(
            "retry", f"{told} is skipped", f"Want it again: reelwright skip {job.id} --undo"
        )
    raise BadInput(
        "retry",
        f"{told} has not failed: it is {job.work}",
        "Go on with the command that began it.",
    )
