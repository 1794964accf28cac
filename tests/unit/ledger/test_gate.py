"""The rate gate, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Event

import pytest
import sqlalchemy as sa
from tests.unit.ledger.till import DAY, MINUTE, NOON, WIDE, Till, at_till

from reelwright.film.provider import Limits
from reelwright.ledger import attempts, gate, tables
from reelwright.ledger.attempt import Attempt
from reelwright.ledger.database import looking
from reelwright.ledger.gate import Closed

HOUR = 3600.0
NOTHING = 1e-6
"""Seconds; above the step of a double at this time of the century."""


def enter(till: Till, now: float, limits: Limits = WIDE, provider: str = "kling") -> Closed | None:
    return gate.enter(till.connection, provider, limits, now)


def through(till: Till, since: float, until: float, limits: Limits) -> list[float]:
    """When submissions pass if one asks as soon as one is told to; seconds after `since`."""
    now, passed = since, []
    while now < until:
        closed = enter(till, now, limits)
        if closed is None:
            passed.append(now - since)
            continue
        assert closed.wait > 0
        # A double cannot tell moments apart that are closer than this.
        now += max(closed.wait, NOTHING)
    return passed


def test_a_submission_passes_and_is_counted(database: sa.Engine) -> None:
    with at_till(database) as till:
        assert enter(till, NOON) is None
        assert gate.usage(till.connection, "kling", NOON + 1) == gate.Usage(minute=1, hour=1, day=1)
        assert gate.usage(till.connection, "other", NOON + 1) == gate.Usage()


@pytest.mark.parametrize(("window", "seconds"), [("minute", MINUTE), ("hour", HOUR), ("day", DAY)])
def test_windows_roll(database: sa.Engine, window: str, seconds: float) -> None:
    """Not by the clock's minutes: what counts is what went in the last so many seconds."""
    limits = Limits(**{"minute": 10**6, "hour": 10**6, "day": 10**6, window: 4})
    start = NOON - seconds / 2
    with at_till(database) as till:
        till.connection.execute(
            sa.insert(tables.submission),
            [{"provider": "kling", "at": start + number * seconds / 8} for number in range(4)],
        )
        closed = enter(till, start + seconds / 2, limits)
        assert closed is not None
        assert closed.wait == pytest.approx(seconds / 2)
        assert closed.why == f"4 requests in a {window}"
        assert enter(till, start + seconds - 0.01, limits) is not None
        assert enter(till, start + seconds, limits) is None
        # The second is still in the window.
        assert enter(till, start + seconds + 1.0, limits) is not None


def test_requests_are_spread_evenly(database: sa.Engine) -> None:
    limits = Limits(minute=30)
    with at_till(database) as till:
        assert enter(till, NOON, limits) is None
        closed = enter(till, NOON + 0.5, limits)
        assert closed == Closed(wait=1.5, why="requests are spread evenly")
        assert enter(till, NOON + 2, limits) is None


def test_above_nine_tenths_of_a_quota_the_spacing_doubles(database: sa.Engine) -> None:
    limits = Limits(minute=600, hour=20, day=10**6)
    with at_till(database) as till:
        passed = through(till, NOON, NOON + MINUTE, limits)
        steps = [after - before for before, after in pairwise(passed)]
        assert len(passed) == 20
        assert steps[:18] == pytest.approx([0.1] * 18, abs=0.001)
        assert steps[18:] == pytest.approx([0.2], abs=0.001)


@pytest.mark.parametrize(
    "limits",
    [
        Limits(minute=30, hour=200, day=10**4),
        Limits(minute=7, hour=50, day=60),
        Limits(minute=100, hour=100, day=100),
    ],
)
def test_no_rolling_window_ever_holds_more_than_its_quota(
    database: sa.Engine, limits: Limits
) -> None:
    with at_till(database) as till:
        passed = through(till, NOON, NOON + 1.2 * HOUR, limits)
        for seconds, quota in ((MINUTE, limits.minute), (HOUR, limits.hour), (DAY, limits.day)):
            most = max(sum(1 for other in passed if one - seconds < other <= one) for one in passed)
            assert most <= quota, (seconds, most)
        assert len(passed) >= min(limits.hour, limits.day)


def test_what_was_not_sent_after_all_does_not_count(database: sa.Engine) -> None:
    limits = Limits(minute=2)
    with at_till(database) as till:
        assert enter(till, NOON, limits) is None
        assert enter(till, NOON + 60, limits, "other") is None
        assert enter(till, NOON + 60, limits) is None
        gate.leave(till.connection, "kling", NOON + 60)
        assert gate.usage(till.connection, "kling", NOON + 61).minute == 0
        assert gate.usage(till.connection, "kling", NOON + 61).hour == 1
        assert gate.usage(till.connection, "other", NOON + 61).minute == 1


def test_old_submissions_are_forgotten(database: sa.Engine) -> None:
    with at_till(database) as till:
        for day in range(5):
            assert enter(till, NOON + day * DAY) is None
        assert enter(till, NOON + 4 * DAY + 1, provider="other") is None
        kept = till.connection.execute(
            sa.select(tables.submission.c.at).where(tables.submission.c.provider == "kling")
        )
        assert len(kept.all()) == 3
        assert gate.usage(till.connection, "kling", NOON + 4 * DAY + 1).day == 1


def test_a_pause_holds_everyone_up_for_as_long_as_the_service_asked(database: sa.Engine) -> None:
    with at_till(database) as till:
        gate.cool(till.connection, "kling", 17.0, NOON)
        assert enter(till, NOON + 2) == Closed(wait=15.0, why="it asked for a pause")
        assert gate.usage(till.connection, "kling", NOON + 7).cool_for == pytest.approx(10.0)
        assert enter(till, NOON + 2, provider="other") is None
        assert enter(till, NOON + 17) is None


def test_a_pause_without_a_length_is_a_minute_and_a_shorter_one_does_not_end_it(
    database: sa.Engine,
) -> None:
    with at_till(database) as till:
        gate.cool(till.connection, "kling", None, NOON)
        gate.cool(till.connection, "kling", 1.0, NOON)
        closed = enter(till, NOON)
        assert closed is not None
        assert closed.wait == gate.COOL_DOWN == 60.0
        assert enter(till, NOON + 60) is None


# Jobs under way.


def test_no_more_jobs_are_under_way_than_allowed(database: sa.Engine) -> None:
    limits = Limits(minute=10**9, hour=10**9, day=10**9, concurrent=2)
    with at_till(database) as till:
        one = till.sent()
        assert isinstance(till.ask(limits=limits), Attempt)
        closed = till.ask(limits=limits)
        assert isinstance(closed, Closed)
        assert closed == Closed(wait=1.0, why="2 jobs are under way")
        attempts.settle(till.connection, one, "failed", 0, NOON)
        assert isinstance(till.ask(limits=limits), Attempt)


def test_an_attempt_that_is_held_and_not_yet_sent_takes_a_slot(database: sa.Engine) -> None:
    """Else whoever holds many before sending the first would send them all."""
    limits = Limits(minute=10**9, hour=10**9, day=10**9, concurrent=1)
    with at_till(database) as till:
        assert isinstance(till.ask(limits=limits), Attempt)
        assert isinstance(till.ask(limits=limits), Closed)


@pytest.mark.parametrize(
    ("work", "takes"),
    [
        ("planned", True), ("sending", True), ("in_doubt", True), ("ticketed", True),
        ("overdue", False), ("ready", False), ("accepted", False), ("failed", False),
        ("lost", False), ("cancelled", False),
    ],
)  # fmt: skip
def test_which_attempts_take_a_slot(database: sa.Engine, work: str, takes: bool) -> None:
    with database.begin() as connection:
        till = Till(connection)
        one = till.put(till.hold(), work)
        till.put(till.hold(provider="other"), "ticketed")
        assert gate.running(connection, "kling") == takes
        assert gate.usage(connection, "kling", NOON).running == takes
        till.put(one, work, parked="lost from sight")
        assert gate.running(connection, "kling") == 0


# The circuit.


def fail(till: Till, times: int, now: float = NOON) -> list[bool]:
    return [gate.unavailable(till.connection, "kling", now) for _ in range(times)]


def test_three_failures_in_a_row_open_the_circuit(database: sa.Engine) -> None:
    with at_till(database) as till:
        assert fail(till, 2) == [False, False]
        assert enter(till, NOON) is None
        assert fail(till, 2) == [True, False]
        closed = enter(till, NOON + 1)
        assert closed is not None
        assert closed.why == "its circuit is open after failures"
        assert closed.wait == gate.PROBES_EVERY - 1
        assert gate.usage(till.connection, "kling", NOON).circuit_open
        assert enter(till, NOON + 1, provider="other") is None


def test_a_success_in_between_starts_the_count_anew(database: sa.Engine) -> None:
    with at_till(database) as till:
        for _ in range(4):
            assert fail(till, 2) == [False, False]
            gate.available(till.connection, "kling")
        assert enter(till, NOON) is None


def test_one_caller_probes_an_open_circuit_now_and_then(database: sa.Engine) -> None:
    with at_till(database) as till:
        assert not gate.probe(till.connection, "kling", NOON)
        fail(till, 3)
        assert not gate.probe(till.connection, "kling", NOON + 29)
        assert [gate.probe(till.connection, "kling", NOON + 30) for _ in range(3)] == [
            True, False, False,
        ]  # fmt: skip
        # A failed probe is a failure more; the next is as far away.
        fail(till, 1, NOON + 31)
        assert not gate.probe(till.connection, "kling", NOON + 60)
        assert gate.probe(till.connection, "kling", NOON + 61)
        # Time alone closes nothing.
        assert enter(till, NOON + DAY) is not None


def test_a_good_probe_closes_the_circuit(database: sa.Engine) -> None:
    with at_till(database) as till:
        fail(till, 5)
        gate.available(till.connection, "kling")
        assert enter(till, NOON) is None
        assert not gate.usage(till.connection, "kling", NOON).circuit_open
        assert fail(till, 3) == [False, False, True]


def test_after_a_good_probe_one_failure_opens_the_circuit_again(database: sa.Engine) -> None:
    with at_till(database) as till:
        gate.half_open(till.connection, "kling")
        assert fail(till, 2) == [False, False]
        assert fail(till, 1) == [True]
        gate.half_open(till.connection, "kling")
        assert enter(till, NOON) is None
        assert fail(till, 1) == [True]


def park(till: Till, provider: str = "kling") -> Attempt:
    one = till.sent(provider=provider)
    assert attempts.doubt(till.connection, one, "cut off", NOON)
    assert attempts.park(till.connection, one, "it cannot be found")
    return one


def test_three_parked_attempts_open_the_circuit(database: sa.Engine) -> None:
    with at_till(database) as till:
        for _ in range(2):
            park(till)
            assert not gate.open_if_parking(till.connection, "kling", NOON)
        park(till, "other")
        assert not gate.open_if_parking(till.connection, "other", NOON)
        assert isinstance(till.ask(), Attempt)
        park(till)
        assert gate.open_if_parking(till.connection, "kling", NOON)
        assert not gate.open_if_parking(till.connection, "kling", NOON)
        assert enter(till, NOON + 2) is not None
        found = gate.usage(till.connection, "kling", NOON)
        assert (found.parked, found.circuit_open) == (3, True)


def test_a_circuit_opened_by_parking_waits_for_the_user(database: sa.Engine) -> None:
    """A good answer to anything else (a poll, say) proves nothing about lost requests."""
    with at_till(database) as till:
        parked = [park(till) for _ in range(3)]
        assert gate.open_if_parking(till.connection, "kling", NOON)
        gate.available(till.connection, "kling")
        gate.half_open(till.connection, "kling")
        assert enter(till, NOON + 1) is not None
        assert not gate.probe(till.connection, "kling", NOON + DAY)
        attempts.settle(till.connection, parked[0], "lost", None, NOON, written_off=True)
        assert gate.probe(till.connection, "kling", NOON + 2 * DAY)
        gate.available(till.connection, "kling")
        assert enter(till, NOON + 2 * DAY) is None


def test_an_open_circuit_refuses_before_anything_is_held(database: sa.Engine) -> None:
    with at_till(database) as till:
        fail(till, 3)
        assert isinstance(till.ask(), Closed)
        assert till.caps() == dict.fromkeys(("user", "day", "production"), (0, 0))


def test_usage_waits_for_nobody(database: sa.Engine) -> None:
    with at_till(database) as till:
        assert enter(till, NOON) is None
        with looking(database) as other:
            assert gate.usage(other, "kling", NOON) == gate.Usage()


def test_only_one_of_two_takes_the_last_place(database: sa.Engine) -> None:
    """The second asks when the first has found a place and not yet taken it; it waits, and then
    sees what was taken."""
    limits, first_has_looked = Limits(minute=10**6, hour=1, day=10**6), Event()
    with database.begin() as connection:
        gate.available(connection, "kling")  # its row is there: nobody waits for its making

    def pause(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO submission"):
            first_has_looked.set()
            Event().wait(0.3)

    def first() -> Closed | None:
        with database.begin() as connection:
            sa.event.listen(connection, "before_cursor_execute", pause)
            return gate.enter(connection, "kling", limits, NOON)

    def second() -> Closed | None:
        assert first_has_looked.wait(10)
        with database.begin() as connection:
            return gate.enter(connection, "kling", limits, NOON + 1)

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.submit(first), pool.submit(second)
        assert one.result(30) is None
        assert two.result(30) is not None


@pytest.mark.parametrize("minute", [1, 2, 5, 10])
def test_a_small_quota_can_be_used_up(database: sa.Engine, minute: int) -> None:
    limits = Limits(minute=minute, hour=10**6, day=10**6)
    with at_till(database) as till:
        passed = through(till, NOON, NOON + 10 * MINUTE, limits)
        assert len(passed) >= 10 * minute
