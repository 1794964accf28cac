"""Forecast: exactly what a run would still buy, how its shots are adapted, and how long it may
take. Prices are the most that services charge; times are guesses and say so."""

from collections.abc import Sequence
from math import ceil

from reelwright.film.noun import Noun
from reelwright.studio.filming import Footage
from reelwright.studio.spending.access import access
from reelwright.studio.spending.work import Bill

GUESSES = {"clip": 90.0, "image": 15.0, "voice": 5.0}
"""Seconds that a service takes for one; nobody knows before, and queues there make it longer."""


class Part(Noun):
    """All jobs of one kind at one model. `usd` is the most that they cost together; `verified`: the
    price has been compared with a bill."""

    kind: str
    service: str
    model: str
    jobs: int
    usd: float
    verified: bool


class Adapted(Noun):
    """How a shot was fitted to what a model can make; `place` is the shot, such as `1.1/2`."""

    place: str
    shot: str
    note: str


class Forecast(Noun):
    """What a run would buy. `exact`: no length in it is an estimate. `unpriced` are models nobody
    knows a price of: they block the run. `seconds` is a guess. `max_concurrent`: service -> jobs
    under way at once. `again` of the jobs, `again_usd`, were made before by older rules or prices.
    `under_way` is at services already and not counted here; `held_usd` is reserved for it.
    """

    jobs: int
    usd: float
    exact: bool
    parts: tuple[Part, ...]
    unpriced: tuple[str, ...]
    adapted: tuple[Adapted, ...]
    seconds: float
    seconds_by: str
    max_concurrent: dict[str, int]
    again: int = 0
    again_usd: float = 0.0
    under_way: str = ""
    held_usd: float = 0.0


def forecast(
    bill: Bill, footage: Sequence[Footage], services: Sequence[str], concurrent: int | None
) -> Forecast:
    """The forecast of a bill; `concurrent` None leaves each service its own limit."""
    limits = {name: concurrent or access(name).limits.concurrent for name in services}
    return Forecast(
        jobs=len(bill.orders),
        usd=bill.micros / 1e6,
        exact=bill.exact,
        parts=tuple(
            Part(
                kind=post.kind,
                service=post.service,
                model=post.model,
                jobs=post.count,
                usd=post.micros / 1e6,
                verified=post.verified,
            )
            for post in bill.posts
        ),
        unpriced=bill.unpriced,
        adapted=_adapted(footage),
        seconds=sum(
            ceil(post.count / limits.get(post.service, 1)) * GUESSES.get(post.kind, 30.0)
            for post in bill.posts
        ),
        seconds_by="a guess: "
        + ", ".join(f"{seconds:.0f} s for one {kind}" for kind, seconds in GUESSES.items()),
        max_concurrent=limits,
        again=bill.again,
        again_usd=bill.again_micros / 1e6,
        under_way=bill.under_way,
        held_usd=bill.held_micros / 1e6,
    )


def _adapted(footage: Sequence[Footage]) -> tuple[Adapted, ...]:
    counts: dict[str, int] = {}
    found: list[Adapted] = []
    for one in footage:
        scene = one.shot.scene
        counts[scene] = counts.get(scene, 0) + 1
        place = f"{scene}/{counts[scene]}"
        found += [
            Adapted(place=place, shot=one.shot.id, note=note) for note in dict.fromkeys(one.notes)
        ]
    return tuple(found)
