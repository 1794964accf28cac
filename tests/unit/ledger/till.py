"""What the tests of the money code share: orders, productions, and one-line steps."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from tests.audit import complaints

from reelwright.film.order import Order
from reelwright.film.provider import Limits
from reelwright.ledger import attempt, attempts, jobs, money, productions, tables
from reelwright.ledger.attempt import Attempt
from reelwright.ledger.money import Cap, Payer, Scope

NOON = 1_790_078_400.0
"""2026-09-22, 12:00 UTC."""
TODAY = "2026-09-22"
MINUTE, DAY = 60.0, 86400.0
DOLLAR = 1_000_000

WIDE = Limits(minute=10**9, hour=10**9, day=10**9, concurrent=10**9)
"""Limits that nobody meets; what is left is that two submissions are not at one moment."""

UNENDED = ("planned", "sending", "in_doubt", "ticketed", "overdue", "ready")
STATES = (*UNENDED, "accepted", "failed", "lost", "cancelled", "skipped")
MAY = {
    "begin_send": {"planned"},
    "ticketed": {"sending", "in_doubt", "ticketed"},
    "doubt": {"sending"},
    "ready": {"sending", "in_doubt", "ticketed", "overdue"},
    "overdue": {"ticketed"},
    "resend": {"in_doubt"},
    "accepted": {"ready", "ticketed", "overdue"},
    "failed": set(UNENDED),
    "lost": {"in_doubt", "ticketed", "overdue", "ready"},
    "cancelled": {"planned", "ticketed", "overdue"},
    "park": {"in_doubt", "ticketed", "overdue", "ready"},
    "move_hold": {"planned"},
}
"""Step -> the states that it may be taken from. Spelled out anew: the code is not asked."""


def order(name: str = "a", provider: str = "kling") -> Order:
    return Order(kind="clip", provider=provider, model="m-1", params={"prompt": name})


def wanted(connection: sa.Connection, production: str, *orders: Order) -> str:
    """A production that wants these Orders; answers its id, which is its name."""
    if productions.find(connection, production) is None:
        productions.create(connection, production, "novel", id=production)
    jobs.add_wants(connection, production, 1, orders)
    return production


class Till:
    """One connection's view: every hold is of a new Order, a millisecond after the last."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection, self.number = connection, 0

    def ask(
        self,
        micros: int = DOLLAR,
        production: str = "film",
        *,
        now: float = NOON,
        provider: str = "kling",
        limits: Limits = WIDE,
        again: Order | None = None,
    ) -> attempts.Booked:
        self.number += 1
        asked = again or order(f"order {self.number}", provider)
        wanted(self.connection, production, asked)
        return attempts.hold(
            self.connection, asked, production, micros, limits, now + self.number / 1000,
            f"token {self.number}",
        )  # fmt: skip

    def hold(self, micros: int = DOLLAR, production: str = "film", *, now: float = NOON,
             provider: str = "kling", again: Order | None = None) -> Attempt:  # fmt: skip
        """Hold; it must be granted."""
        found = self.ask(micros, production, now=now, provider=provider, again=again)
        assert isinstance(found, Attempt), found
        return found

    def refused(self, micros: int = DOLLAR, production: str = "film", *, now: float = NOON) -> Cap:
        """Hold; a cap must refuse it. Answers the cap."""
        found = self.ask(micros, production, now=now)
        assert isinstance(found, attempts.Refusal), found
        assert found.wanted == micros
        return found.cap

    def sent(self, micros: int = DOLLAR, production: str = "film", *, now: float = NOON,
             provider: str = "kling") -> Attempt:  # fmt: skip
        """An attempt on its way; answered as it was held, as those who sent it know it."""
        one = self.hold(micros, production, now=now, provider=provider)
        assert attempts.begin_send(self.connection, one, "sender", now, 10.0)
        return one

    def limit(self, scope: Scope, micros: int | None, production: str = "film",
              day: str = TODAY) -> None:  # fmt: skip
        money.limit(self.connection, Payer(production=production, day=day), scope, micros)

    def caps(self, production: str = "film", day: str = TODAY) -> dict[str, tuple[int, int]]:
        """Scope -> (held, charged)."""
        payer = Payer(production=production, day=day)
        return {cap.scope: (cap.held, cap.charged) for cap in money.caps(self.connection, payer)}

    def put(self, one: Attempt, work: str, **columns: object) -> Attempt:
        """Place an attempt into a state, whatever the rules; answers it as it is then."""
        settled = {"accepted": "charged", "failed": "released", "lost": "written_off",
                   "cancelled": "released", "skipped": "released"}  # fmt: skip
        values = {"work": work, "money": settled.get(work, "held"), **columns}
        self.connection.execute(
            sa.update(tables.attempt).where(tables.attempt.c.id == one.id).values(**values)
        )
        return self.now(one)

    def now(self, one: Attempt) -> Attempt:
        found = attempt.find(self.connection, one.id)
        assert found is not None
        return found


@contextmanager
def at_till(database: sa.Engine) -> Iterator[Till]:
    """One transaction; the books must be right at its end."""
    with database.begin() as connection:
        yield Till(connection)
        assert complaints(connection) == []
