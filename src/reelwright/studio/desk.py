"""Desks answer a driver's questions: one makes things, one only tells what would be made."""

import errno
import json
import shutil
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa

from reelwright.film.errors import Interrupted, MachineTrouble, Trouble
from reelwright.film.noun import Noun
from reelwright.film.order import Answer, Maker, Missing, Order, Stop, Take
from reelwright.ledger import condemning, jobs
from reelwright.ledger.productions import note
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.home import Home, require_space
from reelwright.studio.makers import maker, tools
from reelwright.studio.vanished import vanished

if TYPE_CHECKING:
    from reelwright.studio.spending.till import Till

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}


class Account(Noun):
    """The money of a production at a moment, in micro-units of USD: what was quoted for all of it,
    what was charged, and what is held for work under way."""

    quoted: int = 0
    charged: int = 0
    held: int = 0


class Happening(Noun):
    """What a watcher is told while a production is made.

    Paid Orders are `begun`, then `moved` as they go on: `cause` says to where (sending, waiting,
    fetching, or why they are tried again later). `account` is there where money may have moved.
    """

    kind: Literal["wanted", "reused", "begun", "moved", "made", "failed"]
    order: Order
    seconds: float = 0.0
    cause: str = ""
    account: Account | None = None


Watch = Callable[[Happening], None]


@dataclass
class Tally:
    """How many jobs a run made, reused and failed to make."""

    made: int = 0
    reused: int = 0
    failed: int = 0
    causes: list[Missing] = field(default_factory=list)


@dataclass
class MakingDesk:
    """Answers from the ledger and makes local Orders, each attempt recorded."""

    home: Home
    production: str
    revision: int
    watch: Watch
    tally: Tally = field(default_factory=Tally)
    guard: threading.Lock = field(default_factory=threading.Lock)
    maker_of: Callable[[str], Maker] = maker
    till: "Till | None" = None
    leave: Mapping[str, Missing] = field(default_factory=dict)
    """Paid Orders that failed before and are not to be tried again in this run."""

    def known(self, orders: Sequence[Order]) -> Mapping[str, Answer]:
        """One transaction: record the wants, read the Takes whose bytes are there."""
        with self.home.database.begin() as connection:
            jobs.add_wants(connection, self.production, self.revision, orders)
            takes = jobs.takes(connection, orders, tools())
            paid = {order.fingerprint for order in orders if order.provider in PROVIDERS}
            found: dict[str, Answer] = dict(takes)
            for name, take in takes.items():
                if self.home.store.has(take.sha256):
                    continue
                if name in paid:
                    found[name] = self._missed(vanished(connection, take))
                    continue
                jobs.forget_take(connection, take)
                del found[name]
            used = [take.sha256 for take in found.values() if isinstance(take, Take)]
            condemning.spare(connection, used)
        left = _left(orders, found, self.leave)
        for order in orders:
            reused = order.fingerprint in found
            if order.fingerprint not in left:
                self.watch(Happening(kind="reused" if reused else "wanted", order=order))
        self.tally.reused += len(found)
        return found | left

    def _missed(self, missing: Missing) -> Missing:
        self.tally.failed += 1
        self.tally.causes.append(missing)
        return missing

    def later(self, order: Order) -> "Future[Answer] | None":
        """Paid Orders go to the till."""
        if order.provider not in PROVIDERS:
            return None
        if self.till is None:
            raise MachineTrouble(order.kind, "nothing may be spent in this run")
        started = time.time()
        self.watch(Happening(kind="begun", order=order))
        future: Future[Answer] = self.till.want(order)
        future.add_done_callback(lambda ended: self._came(order, started, ended))
        return future

    def _came(self, order: Order, started: float, ended: "Future[Answer]") -> None:
        if ended.cancelled() or ended.exception() is not None:
            return
        answer = ended.result()
        with self.guard:
            if isinstance(answer, Take):
                self.tally.made += 1
            else:
                self.tally.failed += 1
                self.tally.causes.append(answer)
        kind: Literal["made", "failed"] = "made" if isinstance(answer, Take) else "failed"
        cause = answer.cause if isinstance(answer, Missing) else ""
        self.watch(Happening(kind=kind, order=order, seconds=time.time() - started, cause=cause))

    def make(self, order: Order, stop: Stop) -> Answer:
        """Make one Order; a failure is a value, a full or forbidden disk ends the run."""
        if stop():
            raise Interrupted(order.kind, "stopped")
        require_space(self.home)
        started = time.time()
        self.watch(Happening(kind="begun", order=order))
        scratch = self.home.scratch / order.fingerprint
        try:
            scratch.mkdir(exist_ok=True)
            take = self._take(order, scratch, stop)
            with self.home.database.begin() as connection:
                jobs.record_take(connection, order, take, started)
        except (Interrupted, sa.exc.DatabaseError):
            raise
        except MachineTrouble as trouble:
            # The machine fails every Order alike: going on would cut a film full of holes.
            self._missing(order, f"{trouble.stage}: {trouble.cause}", started)
            raise
        except Trouble as trouble:
            return self._missing(order, f"{trouble.stage}: {trouble.cause}", started)
        except OSError as error:
            if error.errno in FULL:
                raise self._unwritable(order, error) from error
            return self._missing(order, str(error), started)
        except Exception as error:
            self._blame(order, error)
            return self._missing(order, f"{type(error).__name__}: {error}", started)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        with self.guard:
            self.tally.made += 1
        self.watch(Happening(kind="made", order=order, seconds=time.time() - started))
        return take

    def _take(self, order: Order, scratch: Path, stop: Stop) -> Take:
        inputs = {sha256: self.home.store.local(sha256) for sha256 in order.inputs}
        made = self.maker_of(order.provider)(order, inputs, scratch, stop)
        sha256, size = self.home.store.put(made.path)
        return Take(
            fingerprint=order.fingerprint,
            sha256=sha256,
            media_type=made.media_type,
            size=size,
            facts=made.facts,
            tool=tools().get(f"{order.provider}/{order.kind}", ""),
        )

    def _missing(self, order: Order, cause: str, started: float) -> Missing:
        with self.home.database.begin() as connection:
            jobs.record_failure(connection, order, cause, started)
        missing = Missing(fingerprint=order.fingerprint, stage=order.kind, cause=cause)
        with self.guard:
            self.tally.failed += 1
            self.tally.causes.append(missing)
        self.watch(Happening(kind="failed", order=order, cause=cause))
        return missing

    def _blame(self, order: Order, error: Exception) -> None:
        """An exception that is no Trouble is a bug of ours: keep its trace with the production."""
        data = {"fingerprint": order.fingerprint, "trace": traceback.format_exception(error)}
        with self.home.database.begin() as connection:
            note(connection, self.production, "bug", json.dumps(data))

    def _unwritable(self, order: Order, error: OSError) -> MachineTrouble:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        cause = "the disk is full" if full else f"cannot write: {error.strerror}"
        return MachineTrouble(
            order.kind,
            f"{cause} ({self.home.root})",
            "Free some space and run the same command again: what was made is kept."
            if full
            else "Set REELWRIGHT_HOME to a folder that you can write to.",
        )


def _left(
    orders: Sequence[Order], found: Mapping[str, Answer], leave: Mapping[str, Missing]
) -> dict[str, Answer]:
    """Those of these Orders that are not there and are to be left alone."""
    names = (order.fingerprint for order in orders)
    return {name: leave[name] for name in names if name in leave and name not in found}


@dataclass
class PlanningDesk:
    """Answers from the ledger and writes text by rules, which is free and quick; all the rest it
    estimates and remembers as to be made."""

    home: Home
    estimate: Callable[[Order], Take]
    missing: dict[str, Order] = field(default_factory=dict)
    reuse: dict[str, Order] = field(default_factory=dict)
    leave: Mapping[str, Missing] = field(default_factory=dict)
    gone: dict[str, Order] = field(default_factory=dict)
    """Paid Orders whose bytes are gone: not bought again before the user has decided."""

    def known(self, orders: Sequence[Order]) -> Mapping[str, Answer]:
        with self.home.look() as connection:
            known = jobs.takes(connection, orders, tools())
        paid = {order.fingerprint: order for order in orders if order.provider in PROVIDERS}
        found: dict[str, Answer] = {
            name: take
            for name, take in known.items()
            if name in paid or self.home.store.has(take.sha256)
        }
        gone = {
            name for name in known if name in paid and not self.home.store.has(known[name].sha256)
        }
        self.gone |= {name: paid[name] for name in gone}
        left = _left(orders, found, self.leave)
        for order in orders:
            if order.fingerprint in left or order.fingerprint in gone:
                continue
            if order.fingerprint in found:
                self.reuse[order.fingerprint] = order
            else:
                self.missing[order.fingerprint] = order
                found[order.fingerprint] = self.estimate(order)
        return found | left

    def later(self, _order: Order) -> None:
        return None

    def make(self, order: Order, _stop: Stop) -> Answer:
        raise AssertionError(f"a planning desk answers everything, so also {order.kind}")
