"""Wants: whose interest a job is, and which jobs may change their state, on both databases."""

import json

import sqlalchemy as sa
from tests.unit.ledger.till import NOON, Till, at_till, order, wanted

from reelwright.film.order import Take
from reelwright.film.production import Wish
from reelwright.film.source import Chapter, Passage, Source
from reelwright.ledger import jobs, productions, tables, wants
from reelwright.ledger.attempts import settle
from reelwright.ledger.productions import Cut
from reelwright.ledger.wants import Wanted

SERVICES = ("kling", "runway")


def listed(till: Till, production: str = "film", number: int = 1) -> list[Wanted]:
    return wants.listed(till.connection, production, number)


def states(till: Till, production: str = "film") -> list[str]:
    return [one.work for one in listed(till, production)]


def take(name: str = "a", sha256: str = "a" * 64) -> Take:
    return Take(fingerprint=order(name).fingerprint, sha256=sha256, media_type="video/mp4", size=1)


def test_a_list_has_every_paid_attempt(database: sa.Engine) -> None:
    with at_till(database) as till:
        first = till.hold(again=order("a"))
        settle(till.connection, first, "failed", 0, NOON, error="400: no")
        second = till.hold(again=order("a"))
        wanted(till.connection, "film", order("b"))
        tried, fresh = listed(till)
        assert [one.id for one in tried.attempts] == [first.id, second.id]
        assert (tried.tries, fresh.tries, fresh.attempts) == (2, 0, ())
        assert tried.open is not None
        assert tried.open.id == second.id
        assert wants.find(till.connection, tried.id) == tried
        assert wants.find(till.connection, 999) is None


def test_what_has_ended_keeps_its_want(database: sa.Engine) -> None:
    with at_till(database) as till:
        made, failed = till.hold(again=order("a")), till.hold(again=order("b"))
        going = till.sent()
        wanted(till.connection, "film", order("c"))
        settle(till.connection, failed, "failed", 0, NOON)
        till.put(made, "sending")
        assert settle(till.connection, made, "failed", 0, NOON)
        gone = wants.withdraw(till.connection, "film", NOON)
        found = {one.id: one.withdrawn for one in listed(till)}
        assert found[made.job] is found[failed.job] is False
        assert found[going.job] is True
        assert len(gone) == 2
        assert wants.withdraw(till.connection, "film", NOON) == []


def test_a_want_of_another_production_stands(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.hold(again=order("a"))
        wanted(till.connection, "other", order("a"))
        assert wants.live(till.connection, one.job, "film") == "other"
        assert set(wants.wanting(till.connection, one.job)) == {"film", "other"}
        wants.withdraw(till.connection, "other", NOON)
        assert wants.live(till.connection, one.job, "film") is None
        assert wants.live(till.connection, one.job) == "film"


def test_what_is_asked_for_again_is_wanted_again(database: sa.Engine) -> None:
    with at_till(database) as till:
        wanted(till.connection, "film", order("a"))
        wants.withdraw(till.connection, "film", NOON)
        assert [one.withdrawn for one in listed(till)] == [True]
        wanted(till.connection, "film", order("a"))
        assert [one.withdrawn for one in listed(till)] == [False]


def test_only_what_is_neither_made_nor_under_way_is_marked(database: sa.Engine) -> None:
    with at_till(database) as till:
        going = till.sent()
        wanted(till.connection, "film", order("a"), order("b"))
        jobs.record_take(till.connection, order("a"), take(), NOON)
        every = wants.every(till.connection, "film")
        changed = wants.mark(till.connection, every, "skipped", NOON)
        (left,) = wants.ids(till.connection, [order("b").fingerprint])
        assert changed == [left]
        assert wants.mark(till.connection, every, "skipped", NOON) == []
        assert wants.mark(till.connection, every, "planned", NOON, was=("failed",)) == []
        assert till.now(going).work == "sending"
        assert sorted(states(till)) == ["accepted", "sending", "skipped"]


def test_planning_again_forgets_the_error(database: sa.Engine) -> None:
    with at_till(database) as till:
        one = till.hold(again=order("a"))
        settle(till.connection, one, "failed", 0, NOON, error="400: no")
        assert wants.failures(till.connection, "film", SERVICES) == {
            order("a").fingerprint: ("clip", "400: no")
        }
        wants.mark(till.connection, [one.job], "planned", NOON)
        assert [(job.work, job.error) for job in listed(till)] == [("planned", "")]
        assert wants.failures(till.connection, "film", SERVICES) == {}


def test_what_is_there_has_a_take_or_an_attempt(database: sa.Engine) -> None:
    with at_till(database) as till:
        wanted(till.connection, "film", order("a"), order("b"), order("c"))
        jobs.record_take(till.connection, order("a"), take(), NOON)
        till.hold(again=order("b"))
        names = [order(name).fingerprint for name in "abc"]
        assert wants.there(till.connection, names, SERVICES) == set(names[:2])
        assert wants.there(till.connection, names, ("runway",)) == set()
        assert wants.known(till.connection, "film", [*names, "f" * 64]) == set(names)
        assert wants.makers(till.connection, ["a" * 64, "b" * 64]) == {"a" * 64: "kling"}


def test_a_new_revision_wants_what_is_carried_over(database: sa.Engine) -> None:
    with at_till(database) as till:
        wanted(till.connection, "film", order("a"), order("b"))
        first = listed(till)[0]
        for _ in range(2):
            wants.carry(till.connection, "film", 2, [first.id], NOON)
        assert [one.id for one in listed(till, number=2)] == [first.id]


def test_the_cut_of_an_equal_revision_is_found(database: sa.Engine) -> None:
    """An edit that is undone makes a third revision, equal to the first."""

    def source(text: str) -> Source:
        return Source(chapters=(Chapter(number=1, passages=(Passage(text=text),)),))

    with database.begin() as connection:
        productions.create(connection, "film", "novel", id="film")
        for text in ("one", "two", "one"):
            productions.revise(connection, "film", source(text), Wish())
        assert wants.same_film(connection, "film", 3) is None
        told = json.dumps({"items": []})
        productions.record_cut(
            connection,
            Cut(production="film", revision=1, film="a" * 64, timeline=told, storyboard="{}"),
        )
        assert wants.same_film(connection, "film", 3) == told
        assert wants.same_film(connection, "film", 2) is None
        assert connection.execute(sa.select(sa.func.count()).select_from(tables.cut)).scalar() == 1
