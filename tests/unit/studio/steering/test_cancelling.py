"""Cancel: what nobody else wants is stopped, at the service too; what is made is kept."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from filelock import FileLock
from tests.standins.__main__ import make as standing
from tests.standins.standin import Standin
from tests.unit.studio.booth import DOLLAR, Booth, booth

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.ledger import jobs, money, productions
from reelwright.ledger.attempt import Attempt
from reelwright.ledger.money import Payer
from reelwright.ledger.tables import attempt
from reelwright.studio.home import own_home
from reelwright.studio.spending.access import Access, access
from reelwright.studio.spending.counter import Counter, Pending
from reelwright.studio.spending.spend import spend
from reelwright.studio.steering.cancelling import BY_USER, UNTOLD, Cancelled, cancel
from reelwright.studio.viewing import status

Reach = Callable[[str], Access]


def reaching(url: str) -> Reach:
    return lambda name: access(
        name,
        {
            f"REELWRIGHT_{name.upper()}_URL": url, f"REELWRIGHT_{name.upper()}_KEY": "key",
            "REELWRIGHT_POLL": "0.01",
        },
    )  # fmt: skip


@contextmanager
def at_service(
    folder: Path, name: str, *, seconds: float = 60.0
) -> Iterator[tuple[Booth, Standin, Reach]]:
    with standing(name, seconds=seconds).start() as standin, booth(folder, video=name) as b:
        yield b, standin, reaching(standin.url)


def named(b: Booth, one: Attempt) -> Attempt:
    """The attempt with a token as they are in life."""
    with b.home.database.begin() as connection:
        connection.execute(
            sa.update(attempt).where(attempt.c.id == one.id).values(token=str(uuid4()))
        )
    return b.now(one)


def sent(b: Booth, reach: Reach, number: int = 0) -> Attempt:
    """Really sent to the stand-in."""
    with own_home(b.settings) as home:
        counter = Counter(home, reach=reach)
        try:
            one = named(b, b.hold(b.orders[number]))
            assert isinstance(spend(counter, one), Pending)
        finally:
            counter.close()
    return b.now(one)


def fates(done: Cancelled) -> list[str]:
    return [one.fate for one in done.endings]


def held(b: Booth, production: str = "") -> int:
    with b.home.look() as connection:
        return money.total(connection, production or b.production.id).held


# Nothing at a service.


def test_what_was_not_sent_is_given_back(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.hold()
        with b.home.database.begin() as connection:
            jobs.add_wants(connection, b.production.id, 1, b.orders)
        done = cancel(b.settings)
        assert fates(done) == ["unsent"]
        assert done.jobs == 4
        assert (b.now(one).work, b.now(one).money, held(b)) == ("cancelled", "released", 0)
        seen = status(b.settings, b.production.id)
        assert (seen.status, seen.error, seen.skipped) == ("cancelled", BY_USER, 4)


def about_to_send(b: Booth, one: Attempt) -> FileLock:
    """Another process has this attempt in hand."""
    lock = FileLock(b.home.root / "senders" / "another")
    lock.acquire(timeout=0)
    with b.home.database.begin() as connection:
        connection.execute(
            sa.update(attempt).where(attempt.c.id == one.id).values(sender="another")
        )
    return lock


def test_what_another_production_wants_is_its_own_now(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one, going = b.hold(), b.ticketed("t-2")
        (b.home.root / "senders").mkdir()
        lock = about_to_send(b, one)
        with b.home.database.begin() as connection:
            productions.create(connection, "other", "storyboard", id="other")
            productions.revise(connection, "other", b.revision.source, b.revision.wish)
            jobs.add_wants(connection, "other", 1, b.orders[:2])
        done = cancel(b.settings, b.production.id)
        assert sorted(fates(done)) == ["moved", "wanted"]
        assert (b.now(one).work, b.now(one).production) == ("planned", "other")
        assert (held(b), held(b, "other")) == (DOLLAR, DOLLAR)
        assert b.now(going).work == "ticketed"
        assert done.jobs == 0
        lock.release()


def test_what_nobody_is_about_to_send_is_planned_for_the_other(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.hold()
        with b.home.database.begin() as connection:
            productions.create(connection, "other", "storyboard", id="other")
            jobs.add_wants(connection, "other", 1, b.orders[:1])
        assert fates(cancel(b.settings, b.production.id)) == ["unsent"]
        assert b.now(one).work == "cancelled"
        assert b.rows("SELECT work FROM job WHERE provider = 'kling'") == [("planned",)]


def test_a_hold_that_the_other_cannot_afford_stays(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.hold()
        (b.home.root / "senders").mkdir()
        lock = about_to_send(b, one)
        with b.home.database.begin() as connection:
            productions.create(connection, "other", "storyboard", id="other")
            jobs.add_wants(connection, "other", 1, b.orders[:1])
            payer = Payer(production="other", day="2026-09-22")
            money.limit(connection, payer, "production", DOLLAR - 1)
        assert fates(cancel(b.settings, b.production.id)) == ["wanted"]
        assert (b.now(one).work, b.now(one).production) == ("planned", b.production.id)
        lock.release()


def test_what_waits_for_the_user_still_does(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.parked(why="nobody knows")
        done = cancel(b.settings)
        assert fates(done) == ["parked"]
        assert done.endings[0].cause == "nobody knows"
        assert (b.now(one).work, held(b)) == ("in_doubt", DOLLAR)


def test_a_finished_film_cannot_be_cancelled(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        with b.home.database.begin() as connection:
            productions.change(connection, b.production.id, status="completed")
        with pytest.raises(BadInput, match="is finished"):
            cancel(b.settings)


def test_a_run_is_stopped_first(tmp_path: Path) -> None:
    with booth(tmp_path) as b, FileLock(b.home.root / "lock"):
        with pytest.raises(MachineTrouble, match="a run is working") as told:
            cancel(b.settings)
        assert "Ctrl-C" in told.value.remedy


def test_cancelling_twice_is_nothing(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.hold()
        cancel(b.settings)
        again = cancel(b.settings)
        assert (again.jobs, again.endings) == (0, ())
        rows = b.rows("SELECT data FROM event WHERE kind = 'cancelled'")
        assert [len(json.loads(str(data))) for (data,) in rows] == [1, 0]


def test_what_was_cancelled_can_be_wanted_again(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.hold()
        cancel(b.settings)
        again = b.hold(b.orders[0])
        assert b.now(again).work == "planned"
        assert status(b.settings, b.production.id).pending == 1


# At a service.


def test_a_service_that_can_stop_is_asked_to(tmp_path: Path) -> None:
    with at_service(tmp_path, "seedance") as (b, standin, reach):
        first, second = sent(b, reach), sent(b, reach, 1)
        assert {first.work, second.work} == {"ticketed"}
        for task in standin.tasks.values():
            task.began = task.began + 3600  # both still queue
        done = cancel(b.settings, reach=reach)
        assert fates(done) == ["stopped", "stopped"]
        assert (held(b), standin.bill()) == (0, [])
        assert done.jobs == 2


def test_a_stop_that_may_cost_is_booked_as_presumed(tmp_path: Path) -> None:
    with at_service(tmp_path, "runway") as (b, _, reach):
        one = sent(b, reach)
        (ending,) = cancel(b.settings, reach=reach).endings
        assert (ending.fate, ending.charged, ending.cause) == ("stopped", DOLLAR, UNTOLD)
        assert ending.unconfirmed
        assert b.now(one).money == "charged"


def test_what_cannot_be_stopped_goes_on(tmp_path: Path) -> None:
    with at_service(tmp_path, "kling") as (b, standin, reach):
        one = sent(b, reach)
        (ending,) = cancel(b.settings, reach=reach).endings
        assert (ending.fate, ending.held) == ("goes on", DOLLAR)
        assert "cannot be asked to stop" in ending.cause
        assert b.now(one).work == "ticketed"
        assert len(standin.bill()) == 1


@pytest.mark.parametrize("service", ["kling", "runway", "seedance"])
def test_what_is_done_already_is_kept(tmp_path: Path, service: str) -> None:
    with at_service(tmp_path, service, seconds=0.0) as (b, _, reach):
        one = sent(b, reach)
        (ending,) = cancel(b.settings, reach=reach).endings
        assert ending.fate == "made"
        assert ending.charged > 0
        assert b.now(one).work == "accepted"
        assert len(b.rows("SELECT 1 FROM take WHERE attempt_id IS NOT NULL")) == 1


def test_a_lost_answer_is_looked_for_first(tmp_path: Path) -> None:
    """Nobody heard whether it was taken; it was, it is found, and it is stopped."""
    with at_service(tmp_path, "seedance") as (b, standin, reach):
        standin.faults.add("drop after")
        one = sent(b, reach)
        assert one.work == "in_doubt"
        for task in standin.tasks.values():
            task.began = task.began + 3600
        (ending,) = cancel(b.settings, reach=reach).endings
        assert ending.fate == "stopped"
        assert standin.bill() == []
        assert held(b) == 0


def test_without_its_key_nobody_can_be_asked(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.ticketed("t-1")

        def nobody(name: str) -> Access:
            raise BadInput("services", f"there is no key for {name}")

        (ending,) = cancel(b.settings, reach=nobody).endings
        assert (ending.fate, ending.cause) == ("goes on", "there is no key for kling")
        assert b.now(one).work == "ticketed"


def test_a_service_that_does_not_answer_changes_nothing(tmp_path: Path) -> None:
    with booth(tmp_path, video="runway") as b:
        one = b.ticketed("00000000-0000-4000-8000-000000000001", now=time.time())
        (ending,) = cancel(b.settings, reach=reaching("http://127.0.0.1:9")).endings
        assert ending.fate == "goes on"
        assert ending.cause
        assert held(b) == DOLLAR
        assert b.now(one).work == "ticketed"
