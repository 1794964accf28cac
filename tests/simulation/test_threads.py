"""The same till on a real clock, with its threads, and everything going wrong at once: nothing is
paid twice, nothing paid for is lost, the books are in order."""

import time
from collections import Counter as Count
from pathlib import Path
from random import Random

import sqlalchemy as sa
from tests.simulation.clock import RealClock
from tests.simulation.damage import DAMAGES
from tests.simulation.film import studio, wanted
from tests.simulation.scene import Scene, stored
from tests.simulation.service import MICROS, Fate, Service, order
from tests.standins.faults import FaultKind

from reelwright.film.order import Missing, Take
from reelwright.film.provider import Limits, Polling
from reelwright.studio.spending.counter import Counter
from reelwright.studio.spending.till import Till
from reelwright.studio.wire import World

ORDERS = 80
SUBMISSION: list[FaultKind] = ["drop after", "drop before", "broken", "limited", "unavailable"]
QUICK = 50
"""How many times quicker than usual pauses are."""


def test_everything_at_once(quick: Path) -> None:
    chance = Random(1)
    clock = RealClock()

    def fate(_prompt: str, number: int) -> Fate:
        return Fate(0.2, fails=number == 0 and chance.random() < 0.1)

    with Service(clock, fate) as service, studio(quick) as home:
        for kind in [*SUBMISSION, *DAMAGES]:
            for _ in range(
                2 if kind == "unavailable" else 4
            ):  # three in a row would be half a minute
                service.faults.add(kind, after=chance.randrange(12), seconds=1.0)
        limits = Limits(minute=6000, hour=10**6, day=10**6, concurrent=20)
        access = service.access(limits, Polling(first=0.1, floor=0.1))
        world = World(sleep=lambda s: time.sleep(s / QUICK), allow_http_loopback=True)
        at = Counter(home, reach=lambda _name: access, world=world, apart=1.0)
        play = Scene(home, clock, service, at, access)
        names = [f"shot {n}" for n in range(ORDERS)]
        wanted(home, "film", [order(name) for name in names])
        with Till(at, "film", retries=5) as till:
            answers = [till.want(order(name)) for name in names]
            deadline = time.monotonic() + 120
            while not all(answer.done() for answer in answers):
                assert time.monotonic() < deadline, play.attempts()
                _hurry(play)
                time.sleep(0.05)
        at.close()
        found = [answer.result(0) for answer in answers]
        assert not [one for one in found if isinstance(one, Missing)]
        made = Count(job.prompt for job in service.jobs.values() if not job.fate.fails)
        assert made == dict.fromkeys(names, 1), "every shot was made once, and charged once"
        assert play.total().charged == ORDERS * MICROS == service.billed()
        assert play.total().held == 0
        assert len(stored(home)) == ORDERS == len([one for one in found if isinstance(one, Take)])
        assert play.left() == []
        assert at.flying == set()


def _hurry(play: Scene) -> None:
    """Nobody waits a minute here for the next look at a file that came damaged three times."""
    with play.home.database.begin() as connection:
        connection.execute(
            sa.text(
                "UPDATE attempt SET next_poll_at = :now "
                "WHERE work = 'ready' AND next_poll_at > :now + 1"
            ),
            {"now": time.time()},
        )
