"""Databases for tests: a SQLite file, and a PostgreSQL server of this test session's own.

The server listens on loopback only and keeps its data in a temporary folder. It runs under a keeper
that waits for the end of a pipe which only this process holds: however this process ends, the
server is stopped and its folder removed.
"""

import ctypes
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from reelwright.ledger.database import migrate, open_database, sqlite_url

INSTALL = "sudo apt-get install postgresql"
ROLE = "reelwright"
PATIENCE = 60.0
"""Seconds that a server has to start or to end; on an idle machine both take less than one."""

MEMORY = 2 << 30
"""Bytes that must be free in memory before a server's folder is put there; it takes 0.2 GB."""

KEEPER = """
"$1" -D "$2/data" -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200 \
    >"$2/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -QUIT "$server" 2>/dev/null
wait "$server"
rm -rf "$2"
"""
"""$1: the program, $2: its folder, $3: its port. -QUIT: at once, nothing is kept."""

SUBREAPER, IS_SUBREAPER = 36, 37


class PortTaken(RuntimeError):
    """Another process was faster to a port that was free."""


def programs() -> Path:
    """The folder of PostgreSQL's programs, which Debian keeps off the PATH.

    Raises `RuntimeError` that says what to type.
    """
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4])
    )
    elsewhere = shutil.which("initdb")
    if not found and elsewhere is None:
        raise RuntimeError(f"the tests need PostgreSQL. Type: {INSTALL}")
    return found[-1].parent if found else Path(str(elsewhere)).resolve().parent


@dataclass
class Server:
    """A running server; `url` is that of its database `postgres`."""

    url: sa.URL
    numbers: Iterator[int] = field(default_factory=count)

    def create(self, template: str = "template1") -> sa.URL:
        """A new database, a copy of `template`."""
        name = f"test_{next(self.numbers)}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url.set(database=name)

    def drop(self, url: sa.URL) -> None:
        self._say(f"DROP DATABASE {url.database} WITH (FORCE)")

    def _say(self, sentence: str) -> None:
        engine = sa.create_engine(self.url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql(sentence)


@contextmanager
def postgresql() -> Iterator[Server]:
    """A server of one's own, gone at the end. Raises `RuntimeError` when there can be none."""
    for last in (False, False, True):
        folder, user = _folder(), _unprivileged()
        pipe = -1
        try:
            if user:
                shutil.chown(folder, *user)
            _initialise(folder, user)
            port = _free_port()
            pipe = _start(folder, user, port)
            _wait_until_ready(folder)
            yield Server(
                sa.URL.create("postgresql+psycopg", ROLE, "", "127.0.0.1", port, "postgres")
            )
            return
        except PortTaken:
            if last:
                raise
        finally:
            _end(folder, pipe)


def _folder() -> Path:
    """In memory where there is room: a new database is three hundred files."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > MEMORY
    return Path(tempfile.mkdtemp(prefix="reelwright-postgresql-", dir=memory if roomy else None))


def _unprivileged() -> tuple[str, int] | None:
    """(user, group) to be instead of root, who may not run a server; None for everyone else."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return entry.pw_name, entry.pw_gid


def _as(user: tuple[str, int] | None) -> list[str]:
    if user is None:
        return []
    return ["setpriv", f"--reuid={user[0]}", f"--regid={user[1]}", "--clear-groups", "--"]


def _initialise(folder: Path, user: tuple[str, int] | None) -> None:
    done = subprocess.run(
        [*_as(user), programs() / "initdb", "-D", folder / "data", "-U", ROLE, "--auth=trust",
         "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"],
        cwd="/", capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"initdb: {done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _start(folder: Path, user: tuple[str, int] | None, port: int) -> int:
    """Start a keeper with its server; answers our end of its pipe."""
    theirs, ours = os.pipe()
    keeper = ["sh", "-c", KEEPER, "keeper", str(programs() / "postgres"), str(folder), str(port)]
    with _adopting_nobody():
        subprocess.run(
            ["setsid", "--fork", *_as(user), *keeper],
            cwd="/", stdin=theirs, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
        )  # fmt: skip
    os.close(theirs)
    return ours


@contextmanager
def _adopting_nobody() -> Iterator[None]:
    """The keeper must become init's child: tests of orphans adopt those of this process and
    count its children."""
    libc, was = ctypes.CDLL(None), ctypes.c_int()
    libc.prctl(IS_SUBREAPER, ctypes.byref(was), 0, 0, 0)
    libc.prctl(SUBREAPER, 0, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(SUBREAPER, was.value, 0, 0, 0)


def _wait_until_ready(folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    log, status = folder / "log", folder / "data" / "postmaster.pid"
    while time.monotonic() < deadline:
        # The last line of this file is the state; that the file is ours says that the port is, too.
        if status.exists() and "ready" in status.read_text():
            return
        if log.exists() and "FATAL" in (said := log.read_text()):
            raise PortTaken(said) if "could not bind" in said else RuntimeError(said)
        time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL did not start in {PATIENCE:g} s")


def _end(folder: Path, pipe: int) -> None:
    """Let the keeper end the server and remove the folder; without a keeper, remove it."""
    if pipe < 0:
        shutil.rmtree(folder, ignore_errors=True)
        return
    os.close(pipe)
    deadline = time.monotonic() + PATIENCE
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not folder.exists(), f"PostgreSQL did not end: {folder}"


@dataclass(frozen=True)
class Place:
    """Where databases of one kind are made. `fresh` has our tables, `empty` has none, `copy` has
    all that another one has, to which nobody is connected."""

    kind: str
    fresh: Callable[[], sa.URL]
    empty: Callable[[], sa.URL]
    copy: Callable[[sa.URL], sa.URL]
    drop: Callable[[sa.URL], None]


@contextmanager
def on_postgresql() -> Iterator[Place]:
    with postgresql() as server:
        template = server.create()
        _migrated(template)
        yield Place(
            kind="postgresql",
            fresh=lambda: server.create(str(template.database)),
            empty=server.create,
            copy=lambda url: server.create(str(url.database)),
            drop=server.drop,
        )


def on_sqlite(folder: Path) -> Place:
    template, numbers = folder / "template.db", count()
    _migrated(sqlite_url(template))

    def copied(path: Path) -> sa.URL:
        return sqlite_url(Path(shutil.copy(path, folder / f"{next(numbers)}.db")))

    return Place(
        kind="sqlite",
        fresh=lambda: copied(template),
        empty=lambda: sqlite_url(folder / f"{next(numbers)}.db"),
        copy=lambda url: copied(Path(str(url.database))),
        drop=lambda url: Path(str(url.database)).unlink(missing_ok=True),
    )


def _migrated(url: sa.URL) -> None:
    engine = open_database(url)
    migrate(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_place() -> Iterator[Place]:
    """One server for each session, and with xdist one for each worker that needs it."""
    with on_postgresql() as place:
        yield place


@pytest.fixture(scope="session")
def sqlite_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return on_sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Place:
    """Both kinds in turn. Nothing is skipped: without PostgreSQL the tests fail and say why."""
    found: Place = request.getfixturevalue(f"{request.param}_place")
    return found


@pytest.fixture
def url(place: Place) -> Iterator[sa.URL]:
    """A database of one's own with our tables."""
    made = place.fresh()
    yield made
    place.drop(made)


@pytest.fixture
def database(url: sa.URL) -> Iterator[sa.Engine]:
    engine = open_database(url)
    yield engine
    engine.dispose()
