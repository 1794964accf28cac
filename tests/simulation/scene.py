"""One studio, one service and one clock: what tests of single steps begin with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from tests.simulation.bound import Fates
from tests.simulation.clock import Clock
from tests.simulation.film import counter, studio, wanted
from tests.simulation.service import MICROS, Fate, Service, order

from reelwright.film.order import Order
from reelwright.film.provider import Limits, Polling
from reelwright.ledger import attempts, gate, money
from reelwright.ledger.attempt import Attempt, find
from reelwright.studio.home import Home
from reelwright.studio.spending.access import Access
from reelwright.studio.spending.counter import Counter, Step
from reelwright.studio.spending.spend import spend

WIDE = Limits(minute=10**6, hour=10**6, day=10**6, concurrent=10**6)


@dataclass
class Scene:
    home: Home
    clock: Clock
    service: Service
    counter: Counter
    access: Access
    others: list[Counter] = field(default_factory=list)

    def hold(
        self, name: str = "a", production: str = "film", *, wish: Order | None = None,
        by: Counter | None = None, micros: int = MICROS,
    ) -> Attempt:  # fmt: skip
        """An Order, wanted and held, by the scene's own counter or another."""
        asked = wish or order(name)
        wanted(self.home, production, [asked])
        self.clock.sleep(0.001)
        with self.home.database.begin() as connection:
            found = attempts.hold(
                connection, asked, production, micros, WIDE, self.clock(), str(uuid4()),
                sender=(by or self.counter).sender,
            )  # fmt: skip
        assert isinstance(found, Attempt), found
        return found

    def sending(
        self, name: str = "a", *, by: Counter | None = None, wish: Order | None = None
    ) -> Attempt:
        """Held and marked as being sent, as a process leaves it that dies in the middle."""
        held = self.hold(name, by=by, wish=wish)
        with self.home.database.begin() as connection:
            sender = (by or self.counter).sender
            assert attempts.begin_send(connection, held, sender, self.clock(), 20.0)
        return self.now(held)

    def doubted(self, name: str = "a", *, by: Counter | None = None) -> Attempt:
        """In doubt: nobody knows whether it was taken."""
        sent = self.sending(name, by=by)
        with self.home.database.begin() as connection:
            attempts.doubt(connection, sent, "no answer", self.clock())
        return self.now(sent)

    def ticketed(self, name: str = "a", *, wish: Order | None = None) -> Attempt:
        """Sent and taken."""
        held = self.hold(name, wish=wish)
        spend(self.counter, held)
        found = self.now(held)
        assert found.work == "ticketed", found
        return found

    def wants(self, *orders: Order, production: str = "film") -> None:
        """A production that wants these Orders."""
        wanted(self.home, production, orders)

    def order(self, name: str, production: str = "film") -> Order:
        """An Order that a production wants."""
        wanted(self.home, production, [order(name)])
        return order(name)

    def attempts(self) -> list[Attempt]:
        """All of them, in the order in which they were begun."""
        with self.home.look() as connection:
            found = connection.execute(sa.text("SELECT id FROM attempt ORDER BY id")).scalars()
            return [one for id in found if (one := find(connection, id)) is not None]

    def now(self, one: Attempt) -> Attempt:
        """The attempt as it is by now."""
        with self.home.look() as connection:
            found = find(connection, one.id)
        assert found is not None
        return found

    def state(self, one: Attempt) -> tuple[str, str]:
        found = self.now(one)
        return found.work, found.money

    def look_again(self, one: Attempt, step: Step) -> None:
        """Write when to ask next, as the till does."""
        at = getattr(step, "again_at", None)
        assert at is not None
        with self.home.database.begin() as connection:
            attempts.look_again(connection, one, at)

    def another(self) -> Counter:
        """A counter of another process, as far as locks can tell."""
        made = counter(self.home, self.clock, self.access)
        self.others.append(made)
        return made

    def reached(self, **changed: object) -> None:
        """Reach the service in another way from now on: fields of `Access`."""
        other = replace(self.access, **changed)  # type: ignore[arg-type]  # by name, in tests
        self.access = other
        self.counter.reach = lambda _name: other

    def speaks(self, **changed: object) -> None:
        """Other fields of its Provider from now on."""
        provider = replace(self.access.provider, **changed)  # type: ignore[arg-type]
        self.reached(provider=provider)

    def total(self) -> money.Total:
        with self.home.look() as connection:
            return money.total(connection)

    def cap(self, production: str = "film") -> money.Cap:
        with self.home.look() as connection:
            payer = money.Payer(production=production, day="2026-09-22")
            return money.caps(connection, payer)[-1]

    def usage(self) -> gate.Usage:
        with self.home.look() as connection:
            return gate.usage(connection, self.access.name, self.clock())

    def left(self) -> list[str]:
        """Files that nothing needs any more and that should not be there."""
        answers = self.home.root / "answers"
        kept = list(answers.iterdir()) if answers.exists() else []
        return [path.name for path in [*self.home.scratch.iterdir(), *kept]]


def stored(home: Home) -> set[str]:
    """The names of all bytes in the store."""
    return {path.name for path in home.store.root.rglob("*") if path.is_file()}


@contextmanager
def scene(
    folder: Path, fate: Fates = lambda *_: Fate(), *, limits: Limits | None = None,
    polling: Polling | None = None,
) -> Iterator[Scene]:  # fmt: skip
    clock = Clock()
    with Service(clock, fate) as service, studio(folder / "home") as home:
        access = service.access(limits or WIDE, polling)
        made = Scene(home, clock, service, counter(home, clock, access), access)
        try:
            yield made
        finally:
            for one in (made.counter, *made.others):
                one.close()
