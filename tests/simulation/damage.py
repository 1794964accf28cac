"""A film whose files arrive damaged: by the hundred, and seeded."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

from tests.simulation.film import running
from tests.simulation.scene import scene, stored
from tests.simulation.service import MICROS, Fate
from tests.standins.faults import DOWNLOAD, FaultKind

from reelwright.film.order import Order, Take
from reelwright.film.provider import Limits

DAMAGES: list[FaultKind] = sorted(DOWNLOAD - {"bad file", "drip"})
"""Damages of a transfer. A drip takes half a minute of real time: it is tested with the wire."""

JOBS = 60


@dataclass(frozen=True)
class Damaged:
    """What came of a film: how many damages it met, takes whose bytes are not those of the service,
    and what was charged beyond the price of each job once."""

    met: int
    takes: int
    accepted: int
    posts: int
    overpaid: int
    left: tuple[str, ...]


def damaged_film(
    folder: Path, wish: Callable[[str], Order], content: Callable[[str], bytes], seed: int,
    damages: int = 200,
) -> Damaged:  # fmt: skip
    """Sixty jobs and so many damaged transfers: some jobs meet one, some so many that they are
    given up for a minute."""
    chance, planned = Random(seed), 0
    with scene(folder, lambda *_: Fate(seconds=5), limits=Limits(minute=600)) as play:
        play.service.content = content
        while planned < damages:
            times = min(chance.choice([1, 1, 2, 3, 5, 9]), damages - planned)
            play.service.faults.add(chance.choice(DAMAGES), times=times)
            planned += times
        orders = [wish(f"shot {n}") for n in range(JOBS)]
        play.wants(*orders)
        with running(play.counter, play.clock) as run:
            run.until(*[run.till.want(one) for one in orders])
            run.for_(3600)
        good = {sha256(content(one.ticket)).hexdigest() for one in play.attempts()}
        with running(play.counter, play.clock) as run:
            answers = [run.till.want(one) for one in orders]
            run.until(*answers)
        takes = [answer.result() for answer in answers if isinstance(answer.result(), Take)]
        return Damaged(
            met=planned - sum(fault.times for fault in play.service.faults.planned),
            takes=len(takes),
            accepted=len(stored(play.home) - good),
            posts=len(play.service.posts_at),
            overpaid=play.total().charged - JOBS * MICROS,
            left=tuple(play.left()),
        )
