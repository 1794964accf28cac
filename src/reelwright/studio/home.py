"""The data folder: database, store, scratch space and the lock that makes one process its owner."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.ledger.database import looking, migrate, open_database, sqlite_url
from reelwright.ledger.store import Store
from reelwright.studio.belonging import only_worker, require_ours
from reelwright.studio.settings import Settings

LOCK_PATIENCE = 1.0
"""Seconds: somebody may be trying the lock only to see whether it is held."""


@dataclass(frozen=True)
class Home:
    """An open data folder."""

    settings: Settings
    root: Path
    database: sa.Engine
    store: Store
    scratch: Path

    @property
    def url(self) -> sa.URL:
        return database_url(self.settings, self.root)

    def look(self) -> sa.Connection:
        """A connection for reading."""
        return looking(self.database)


def database_url(settings: Settings, root: Path) -> sa.URL:
    """Where the ledger is. Raises `BadInput` for a URL that cannot be used."""
    if not settings.database:
        return sqlite_url(root / "reelwright.db")
    try:
        url = sa.make_url(settings.database)
    except sa.exc.ArgumentError:
        url = None
    if url is None or url.get_backend_name() != "postgresql":
        raise BadInput(
            "settings",
            "REELWRIGHT_DATABASE is no URL of a PostgreSQL database",
            "Use one such as postgresql://user:password@host/name, or unset it.",
        )
    return url.set(drivername="postgresql+psycopg")


@contextmanager
def open_home(settings: Settings) -> Iterator[Home]:
    """Open the data folder for reading; several processes may at the same time."""
    root = settings.home.expanduser().absolute()
    url = database_url(settings, root)
    with ExitStack() as opened:
        try:
            (root / "store").mkdir(parents=True, exist_ok=True)
            database = open_database(url)
            opened.callback(database.dispose)
            migrate(database)
            require_ours(database, root)
        except sa.exc.DatabaseError as error:
            raise unreached(error) if settings.database else unusable(root, error) from error
        except OSError as error:
            raise unusable(root, error) from error
        except RuntimeError as error:
            raise MachineTrouble(
                "data folder", str(error), "Use the newer version of reelwright, or another folder."
            ) from error
        try:
            yield Home(settings, root, database, Store(root / "store"), root / "scratch")
        except sa.exc.DatabaseError as error:
            raise unreached(error) if settings.database else unwritable(root, error) from error


@contextmanager
def own_home(settings: Settings) -> Iterator[Home]:
    """Open the data folder as its one owner, who may make things.

    Scratch space that a killed process left behind is cleared first: whoever holds the lock knows
    that nobody uses it. The lock dies with its process. With a database on a server there is
    another one in it, which dies with the connection.
    """
    with open_home(settings) as home:
        lock = FileLock(home.root / "lock")
        try:
            lock.acquire(timeout=LOCK_PATIENCE)
        except Timeout:
            raise MachineTrouble(
                "data folder",
                f"another reelwright process is working in {home.root}",
                "Wait for it to end, or set REELWRIGHT_HOME to another folder.",
            ) from None
        except OSError as error:
            raise unusable(home.root, error) from error
        try:
            with only_worker(home.database, LOCK_PATIENCE):
                shutil.rmtree(home.scratch, ignore_errors=True)
                home.scratch.mkdir(exist_ok=True)
                yield home
        finally:
            shutil.rmtree(home.scratch, ignore_errors=True)
            lock.release()


def unusable(root: Path, error: Exception) -> MachineTrouble:
    reason = getattr(error, "strerror", None) or str(getattr(error, "orig", error))
    return MachineTrouble(
        "data folder",
        f"{root} cannot be used: {reason}",
        "Set REELWRIGHT_HOME to a folder that you can write to, with room to spare.",
    )


def unreached(error: sa.exc.DatabaseError) -> MachineTrouble:
    """A server's database could not be used, at the beginning or in the middle of work."""
    told = " ".join(str(error.orig).split())
    return MachineTrouble(
        "ledger",
        f"the database of REELWRIGHT_DATABASE cannot be used: {told}",
        "See that its server runs, and that the URL names a database that you may write to; then "
        "run the same command again: what was made is kept.",
    )


def unwritable(root: Path, error: sa.exc.DatabaseError) -> MachineTrouble:
    """The ledger could not be used in the middle of work: nearly always a full disk."""
    told = str(error.orig)
    for sign, cause, remedy in _LEDGER_TROUBLES:
        if sign in told:
            return MachineTrouble("ledger", f"{cause} ({root})", remedy)
    return MachineTrouble(
        "ledger",
        f"{root} cannot be used: {told}",
        "Mend the folder's permissions, or set REELWRIGHT_HOME to another one.",
    )


_LEDGER_TROUBLES = (
    (
        "full",
        "the disk is full",
        "Free some space and run the same command again: what was made is kept.",
    ),
    ("locked", "another process holds the ledger", "Run the same command again in a moment."),
)
"""(sign in the database's message, cause, remedy)."""


def is_owned(home: Home) -> bool:
    """Whether some process is working in this data folder now."""
    lock = FileLock(home.root / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    return False


def require_space(home: Home) -> None:
    """Stop before the disk is full: half-written work is worth nothing."""
    free = shutil.disk_usage(home.root).free // 1_000_000
    if free < home.settings.min_free_mb:
        raise MachineTrouble(
            "disk",
            f"only {free} MB are free at {home.root}, "
            f"less than the {home.settings.min_free_mb} MB kept in reserve",
            "Free some space and run the same command again: what was made is kept.",
        )
