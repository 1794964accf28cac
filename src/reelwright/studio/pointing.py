"""Pointing: which production, job or shot a user means.

A job is named by its number, a shot by its stable id, or as the slate in the picture shows it: by
scene and number (`1.1/2`).
"""

from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.film.shot import Shot, Storyboard
from reelwright.ledger import productions, wants
from reelwright.ledger.productions import Production, Revision
from reelwright.ledger.wants import Wanted
from reelwright.studio.desk import PlanningDesk
from reelwright.studio.drive import drive
from reelwright.studio.estimate import estimated
from reelwright.studio.filming import Filmed, film
from reelwright.studio.home import Home
from reelwright.studio.opening import find_production
from reelwright.studio.whereabouts import Whereabouts, whereabouts


class Named(Noun):
    """A shot, by its stable id and by its place, such as `1.1/2`."""

    shot: str
    place: str


def production_of(home: Home, name: str) -> Production:
    """The production of that name, or the one worked on last."""
    if name:
        return find_production(home, name)
    with home.look() as connection:
        every = productions.every(connection)
    if not every:
        raise BadInput(
            "production", "there are no productions yet", "Make one: reelwright make STORY"
        )
    return every[0]


def newest(home: Home, production: Production) -> Revision:
    with home.look() as connection:
        found = productions.newest_revision(connection, production.id)
    if found is None:
        raise BadInput("production", f"nothing is recorded of {production.id}")
    return found


def board_of(home: Home, revision: Revision) -> Storyboard:
    """The written film of a revision; nothing is made or recorded."""
    recipe = film(revision.source, revision.wish, "storyboard")
    filmed: Filmed = drive(recipe, PlanningDesk(home, estimated), 1, lambda: False)
    return filmed.storyboard


def places(board: Storyboard) -> dict[str, Shot]:
    """Place -> shot, in order."""
    counts: dict[str, int] = {}
    found: dict[str, Shot] = {}
    for shot in board.shots:
        counts[shot.scene] = counts.get(shot.scene, 0) + 1
        found[f"{shot.scene}/{counts[shot.scene]}"] = shot
    return found


def shot_of(home: Home, revision: Revision, name: str) -> tuple[Named, Shot]:
    """The shot of that id or place. Raises `BadInput`."""
    known = places(board_of(home, revision))
    for place, shot in known.items():
        if name in (place, shot.id):
            return Named(shot=shot.id, place=place), shot
    raise BadInput(
        "shot",
        f"there is no shot {name!r} in {revision.production}",
        f"Shots are named by scene and number: {_listed(list(known))}.",
    )


def _listed(names: list[str]) -> str:
    return ", ".join(names) if len(names) < 9 else f"{', '.join(names[:6])}, … {names[-1]}"


def is_job(name: str) -> bool:
    return name.isascii() and name.isdecimal()


def job_of(home: Home, name: str, production: str = "") -> tuple[Production, Wanted]:
    """A job by its number, and the production meant: the named one, or of those that want it the
    one worked on last. Raises `BadInput`."""
    number = int(name) if len(name) < 16 else -1
    with home.look() as connection:
        owners = wants.wanting(connection, number)
        if production:
            owners = [one for one in owners if one == find_production(home, production).id]
        owner = productions.find(connection, owners[0]) if owners else None
        found = wants.find(connection, number, owners[0]) if owners else None
    if owner is None or found is None:
        where = f" in {production}" if production else ""
        raise BadInput("job", f"there is no job {name}{where}", "See them: reelwright jobs")
    return owner, found


def place_of(where: Whereabouts, fingerprint: str) -> Named | None:
    """The shot that an Order belongs to, if it does."""
    found = where.places.get(fingerprint)
    if found is None:
        return None
    return Named(shot=found.shot, place=f"{found.scene}/{found.number}")


def shot_of_job(home: Home, production: Production, job: Wanted) -> Named:
    """The shot that asks for a job, or would if it were not skipped. Raises `BadInput` when none
    does."""
    where = whereabouts(home, production.id, skipped=True)
    found = place_of(where, job.fingerprint)
    if found is not None:
        return found
    cause = where.trouble or (
        f"job {job.id} ({job.kind}) belongs to no shot"
        if job.fingerprint in where.whole
        else f"job {job.id} ({job.kind}) is not asked for any more by {production.id}"
    )
    raise BadInput("job", cause, f"See its jobs: reelwright jobs {production.id}")
