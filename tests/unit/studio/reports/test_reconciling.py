"""A bill against the books: what agrees, what differs, whose a line is, and what is booked then."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.unit.studio.booth import DOLLAR, NOON, Booth, booth

from reelwright.film.errors import BadInput
from reelwright.ledger import accounts, history, money
from reelwright.studio.reports.comparison import Reconciled
from reelwright.studio.reports.reconciling import reconcile

DAY = 86400.0


def compared(
    one: Booth, text: str, service: str = "", rate: str = "", *, correct: bool = False
) -> Reconciled:
    path = one.settings.home.parent / "bill.csv"
    path.write_text(text)
    return reconcile(
        one.settings, path, service, Decimal(rate) if rate else None, correct=correct,
        now=lambda: NOON,
    )  # fmt: skip


def test_every_line_finds_its_place(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-1")
        b.accepted("t-2", None)
        b.ticketed("t-3")
        b.accepted("t-4")
        made = compared(b, "task id,amount\nt-1,1.00\nt-2,1.50\nt-3,1\nx-9,2\n,1\n")
    assert made.service == "kling"
    assert [one.id for one in made.equal] == ["t-1"]
    (different,) = made.different
    assert (different.id, different.difference_usd, different.unconfirmed) == ("t-2", 0.5, True)
    assert [one.id for one in made.under_way] == ["t-3"]
    assert [(one.id, one.bill_usd, one.line) for one in made.strange] == [("x-9", 2.0, 5)]
    assert [one.id for one in made.unbilled] == ["t-4"]
    assert [one.number for one in made.useless] == [6]
    assert (made.bill_usd, made.booked_usd) == (5.5, 3.0)
    assert not made.agrees
    assert not made.corrected


def test_a_bill_that_agrees_changes_nothing_and_says_so(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-1")
        before = b.rows("SELECT count(*) FROM money")
        made = compared(b, "id,amount\nt-1,1\n")
        assert b.rows("SELECT count(*) FROM money") == before
    assert made.agrees


@pytest.mark.parametrize(
    ("charge", "told", "equal"),
    [
        (336_000, "0.34", True), (336_000, "0.336", True), (336_000, "0.33", False),
        (3_000, "0.00", True), (336_000, "0", False), (336_000, "0.3", False),
        (335_000, "0.34", True), (1_000_000, "1", True),
    ],
)  # fmt: skip
def test_a_bill_may_show_fewer_digits(tmp_path: Path, charge: int, told: str, equal: bool) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-1", charge)
        made = compared(b, f"id,amount\nt-1,{told}\n", correct=True)
        assert bool(made.equal) == equal
        booked = charge if equal else round(float(told) * DOLLAR)
        with b.home.look() as connection:
            assert money.total(connection).charged == booked


def test_correcting_books_each_difference_once_with_an_event(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        for ticket in ("t-1", "t-2", "t-3"):
            b.accepted(ticket, None)
        text = "id,amount\nt-1,0.25\nt-2,1.75\nt-3,1.00\n"
        made = compared(b, text, correct=True)
        assert (made.corrected, made.corrected_usd) == (True, 0.0)
        assert made.agrees
        with b.home.look() as connection:
            entries = accounts.of_production(connection, b.production.id)
            events = history.told(connection, b.production.id, ("reconcile",))
        assert [one.actual for one in entries] == [250_000, 1_750_000, 1_000_000]
        assert not any(one.unconfirmed for one in entries)
        assert [one.data["difference"] for one in events] == [-750_000, 750_000, 0]
        again = compared(b, text, correct=True)
        assert again.corrected_usd == 0
        assert len(again.equal) == 3
        assert b.rows("SELECT count(*) FROM money WHERE kind IN ('surcharge', 'credit')") == [(2,)]


def test_a_bill_above_a_hold_closes_the_budget(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.accepted("t-1")
        compared(b, "id,amount\nt-1,1.01\n", correct=True)
        with b.home.look() as connection:
            caps = money.caps(connection, one.payer)
        assert [cap.closed for cap in caps if cap.scope == "production"] == [True]


def test_what_is_under_way_is_never_corrected(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.ticketed("t-1")
        made = compared(b, "id,amount\nt-1,9\n", correct=True)
        assert made.corrected_usd == 0
        with b.home.look() as connection:
            total = money.total(connection)
        assert (total.held, total.charged) == (DOLLAR, 0)


def test_a_write_off_is_found_by_its_amount(tmp_path: Path) -> None:
    from reelwright.studio.steering.resolving import abandon

    with booth(tmp_path) as b:
        one = b.parked()
        b.accepted("t-2")
        abandon(b.settings, one.job)
        made = compared(b, "id,amount\nunknown,1.00\nother,1.00\nt-2,1\n")
        assert [stranger.perhaps for stranger in made.strange] == [one.job, None]
        assert [one.job for one in made.unbilled] == [one.job]


def test_the_period_of_a_bill_bounds_what_is_missed(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-2", now=NOON - 40 * DAY)
        b.accepted("t-1")
        made = compared(b, "id,amount,date\nt-1,1,2026-09-22\nz,1,2026-09-20\n")
        assert made.period == ("2026-09-20", "2026-09-22")
        assert made.unbilled == ()
        assert made.booked_usd == 1
        late = compared(b, "id,amount,date\nt-2,1,2026-08-01\nt-1,1,2026-09-22\n")
        assert len(late.equal) == 2


def test_credits_and_other_currencies_need_a_rate(tmp_path: Path) -> None:
    with booth(tmp_path, video="runway") as b:
        b.accepted("t-1")
        text = "task id,credits\nt-1,100\n"
        with pytest.raises(BadInput, match="in credits"):
            compared(b, text)
        made = compared(b, text, rate="0.01")
        assert (made.service, made.currency, made.rate) == ("runway", "credits", 0.01)
        assert made.agrees
        with pytest.raises(BadInput, match="CNY and EUR"):
            compared(b, "id,amount,currency\nt-1,1,CNY\nb,1,EUR\n")
        with pytest.raises(BadInput, match="in USD already"):
            compared(b, "id,amount\nt-1,1\n", rate="2")


def test_whose_bill_it_is(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-1")
        with pytest.raises(BadInput, match="one of ours"):
            compared(b, "id,amount\nnothing,1\n")
        made = compared(b, "id,amount\nnothing,1\n", "runway")
        assert (made.service, len(made.strange), made.unbilled) == ("runway", 1, ())
        with pytest.raises(BadInput, match="no service 'klink'"):
            compared(b, "id,amount\nt-1,1\n", "klink")
        with pytest.raises(BadInput, match="no line of it can be used"):
            compared(b, "id,amount\n,1\n")


def test_more_given_back_than_billed_is_left_to_the_user(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-1")
        made = compared(b, "id,amount\nt-1,-1\n", correct=True)
        assert made.useless[0].number == 2
        with b.home.look() as connection:
            assert money.total(connection).charged == DOLLAR


def test_two_names_of_one_attempt_are_not_added_up(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.accepted("t-1")
        made = compared(b, f"id,amount\nt-1,1\n{one.token},1\n")
        assert (len(made.equal), len(made.useless)) == (1, 1)


def test_what_a_service_took_twice_is_one_booking_of_two_lines(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.accepted("t-1")
        with b.home.database.begin() as connection:
            assert accounts.second_ticket(connection, one, "t-2", NOON)
        made = compared(b, "id,amount\nt-1,1.00\nt-2,1.00\n", correct=True)
        assert [(match.id, match.bill_usd) for match in made.equal] == [("t-1", 2.0)]
        assert made.strange == ()
        with b.home.look() as connection:
            assert money.total(connection).charged == 2 * DOLLAR
        again = compared(b, "id,amount\nt-1,1.00\nt-2,0.25\n", correct=True)
        assert again.corrected_usd == -0.75
