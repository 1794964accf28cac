"""Attempts: every step from every state, on both databases."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from tests.databases import Place
from tests.unit.ledger.till import (
    DOLLAR,
    MAY,
    NOON,
    STATES,
    TODAY,
    UNENDED,
    WIDE,
    Till,
    at_till,
    order,
    wanted,
)  # fmt: skip

from reelwright.film.provider import Limits
from reelwright.ledger import attempt, attempts, gate, jobs, money, tables
from reelwright.ledger.attempt import Attempt
from reelwright.ledger.attempts import Busy, Permit, Refusal
from reelwright.ledger.database import HEAD, migrate, open_database
from reelwright.ledger.gate import Closed


def settling(work: attempts.Ended) -> Callable[[Till, Attempt], object]:
    return lambda till, one: attempts.settle(till.connection, one, work, 0, NOON)


STEPS: dict[str, tuple[Callable[[Till, Attempt], object], str]] = {
    "begin_send": (
        lambda till, one: attempts.begin_send(till.connection, one, "me", NOON, 5.0), "sending"
    ),
    "ticketed": (
        lambda till, one: attempts.ticketed(till.connection, one, f"T{one.id}", NOON, NOON),
        "ticketed",
    ),
    "doubt": (
        lambda till, one: attempts.doubt(till.connection, one, "cut off", NOON), "in_doubt"
    ),
    "ready": (lambda till, one: attempts.ready(till.connection, one, NOON), "ready"),
    "overdue": (lambda till, one: attempts.overdue(till.connection, one, NOON, NOON), "overdue"),
    "resend": (lambda till, one: attempts.resend(till.connection, one, "me", NOON), "planned"),
    "accepted": (settling("accepted"), "accepted"),
    "failed": (settling("failed"), "failed"),
    "lost": (settling("lost"), "lost"),
    "cancelled": (settling("cancelled"), "cancelled"),
    "park": (lambda till, one: attempts.park(till.connection, one, "cannot tell"), ""),
    "move_hold": (lambda till, one: attempts.move_hold(till.connection, one, "other", NOON), ""),
}  # fmt: skip
"""Step -> (how to take it, the state it leads to). "": it leads to none."""


@pytest.mark.parametrize("step", STEPS)
def test_every_step_from_every_state(database: sa.Engine, step: str) -> None:
    (take, to), allowed = STEPS[step], MAY[step]
    with database.begin() as connection:
        till = Till(connection)
        for state in STATES:
            one = till.put(till.hold(), state)
            before = rows(connection)
            done = bool(take(till, one))
            assert done == (state in allowed), state
            if done:
                assert till.now(one).work == (to or state)
                assert work_of_job(connection, one) == (to or "planned")
            else:
                assert rows(connection) == before, state


def rows(connection: sa.Connection) -> list[object]:
    """Everything that a step can change; that a cap has a row is no change."""
    watched = (tables.attempt, tables.job, tables.money, tables.gate, tables.submission)
    found: list[object] = []
    for table in watched:
        found += connection.execute(sa.select(table).order_by(*table.primary_key)).all()
    spent = sa.select(tables.cap).where(tables.cap.c.held_micros + tables.cap.c.charged_micros > 0)
    return found + list(connection.execute(spent.order_by(*tables.cap.primary_key)))


def work_of_job(connection: sa.Connection, one: Attempt) -> str:
    query = sa.select(tables.job.c.work).where(tables.job.c.id == one.job)
    return str(connection.execute(query).scalar_one())


@pytest.mark.parametrize("step", STEPS)
def test_an_attempt_of_an_older_run_can_do_nothing(database: sa.Engine, step: str) -> None:
    """Whoever holds one as it was before it was sent again must not touch it."""
    (take, _), allowed = STEPS[step], MAY[step]
    with at_till(database) as till:
        old = till.sent()
        assert attempts.doubt(till.connection, old, "cut off", NOON)
        new = attempts.resend(till.connection, old, "me", NOON)
        assert new is not None
        assert (new.run, new.id, new.token) == (old.run + 1, old.id, old.token)
        for state in sorted(allowed):
            till.put(new, state)
            before = rows(till.connection)
            assert not take(till, old)
            assert rows(till.connection) == before
        till.put(new, "planned")


@pytest.mark.parametrize("step", [step for step in STEPS if STEPS[step][1]])
def test_a_job_that_is_in_a_newer_run_lets_no_older_attempt_go_on(
    database: sa.Engine, step: str
) -> None:
    (take, _), allowed = STEPS[step], MAY[step]
    with database.begin() as connection:
        till = Till(connection)
        for state in sorted(allowed):
            one = till.put(till.hold(), state)
            connection.execute(sa.update(tables.job).values(run=one.run + 1))
            before = rows(connection)
            assert not take(till, one)
            assert rows(connection) == before


# Holding.


def test_a_hold_is_an_attempt_with_all_that_sending_needs(database: sa.Engine) -> None:
    with at_till(database) as till:
        wanted(till.connection, "film", order())
        one = attempts.hold(
            till.connection, order(), "film", DOLLAR, WIDE, NOON, "token", sender="me"
        )
        assert isinstance(one, Attempt)
        assert one.order == order()
        assert one.payer == money.Payer(
            production="film", day=TODAY, owner="local", job=one.job, attempt=one.id
        )
        assert (one.work, one.money, one.token, one.run) == ("planned", "held", "token", 1)
        assert (one.quoted, one.held, one.charged) == (DOLLAR, DOLLAR, 0)
        assert (one.fingerprint, one.kind, one.model) == (order().fingerprint, "clip", "m-1")
        assert (one.provider, one.sender, one.day, one.started_at) == ("kling", "me", TODAY, NOON)
        kinds = till.connection.execute(sa.select(tables.money.c.kind, tables.money.c.micros))
        assert [tuple(row) for row in kinds] == [("quote", DOLLAR), ("hold", DOLLAR)]


def test_only_recorded_jobs_are_held(database: sa.Engine) -> None:
    with at_till(database) as till, pytest.raises(LookupError, match=order().fingerprint):
        attempts.hold(till.connection, order(), "film", DOLLAR, WIDE, NOON, "token")


@pytest.mark.parametrize("state", UNENDED)
def test_a_job_with_an_open_attempt_is_busy_for_everyone(database: sa.Engine, state: str) -> None:
    with at_till(database) as till:
        one = till.put(till.hold(again=order()), state)
        for production in ("film", "other"):
            found = till.ask(production=production, again=order())
            assert isinstance(found, Busy)
            assert found.attempt == one
        assert till.caps() == dict.fromkeys(("user", "day", "production"), (DOLLAR, 0))


def test_what_was_accepted_is_not_bought_again(database: sa.Engine) -> None:
    """Two look for the Take, both find none; one has bought it by the time the other holds."""
    with at_till(database) as till:
        one = till.hold(again=order())
        assert attempts.begin_send(till.connection, one, "me", NOON, 5.0)
        assert attempts.ready(till.connection, one, NOON)
        assert attempts.settle(till.connection, one, "accepted", DOLLAR, NOON)
        found = till.ask(again=order())
        assert isinstance(found, Busy)
        assert (found.attempt.id, found.attempt.work) == (one.id, "accepted")
        # When its bytes are lost, that is another matter.
        till.connection.execute(sa.update(tables.job).values(work="planned"))
        two = till.ask(again=order())
        assert isinstance(two, Attempt)
        attempts.settle(till.connection, two, "cancelled", 0, NOON)


def test_after_a_failure_a_new_attempt_has_a_run_of_its_own(database: sa.Engine) -> None:
    with at_till(database) as till:
        runs = []
        for _ in range(3):
            one = till.hold(again=order())
            runs.append(one.run)
            assert attempts.settle(till.connection, one, "failed", 0, NOON, error="no")
            assert till.now(one).error == "no"
        assert runs == [1, 2, 3]
        assert attempt.newest(till.connection, order().fingerprint) == till.now(one)
        assert attempt.opened(till.connection, one.job) is None


def test_caps_come_before_the_gate_and_the_gate_before_money(database: sa.Engine) -> None:
    never = Limits(minute=1, hour=1, day=1, concurrent=1)
    with at_till(database) as till:
        till.limit("production", DOLLAR)
        assert isinstance(till.ask(2 * DOLLAR, limits=never), Refusal)
        assert gate.usage(till.connection, "kling", NOON).day == 0
        assert isinstance(till.ask(limits=never), Attempt)
        till.limit("production", 9 * DOLLAR)
        assert isinstance(till.ask(limits=never, again=order("order 2")), Busy)
        wanted(till.connection, "film", order("later"))
        before = rows(till.connection)
        assert isinstance(till.ask(limits=never, again=order("later")), Closed)
        assert rows(till.connection) == before


# Sending.


def test_one_of_two_gets_the_permit(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.hold()
        before = time.clock_gettime(time.CLOCK_BOOTTIME)
        permit = attempts.begin_send(till.connection, one, "me", NOON + 3, 5.0)
        assert isinstance(permit, Permit)
        assert (permit.attempt, permit.token) == (one.id, one.token)
        assert before + 5 <= permit.deadline <= time.clock_gettime(time.CLOCK_BOOTTIME) + 5
        assert attempts.begin_send(till.connection, one, "another", NOON, 5.0) is None
        found = till.now(one)
        assert (found.work, found.sender, found.sent_at) == ("sending", "me", NOON + 3)


def test_sending_again_needs_a_resend_and_gives_one_permit(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent()
        assert attempts.doubt(till.connection, one, "cut off", NOON)
        attempts.absent(till.connection, one, NOON, NOON + 60)
        again = attempts.resend(till.connection, one, "me", NOON)
        assert again is not None
        assert (again.work, again.token, again.sent_at, again.absent_at, again.polls) == (
            "planned", one.token, 0.0, 0.0, 0,
        )  # fmt: skip
        assert attempts.resend(till.connection, one, "me", NOON) is None
        assert attempts.begin_send(till.connection, one, "old", NOON, 5.0) is None
        assert attempts.begin_send(till.connection, again, "me", NOON, 5.0)
        assert attempts.begin_send(till.connection, again, "me", NOON, 5.0) is None


def test_a_sender_given_up_for_dead_gives_nothing_back(database: sa.Engine) -> None:
    """Its reply, that nothing was taken, is of the first request. The second is under way."""
    with at_till(database) as till:
        old = till.sent()
        attempts.doubt(till.connection, old, "its process is gone", NOON)
        again = attempts.resend(till.connection, old, "me", NOON)
        assert again is not None
        assert attempts.begin_send(till.connection, again, "me", NOON, 5.0)
        assert not attempts.settle(till.connection, old, "failed", 0, NOON)
        assert till.caps()["user"] == (DOLLAR, 0)


def test_who_gives_back_what_was_never_sent_can_demand_that(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.hold()
        seen = till.now(one)
        assert attempts.begin_send(till.connection, one, "me", NOON, 5.0)
        assert not attempts.settle(till.connection, seen, "failed", 0, NOON, only=["planned"])
        assert till.now(one).work == "sending"
        two = till.hold()
        assert attempts.settle(till.connection, two, "failed", 0, NOON, only=["planned"])


# Tickets.


def test_a_ticket_is_kept_with_the_time_of_the_next_poll(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent()
        assert attempts.ticketed(till.connection, one, "T", NOON + 5, NOON + 1)
        found = till.now(one)
        assert (found.ticket, found.next_poll_at, found.ticketed_at) == ("T", NOON + 5, NOON + 1)
        assert attempt.due(till.connection, NOON + 4) == []
        assert attempt.due(till.connection, NOON + 5) == [found]


def test_the_same_ticket_twice_is_nothing_and_a_second_one_is_refused(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent()
        assert attempts.ticketed(till.connection, one, "T", NOON + 5, NOON)
        assert attempts.ticketed(till.connection, one, "T", NOON + 9, NOON + 4)
        assert till.now(one).ticketed_at == NOON
        before = rows(till.connection)
        assert not attempts.ticketed(till.connection, one, "T2", NOON + 9, NOON + 4)
        assert rows(till.connection) == before


def test_two_attempts_cannot_have_one_ticket(database: sa.Engine) -> None:
    with at_till(database) as till:
        one, two, three = till.sent(), till.sent(), till.sent(provider="other")
        assert attempts.ticketed(till.connection, one, "T", NOON, NOON)
        assert attempts.ticketed(till.connection, three, "T", NOON, NOON)
    with pytest.raises(sa.exc.IntegrityError), database.begin() as connection:
        attempts.ticketed(connection, two, "T", NOON, NOON)
    with at_till(database) as till:
        assert (till.now(two).work, till.now(two).ticket) == ("sending", "")
        assert attempt.tickets(till.connection, "kling", ["T", "U"]) == {"T"}
        # An attempt that has ended keeps its ticket: nobody else can be given it.
        attempts.settle(till.connection, one, "failed", 0, NOON)
    with pytest.raises(sa.exc.IntegrityError), database.begin() as connection:
        attempts.ticketed(connection, two, "T", NOON, NOON)


def test_a_late_ticket_ends_a_doubt_even_a_parked_one(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent()
        attempts.doubt(till.connection, one, "cut off", NOON)
        attempts.park(till.connection, one, "cannot tell")
        assert [found.id for found in attempt.parked(till.connection)] == [one.id]
        assert attempts.ticketed(till.connection, one, "T", NOON, NOON)
        assert attempt.parked(till.connection) == []
        assert (till.now(one).error, till.now(one).parked) == ("", "")


# Doubt, absence, patience.


def test_a_doubt_is_looked_into_at_once_and_holds_on(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent()
        assert attempts.doubt(till.connection, one, "cut off", NOON + 1)
        assert till.now(one).error == "cut off"
        assert [found.id for found in attempt.due(till.connection, NOON + 1)] == [one.id]
        assert till.caps()["user"] == (DOLLAR, 0)


def test_the_first_absence_counts(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent()
        attempts.absent(till.connection, one, NOON, NOON + 60)
        assert till.now(one).absent_at == 0.0
        attempts.doubt(till.connection, one, "cut off", NOON)
        attempts.absent(till.connection, one, NOON + 1, NOON + 61)
        attempts.absent(till.connection, one, NOON + 2, NOON + 62)
        assert till.now(one).absent_at == NOON + 1
        assert till.now(one).next_poll_at == NOON + 62


def test_what_is_parked_is_not_asked_about(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent()
        attempts.doubt(till.connection, one, "cut off", NOON)
        assert attempts.park(till.connection, one, "cannot tell")
        assert attempt.due(till.connection, NOON + 10**6) == []
        assert attempt.every_open(till.connection) == [till.now(one)]
        assert till.caps()["user"] == (DOLLAR, 0)


def test_looking_again_is_counted_and_the_longest_due_comes_first(database: sa.Engine) -> None:
    with at_till(database) as till:
        one, two = till.sent(), till.sent()
        for each in (one, two):
            attempts.ticketed(till.connection, each, f"T{each.id}", NOON, NOON)
        attempts.look_again(till.connection, one, NOON + 9)
        attempts.look_again(till.connection, two, NOON + 5)
        assert [found.id for found in attempt.due(till.connection, NOON + 9)] == [two.id, one.id]
        assert [found.id for found in attempt.due(till.connection, NOON + 9, 1)] == [two.id]
        assert till.now(one).polls == 1


def test_whoever_waits_knows_until_when(database: sa.Engine) -> None:
    with at_till(database) as till:
        assert attempt.next_due(till.connection) is None
        one, two = till.sent(), till.sent()
        attempts.ticketed(till.connection, one, "T", NOON + 9, NOON)
        attempts.ticketed(till.connection, two, "U", NOON + 5, NOON)
        assert attempt.next_due(till.connection) == NOON + 5
        assert attempt.ended(till.connection, [one.id, two.id]) == []
        attempts.settle(till.connection, two, "failed", 0, NOON)
        assert attempt.next_due(till.connection) == NOON + 9
        attempts.park(till.connection, one, "cannot tell")
        assert attempt.next_due(till.connection) is None
        over = attempt.ended(till.connection, [one.id, two.id, *range(1000, 3000)])
        assert [found.id for found in over] == [one.id, two.id]


def test_all_attempts_at_a_job_are_told_the_oldest_first(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.hold(again=order())
        attempts.settle(till.connection, one, "failed", 0, NOON)
        two, other = till.hold(again=order()), till.hold()
        found = attempt.of_jobs(till.connection, [one.job])
        assert [each.id for each in found] == [one.id, two.id]
        assert len(attempt.of_jobs(till.connection, [one.job, other.job])) == 3


def test_an_overdue_attempt_holds_its_money_and_frees_its_slot(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent()
        attempts.ticketed(till.connection, one, "T", NOON, NOON)
        assert attempts.overdue(till.connection, one, NOON + 600, NOON + 300)
        assert gate.running(till.connection, "kling") == 0
        assert till.caps()["user"] == (DOLLAR, 0)
        assert isinstance(till.ask(again=till.now(one).order), Busy)
        assert attempts.ready(till.connection, one, NOON + 700)
        assert attempts.settle(till.connection, one, "accepted", None, NOON + 700)
        assert till.caps()["user"] == (0, DOLLAR)


# Settling.


def test_nothing_is_settled_twice(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent()
        assert attempts.settle(till.connection, one, "failed", DOLLAR, NOON)
        before = rows(till.connection)
        again: list[tuple[attempts.Ended, int | None]] = [
            ("failed", 0), ("lost", None), ("accepted", DOLLAR)
        ]  # fmt: skip
        for work, charge in again:
            assert not attempts.settle(till.connection, one, work, charge, NOON)
        assert rows(till.connection) == before


def test_a_settled_attempt_waits_for_nothing(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.sent()
        attempts.doubt(till.connection, one, "cut off", NOON)
        attempts.park(till.connection, one, "cannot tell")
        assert attempts.settle(till.connection, one, "lost", None, NOON, error="given up",
                               written_off=True)  # fmt: skip
        found = till.now(one)
        assert (found.parked, found.next_poll_at, found.error) == ("", 0.0, "given up")
        attempts.look_again(till.connection, one, NOON)
        attempts.absent(till.connection, one, NOON, NOON)
        assert attempt.due(till.connection, NOON) == []
        assert attempt.every_open(till.connection) == []


# Moving a hold.


def test_a_hold_moves_before_it_is_sent(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.hold(3 * DOLLAR)
        assert attempts.move_hold(till.connection, one, "other", NOON)
        assert till.caps()["production"] == (0, 0)
        assert till.caps("other")["production"] == (3 * DOLLAR, 0)
        assert till.caps()["user"] == till.caps()["day"] == (3 * DOLLAR, 0)
        assert till.now(one).production == "other"
        assert attempt.of_production(till.connection, "film") == []
        assert attempt.of_production(till.connection, "other") == [till.now(one)]


def test_a_hold_moves_only_where_it_fits(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.hold(3 * DOLLAR)
        till.limit("production", 3 * DOLLAR - 1, "other")
        assert not attempts.move_hold(till.connection, one, "other", NOON)
        assert till.caps("other")["production"] == (0, 0)
        till.limit("production", 3 * DOLLAR, "other")
        assert attempts.move_hold(till.connection, one, "other", NOON)


def test_a_hold_that_moves_counts_once_for_user_and_day(database: sa.Engine) -> None:
    with at_till(database) as till:
        till.limit("user", 3 * DOLLAR)
        till.limit("day", 3 * DOLLAR)
        one = till.hold(3 * DOLLAR)
        assert attempts.move_hold(till.connection, one, "other", NOON)


def test_whoever_knows_the_old_payer_settles_with_the_new_one(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.hold(3 * DOLLAR)
        assert attempts.move_hold(till.connection, one, "other", NOON)
        assert attempts.begin_send(till.connection, one, "me", NOON, 5.0)
        assert attempts.settle(till.connection, one, "failed", 4 * DOLLAR, NOON)
        assert till.caps()["production"] == (0, 0)
        assert till.caps("other")["production"] == (0, 4 * DOLLAR)
        # The charge above the hold closed the new payer's cap.
        till.hold()
        assert isinstance(till.ask(production="other"), Refusal)


def test_whoever_knows_the_old_payer_moves_nothing(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.hold()
        assert attempts.move_hold(till.connection, one, "other", NOON)
        assert not attempts.move_hold(till.connection, one, "third", NOON)
        assert till.now(one).production == "other"


# Who wants it.


def test_another_production_that_wants_a_job_is_found(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.hold(again=order())
        assert attempt.wanted_elsewhere(till.connection, one) is None
        wanted(till.connection, "other", order())
        assert attempt.wanted_elsewhere(till.connection, one) == "other"
        till.connection.execute(
            sa.update(tables.want)
            .where(tables.want.c.production_id == "other")
            .values(withdrawn_at=NOON)
        )
        assert attempt.wanted_elsewhere(till.connection, one) is None


def test_free_local_attempts_are_no_paid_ones(database: sa.Engine) -> None:
    with at_till(database) as till:
        wanted(till.connection, "film", order("drawn", "animatic"))
        jobs.record_failure(till.connection, order("drawn", "animatic"), "no ink", NOON)
        assert attempt.newest(till.connection, order("drawn").fingerprint) is None
        assert attempt.every_open(till.connection) == []
        assert attempt.of_production(till.connection, "film") == []


# The tables.


def test_the_tables_are_those_of_the_code(database: sa.Engine) -> None:
    found = sa.inspect(database)
    for name, table in tables.metadata.tables.items():
        columns = {c["name"]: c["nullable"] for c in found.get_columns(name)}
        assert columns == {c.name: c.nullable for c in table.columns}, name
        indexes = {i["name"]: bool(i["unique"]) for i in found.get_indexes(name)}
        named = {str(i.name): bool(i.unique) for i in table.indexes}
        assert named.items() <= indexes.items(), name


def test_a_database_of_the_first_version_is_brought_up_to_date(place: Place) -> None:
    url = place.empty()
    engine = open_database(url)
    first_version(engine)
    migrate(engine)
    with engine.begin() as connection:
        till = Till(connection)
        at = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        assert at == HEAD
        old = connection.execute(sa.select(tables.attempt).order_by(tables.attempt.c.id)).all()
        assert [(row.id, row.work, row.money, row.held_micros, row.parked) for row in old] == [
            (1, "failed", "none", 0, ""), (2, "accepted", "none", 0, ""),
        ]  # fmt: skip
        spent = connection.execute(sa.select(tables.money.c.micros)).scalars().all()
        assert spent == [5]
        assert attempt.every_open(connection) == []
        # What is new works, beside what is old.
        one = till.hold(production="old")
        assert attempts.begin_send(connection, one, "me", NOON, 5.0)
        assert attempts.ticketed(connection, one, "T", NOON, NOON)
        assert one.id == 3
    with (
        pytest.raises(sa.exc.DBAPIError, match="immutable"),
        engine.begin() as connection,
    ):
        connection.execute(sa.text("UPDATE money SET micros = 0"))
    engine.dispose()
    place.drop(url)


def first_version(engine: sa.Engine) -> None:
    """A database as the first migration made it, with rows in it."""
    config = Config()
    config.set_main_option("script_location", str(Path(tables.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for sentence in (
            "INSERT INTO production (id, name, recipe, created_at, updated_at) "
            "VALUES ('old', 'old', 'novel', 1, 1)",
            "INSERT INTO job (fingerprint, kind, provider, model, body, created_at, updated_at) "
            "VALUES ('f', 'panel', 'animatic', 'p', '{}', 1, 1)",
            "INSERT INTO attempt (job_id, run, provider, work, started_at, ended_at) "
            "VALUES (1, 1, 'animatic', 'failed', 1, 2), (1, 2, 'animatic', 'accepted', 1, 2)",
            "INSERT INTO money (production_id, kind, micros, currency, day, at) "
            "VALUES ('old', 'quote', 5, 'USD', '2026-01-01', 1)",
        ):
            connection.execute(sa.text(sentence))
