"""A yes is for one bill. The next bill is asked about anew, within the budget if there is one."""

from pathlib import Path

import pytest
from tests.unit.studio.booth import DOLLAR, NOON, Booth, booth

from reelwright.film.errors import OverCap
from reelwright.ledger import attempts, money
from reelwright.ledger.money import Payer
from reelwright.studio.approving import approve
from reelwright.studio.spending.work import Bill, Buying, Post


def billed(micros: int) -> Bill:
    post = Post(kind="clip", service="kling", model="m", count=1, micros=micros, verified=False)
    return Bill(posts=(post,), orders=("a",))


def say(b: Booth, micros: int, budget: int | None = None, *, yes: bool = False) -> list[int]:
    """Approve a bill of so much; answers what was shown as left."""
    shown: list[int] = []

    def ask(_: Bill, left: int) -> bool:
        shown.append(left)
        return True

    buying = Buying(budget=budget, yes=yes, ask=ask)
    approve(b.home, b.production, 1, billed(micros), buying, NOON)
    return shown


def limit(b: Booth) -> int | None:
    with b.home.look() as connection:
        payer = Payer(production=b.production.id, day="2026-09-22")
        return money.caps(connection, payer)[-1].limit


def test_the_next_bill_is_asked_about_not_refused(tmp_path: Path) -> None:
    """One shot first, then the film."""
    with booth(tmp_path) as b:
        assert say(b, DOLLAR) == [DOLLAR]
        b.accepted("t-1")
        assert limit(b) == DOLLAR
        assert say(b, 3 * DOLLAR) == [3 * DOLLAR]
        assert limit(b) == 4 * DOLLAR


def test_a_word_does_not_forget_a_budget(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        say(b, DOLLAR, 5 * DOLLAR, yes=True)
        assert say(b, 2 * DOLLAR) == [5 * DOLLAR]
        assert limit(b) == 2 * DOLLAR
        assert say(b, 4 * DOLLAR) == [5 * DOLLAR]
        with pytest.raises(OverCap, match=r"leaves 5\.00 USD"):
            say(b, 6 * DOLLAR)


def test_without_being_asked_the_word_of_before_holds(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        say(b, DOLLAR)
        b.accepted("t-1")
        with pytest.raises(OverCap):
            say(b, 1, yes=True)


def test_what_a_service_has_closed_stays_closed(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        say(b, DOLLAR)
        one = b.ticketed("t-1")
        with b.home.database.begin() as connection:
            attempts.settle(connection, one, "accepted", 2 * DOLLAR, NOON)
        with pytest.raises(OverCap):
            say(b, 1)
