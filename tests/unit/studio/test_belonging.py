"""One data folder for one database on a server, and one who works with it at a time."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
import stage
from tests.databases import Place

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.ledger import productions
from reelwright.ledger.database import open_database
from reelwright.studio.belonging import MARK, only_worker
from reelwright.studio.home import open_home, own_home
from reelwright.studio.settings import Settings


@pytest.fixture
def url(postgresql_place: Place) -> Iterator[str]:
    made = postgresql_place.fresh()
    yield made.set(drivername="postgresql").render_as_string(hide_password=False)
    postgresql_place.drop(made)


def settings(folder: Path, url: str) -> Settings:
    return Settings(home=folder, database=url, min_free_mb=0)


def test_a_second_data_folder_is_refused(tmp_path: Path, url: str) -> None:
    first, second = settings(tmp_path / "first", url), settings(tmp_path / "second", url)
    with own_home(first) as home, home.database.begin() as connection:
        productions.create(connection, "film", "novel", id="film")
        productions.begin_run(connection, "film")
    for opened in (open_home, own_home):
        with (
            pytest.raises(BadInput, match="belongs to another data folder") as told,
            opened(second),
        ):
            pass
        assert str(tmp_path / "first") in told.value.cause
    with open_home(first) as home, home.look() as connection:
        found = productions.find(connection, "film")
        assert found is not None
        assert found.run == 1


def test_a_folder_that_was_moved_is_the_same(tmp_path: Path, url: str) -> None:
    with own_home(settings(tmp_path / "first", url)):
        pass
    shutil.move(tmp_path / "first", tmp_path / "moved")
    with own_home(settings(tmp_path / "moved", url)):
        pass


def test_a_lost_folder_is_replaced_by_hand_as_the_sentence_says(tmp_path: Path, url: str) -> None:
    with own_home(settings(tmp_path / "first", url)):
        pass
    shutil.rmtree(tmp_path / "first")
    fresh = settings(tmp_path / "fresh", url)
    with pytest.raises(BadInput) as told, own_home(fresh):
        pass
    _, _, way = told.value.remedy.partition("write ")
    id, _, path = way.partition(" into ")
    Path(path).write_text(f"{id}\n")
    with own_home(fresh):
        pass


def test_of_two_folders_that_come_at_once_one_gets_it(tmp_path: Path, url: str) -> None:
    came, start = [], Barrier(6)

    def come(number: int) -> None:
        start.wait()
        try:
            with open_home(settings(tmp_path / str(number), url)):
                came.append(number)
        except BadInput:
            pass

    threads = [Thread(target=come, args=(number,)) for number in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(came) == 1


def test_processes_that_make_a_folder_at_once_agree_on_its_id(tmp_path: Path, url: str) -> None:
    folder, start = settings(tmp_path / "home", url), Barrier(6)
    failed: list[Exception] = []

    def come() -> None:
        start.wait()
        try:
            with open_home(folder):
                pass
        except Exception as error:
            failed.append(error)

    threads = [Thread(target=come) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    assert [path.name for path in (tmp_path / "home").iterdir() if MARK in path.name] == [MARK]


def test_a_copy_of_a_folder_waits_until_the_other_has_ended(tmp_path: Path, url: str) -> None:
    with own_home(settings(tmp_path / "home", url)):
        shutil.copytree(tmp_path / "home", tmp_path / "copy")
        with (
            pytest.raises(MachineTrouble, match="in a copy of this data folder"),
            own_home(settings(tmp_path / "copy", url)),
        ):
            pass
        with open_home(settings(tmp_path / "copy", url)):
            pass
    with own_home(settings(tmp_path / "copy", url)):
        pass


HOLDING = """
import sys, time
from pathlib import Path
from reelwright.studio.home import own_home
from reelwright.studio.settings import Settings
with own_home(Settings(home=Path(sys.argv[1]), database=sys.argv[2], min_free_mb=0)):
    print("in", flush=True)
    time.sleep(60)
"""


def test_who_was_killed_holds_nothing_any_more(tmp_path: Path, url: str) -> None:
    home = tmp_path / "home"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(home), url], stdout=subprocess.PIPE, text=True
    ) as holding:
        assert holding.stdout is not None
        assert holding.stdout.readline() == "in\n"
        holding.send_signal(signal.SIGKILL)
    with own_home(settings(home, url)):
        pass


def test_on_sqlite_nothing_of_it_is_needed(tmp_path: Path) -> None:
    engine = open_database(sa.URL.create("sqlite", database=str(tmp_path / "l.db")))
    with only_worker(engine, 0.0), only_worker(engine, 0.0):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_it(tmp_path: Path, url: str) -> None:
    assert stage.run(tmp_path / "one", "status", REELWRIGHT_DATABASE=url).returncode == 0
    done = stage.run(tmp_path / "two", "status", REELWRIGHT_DATABASE=url)
    assert done.returncode == 2
    assert "give this one a database of its own" in done.stderr
