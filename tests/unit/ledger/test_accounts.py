"""Accounts: entries, what services have cost, and corrections by a bill, on both databases."""

import pytest
import sqlalchemy as sa
from tests.unit.ledger.till import DAY, DOLLAR, NOON, TODAY, Till, at_till, order, wanted

from reelwright.film.order import Take
from reelwright.ledger import accounts, attempts, history, jobs, money, tables
from reelwright.ledger.attempt import Attempt


def accepted(
    till: Till, charge: int | None = DOLLAR, *, micros: int = DOLLAR, provider: str = "kling",
    now: float = NOON,
) -> Attempt:  # fmt: skip
    """An attempt that ended well; `charge` None: the service said nothing."""
    one = till.sent(micros, now=now, provider=provider)
    assert attempts.ticketed(till.connection, one, f"ticket {one.id}", NOON, NOON)
    assert attempts.settle(till.connection, one, "accepted", charge, NOON + 60)
    return till.now(one)


def entry(till: Till, one: Attempt) -> accounts.Entry:
    found = accounts.of_production(till.connection, one.production)
    return next(each for each in found if each.id == one.id)


def test_an_entry_tells_what_was_held_and_charged(database: sa.Engine) -> None:
    with at_till(database) as till:
        done, unsure, open_one = accepted(till), accepted(till, None), till.sent(2 * DOLLAR)
        assert (entry(till, done).actual, entry(till, done).holding) == (DOLLAR, 0)
        assert not entry(till, done).unconfirmed
        assert entry(till, done).ended_at == NOON + 60
        assert entry(till, unsure).unconfirmed
        assert entry(till, unsure).actual == DOLLAR
        assert (entry(till, open_one).actual, entry(till, open_one).holding) == (0, 2 * DOLLAR)
        assert entry(till, open_one).open
        assert [one.id for one in accounts.every(till.connection)] == [
            done.id, unsure.id, open_one.id,
        ]  # fmt: skip
        assert accounts.every(till.connection, "runway") == []


def test_a_bill_may_call_an_attempt_by_several_names(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent()
        attempts.ticketed(till.connection, one, "text2video/893", NOON, NOON)
        attempts.settle(till.connection, one, "accepted", DOLLAR, NOON)
        made = Take(
            fingerprint=one.fingerprint, sha256="a" * 64, media_type="audio/mpeg", size=1,
            facts={"ticket": "history/xyz"},
        )  # fmt: skip
        jobs.record_paid_take(till.connection, one.order, one.id, made)
        names = entry(till, one).names
        assert names >= {"text2video/893", "893", "history/xyz", "xyz", one.token}
        assert "" not in names


def test_spending_by_service_and_day(database: sa.Engine) -> None:
    with at_till(database) as till:
        accepted(till, provider="kling")
        accepted(till, 3 * DOLLAR, micros=3 * DOLLAR, provider="runway", now=NOON - DAY)
        till.sent(5 * DOLLAR, provider="runway")
        spent = accounts.spent(till.connection, TODAY)
        assert spent["kling"] == accounts.Spent(today=DOLLAR, total=DOLLAR)
        assert spent["runway"] == accounts.Spent(total=3 * DOLLAR, held=5 * DOLLAR)
        assert set(spent) == {"kling", "runway"}


@pytest.mark.parametrize(
    ("bill", "kind"), [(3 * DOLLAR, "surcharge"), (1, "credit"), (0, "credit"), (DOLLAR, "")]
)
def test_a_correction_is_one_row_and_is_made_once(
    database: sa.Engine, bill: int, kind: str
) -> None:
    with at_till(database) as till:
        one = accepted(till, None)
        assert accounts.correct(till.connection, one, bill, NOON) == bill - DOLLAR
        assert accounts.correct(till.connection, one, bill, NOON) == 0, "the same bill again"
        found = entry(till, one)
        assert (found.charged, found.actual, found.unconfirmed) == (DOLLAR, bill, False)
        rows = till.connection.execute(
            sa.select(tables.money.c.kind, tables.money.c.micros).where(
                tables.money.c.kind.in_(["surcharge", "credit"])
            )
        ).all()
        assert [tuple(row) for row in rows] == ([(kind, abs(bill - DOLLAR))] if kind else [])
        assert till.caps()["production"] == (0, bill)
        assert money.total(till.connection, "film").charged == bill
        assert accounts.spent(till.connection, TODAY)["kling"].total == bill


def test_corrections_of_corrections_add_up(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = accepted(till)
        for bill, difference in ((2 * DOLLAR, DOLLAR), (DOLLAR // 2, -3 * DOLLAR // 2)):
            assert accounts.correct(till.connection, one, bill, NOON) == difference
        assert entry(till, one).corrected == -DOLLAR // 2
        assert till.caps()["user"] == (0, DOLLAR // 2)


def test_a_bill_above_the_hold_closes_the_cap(database: sa.Engine) -> None:
    with at_till(database) as till:
        till.limit("production", 10 * DOLLAR)
        one = accepted(till, DOLLAR // 2)
        accounts.correct(till.connection, one, DOLLAR, NOON)
        assert till.hold().held == DOLLAR, "as much as was held is no alarm"
        accounts.correct(till.connection, one, DOLLAR + 1, NOON)
        assert till.refused(1).closed


def test_what_was_written_off_or_released_can_be_corrected(database: sa.Engine) -> None:
    with at_till(database) as till:
        lost, refused = till.sent(), till.sent()
        attempts.settle(till.connection, lost, "failed", None, NOON, written_off=True)
        attempts.settle(till.connection, refused, "failed", 0, NOON)
        assert accounts.correct(till.connection, till.now(lost), 0, NOON) == -DOLLAR
        assert accounts.correct(till.connection, till.now(refused), 7, NOON) == 7
        assert money.total(till.connection).charged == 7


def test_nobody_corrects_what_is_under_way_or_below_nothing(database: sa.Engine) -> None:
    with at_till(database) as till:
        with pytest.raises(ValueError, match="is sending"):
            accounts.correct(till.connection, till.now(till.sent()), DOLLAR, NOON)
        with pytest.raises(ValueError, match="below nothing"):
            accounts.correct(till.connection, accepted(till), -1, NOON)


def test_states_work_and_fingerprints(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent()
        assert history.work_of(till.connection, one.job) == "sending"
        assert history.work_of(till.connection, 999) == ""
        assert history.states(till.connection, [one.fingerprint, "unknown"]) == {
            one.fingerprint: ("sending", "")
        }
        assert history.fingerprints(till.connection, [one.job, 999]) == {one.job: one.fingerprint}
        assert history.fingerprints(till.connection, []) == {}


def test_what_is_given_up_is_told_by_kind_and_reason(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent()
        attempts.settle(till.connection, one, "lost", DOLLAR, NOON, written_off=True)
        assert history.given_up(till.connection, "film", ["kling"]) == {}
        history.leave(till.connection, one.job, "skipped", "by you", NOON)
        given_up = {one.fingerprint: ("clip", "by you")}
        assert history.given_up(till.connection, "film", ["kling"]) == given_up
        assert history.given_up(till.connection, "film", ["runway"]) == {}
        assert history.given_up(till.connection, "other", ["kling"]) == {}


def test_forgetting_a_take_keeps_its_charge(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = accepted(till)
        made = Take(fingerprint=one.fingerprint, sha256="b" * 64, media_type="video/mp4", size=1)
        jobs.record_paid_take(till.connection, one.order, one.id, made)
        ((production, stored),) = history.bought(till.connection)
        assert (production, stored.job, stored.sha256) == ("film", one.job, "b" * 64)
        history.forget(till.connection, one.job, NOON)
        assert history.bought(till.connection) == []
        assert till.connection.execute(sa.select(tables.take)).all() == []
        assert history.work_of(till.connection, one.job) == "planned"
        assert money.total(till.connection).charged == DOLLAR
        again = till.ask(again=one.order)
        assert isinstance(again, Attempt)


def test_local_work_and_stored_takes_of_a_revision(database: sa.Engine) -> None:
    with at_till(database) as till:
        asked = order("body", "cutting")
        wanted(till.connection, "film", asked)
        made = Take(fingerprint=asked.fingerprint, sha256="c" * 64, media_type="video/mp4", size=1)
        jobs.record_failure(till.connection, asked, "too short", NOON)
        jobs.record_take(till.connection, asked, made, NOON)
        rows = history.local(till.connection, "film", 1, ("clip",))
        assert [(one.work, one.error) for one in rows] == [
            ("failed", "too short"),
            ("accepted", ""),
        ]
        assert history.local(till.connection, "film", 1, ("scene",)) == []
        assert history.local(till.connection, "film", 2, ("clip",)) == []
        (stored,) = history.stored(till.connection, "film", 1, ("clip",))
        assert stored.sha256 == "c" * 64
        till.sent()
        assert len(history.local(till.connection, "film", 1, ("clip",))) == 2, "paid ones are not"
