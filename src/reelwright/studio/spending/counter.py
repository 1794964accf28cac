"""The counter: what everybody who spends needs, and what one step of an attempt may come to."""

import json
import time
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from threading import Event, Lock
from urllib.parse import urlsplit
from uuid import uuid4

import sqlalchemy as sa
from filelock import FileLock, Timeout

from reelwright.film.noun import Noun
from reelwright.film.order import Missing, Order, Take
from reelwright.film.talk import Done
from reelwright.ledger.attempt import Attempt
from reelwright.ledger.tables import event
from reelwright.providers.catalogue import BUILT_IN, Catalogue
from reelwright.studio.home import Home
from reelwright.studio.spending.access import Access, ready_access
from reelwright.studio.wire import Pool, Sent, World

UNREACHED = 600.0
"""Seconds until a service is thought of again that cannot be reached as things are set up."""


SWEPT_AFTER = 60.0
"""Seconds after which a lock that nobody holds was left behind."""


class Again(Noun):
    """Nothing was taken and nothing is owed: the same Order may be tried again in `wait` seconds.

    `counts`: whether this uses up one of the tries; a service that is busy or down does not.
    """

    cause: str
    wait: float | None = None
    counts: bool = True


class Pending(Noun):
    """Under way; somebody will look again. `late`: it took too long, so nobody waits for it.

    `again_at`: when to ask next, which whoever took this step is to write (`attempts.look_again`),
    together with that of others.
    """

    late: bool = False
    cause: str = ""
    again_at: float | None = None


class Arrived(Noun):
    """The service is done: what it made is to be fetched (`accept`)."""

    attempt: Attempt
    done: Done


class Resend(Noun):
    """Proved to be safe: this attempt is to be sent again, with the token that it has."""

    attempt: Attempt


Step = Take | Missing | Again | Pending | Arrived | Resend


@dataclass
class Counter:
    """An open data folder with a way to every service. One for each process that spends."""

    home: Home
    catalogue: Catalogue = BUILT_IN
    reach: Callable[[str], Access] = ready_access
    now: Callable[[], float] = time.time
    world: World = field(default_factory=World)
    pool: Pool = field(default_factory=Pool)
    sender: str = field(default_factory=lambda: uuid4().hex)
    apart: float = 60.0
    """Seconds between the two proofs that a service knows nothing of a request: lists may lag."""
    allowance: int = 0
    """Micro-units that one film may lose to doubts before the user is asked."""
    told: list[dict[str, object]] = field(default_factory=list)
    """Rows not yet written to the record."""
    guard: Lock = field(default_factory=Lock)
    stopping: Event = field(default_factory=Event)
    """Set when free requests and downloads under way are to end; a paid one is always heard."""
    flying: set[int] = field(default_factory=set)
    """Attempts that this process is about to send, sends, or has just had an answer to."""
    ahead: dict[str, float] = field(default_factory=dict)
    """Service -> seconds by which our clock is ahead of its own, as its last answer showed."""

    def __post_init__(self) -> None:
        folder = self.home.root / "senders"
        folder.mkdir(exist_ok=True)
        self._lock = FileLock(folder / self.sender)
        self._lock.acquire(timeout=0)

    def for_till(self) -> "Counter":
        """The same counter for one till more, which stops for itself alone."""
        made = copy(self)
        made.stopping = Event()
        return made

    def close(self) -> None:
        """Give up being a sender; what was sent is found by whoever comes next."""
        self.write_told()
        self.pool.close()
        self._lock.release()
        (self.home.root / "senders" / self.sender).unlink(missing_ok=True)

    def gone(self, one: Attempt) -> bool:
        """Whether whoever sent this attempt provably does not any more: the lock of its process,
        which dies with it, is free; or it was this process, and it is through."""
        if one.sender == self.sender:
            return one.id not in self.flying
        path = self.home.root / "senders" / one.sender
        if not one.sender or not path.exists():
            return True
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return False
        lock.release()
        path.unlink(missing_ok=True)
        return True

    def sweep(self) -> None:
        """Remove the locks of processes that died long ago; their attempts are known to be left."""
        for path in (self.home.root / "senders").iterdir():
            lock = FileLock(path)
            try:
                if path.name == self.sender or time.time() - path.stat().st_mtime < SWEPT_AFTER:
                    continue  # somebody may be about to lock it
                lock.acquire(timeout=0)
            except (Timeout, OSError):
                continue
            lock.release()
            path.unlink(missing_ok=True)

    def world_of(self, one: Attempt) -> World:
        """The world, with every request written to the record of this attempt's production."""

        def log(sent: Sent) -> None:
            self.tell(
                one, "call", method=sent.method, host=sent.host, path=sent.path,
                status=sent.status, seconds=round(sent.seconds, 3), size=sent.size,
            )  # fmt: skip
            # Files may come from somewhere else, and with the date of their making.
            if sent.date and sent.host == urlsplit(self.reach(one.provider).url).netloc:
                self.ahead[one.provider] = self.now() - sent.date

        return World(
            log=log, sleep=self.world.sleep, chance=self.world.chance, now=self.world.now,
            resolve=self.world.resolve, tls=self.world.tls,
            allow_http_loopback=self.world.allow_http_loopback,
        )  # fmt: skip

    def tell(self, one: Attempt, what: str, **facts: object) -> None:
        """Note something for the record; written with the next batch."""
        told = {"what": what, "attempt": one.id, "job": one.job, "provider": one.provider, **facts}
        at = self.now()
        row = {
            "owner_id": one.owner, "production_id": one.production, "job_id": one.job,
            "kind": "spend", "data": json.dumps(told | {"at": at}), "at": at,
        }  # fmt: skip
        with self.guard:
            self.told.append(row)

    def write_told(self) -> None:
        """Write what was told; the record is no proof of money, so it may come a little later."""
        with self.guard:
            told = list(self.told)
            self.told.clear()
        if told:
            with self.home.database.begin() as connection:
                connection.execute(sa.insert(event), told)


def missing(one: Attempt | Order, cause: str, reason: str = "failed") -> Missing:
    """An attempt, or an Order, that came to nothing."""
    return Missing.model_validate(
        {"fingerprint": one.fingerprint, "stage": one.kind, "cause": cause, "reason": reason}
    )
