"""Looks at what is recorded: productions, their progress, their jobs, their films."""

from collections.abc import Sequence
from pathlib import Path

from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.film.production import edited_by
from reelwright.film.shot import Storyboard
from reelwright.film.timeline import Timeline
from reelwright.ledger import productions, wants
from reelwright.ledger.productions import Production
from reelwright.ledger.wants import Wanted
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.home import Home, is_owned, open_home
from reelwright.studio.opening import find_production
from reelwright.studio.settings import Settings

DONE = {"accepted": "completed", "failed": "failed", "lost": "failed"}
SKIPPED = {"skipped", "cancelled"}


class Status(Noun):
    """A production seen from outside. total = completed + replaced + failed + skipped + pending,
    where pending includes what is in progress, and another model of the list has made the shots of
    what is replaced; `progress` is 0–100, `edit` the file of the user's own edit, if one is in
    force. `parked`, of those pending, wait for the user."""

    production: str
    name: str
    title: str
    status: str
    error: str
    revision: int
    total: int
    completed: int
    replaced: int
    failed: int
    skipped: int
    pending: int
    progress: int
    film: str
    edit: str = ""
    parked: int = 0


def status(settings: Settings, name: str) -> Status:
    """One production by name, id or source path."""
    with open_home(settings) as home:
        return _status(home, find_production(home, name))


def statuses(settings: Settings) -> list[Status]:
    """Every production, the newest first."""
    with open_home(settings) as home:
        with home.look() as connection:
            found = productions.every(connection)
        return [_status(home, production) for production in found]


def _status(home: Home, production: Production) -> Status:
    with home.look() as connection:
        wanted = wants.listed(connection, production.id, production.revision)
        cut = productions.newest_cut(connection, production.id)
        patches = productions.newest_patches(connection, production.id)
    otherwise = _otherwise(home, production.id, wanted)
    states = [
        "replaced"
        if job.fingerprint in otherwise
        else DONE.get(job.work, "skipped" if _skipped(job) else "pending")
        for job in wanted
    ]
    names = ("completed", "replaced", "failed", "skipped", "pending")
    count = {state: states.count(state) for state in names}
    finished = production.status == "completed"
    ended = len(states) - count["pending"]
    share = round(100 * ended / len(states)) if states else 0
    current = cut is not None and cut.revision == production.revision
    there = cut is not None and current and home.store.has(cut.film)
    left = production.status == "rendering" and not is_owned(home)
    return Status(
        production=production.id,
        name=production.name,
        title=production.title,
        status="cancelled" if left else production.status,
        error="stopped half-way; the command that began it goes on" if left else production.error,
        revision=production.revision,
        total=len(states),
        **count,
        progress=100 if finished else min(share, 99),
        film=str(home.store.path(cut.film)) if cut and there else "",
        edit=edited_by(patches),
        parked=sum(job.open is not None and job.open.parked != "" for job in wanted),
    )


def _otherwise(home: Home, production: str, wanted: Sequence[Wanted]) -> frozenset[str]:
    """What failed at a service and was made by another: the recipe is asked only if need be."""
    if not any(job.failed and job.provider in PROVIDERS for job in wanted):
        return frozenset()
    from reelwright.studio.replacing import known, replaced
    from reelwright.studio.whereabouts import whereabouts

    return replaced(whereabouts(home, production), known(wanted))


def _skipped(job: Wanted) -> bool:
    """Whether nothing more is to come of a job for this production."""
    return job.work in SKIPPED or (job.withdrawn and job.open is None)


class Finished(Noun):
    """A finished film: where its bytes are, what plays when, and what it was made from."""

    production: str
    film: Path
    timeline: Timeline
    storyboard: Storyboard


def finished(settings: Settings, name: str) -> Finished:
    """The newest cut of a production. Raises `BadInput` when there is none yet."""
    with open_home(settings) as home:
        production = find_production(home, name)
        with home.look() as connection:
            cut = productions.newest_cut(connection, production.id)
        if cut is None or not home.store.has(cut.film):
            raise BadInput(
                "export",
                f"production {production.id} has no finished film yet",
                "Run the command that began it again.",
            )
        return Finished(
            production=production.id,
            film=home.store.local(cut.film),
            timeline=Timeline.model_validate_json(cut.timeline),
            storyboard=Storyboard.model_validate_json(cut.storyboard),
        )
