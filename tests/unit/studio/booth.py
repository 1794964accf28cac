"""What the tests of the money commands share: a data folder with a production whose clips are
bought from a service, and attempts at them brought into any state. Nothing is sent."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from tests.audit import complaints
from tests.homes import ON_POSTGRESQL

from reelwright.film.order import Order, Take
from reelwright.film.production import Wish
from reelwright.film.provider import Limits
from reelwright.film.timeline import House
from reelwright.ledger import attempt, attempts, jobs
from reelwright.ledger.attempt import Attempt
from reelwright.ledger.productions import Production, Revision
from reelwright.providers.catalogue import BUILT_IN
from reelwright.studio.desk import PlanningDesk
from reelwright.studio.drive import drive
from reelwright.studio.estimate import estimated
from reelwright.studio.filming import film
from reelwright.studio.home import Home, open_home
from reelwright.studio.opening import Given, open_production
from reelwright.studio.settings import Settings
from reelwright.studio.whereabouts import whereabouts

NOON = 1_790_078_400.0
"""2026-09-22, 12:00 UTC."""
DOLLAR = 1_000_000
WIDE = Limits(minute=10**9, hour=10**9, day=10**9, concurrent=10**9)
PROMPT = "A fox crosses a snowy forest at dawn."


@dataclass
class Booth:
    settings: Settings
    home: Home
    production: Production
    revision: Revision
    orders: list[Order]
    """The clips, one for each scene, in the order of the film."""
    number: int = 0
    made: list[Attempt] = field(default_factory=list)

    def hold(self, order: Order | None = None, micros: int = DOLLAR, now: float = NOON) -> Attempt:
        """Hold the next clip, or this Order."""
        self.number += 1
        asked = order or self.orders[len(self.made)]
        with self.home.database.begin() as connection:
            jobs.add_wants(connection, self.production.id, self.revision.number, [asked])
            one = attempts.hold(
                connection, asked, self.production.id, micros, WIDE, now + self.number / 1000,
                f"token {self.number}",
            )  # fmt: skip
            assert isinstance(one, Attempt), one
        self.made.append(one)
        return one

    def sent(self, order: Order | None = None, micros: int = DOLLAR, now: float = NOON) -> Attempt:
        one = self.hold(order, micros, now)
        with self.home.database.begin() as connection:
            assert attempts.begin_send(connection, one, "gone", now, 10.0)
        return self.now(one)

    def parked(self, order: Order | None = None, why: str = "nobody knows") -> Attempt:
        one = self.sent(order)
        with self.home.database.begin() as connection:
            attempts.doubt(connection, one, "the connection was closed", NOON)
            attempts.park(connection, one, why)
        return self.now(one)

    def ticketed(
        self, ticket: str, order: Order | None = None, micros: int = DOLLAR, now: float = NOON
    ) -> Attempt:
        one = self.sent(order, micros, now)
        with self.home.database.begin() as connection:
            assert attempts.ticketed(connection, one, ticket, now + 5, now)
        return self.now(one)

    def overdue(self, ticket: str) -> Attempt:
        one = self.ticketed(ticket)
        with self.home.database.begin() as connection:
            assert attempts.overdue(connection, one, NOON + 900, NOON + 300)
        return self.now(one)

    def accepted(
        self, ticket: str, charge: int | None = DOLLAR, *, order: Order | None = None,
        micros: int = DOLLAR, now: float = NOON, content: bytes | None = None,
    ) -> Attempt:  # fmt: skip
        """Bought; with a Take of these bytes if there are any."""
        one = self.ticketed(ticket, order, micros, now)
        with self.home.database.begin() as connection:
            assert attempts.settle(connection, one, "accepted", charge, now + 40)
            if content is not None:
                self.home.scratch.mkdir(exist_ok=True)
                sha256, size = self.home.store.put_bytes(content, self.home.scratch)
                take = Take(
                    fingerprint=one.fingerprint, sha256=sha256, media_type="video/mp4", size=size
                )
                jobs.record_paid_take(connection, one.order, one.id, take)
        return self.now(one)

    def failed(self, error: str = "400: no", charge: int | None = 0) -> Attempt:
        one = self.sent()
        with self.home.database.begin() as connection:
            assert attempts.settle(connection, one, "failed", charge, NOON + 1, error=error)
        return self.now(one)

    def now(self, one: Attempt) -> Attempt:
        with self.home.look() as connection:
            found = attempt.find(connection, one.id)
        assert found is not None
        return found

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.home.look() as connection:
            return [tuple(row) for row in connection.execute(sa.text(query))]


@cache
def _migrated() -> bytes:
    """An empty ledger; making its tables takes longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        with open_home(Settings(home=Path(folder))):
            pass
        return Path(folder, "reelwright.db").read_bytes()


@contextmanager
def booth(
    folder: Path, *, video: str = "kling", images: str = "", seconds: int = 20
) -> Iterator[Booth]:
    """A storyboard film with a scene for each five seconds. The books must be right at the end."""
    settings = Settings(home=folder / "home", min_free_mb=1)
    settings.home.mkdir()
    if not ON_POSTGRESQL:  # there, every database is a copy of one that has them
        (settings.home / "reelwright.db").write_bytes(_migrated())
    wish = Wish(
        recipe="storyboard", seconds=seconds, video=(video,), images=images,
        house=House(width=256, height=144),
    )  # fmt: skip
    with open_home(settings) as home:
        production, revision = open_production(home, Given(prompt=PROMPT, wish=wish))
        desk = PlanningDesk(home, estimated)
        drive(
            film(revision.source, revision.wish, "clips", catalogue=BUILT_IN), desk, 1,
            lambda: False,
        )  # fmt: skip
        service = video.partition(":")[0]
        found = [one for one in desk.missing.values() if one.provider == service]
        film_order = list(whereabouts(home, production.id).places)
        orders = sorted(found, key=lambda one: film_order.index(one.fingerprint))
        yield Booth(settings, home, production, revision, orders)
        with home.look() as connection:
            assert complaints(connection) == []
