"""Patching: what the user decides about single shots. Each decision is a new revision.

Nothing is made and nothing is paid for here; the next run goes by it.
"""

import json
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import sqlalchemy as sa

from reelwright.cutting.fitting import settled
from reelwright.cutting.rendering import SLACK
from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.film.production import Patch
from reelwright.ledger import productions, wants
from reelwright.ledger.productions import Production, Revision
from reelwright.ledger.wants import Wanted
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.approving import read_catalogue
from reelwright.studio.desk import PlanningDesk
from reelwright.studio.drive import drive
from reelwright.studio.estimate import estimated
from reelwright.studio.filming import Filmed, film
from reelwright.studio.home import Home, own_home
from reelwright.studio.leaving import PICTURES, stood_in
from reelwright.studio.pointing import (
    Named,
    is_job,
    job_of,
    newest,
    place_of,
    production_of,
    shot_of,
    shot_of_job,
)
from reelwright.studio.settings import Settings
from reelwright.studio.steering.bringing import Brought, bring
from reelwright.studio.whereabouts import whereabouts

MOST_TAKES = 99
SHAPE = 0.02
"""Share by which a picture's shape may differ from the film's without a word."""
FATES = {
    "crop": "is cropped",
    "pad": "gets black edges",
    "blur": "is shown whole over a blurred copy of itself",
}
"""What happens to a clip of another shape, by how it is fitted."""


class Patched(Noun):
    """What came of a decision: the new revision, the shots, the jobs whose state it changed, those
    that go on because they are under way, and sentences for people. `buys`: the next run will buy
    something for it."""

    production: str
    revision: int
    shots: tuple[Named, ...] = ()
    jobs: tuple[int, ...] = ()
    under_way: tuple[int, ...] = ()
    buys: bool = False
    notes: tuple[str, ...] = ()


def skip(settings: Settings, name: str, *, production: str = "", undo: bool = False) -> Patched:
    """Leave the paid clip of a shot out, named by itself or by one of its jobs: the animatic's
    stands in for it. `undo` wants it again."""
    with own_home(settings) as home:
        if is_job(name):
            owner, job = job_of(home, name, production)
            _require_skippable(job)
            shot = shot_of_job(home, owner, job)
        else:
            owner = production_of(home, production)
            shot, _ = shot_of(home, newest(home, owner), name)
        return _skipped(home, owner, [shot], undo=undo)


def skip_failed(settings: Settings, production: str = "", *, undo: bool = False) -> Patched:
    """The same for every shot with a failed clip or first frame and nothing in its place; `undo`
    wants all skipped shots again."""
    with own_home(settings) as home:
        owner = production_of(home, production)
        shots = _undone(home, owner) if undo else _failing(home, owner)
        return _skipped(home, owner, shots, undo=undo)


def use(
    settings: Settings, name: str, file: Path | None, *, production: str = "", take: int = 0,
    back: bool = False,
) -> Patched:  # fmt: skip
    """Put the user's own clip or picture in the place of a shot's, ask for another take of it, or
    go `back` to what the film had before."""
    with own_home(settings) as home:
        owner = production_of(home, production)
        revision = newest(home, owner)
        shot, _ = shot_of(home, revision, name)
        before = revision.patches.get(shot.shot, Patch())
        if back:
            return _revised(home, owner, {shot: Patch(skip=before.skip)}, ())
        if take:
            return _retaken(home, owner, revision, shot, take)
        assert file is not None
        brought = bring(home, file)
        if brought.kind == "clip":
            notes = _fitting(home, revision, shot, brought)
            shape = _size(brought)
            patch = before.model_copy(update={"clip": brought.sha256, "shape": shape})
        else:
            notes = _shaped(revision, brought)
            fresh = {"image": brought.sha256, "clip": "", "shape": None}
            patch = before.model_copy(update=fresh)
        done = _revised(home, owner, {shot: patch}, notes)
        buys = bool(revision.wish.video) and not patch.clip and not patch.skip
        return done.model_copy(update={"buys": buys})


def _require_skippable(job: Wanted) -> None:
    if job.provider not in PROVIDERS:
        raise BadInput(
            "skip",
            f"job {job.id} ({job.kind}) costs nothing and is tried again in every run",
            "Only what services make can be skipped.",
        )
    if job.kind not in PICTURES:
        raise BadInput(
            "skip",
            f"job {job.id} is a {job.kind}: only clips and their first frames can be skipped",
            f"Try it again: reelwright retry {job.id}",
        )


def _failing(home: Home, production: Production) -> list[Named]:
    """Shots with a failed job and no clip bought in its place."""
    with home.look() as connection:
        failed = wants.failures(connection, production.id, PROVIDERS)
    where = whereabouts(home, production.id)
    pictures = {name for name, (kind, _) in failed.items() if kind in PICTURES}
    alone = pictures - stood_in(home, production.id, failed)
    found = [place_of(where, name) for name in where.places if name in alone]
    return list(dict.fromkeys(one for one in found if one is not None))


def _undone(home: Home, production: Production) -> list[Named]:
    revision = newest(home, production)
    names = [shot for shot, patch in revision.patches.items() if patch.skip]
    return [shot_of(home, revision, name)[0] for name in names]


def _skipped(
    home: Home, production: Production, shots: Collection[Named], *, undo: bool
) -> Patched:
    revision = newest(home, production)
    if not revision.wish.video:
        raise BadInput(
            "skip",
            f"{production.id} asks for no video service: there is no paid clip to leave out",
            "See its jobs: reelwright jobs " + production.id,
        )
    where = whereabouts(home, production.id, skipped=True)
    with home.look() as connection:
        jobs = wants.listed(connection, production.id, revision.number)
    theirs = {one.shot for one in shots}
    own = [
        job
        for job in jobs
        if job.provider in PROVIDERS
        and job.kind in PICTURES
        and (place := place_of(where, job.fingerprint)) is not None
        and place.shot in theirs
    ]
    patches = {
        one: revision.patches.get(one.shot, Patch()).model_copy(update={"skip": not undo})
        for one in shots
    }
    done = _revised(home, production, patches, ())
    with home.database.begin() as connection:
        changed = _marked(connection, own, undo=undo)
    busy = tuple(job.id for job in own if job.open is not None)
    return done.model_copy(update={"jobs": tuple(sorted(changed)), "under_way": busy})


def _marked(connection: sa.Connection, jobs: Sequence[Wanted], *, undo: bool) -> list[int]:
    """Mark jobs as skipped; or back to what they were before: failed if they were tried, so that
    what took the place of a failure keeps it."""
    now = time.time()
    if not undo:
        return wants.mark(connection, [job.id for job in jobs], "skipped", now)
    tried = [job.id for job in jobs if job.attempts]
    fresh = [job.id for job in jobs if not job.attempts]
    was = ("skipped",)
    return [
        *wants.mark(connection, tried, "failed", now, was=was),
        *wants.mark(connection, fresh, "planned", now, was=was),
    ]


def _retaken(
    home: Home, production: Production, revision: Revision, shot: Named, take: int
) -> Patched:
    if not revision.wish.video:
        raise BadInput(
            "use",
            f"{production.id} asks for no video service: there is no other take of a drawing",
            "Give a picture or a clip of your own.",
        )
    if not 1 <= take <= MOST_TAKES:
        raise BadInput("use", f"there is no take {take}", f"Takes go from 1 to {MOST_TAKES}.")
    before = revision.patches.get(shot.shot, Patch())
    fresh = {"take": take, "clip": "", "shape": None, "skip": False}
    patch = before.model_copy(update=fresh)
    return _revised(home, production, {shot: patch}, ())


def _fitting(home: Home, revision: Revision, shot: Named, clip: Brought) -> tuple[str, ...]:
    """Sentences about a clip's length. Raises `BadInput` when it is shorter than the shot."""
    wish = revision.wish
    desk = PlanningDesk(home, estimated)
    catalogue = read_catalogue(home.settings.catalogue) if wish.paid else None
    recipe = film(
        revision.source, wish, "panels", patches=revision.patches, catalogue=catalogue,
        shots=[shot.shot],
    )  # fmt: skip
    filmed: Filmed = drive(recipe, desk, 1, lambda: False)
    pace = filmed.footage[0].pace
    assert pace is not None
    needed = pace.frames / wish.house.rate
    guessed = any(order.kind == "voice" for order in desk.missing.values())
    if clip.seconds + SLACK < needed:
        raise BadInput(
            "use",
            f"the clip lasts {clip.seconds:.2f} s, shot {shot.place} needs {needed:.2f} s"
            + (" (an estimate until its voice is made)" if guessed else ""),
            f"Use one of at least {needed:.1f} s.",
        )
    notes = []
    if clip.seconds - needed > SLACK:
        notes.append(f"Its first {needed:.1f} s are shown, of {clip.seconds:.1f} s.")
    if guessed:
        notes.append("The shot's length is an estimate until its voice is made.")
    if clip.facts.get("sound"):
        notes.append("Its sound is not used.")
    return (*notes, *_shaped(revision, clip))


def _shaped(revision: Revision, brought: Brought) -> tuple[str, ...]:
    house = revision.wish.house
    width, height = _size(brought)
    if abs(width / height / (house.width / house.height) - 1) <= SHAPE:
        return ()
    fate = "is cropped or gets black edges"
    if brought.kind == "clip":
        fate = FATES[settled(revision.wish.fit, (width, height), house)]
    return (f"It is {width}x{height}; the film is {house.width}x{house.height}, so it {fate}.",)


def _size(brought: Brought) -> tuple[int, int]:
    return int(str(brought.facts["width"])), int(str(brought.facts["height"]))


def _revised(
    home: Home, production: Production, patches: Mapping[Named, Patch], notes: tuple[str, ...]
) -> Patched:
    """Record a revision with these decisions. It wants the paid jobs that the one before wanted, so
    that nothing which is under way is without an owner until the next run."""
    revision = newest(home, production)
    together = {**revision.patches, **{one.shot: patch for one, patch in patches.items()}}
    together = {shot: patch for shot, patch in together.items() if patch != Patch()}
    told = {one.shot: patch.model_dump() for one, patch in patches.items()}
    now = time.time()
    with home.database.begin() as connection:
        made = productions.revise(
            connection, production.id, revision.source, revision.wish, together
        )
        if made.number != revision.number:
            jobs = wants.listed(connection, production.id, revision.number)
            paid = [one.id for one in jobs if one.provider in PROVIDERS and not one.withdrawn]
            wants.carry(connection, production.id, made.number, paid, now)
            productions.change(connection, production.id, status="pending", error="")
            productions.note(connection, production.id, "decision", json.dumps(told))
    return Patched(
        production=production.id,
        revision=made.number,
        shots=tuple(patches),
        notes=notes,
    )
