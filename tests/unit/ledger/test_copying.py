"""A production's record out of one ledger and into another: whole, in every total, never a hold."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import ValidationError
from tests.audit import complaints
from tests.unit.ledger.till import DOLLAR, NOON, TODAY, Till, at_till, order, wanted

from reelwright.film.order import Take
from reelwright.film.production import Wish
from reelwright.film.source import Source
from reelwright.ledger import accounts, attempts, copying, jobs, money, productions, tables
from reelwright.ledger.database import migrate, open_database
from reelwright.ledger.records import Record


def film(till: Till, production: str = "film") -> None:
    """A production with a revision, a failure, a write-off, a bought clip, one under way, and one
    whose bill was corrected."""
    productions.create(till.connection, production, "novel", id=production)
    productions.revise(till.connection, production, Source(), Wish())
    till.limit("production", 9 * DOLLAR, production)
    failed = till.hold(production=production)
    attempts.settle(till.connection, failed, "failed", 0, NOON, error="400: no")
    bought = till.sent(production=production)
    attempts.ticketed(till.connection, bought, f"ticket of {production}", NOON, NOON)
    attempts.settle(till.connection, bought, "accepted", DOLLAR // 2, NOON + 9)
    made = Take(
        fingerprint=bought.fingerprint, sha256="b" * 64, media_type="video/mp4", size=7,
        facts={"seconds": 5.0}, tool="kling/m-1",
    )  # fmt: skip
    jobs.record_paid_take(till.connection, bought.order, bought.id, made)
    accounts.correct(till.connection, till.now(bought), DOLLAR // 4, NOON + 99)
    lost = till.sent(production=production)
    attempts.doubt(till.connection, lost, "closed", NOON)
    attempts.settle(till.connection, lost, "lost", lost.held, NOON, error="gone", written_off=True)
    till.sent(2 * DOLLAR, production)
    productions.note(till.connection, production, "spend", '{"what": "call"}')


def copied(till: Till, production: str = "film") -> Record:
    found = productions.find(till.connection, production)
    assert found is not None
    return copying.copied(till.connection, found)


@pytest.fixture
def record(tmp_path: Any) -> Record:
    """The record of the film, from a ledger of its own, by way of JSON."""
    engine = open_database(sa.URL.create("sqlite", database=str(tmp_path / "first.db")))
    migrate(engine)
    with at_till(engine) as till:
        film(till)
        found = copied(till)
    engine.dispose()
    return Record.model_validate_json(found.model_dump_json())


def test_what_is_restored_counts_everywhere_and_holds_nothing(
    database: sa.Engine, record: Record
) -> None:
    with at_till(database) as till:
        till.hold(production="mine")  # so that ids and caps are not those of the first ledger
        copying.restored(till.connection, record, NOON + 1000)
        total = money.total(till.connection, record.id)
        assert (total.held, total.charged, total.written_off) == (0, DOLLAR * 5 // 4, DOLLAR)
        assert total.quoted == 5 * DOLLAR
        caps = till.caps(record.id)
        assert caps["production"] == (0, DOLLAR * 5 // 4)
        assert caps["user"] == caps["day"] == (DOLLAR, DOLLAR * 5 // 4)
        payer = money.Payer(production=record.id, day=TODAY)
        limit = money.caps(till.connection, payer)[-1]
        assert limit.limit == 9 * DOLLAR
        works = [one.work for one in accounts.of_production(till.connection, record.id)]
        assert works == ["failed", "accepted", "lost", "cancelled"]


def test_restored_takes_answer_their_orders(database: sa.Engine, record: Record) -> None:
    with at_till(database) as till:
        bought = record.jobs[record.takes[0].job].order
        wanted(till.connection, "other", bought)
        copying.restored(till.connection, record, NOON)
        (found,) = jobs.takes(till.connection, [bought], {}).values()
        assert (found.sha256, found.facts) == ("b" * 64, {"seconds": 5.0})
        assert [one.work for one in jobs.wanted(till.connection, "other", 1)] == ["accepted"]
        assert len(jobs.wanted(till.connection, record.id, 1)) == 4


def test_the_record_of_the_copy_is_the_record(database: sa.Engine, record: Record) -> None:
    """But for what was under way."""
    with at_till(database) as till:
        copying.restored(till.connection, record, NOON)
        again = copied(till, record.id)
        assert again.revisions == record.revisions
        assert again.takes == record.takes
        assert again.events == record.events
        assert again.attempts[:3] == record.attempts[:3]
        assert again.attempts[3].money == "released"
        assert again.money[:-1] == record.money
        assert again.money[-1].kind == "release"


def test_the_same_record_is_known_and_another_is_not(database: sa.Engine, record: Record) -> None:
    with at_till(database) as till:
        assert not copying.holds(till.connection, record)
        assert copying.taken(till.connection, record) == ""
        copying.restored(till.connection, record, NOON)
        assert copying.holds(till.connection, record)
        attempt = record.attempts[0].model_copy(update={"token": "another"})
        other = record.model_copy(update={"attempts": (attempt, *record.attempts[1:])})
        assert not copying.holds(till.connection, other)
        assert "not the same" in copying.taken(till.connection, other)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"id": "another", "name": "film"}, "not the same"),
        ({"id": "another", "name": "another"}, "has the id ticket of film at kling already"),
    ],
)
def test_what_has_the_same_name_is_told(
    database: sa.Engine, record: Record, change: dict[str, str], why: str
) -> None:
    with at_till(database) as till:
        copying.restored(till.connection, record, NOON)
        assert why in copying.taken(till.connection, record.model_copy(update=change))


def test_a_moved_hold_belongs_to_who_has_it(database: sa.Engine, tmp_path: Any) -> None:
    """Its rows name two productions; they go with the attempt."""
    engine = open_database(sa.URL.create("sqlite", database=str(tmp_path / "moved.db")))
    migrate(engine)
    with at_till(engine) as till:
        for name in ("film", "other"):
            productions.create(till.connection, name, "novel", id=name)
            productions.revise(till.connection, name, Source(), Wish())
        one = till.hold(production="film", again=order("a"))
        wanted(till.connection, "other", order("a"))
        assert attempts.move_hold(till.connection, one, "other", NOON)
        attempts.settle(till.connection, till.now(one), "failed", 0, NOON)
        film_record, other = copied(till, "film"), copied(till, "other")
    engine.dispose()
    assert (len(film_record.attempts), len(other.attempts)) == (0, 1)
    assert {row.production for row in other.money} == {"film", "other"}
    with at_till(database) as till:
        copying.restored(till.connection, other, NOON)
        copying.restored(till.connection, film_record, NOON)


Change = Callable[[dict[str, Any]], None]


def _twice(name: str) -> Change:
    return lambda told: told[name].append(told[name][0])


def _set(name: str, **values: Any) -> Change:
    return lambda told: told[name][0].update(values)


@pytest.mark.parametrize(
    "change",
    [
        _twice("jobs"), _twice("attempts"), _twice("takes"), _twice("wants"), _twice("revisions"),
        _twice("money"),
        _set("wants", job=99), _set("takes", job=-1), _set("takes", attempt=99),
        _set("money", attempt=99), _set("money", micros=-1), _set("money", micros=10**18),
        _set("money", currency="EUR"), _set("money", day="tomorrow"), _set("money", kind="gift"),
        _set("attempts", charged_micros=1), _set("attempts", money="held"),
        _set("attempts", token=""), _set("attempts", started_at="Infinity"),
        _set("takes", sha256="../../etc/passwd"), _set("takes", sha256="B" * 64),
        _set("revisions", number=2), _set("jobs", body="{}"), _set("jobs", work="x'; DROP"),
        lambda told: told.update(id="../film"), lambda told: told.update(recipe="opera"),
        lambda told: told.update(revisions=[]), lambda told: told.update(extra=1),
        lambda told: told["money"].pop(),
    ],
)  # fmt: skip
def test_a_record_that_is_not_whole_is_refused(record: Record, change: Change) -> None:
    told = record.model_dump(mode="json")
    assert Record.model_validate(told) == record
    change(told)
    with pytest.raises(ValidationError):
        Record.model_validate(told)


def test_a_failure_in_the_middle_leaves_nothing(database: sa.Engine, record: Record) -> None:
    with at_till(database) as till:
        copying.restored(till.connection, record, NOON)
    broken = record.model_copy(update={"id": "another", "name": "another"})
    with pytest.raises(sa.exc.IntegrityError), database.begin() as connection:
        copying.restored(connection, broken, NOON)
    with database.connect() as connection:
        count = sa.select(sa.func.count()).select_from(tables.production)
        assert connection.execute(count).scalar() == 1
        assert complaints(connection) == []
