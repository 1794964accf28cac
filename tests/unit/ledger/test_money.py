"""Caps, holds and charges, on both databases. Every test ends with an audit of the books."""

import threading

import pytest
import sqlalchemy as sa
from tests.audit import totals
from tests.databases import Place
from tests.unit.ledger.till import DAY, DOLLAR, NOON, TODAY, Till, at_till

from reelwright.ledger import attempts, money, tables
from reelwright.ledger.database import looking, open_database
from reelwright.ledger.money import Cap, Payer, Scope

SCOPES: tuple[Scope, ...] = ("user", "day", "production")


@pytest.mark.parametrize("scope", SCOPES)
def test_each_cap_binds_to_the_micro_unit(database: sa.Engine, scope: Scope) -> None:
    with at_till(database) as till:
        till.limit(scope, 3 * DOLLAR)
        till.hold(2 * DOLLAR)
        refusing = till.refused(DOLLAR + 1)
        assert (refusing.scope, refusing.limit, refusing.held, refusing.left) == (
            scope, 3 * DOLLAR, 2 * DOLLAR, DOLLAR,
        )  # fmt: skip
        till.hold(DOLLAR)
        till.refused(1)
        assert till.caps() == dict.fromkeys(SCOPES, (3 * DOLLAR, 0))


def test_without_a_cap_nothing_is_refused(database: sa.Engine) -> None:
    with at_till(database) as till:
        till.hold(10**15)
        till.limit("user", 0)
        till.refused(1)
        till.limit("user", None)
        till.hold(10**15)


def test_a_hold_of_nothing_passes_a_full_cap(database: sa.Engine) -> None:
    with at_till(database) as till:
        till.limit("production", 0)
        till.hold(0)


def test_the_tightest_cap_decides_and_others_are_not_touched(database: sa.Engine) -> None:
    with at_till(database) as till:
        till.limit("user", 9 * DOLLAR)
        till.limit("day", 6 * DOLLAR)
        till.limit("production", 2 * DOLLAR)
        till.limit("production", 5 * DOLLAR, "other")
        assert till.refused(3 * DOLLAR).scope == "production"
        till.hold(5 * DOLLAR, "other")
        assert till.refused(2 * DOLLAR).scope == "day"
        assert till.caps() == {
            "user": (5 * DOLLAR, 0), "day": (5 * DOLLAR, 0), "production": (0, 0)
        }  # fmt: skip
        assert till.caps("other")["production"] == (5 * DOLLAR, 0)


def test_a_refused_hold_leaves_nothing_behind(database: sa.Engine) -> None:
    with at_till(database) as till:
        till.limit("day", 0)
        till.refused(1)
        for table in (tables.money, tables.attempt, tables.submission):
            assert till.connection.execute(sa.select(table)).all() == []
        assert till.connection.execute(sa.select(tables.job.c.run)).scalars().all() == [0]


def test_another_owner_has_other_caps(database: sa.Engine) -> None:
    with at_till(database) as till:
        till.limit("user", 0)
        till.limit("day", 0)
        till.refused(1)
        theirs = Payer(production="theirs", day=TODAY, owner="somebody")
        found = money.locked(till.connection, theirs)
        assert money.refusing(found, 10**12) is None


def test_a_charge_replaces_its_hold(database: sa.Engine) -> None:
    with at_till(database) as till:
        till.limit("production", 2 * DOLLAR)
        one = till.sent(2 * DOLLAR)
        assert attempts.settle(till.connection, one, "failed", DOLLAR // 2, NOON)
        assert till.caps()["production"] == (0, DOLLAR // 2)
        till.refused(2 * DOLLAR)
        till.hold(DOLLAR + DOLLAR // 2)


def test_a_release_gives_everything_back(database: sa.Engine) -> None:
    with at_till(database) as till:
        till.limit("user", DOLLAR)
        one = till.sent(DOLLAR)
        assert attempts.settle(till.connection, one, "failed", 0, NOON)
        assert till.caps() == dict.fromkeys(SCOPES, (0, 0))
        assert till.now(one).money == "released"
        till.hold(DOLLAR)


def test_silence_about_the_cost_is_charged_as_held_and_marked(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent(DOLLAR)
        assert attempts.ready(till.connection, one, NOON)
        assert attempts.settle(till.connection, one, "accepted", None, NOON)
        assert (till.now(one).money, till.now(one).charged) == ("charged", DOLLAR)
        marks = sa.select(tables.attempt.c.unconfirmed)
        assert till.connection.execute(marks).scalar_one() == 1


def test_a_confirmed_charge_is_not_marked(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent(DOLLAR)
        assert attempts.ready(till.connection, one, NOON)
        assert attempts.settle(till.connection, one, "accepted", DOLLAR, NOON)
        assert till.connection.execute(sa.select(tables.attempt.c.unconfirmed)).scalar_one() == 0


@pytest.mark.parametrize("charge", [None, DOLLAR // 4])
def test_what_is_written_off_stays_spent(database: sa.Engine, charge: int | None) -> None:
    with at_till(database) as till:
        till.limit("production", DOLLAR)
        one = till.sent(DOLLAR)
        assert attempts.doubt(till.connection, one, "cut off", NOON)
        assert attempts.settle(till.connection, one, "lost", charge, NOON, written_off=True)
        spent = DOLLAR if charge is None else charge
        assert till.now(one).money == "written_off"
        assert till.caps()["production"] == (0, spent)
        found = money.total(till.connection, "film")
        assert (found.held, found.charged, found.written_off) == (0, spent, spent)
        assert till.connection.execute(sa.select(tables.attempt.c.unconfirmed)).scalar_one() == 0


def test_a_charge_above_its_hold_is_booked_in_full_and_closes_the_cap(database: sa.Engine) -> None:
    with at_till(database) as till:
        till.limit("production", 10 * DOLLAR)
        waiting = till.hold(DOLLAR)
        one = till.sent(DOLLAR)
        assert attempts.ready(till.connection, one, NOON)
        assert attempts.settle(till.connection, one, "accepted", 3 * DOLLAR, NOON)
        assert till.caps()["production"] == (DOLLAR, 3 * DOLLAR)
        closed = till.refused(1)
        assert (closed.scope, closed.closed, closed.left) == ("production", True, 0)
        # What was held before may go on, and other productions are not concerned.
        assert attempts.begin_send(till.connection, waiting, "sender", NOON, 10.0)
        till.hold(DOLLAR, "other")
        till.limit("production", 10 * DOLLAR)
        till.hold(6 * DOLLAR)
        till.refused(1)


def test_a_charge_above_its_hold_closes_a_production_without_a_cap(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent(DOLLAR)
        assert attempts.settle(till.connection, one, "failed", DOLLAR + 1, NOON)
        assert till.refused(1).closed
        till.limit("production", None)
        till.hold(DOLLAR)


def test_lowering_a_cap_refuses_new_holds_only(database: sa.Engine) -> None:
    with at_till(database) as till:
        till.limit("production", 5 * DOLLAR)
        one, two = till.hold(2 * DOLLAR), till.sent(2 * DOLLAR)
        till.limit("production", DOLLAR)
        cap = till.refused(1)
        assert (cap.limit, cap.left) == (DOLLAR, 0)
        assert attempts.begin_send(till.connection, one, "sender", NOON, 10.0)
        assert attempts.ready(till.connection, two, NOON)
        assert attempts.settle(till.connection, two, "accepted", 2 * DOLLAR, NOON)
        till.limit("production", 5 * DOLLAR)
        till.hold(DOLLAR)
        till.refused(1)


def test_a_charge_counts_on_the_day_of_its_hold(database: sa.Engine) -> None:
    midnight = NOON + DAY / 2
    with at_till(database) as till:
        one = till.sent(DOLLAR, now=midnight - 1)
        assert one.day == TODAY
        later = midnight + 3600
        assert attempts.ready(till.connection, one, later)
        assert attempts.settle(till.connection, one, "accepted", DOLLAR // 2, later)
        assert till.caps(day=TODAY)["day"] == (0, DOLLAR // 2)
        tomorrow = money.day_of(later)
        assert tomorrow == "2026-09-23"
        assert till.caps(day=tomorrow)["day"] == (0, 0)
        days = till.connection.execute(sa.select(tables.money.c.day).distinct()).scalars().all()
        assert days == [TODAY]


def test_a_new_day_has_a_cap_of_its_own(database: sa.Engine) -> None:
    with at_till(database) as till:
        till.limit("day", DOLLAR)
        till.hold(DOLLAR)
        till.refused(1)
        till.limit("day", 2 * DOLLAR, day="2026-09-23")
        till.hold(2 * DOLLAR, now=NOON + DAY)
        assert till.refused(1, now=NOON + DAY).scope == "day"
        assert till.refused(1).scope == "day"


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (0.0, "1970-01-01"),
        (86399.999, "1970-01-01"),
        (86400.0, "1970-01-02"),
        (NOON + DAY / 2 - 0.001, TODAY),
        (NOON + DAY / 2, "2026-09-23"),
    ],
)
def test_days_are_utc(now: float, day: str) -> None:
    assert money.day_of(now) == day


def test_totals_are_recomputed_from_rows(database: sa.Engine) -> None:
    with at_till(database) as till:
        one, two = till.sent(2 * DOLLAR), till.hold(3 * DOLLAR, "other")
        till.hold(5 * DOLLAR)
        attempts.settle(till.connection, one, "failed", DOLLAR, NOON)
        assert money.total(till.connection, "film") == money.Total(
            quoted=7 * DOLLAR, held=5 * DOLLAR, charged=DOLLAR
        )
        assert money.total(till.connection) == money.Total(
            quoted=10 * DOLLAR, held=8 * DOLLAR, charged=DOLLAR
        )
        assert money.total(till.connection, owner="somebody") == money.Total()
        # Deleting hides; what was spent stays.
        till.connection.execute(
            sa.update(tables.production)
            .where(tables.production.c.id == "film")
            .values(deleted_at=NOON)
        )
        assert money.total(till.connection, "film").charged == DOLLAR
        assert totals(till.connection)["production", two.production] == [3 * DOLLAR, 0]


@pytest.mark.parametrize("kind", ["quote", "hold", "release", "charge", "write_off"])
def test_an_amount_below_nothing_is_refused(database: sa.Engine, kind: money.Kind) -> None:
    payer = Payer(production="film", day=TODAY)
    with at_till(database) as till:
        with pytest.raises(ValueError, match="-1"):
            money.book(till.connection, payer, kind, -1, NOON)
        assert till.connection.execute(sa.select(tables.money)).all() == []


def test_a_service_that_charges_less_than_nothing_gives_no_money(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent(DOLLAR)
    with (
        pytest.raises(ValueError, match="-5"),
        database.begin() as connection,
    ):
        attempts.settle(connection, one, "failed", -5, NOON)
    with at_till(database) as till:
        assert till.caps()["user"] == (DOLLAR, 0)
        assert till.now(one).work == "sending"


@pytest.mark.parametrize(
    "sentence", ["UPDATE money SET micros = 0", "UPDATE money SET day = ''", "DELETE FROM money"]
)
def test_money_rows_never_change(database: sa.Engine, sentence: str) -> None:
    with at_till(database) as till:
        till.hold()
    with (
        pytest.raises(sa.exc.DBAPIError, match="money rows are immutable"),
        database.begin() as connection,
    ):
        connection.exec_driver_sql(sentence)
    with at_till(database) as till:
        assert till.caps()["user"] == (DOLLAR, 0)


def test_what_is_left() -> None:
    assert Cap(scope="user").left is None
    assert Cap(scope="user", limit=5, held=2, charged=1).left == 2
    assert Cap(scope="user", limit=2, held=2, charged=1).left == 0
    assert Cap(scope="user", closed=True).left == 0


def test_looking_at_caps_makes_none(database: sa.Engine) -> None:
    with at_till(database) as till:
        found = money.caps(till.connection, Payer(production="film", day=TODAY))
        assert found == [Cap(scope=scope) for scope in SCOPES]
        assert till.connection.execute(sa.select(tables.cap)).all() == []


def test_productions_that_swap_their_holds_never_wait_in_a_ring(database: sa.Engine) -> None:
    """One books for a production that is new to the caps while another, which has locked the user's
    row already, moves a hold to it. Whoever is second waits; neither waits for the other."""
    with at_till(database) as till:
        one = till.hold(DOLLAR, "film")
        two = till.hold(DOLLAR, "film")
    first_has_locks, second_began = threading.Event(), threading.Event()
    answers: list[object] = []

    def move() -> None:
        with database.begin() as connection:
            money.locked(connection, one.payer)
            first_has_locks.set()
            second_began.wait(10)
            answers.append(attempts.move_hold(connection, one, "new", NOON))

    def book() -> None:
        first_has_locks.wait(10)
        threading.Timer(0.3, second_began.set).start()
        with database.begin() as connection:
            money.locked(connection, two.payer.model_copy(update={"production": "new"}))
            answers.append("locked")

    both = [threading.Thread(target=step) for step in (move, book)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(30)
    assert answers == [True, "locked"]
    with at_till(database) as till:
        assert till.caps("new")["production"] == (DOLLAR, 0)


def test_looking_at_caps_waits_for_nobody(database: sa.Engine) -> None:
    with at_till(database) as till:
        till.hold()
        with looking(database) as other:
            seen = money.caps(other, Payer(production="film", day=TODAY))
            assert {cap.held for cap in seen} == {0}


def test_what_fails_books_nothing(database: sa.Engine) -> None:
    with pytest.raises(ZeroDivisionError), database.begin() as connection:
        Till(connection).hold()
        raise ZeroDivisionError
    with at_till(database) as till:
        assert till.caps() == dict.fromkeys(SCOPES, (0, 0))


def test_a_day_keeps_the_limit_of_the_day_before(database: sa.Engine) -> None:
    """A run that passes midnight keeps to it."""
    first, second = (
        Payer(production="p", day=day, owner="o") for day in ("2026-11-24", "2026-11-25")
    )
    with database.begin() as connection:
        money.limit(connection, first, "day", 700)
    with database.begin() as connection:
        found = {one.scope: one.limit for one in money.locked(connection, second)}
    assert found == {"user": None, "day": 700, "production": None}


def test_money_cannot_be_thrown_away_as_a_whole(postgresql_place: Place) -> None:
    """SQLite has no TRUNCATE."""
    url = postgresql_place.fresh()
    engine = open_database(url)
    with at_till(engine) as till:
        till.hold(DOLLAR)
    with pytest.raises(sa.exc.DBAPIError, match="immutable"), engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE money")
    with at_till(engine) as till:
        assert money.total(till.connection).held == DOLLAR
    engine.dispose()
    postgresql_place.drop(url)


def test_a_day_without_a_row_is_seen_with_the_limit_it_will_have(database: sa.Engine) -> None:
    with at_till(database) as till:
        money.limit(till.connection, Payer(production="film", day=TODAY), "day", DOLLAR)
        tomorrow = Payer(production="film", day=money.day_of(NOON + DAY))
        seen = money.caps(till.connection, tomorrow)
        assert [cap.limit for cap in seen if cap.scope == "day"] == [DOLLAR]
        assert seen == money.locked(till.connection, tomorrow)
