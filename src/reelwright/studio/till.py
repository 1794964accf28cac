"""The till: where paid Orders wait for their turn, and from where all that is under way is watched.

One thread turns the wheel: it books what the gate and the caps let through, and asks about what is
due. Sending, asking and fetching happen on small pools. What waits at a service is a row in the
ledger, not a thread, so hundreds cost almost nothing.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from uuid import uuid4

from reelwright.film.errors import Trouble
from reelwright.film.order import Missing, Order, Take
from reelwright.film.provider import Limits
from reelwright.ledger import attempts, gate
from reelwright.ledger.attempt import Attempt, due
from reelwright.ledger.attempts import Busy, Refusal
from reelwright.ledger.gate import Closed
from reelwright.providers.quoting import price
from reelwright.studio.access import Access, trouble
from reelwright.studio.counter import Again, Counter, Pending, Resend, Step, missing
from reelwright.studio.poll import poll
from reelwright.studio.recover import orphans, seek
from reelwright.studio.spend import give_back, spend
from reelwright.studio.wire import Stopped

TURN = 0.5
"""Seconds between two looks while nothing happens by itself."""
RETRIES = 3
PATIENCE = 200
"""Times that a busy or paused service is tried for one Order before it is given up."""
HANDS = 8
"""Requests sent, or files fetched, at the same time by this process."""


@dataclass
class Entry:
    """An Order that somebody waits for."""

    order: Order
    answer: "Future[Take | Missing]"
    tries: int = 0
    pauses: int = 0
    not_before: float = 0.0
    under_way: bool = False


@dataclass
class Till:
    """Takes paid Orders of one production. Open it with `with`; `want` may be called on any
    thread."""

    counter: Counter
    production: str
    retries: int = RETRIES
    concurrent: int | None = None
    """Jobs under way at one service, where the user wishes another number than its own."""
    notice: Callable[[Order, str], None] = lambda _order, _what: None
    entries: dict[str, Entry] = field(default_factory=dict)
    closed_until: dict[str, float] = field(default_factory=dict)
    busy: set[int] = field(default_factory=set)
    guard: threading.RLock = field(default_factory=threading.RLock)
    wake: threading.Event = field(default_factory=threading.Event)
    ended: bool = False

    def __enter__(self) -> "Till":
        self._pool = ThreadPoolExecutor(HANDS, thread_name_prefix="till")
        orphans(self.counter)
        self._thread = threading.Thread(target=self._turn, name="till", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """What is under way at a service stays so, and is asked for when the till opens again."""
        self.ended = True
        self.counter.stopping.set()
        self.wake.set()
        self._thread.join()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.counter.write_told()

    def want(self, order: Order) -> "Future[Take | Missing]":
        """Ask for an Order; the answer comes when it is there, or will not be."""
        with self.guard:
            known = self.entries.get(order.fingerprint)
            if known is None:
                known = self.entries[order.fingerprint] = Entry(order, Future())
        self.wake.set()
        return known.answer

    def _turn(self) -> None:
        while not self.ended:
            try:
                self._book()
                self._ask()
                self.counter.write_told()
            except Exception as error:
                self._break(error)
            self.wake.wait(TURN)
            self.wake.clear()

    def _break(self, error: Exception) -> None:
        """The ledger itself failed: whoever waits must hear it, not wait for ever."""
        with self.guard:
            entries, self.entries = list(self.entries.values()), {}
        for entry in entries:
            if not entry.answer.done():
                entry.answer.set_exception(error)

    # Booking.

    def _book(self) -> None:
        now = self.counter.now()
        with self.guard:
            waiting = [
                one for one in self.entries.values()
                if not one.under_way and one.not_before <= now and not one.answer.done()
            ]  # fmt: skip
        for entry in waiting:
            provider = entry.order.provider
            if self.closed_until.get(provider, 0.0) > now or self.ended:
                continue
            try:
                self._hold(entry, now)
            except Trouble as trouble:
                self._settle(entry, missing(entry.order, trouble.cause, "refused"))

    def _hold(self, entry: Entry, now: float) -> None:
        order, counter = entry.order, self.counter
        access = counter.reach(order.provider)
        quoted = price(order, counter.catalogue)
        if quoted is None:
            cause = f"nobody knows what {order.provider}/{order.model} would charge for this"
            return self._settle(entry, missing(order, cause, "unpriced"))
        with counter.home.database.begin() as connection:
            booked = attempts.hold(
                connection, order, self.production, quoted.money.micros, self._limits(access),
                now, str(uuid4()), sender=counter.sender,
            )  # fmt: skip
        if isinstance(booked, Attempt):
            return self._send(entry, booked)
        if isinstance(booked, Closed):
            self.closed_until[order.provider] = now + min(booked.wait, 5.0)
            return self._probe(order.provider, now)
        if isinstance(booked, Refusal):
            return self._settle(entry, missing(order, _refusal(booked), "over cap"))
        return self._adopt(entry, booked)

    def _limits(self, access: Access) -> Limits:
        if self.concurrent is None:
            return access.limits
        return replace(access.limits, concurrent=self.concurrent)

    def _adopt(self, entry: Entry, booked: Busy) -> None:
        """An attempt of an earlier run, or of another production, is under way already."""
        one = booked.attempt
        if one.parked:
            return self._settle(entry, missing(one, one.parked, "parked"))
        entry.under_way = True
        if one.work in ("overdue", "ready"):  # it may be there by now: nobody waits ten minutes
            with self.counter.home.database.begin() as connection:
                attempts.look_again(connection, one, self.counter.now())
        return None

    def _send(self, entry: Entry, one: Attempt) -> None:
        entry.under_way = True
        self.notice(entry.order, "sending")
        self._do(one, spend)

    # Asking.

    def _ask(self) -> None:
        with self.counter.home.look() as connection:
            found = due(connection, self.counter.now())
        for one in found:
            with self.guard:
                free = one.id not in self.busy and len(self.busy) < 4 * HANDS
            if free:
                self._do(one, seek if one.work == "in_doubt" else poll)

    def _do(self, one: Attempt, step: Callable[[Counter, Attempt], Step]) -> None:
        """Take a step on the pool, and its outcome back in."""
        with self.guard:
            self.busy.add(one.id)

        def work() -> None:
            try:
                outcome = step(self.counter, one)
            except Stopped:
                outcome = Pending(cause="stopped")
            except Exception as error:
                outcome = Pending(cause=f"{type(error).__name__}: {error}")
                self.counter.tell(one, "bug", cause=outcome.cause)
                self._fail(one, error)
            finally:
                with self.guard:
                    self.busy.discard(one.id)
            self._take_in(one, outcome)
            self.wake.set()

        try:
            self._pool.submit(work)
        except RuntimeError:  # the till closes
            with self.guard:
                self.busy.discard(one.id)

    def _fail(self, one: Attempt, error: Exception) -> None:
        entry = self.entries.get(one.fingerprint)
        if entry is not None and not entry.answer.done():
            entry.answer.set_exception(error)

    def _take_in(self, one: Attempt, outcome: Step) -> None:
        entry = self.entries.get(one.fingerprint)
        if isinstance(outcome, Resend):
            self._resend(entry, outcome.attempt)
        elif entry is None or entry.answer.done():
            return
        elif isinstance(outcome, Take | Missing):
            self._settle(entry, outcome)
        elif isinstance(outcome, Again):
            self._again(entry, outcome)
        elif outcome.late:
            self._settle(entry, missing(one, outcome.cause, "overdue"))

    def _resend(self, entry: Entry | None, again: Attempt) -> None:
        if entry is not None and not self.ended:
            self._do(again, spend)
        else:
            give_back(self.counter, again, "nobody waits for it any more")

    def _again(self, entry: Entry, outcome: Again) -> None:
        """Another try, after a while, while there are tries left."""
        entry.under_way = False
        if outcome.counts:
            entry.tries += 1
        else:
            entry.pauses += 1
        if entry.tries > self.retries or entry.pauses > PATIENCE:
            return self._settle(entry, missing(entry.order, outcome.cause))
        back_off = 2.0 ** min(entry.tries, 4) * (0.8 + 0.4 * self.counter.world.chance())
        wait = outcome.wait if outcome.wait is not None else (back_off if outcome.counts else 1.0)
        entry.not_before = self.counter.now() + wait
        self.notice(entry.order, f"again in {wait:.0f} s: {outcome.cause}")
        return None

    def _settle(self, entry: Entry, answer: Take | Missing) -> None:
        if not entry.answer.done():
            entry.answer.set_result(answer)

    def _probe(self, provider: str, now: float) -> None:
        """See whether a service whose circuit is open is back, by a free request where there is
        one; else the circuit closes for one submission."""
        with self.counter.home.database.begin() as connection:
            if not gate.probe(connection, provider, now):
                return
        self._pool.submit(self._probed, provider)

    def _probed(self, provider: str) -> None:
        access = self.counter.reach(provider)
        if access.provider.check is not None and trouble(access, self.counter.world):
            return
        with self.counter.home.database.begin() as connection:
            gate.available(connection, provider)
        self.closed_until.pop(provider, None)
        self.wake.set()


def _refusal(refused: Refusal) -> str:
    whose = {"user": "your budget", "day": "today's budget"}.get(refused.cap.scope, "its budget")
    left = (refused.cap.left or 0) / 1e6
    return f"it would cost {refused.wanted / 1e6:.2f} USD and {whose} has {left:.2f} USD left"
