from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.databases import Place

from reelwright.film.order import Order, Take
from reelwright.film.production import Wish
from reelwright.film.source import Chapter, Passage, Source
from reelwright.ledger import jobs, productions, tables
from reelwright.ledger.database import HEAD, migrate, open_database, sqlite_url
from reelwright.ledger.store import Store


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = open_database(sqlite_url(tmp_path / "l.db"))
    migrate(engine)
    yield engine
    engine.dispose()


def order(name: str = "a") -> Order:
    return Order(kind="panel", provider="animatic", model="panel-1", params={"name": name})


def taken(wanted: Order, tool: str = "1", sha256: str = "a" * 64) -> Take:
    return Take(
        fingerprint=wanted.fingerprint,
        sha256=sha256,
        media_type="image/png",
        size=3,
        facts={"width": 16},
        tool=tool,
    )


def source(text: str = "One.") -> Source:
    return Source(title="T", chapters=(Chapter(number=1, passages=(Passage(text=text),)),))


def test_migrations_make_exactly_the_tables_of_the_code(database: sa.Engine) -> None:
    found = sa.inspect(database)
    for name, table in tables.metadata.tables.items():
        columns = {c["name"]: (str(c["type"]), c["nullable"]) for c in found.get_columns(name)}
        expected = {c.name: (str(c.type), c.nullable) for c in table.columns}
        assert columns == expected, name


def test_migrating_twice_changes_nothing_and_a_newer_database_is_refused(
    database: sa.Engine,
) -> None:
    migrate(database)
    with database.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RuntimeError, match="9999"):
        migrate(database)


def test_transactions_begin_at_once_and_survive_power_loss(database: sa.Engine) -> None:
    with database.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_take_answers_its_order_until_the_tool_changes(database: sa.Engine) -> None:
    with database.begin() as connection:
        production = productions.create(connection, "n", "novel")
        jobs.add_wants(connection, production.id, 1, [order()])
        assert jobs.takes(connection, [order()], {"animatic/panel": "1"}) == {}
        jobs.record_take(connection, order(), taken(order()), 0.0)
        known = jobs.takes(connection, [order(), order("b")], {"animatic/panel": "1"})
        assert known == {order().fingerprint: taken(order())}
        assert jobs.takes(connection, [order()], {"animatic/panel": "2"}) == {}
        jobs.record_take(connection, order(), taken(order(), "2", "b" * 64), 0.0)
        newer = jobs.takes(connection, [order()], {"animatic/panel": "2"})
        assert newer[order().fingerprint].sha256 == "b" * 64


def test_a_kept_free_take_answers_whatever_the_tool(database: sa.Engine) -> None:
    with database.begin() as connection:
        production = productions.create(connection, "n", "novel")
        jobs.add_wants(connection, production.id, 1, [order()])
        jobs.record_take(connection, order(), taken(order()), 0.0)
        connection.execute(sa.update(tables.take).values(kept=True))
        assert jobs.takes(connection, [order()], {"animatic/panel": "99"})


def test_wants_are_recorded_once_and_attempts_are_counted(database: sa.Engine) -> None:
    with database.begin() as connection:
        production = productions.create(connection, "n", "novel")
        for _ in range(2):
            jobs.add_wants(connection, production.id, 1, [order(), order("b"), order()])
        jobs.record_failure(connection, order("b"), "no ink", 0.0)
        jobs.record_take(connection, order("b"), taken(order("b")), 0.0)
        found = {job.fingerprint: job for job in jobs.wanted(connection, production.id, 1)}
        assert len(found) == 2
        assert found[order("b").fingerprint].runs == 2
        assert found[order("b").fingerprint].work == "accepted"
        assert found[order().fingerprint].work == "planned"


def test_a_thousand_orders_are_more_than_one_query_holds(database: sa.Engine) -> None:
    many = [order(str(number)) for number in range(1201)]
    with database.begin() as connection:
        production = productions.create(connection, "n", "novel")
        jobs.add_wants(connection, production.id, 1, many)
        for one in many[::400]:
            jobs.record_take(connection, one, taken(one), 0.0)
        assert len(jobs.takes(connection, many, {"animatic/panel": "1"})) == 4
        assert len(jobs.wanted(connection, production.id, 1)) == 1201


def test_revisions_are_immutable_and_equal_ones_are_one(database: sa.Engine) -> None:
    with database.begin() as connection:
        production = productions.create(connection, "n", "novel")
        first = productions.revise(connection, production.id, source(), Wish())
        again = productions.revise(connection, production.id, source(), Wish())
        second = productions.revise(connection, production.id, source("Two."), Wish())
        assert (first.number, again.number, second.number) == (1, 1, 2)
        assert productions.newest_revision(connection, production.id) == second
    with (
        pytest.raises(sa.exc.IntegrityError, match="immutable"),
        database.begin() as connection,
    ):
        connection.execute(sa.update(tables.revision).values(source="{}"))


@pytest.mark.parametrize("verb", ["UPDATE money SET micros = 0", "DELETE FROM money"])
def test_money_rows_are_append_only(database: sa.Engine, verb: str) -> None:
    with database.begin() as connection:
        connection.execute(
            sa.insert(tables.money).values(
                production_id="p", kind="quote", micros=5, currency="USD", day="2026-01-01", at=0
            )
        )
    with (
        pytest.raises(sa.exc.IntegrityError, match="immutable"),
        database.begin() as connection,
    ):
        connection.execute(sa.text(verb))


def test_a_new_run_makes_older_drivers_obsolete(database: sa.Engine) -> None:
    with database.begin() as connection:
        one = productions.create(connection, "one", "novel")
        two = productions.create(connection, "two", "novel")
        assert productions.begin_run(connection, one.id) == 1
        assert productions.begin_run(connection, two.id) == 1
        productions.change(connection, one.id, status="rendering")
        productions.retire_runs(connection)
        found = {p.id: (p.run, p.status) for p in productions.every(connection)}
        assert found == {one.id: (2, "cancelled"), two.id: (2, "pending")}


def test_the_store_takes_a_file_over_and_keeps_it_read_only(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.root.mkdir()
    sha256, size = store.put_bytes(b"reel", tmp_path)
    assert size == 4
    path = store.local(sha256)
    assert path.read_bytes() == b"reel"
    assert path.parent.parent.name == sha256[:2]
    assert path.stat().st_mode & 0o222 == 0
    assert store.put_bytes(b"reel", tmp_path)[0] == sha256
    assert [p.name for p in tmp_path.iterdir()] == ["store"]


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "a" * 63, "a" * 63 + "/"])
def test_only_content_hashes_name_paths(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a content hash"):
        Store(tmp_path).path(name)


def test_many_processes_may_make_the_tables_of_an_empty_database(place: Place) -> None:
    url = place.empty()
    engines = [open_database(url) for _ in range(6)]
    with ThreadPoolExecutor(len(engines)) as pool:
        list(pool.map(migrate, engines))
    with engines[0].connect() as connection:
        assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == HEAD
    for engine in engines:
        engine.dispose()
    place.drop(url)
