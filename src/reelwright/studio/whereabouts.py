"""Whereabouts: which shot of which scene a job belongs to.

An Order holds no shot, because identity must not depend on where something stands. So the recipe is
run again over what is recorded, as a plan is, and whoever asks for an Order is remembered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reelwright.film.errors import Trouble
from reelwright.film.order import Answer, Missing, Order, Recipe
from reelwright.ledger import history, jobs, productions
from reelwright.ledger.attempt import OPEN
from reelwright.studio.approving import read_catalogue
from reelwright.studio.drive import drive
from reelwright.studio.estimate import estimated
from reelwright.studio.filming import Filmed, Footage, film
from reelwright.studio.home import Home

FAILED = ("failed", "lost")


@dataclass(frozen=True)
class Place:
    """A shot as people find it: `number` counts within its scene, from 1."""

    scene: str
    number: int
    shot: str
    text: str

    def __str__(self) -> str:
        return f"scene {self.scene}, shot {self.number}"


@dataclass(frozen=True)
class Whereabouts:
    """Where the Orders of a revision belong, by fingerprint.

    `whole` are those that belong to no shot, such as character sheets. An Order in neither is not
    wanted by the newest revision any more. `scenes` are (key, slug) in order. `trouble` says why
    nothing could be told.
    """

    places: Mapping[str, Place] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    scenes: tuple[tuple[str, str], ...] = ()
    trouble: str = ""


def whereabouts(home: Home, production: str, *, skipped: bool = False) -> Whereabouts:
    """Replay the newest revision of a production. Makes and records nothing; never raises.

    `skipped`: shots whose paid clips the user has left out are replayed as if they were wanted.
    """
    with home.look() as connection:
        revision = productions.newest_revision(connection, production)
    if revision is None:
        return Whereabouts(trouble="nothing is recorded of it")
    seen = _Seen()
    patches = revision.patches
    if skipped:
        patches = {
            shot: patch.model_copy(update={"skip": False}) for shot, patch in patches.items()
        }
    try:
        recipe = film(
            revision.source, revision.wish, "clips", patches=patches,
            catalogue=read_catalogue(home.settings.catalogue),
        )  # fmt: skip
        filmed: Filmed = drive(seen.watched(recipe, []), _RecordDesk(home), 1, lambda: False)
    except Trouble as trouble:
        return Whereabouts(trouble=trouble.cause)
    counts: dict[str, int] = {}
    places: dict[str, Place] = {}
    for one in filmed.footage:
        shot = one.shot
        number = counts[shot.scene] = counts.get(shot.scene, 0) + 1
        place = Place(shot.scene, number, shot.id, shot.text)
        for fingerprint in seen.shots.get(shot.id, ()):
            places.setdefault(fingerprint, place)
    return Whereabouts(
        places=places,
        whole=frozenset(seen.asked - set(places)),
        scenes=tuple((one.key, one.slug) for one in filmed.storyboard.screenplay.scenes),
    )


def in_order(where: Whereabouts) -> dict[str, list[str]]:
    """Shot -> the Orders that it asks for, one after the other."""
    shots: dict[str, list[str]] = {}
    for name, place in where.places.items():
        shots.setdefault(place.shot, []).append(name)
    return shots


@dataclass
class _Seen:
    """What was asked for, and by which shot: the inner recipe that ends in its footage."""

    asked: set[str] = field(default_factory=set)
    shots: dict[str, list[str]] = field(default_factory=dict)

    def watched(self, recipe: Recipe[Any], above: list[str]) -> Recipe[Any]:
        """The same recipe. What it asks for belongs to its shot, else to whoever drives it."""
        own: list[str] = []
        answers: list[Any] | None = None
        while True:
            try:
                wanted = recipe.send(answers) if answers is not None else next(recipe)
            except StopIteration as end:
                shot = end.value.shot.id if isinstance(end.value, Footage) else ""
                (self.shots.setdefault(shot, []) if shot else above).extend(own)
                return end.value
            answers = yield [self._noted(one, own) for one in wanted]

    def _noted(self, one: Any, own: list[str]) -> Any:
        if not isinstance(one, Order):
            return self.watched(one, own)
        own.append(one.fingerprint)
        self.asked.add(one.fingerprint)
        return one


@dataclass
class _RecordDesk:
    """Answers as the record has it: a failed Order is missing, so that the one that took its place
    is asked for. What was never made is estimated, as in a plan."""

    home: Home

    def known(self, orders: Sequence[Order]) -> Mapping[str, Answer]:
        with self.home.look() as connection:
            takes = jobs.takes(connection, orders, {})
            rest = [one.fingerprint for one in orders if one.fingerprint not in takes]
            states = history.states(connection, rest)
        found: dict[str, Answer] = dict(takes)
        for order in orders:
            name = order.fingerprint
            if name not in found:
                found[name] = _answer(order, *states.get(name, ("", "")))
        return found

    def later(self, _order: Order) -> None:
        return None

    def make(self, order: Order, _stop: Any) -> Answer:
        raise AssertionError(f"this desk answers everything, so also {order.kind}")


def _answer(order: Order, work: str, error: str) -> Answer:
    name, stage = order.fingerprint, order.kind
    if work in FAILED:
        return Missing(fingerprint=name, stage=stage, cause=error)
    if work in ("skipped", "cancelled"):
        return Missing(fingerprint=name, stage=stage, cause=error, reason="skipped")
    if work in OPEN and work != "planned":
        return Missing(fingerprint=name, stage=stage, cause=error, reason="parked")
    return estimated(order)
