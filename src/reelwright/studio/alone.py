"""Alone: one job, or the clip of one shot, is made with what it needs, and nothing else.

No engine takes part: this process owns the data folder, and a stop loses nothing, because whatever
was made or sent is in the ledger like the work of any run.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from reelwright.film.errors import BadInput, Interrupted, MachineTrouble
from reelwright.film.order import Answer, Order, Stop, Take
from reelwright.film.production import Stage
from reelwright.ledger.productions import Production, Revision
from reelwright.ledger.wants import Wanted
from reelwright.media import disk
from reelwright.providers.catalogue import Catalogue
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.approving import itemised, require_services, to_buy
from reelwright.studio.buying import counting, spent
from reelwright.studio.desk import MakingDesk, PlanningDesk
from reelwright.studio.drive import Desk, drive
from reelwright.studio.estimate import estimated
from reelwright.studio.filming import Filmed, film
from reelwright.studio.home import Home
from reelwright.studio.pointing import is_job, job_of, place_of, shot_of
from reelwright.studio.produce import Outcome, told
from reelwright.studio.spending.till import Till
from reelwright.studio.spending.work import Work
from reelwright.studio.whereabouts import whereabouts

ENDINGS = {
    "video/mp4": ".mp4",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "audio/mpeg": ".mp3",
    "audio/wav": ".wav",
    "application/json": ".json",
}


@dataclass(frozen=True)
class Target:
    """What is to be made: a job by its fingerprint, or the whole clip of `shot`. `stage` is how far
    the recipe has to go for it, `name` what its file is called."""

    name: str
    fingerprint: str = ""
    shot: str = ""
    stage: Stage = "clips"


@dataclass
class Aim:
    """Answers like the desk behind it until the one Order comes up; what comes up beside it or
    after it is not needed for it, and not made."""

    desk: Desk
    fingerprint: str
    seen: bool = False
    found: Answer | None = None

    def known(self, orders: Sequence[Order]) -> Mapping[str, Answer]:
        ours = [order for order in orders if order.fingerprint == self.fingerprint]
        self.seen = self.seen or bool(ours)
        found = self.desk.known(ours if self.seen else orders)
        self.found = found.get(self.fingerprint, self.found)
        return found

    def later(self, order: Order) -> "Future[Answer] | None":
        if self.seen and order.fingerprint != self.fingerprint:
            return Future()  # nobody waits for it
        future = self.desk.later(order)
        if future is not None and order.fingerprint == self.fingerprint:
            future.add_done_callback(self._came)
        return future

    def make(self, order: Order, stop: Stop) -> Answer:
        made = self.desk.make(order, stop)
        if order.fingerprint == self.fingerprint:
            self.found = made
        return made

    def _came(self, ended: "Future[Answer]") -> None:
        if not ended.cancelled() and ended.exception() is None:
            self.found = ended.result()


def made_alone(home: Home, production: Production, revision: Revision, work: Work) -> Outcome:
    """Make `work.buying.job`. Raises `BadInput` when there is no such job or shot, or when it is
    not made by itself."""
    target = _target(home, production, revision, work.buying.job)

    def make(_: Home, __: Production, work: Work, till: Till | None) -> Outcome:
        return _made(home, revision, target, work, till)

    if not revision.wish.paid:
        return make(home, production, work, None)
    require_services(revision.wish)
    with counting(home) as counter:
        desk = PlanningDesk(home, estimated)
        _driven(revision, target, desk, counter.catalogue, 1, lambda: False)
        bill = itemised(to_buy(home, desk.missing.values()), counter.catalogue)
        return spent(counter, production, revision, work, bill, make)


def _target(home: Home, production: Production, revision: Revision, name: str) -> Target:
    if not is_job(name):
        shot, _ = shot_of(home, revision, name)
        return Target(f"shot_{shot.place.replace('/', '_')}", shot=shot.shot)
    _, job = job_of(home, name, production.id)
    where = whereabouts(home, production.id)
    place = place_of(where, job.fingerprint)
    if place is not None:
        return Target(f"job_{job.id}", job.fingerprint, place.shot)
    if job.fingerprint in where.whole:
        stage: Stage = "storyboard" if job.kind == "text" else "clips"
        return Target(f"job_{job.id}", job.fingerprint, stage=stage)
    if _of_cut(job):
        raise BadInput(
            "make",
            f"job {job.id} ({job.kind}) belongs to the cut: it is made of all clips",
            f"Cut the film: reelwright cut {production.id}",
        )
    raise BadInput(
        "make",
        where.trouble or f"job {job.id} ({job.kind}) is not asked for any more",
        f"See the jobs there are: reelwright jobs {production.id}",
    )


def _of_cut(job: Wanted) -> bool:
    return job.provider not in PROVIDERS and job.kind not in ("text", "voice", "panel", "clip")


def _driven(
    revision: Revision, target: Target, desk: Desk, catalogue: Catalogue | None, workers: int,
    stop: Callable[[], bool],
) -> Answer | None:  # fmt: skip
    """Run the recipe until the target is answered; answers that, or None for what never came."""
    aim = Aim(desk, target.fingerprint)
    recipe = film(
        revision.source, revision.wish, target.stage, patches=revision.patches,
        catalogue=catalogue, shots=[target.shot] if target.shot else (),
    )  # fmt: skip
    try:
        filmed: Filmed = drive(recipe, aim, workers, lambda: stop() or aim.found is not None)
    except Interrupted:
        if aim.found is None:
            raise
        return aim.found
    if target.fingerprint:
        return aim.found
    clip, failed = filmed.footage[0].clip, filmed.footage[0].failed
    return clip or (failed[0] if failed else None)


def _made(home: Home, revision: Revision, target: Target, work: Work, till: Till | None) -> Outcome:
    began = time.time()
    desk = MakingDesk(home, revision.production, revision.number, work.watch, till=till)
    catalogue = till.counter.catalogue if till else None
    found = _driven(revision, target, desk, catalogue, home.settings.workers, work.run.stopped)
    causes, take = desk.tally.causes, found if isinstance(found, Take) else None
    return Outcome(
        production=revision.production,
        revision=revision.number,
        wall_seconds=time.time() - began,
        made=desk.tally.made,
        reused=desk.tally.reused,
        failed=desk.tally.failed,
        causes=told(home, causes),
        parked=sum(one.reason in ("parked", "overdue") for one in causes),
        over_cap=sum(one.reason == "over cap" for one in causes),
        part=str(_placed(home, revision, target, take, work.out)) if take else "",
    )


def _placed(home: Home, revision: Revision, target: Target, take: Take, out: Path | None) -> Path:
    """A copy under `out`, apart from the film's own files, or where it is stored."""
    stored = home.store.local(take.sha256)
    if out is None:
        return stored
    name = f"{target.name}{ENDINGS.get(take.media_type, '')}"
    path = out / "jobs" / revision.production / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        disk.copy(stored, part)
        part.replace(path)
    except OSError as error:
        raise MachineTrouble(
            "layout",
            f"{path} cannot be written: {error.strerror or error}",
            "Name another folder with --out; what was made is kept.",
        ) from error
    return path
