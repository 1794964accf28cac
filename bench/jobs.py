"""What one job costs beside the work itself: ledger, store and driver."""

import time
from collections.abc import Mapping
from pathlib import Path

from reelwright.film.order import Made, Order, Recipe, Stop
from reelwright.film.production import Wish
from reelwright.film.source import Source
from reelwright.ledger import productions
from reelwright.studio import desk, drive
from reelwright.studio.home import own_home
from reelwright.studio.produce import unwatched
from reelwright.studio.settings import Settings

JOBS = 300
STAGES = 3


def overhead_ms(folder: Path) -> float:
    """CPU milliseconds a job, over chains of three jobs whose work is writing a few bytes."""
    settings = Settings(home=folder / "overhead")
    with own_home(settings) as home:
        with home.database.begin() as connection:
            production = productions.create(connection, "overhead", "novel")
            productions.revise(connection, production.id, Source(), Wish())
        making = desk.MakingDesk(home, production.id, 1, unwatched, maker_of=lambda _: _write)
        began = time.process_time()
        drive.drive(_recipe(), making, 2, lambda: False)
        spent = time.process_time() - began
    assert making.tally.made == JOBS
    return spent / JOBS * 1000


def _recipe() -> Recipe[None]:
    yield [_chain(number) for number in range(JOBS // STAGES)]


def _chain(number: int) -> Recipe[None]:
    for stage in range(STAGES):
        yield [
            Order(
                kind="text",
                provider="bench",
                model="1",
                params={"number": number, "stage": stage},
            )
        ]


def _write(order: Order, _inputs: Mapping[str, Path], scratch: Path, _stop: Stop) -> Made:
    path = scratch / "bytes"
    path.write_text(order.fingerprint)
    return Made(path=path, media_type="text/plain")
