"""The till: where paid Orders wait for their turn, and from where all that is under way is watched.

One thread turns the wheel: it books what the gate and the caps let through, and asks about what is
due. What waits at a service is a row in the ledger, not a thread, so hundreds cost almost nothing.
"""

import threading
from collections import Counter as Tally
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from math import inf
from uuid import uuid4

from reelwright.film.errors import Trouble
from reelwright.film.order import Missing, Order, Take
from reelwright.ledger import attempts, jobs
from reelwright.ledger.attempt import OPEN, Attempt, due, ended, every_open, next_due
from reelwright.ledger.attempts import Refusal
from reelwright.ledger.gate import Closed
from reelwright.providers.quoting import price
from reelwright.studio.home import require_space
from reelwright.studio.spending.circuit import Circuit
from reelwright.studio.spending.counter import (
    Again,
    Arrived,
    Counter,
    Pending,
    Resend,
    Step,
    missing,
)
from reelwright.studio.spending.hands import Hands, threads
from reelwright.studio.spending.poll import poll
from reelwright.studio.spending.recover import orphans, seek
from reelwright.studio.spending.spend import give_back, spend
from reelwright.studio.spending.waiting import Entry, Waiting

TURN = 0.5
"""Seconds between two looks at what is due: polls are taken in handfuls."""
READS = 5
"""Questions put to one service in one turn: ten a second, beside the limits of what is ordered."""
LONGEST = 5.0
"""Seconds between two turns though nothing is due: another process may have changed something."""
CLOSED = 60.0
"""Seconds after which a gate that was closed for longer is tried all the same."""
WORTH_TELLING = 3.0
"""Seconds that a service lets nobody through, from which on that is told."""
SWEEP = 5.0
"""Seconds between two looks at what others have made of our attempts."""
ORPHANS = 60.0
"""Seconds between two looks for what dead processes left."""
RETRIES = 3
PATIENCE = 200
"""Times that a busy or paused service is tried for one Order before it is given up."""


@dataclass
class Till:
    """Takes paid Orders of one production. Open it with `with`; `want` may be called on any
    thread. `pools` are where steps are taken; with `clockwork` off nobody turns the wheel but the
    caller (`turn`)."""

    counter: Counter
    production: str
    retries: int = RETRIES
    concurrent: int | None = None
    """Jobs under way at one service, where the user wishes another number than its own."""
    notice: Callable[[Order, str], None] = lambda _order, _what: None
    pools: Callable[[int, str], Executor] = threads
    clockwork: bool = True
    closed_until: dict[str, float] = field(default_factory=dict)
    wake: threading.Event = field(default_factory=threading.Event)
    ended: bool = False

    def __enter__(self) -> "Till":
        self.counter = self.counter.for_till()
        guard = threading.RLock()
        self.waiting = Waiting(guard)
        self.hands = Hands(self.counter, self._took, self._failed, guard, self.pools)
        self.circuit = Circuit(self.counter)
        self._sweep_at = self._orphans_at = self._last_ask = 0.0
        self._thread = threading.Thread(target=self._wheel, name="till", daemon=True)
        if self.clockwork:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """What is under way at a service stays so, and is asked for when the till opens again."""
        self.ended = True
        self.counter.stopping.set()
        self.wake.set()
        if self.clockwork:
            self._thread.join()
        self.hands.close()
        self.hands.write()
        self._unsent()
        self.counter.write_told()

    def want(self, order: Order) -> "Future[Take | Missing]":
        """Ask for an Order; the answer comes when it is there, or will not be."""
        entry = self.waiting.add(order)
        self.wake.set()
        return entry.answer

    def turn(self) -> float:
        """One turn of the wheel; answers when (by the counter's clock) the next is due, if nothing
        sets `wake` before."""
        now = self.counter.now()
        self._sweep(now)
        self._book(now)
        self._ask(now)
        self.hands.write()
        self.counter.write_told()
        return self._next(now)

    def _wheel(self) -> None:
        while not self.ended:
            wait = LONGEST
            try:
                wait = min(self.turn() - self.counter.now(), LONGEST)
            except Exception as error:  # the ledger itself failed
                self.waiting.fail_all(error)
            self.wake.wait(max(0.0, wait))
            self.wake.clear()

    def _next(self, now: float) -> float:
        booking = self.waiting.next_at(self.closed_until)
        asking: float | None = now  # what comes of those in hand is written by the next turn
        if not self.hands.busy:
            with self.counter.home.look() as connection:
                asking = next_due(connection)
        times = [] if booking is None else [booking]
        times += [] if asking is None else [max(asking, self._last_ask + TURN)]
        return min(times, default=inf)

    # Booking.

    def _book(self, now: float) -> None:
        ready = self.waiting.ready(now)
        if ready:
            require_space(self.counter.home)
        for entry in ready:
            if self.closed_until.get(entry.provider, 0.0) > now or self.ended:
                continue
            try:
                self._hold(entry, now)
            except Trouble as trouble:
                entry.settle(missing(entry.order, trouble.cause, "refused"))

    def _hold(self, entry: Entry, now: float) -> None:
        order, counter = entry.order, self.counter
        limits = counter.reach(order.provider).limits
        if self.concurrent is not None:
            limits = replace(limits, concurrent=self.concurrent)
        quoted = price(order, counter.catalogue)
        if quoted is None:
            cause = f"nobody knows what {order.provider}/{order.model} would charge for this"
            return entry.settle(missing(order, cause, "unpriced"))
        with counter.home.database.begin() as connection:
            booked = attempts.hold(
                connection, order, self.production, quoted.money.micros, limits, now, str(uuid4()),
                sender=counter.sender,
            )  # fmt: skip
            if isinstance(booked, Attempt):
                counter.flying.add(booked.id)
        if isinstance(booked, Attempt):
            return self._send(entry, booked)
        if isinstance(booked, Closed) and booked.lost:
            cause = f"nothing more is ordered from {order.provider}: {booked.why}"
            return entry.settle(missing(order, cause, "refused"))
        if isinstance(booked, Closed):
            # Slots that are all ours wake us when they are free.
            ours = self.waiting.slots(order.provider) >= limits.concurrent
            wait = CLOSED if ours else min(max(booked.wait, 0.01), CLOSED)
            self.closed_until[order.provider] = now + wait
            if booked.circuit or booked.wait >= WORTH_TELLING:
                self.notice(order, f"paused: {booked.why}")
            return self._probe(order.provider, booked, now)
        if isinstance(booked, Refusal):
            return entry.settle(missing(order, _refusal(booked), "over cap"))
        return self._adopt(entry, booked.attempt, now)

    def _send(self, entry: Entry, one: Attempt) -> None:
        entry.under_way, entry.attempt = True, one.id
        self.notice(entry.order, "sending")
        self.hands.send(one, spend)

    def _adopt(self, entry: Entry, one: Attempt, now: float) -> None:
        """An attempt of an earlier run, or of another production, is under way or through."""
        if one.parked or one.work not in OPEN:
            return self._known(entry, one)
        entry.under_way, entry.attempt = True, one.id
        self.notice(entry.order, "waiting")
        if one.work in ("overdue", "ready"):  # it may be there by now: nobody waits ten minutes
            with self.counter.home.database.begin() as connection:
                attempts.look_again(connection, one, now)
        return None

    def _probe(self, provider: str, closed: Closed, now: float) -> None:
        if closed.circuit and self.circuit.due(provider, now):
            self.hands.run(lambda: self._probed(provider))

    def _probed(self, provider: str) -> None:
        if self.circuit.probe(provider):
            self._open(provider)

    def _open(self, provider: str) -> None:
        """Something has changed there: whoever waits for it may try the gate again."""
        self.closed_until.pop(provider, None)
        self.wake.set()

    # Asking.

    def _ask(self, now: float) -> None:
        if now < self._last_ask + TURN:
            return
        self._last_ask = now
        with self.hands.guard:
            busy = frozenset(self.hands.busy | self.counter.flying)
        with self.counter.home.look() as connection:
            found = due(connection, now)
        asked = Tally[str]()
        for one in found:
            # Who was busy before may have been dealt with since this was read.
            if one.id not in busy and asked[one.provider] < READS and self.hands.room():
                asked[one.provider] += 1
                self.hands.ask(one, seek if one.work == "in_doubt" else poll)

    def _took(self, one: Attempt, outcome: Step) -> None:
        """What came of a step."""
        waits = isinstance(outcome, Pending) and not outcome.late
        if not waits:
            self._open(one.provider)
        entry = self.waiting.of(one.fingerprint)
        if isinstance(outcome, Resend):
            self._resend(entry, outcome.attempt)
        elif entry is None:
            return
        elif isinstance(outcome, Take | Missing):
            entry.settle(outcome)
        elif isinstance(outcome, Again):
            self._again(entry, outcome)
        elif isinstance(outcome, Pending) and outcome.late:
            entry.settle(missing(one, outcome.cause, "overdue"))
        elif one.work == "in_doubt":
            asking = f"it is asked whether it took a job: {one.error}"
            why = isinstance(outcome, Pending) and outcome.cause
            self.notice(entry.order, f"paused: {why}" if why else asking)
        else:
            self.notice(entry.order, "fetching" if isinstance(outcome, Arrived) else "waiting")

    def _failed(self, one: Attempt, error: Exception) -> None:
        entry = self.waiting.of(one.fingerprint)
        if entry is not None:
            entry.fail(error)

    def _resend(self, entry: Entry | None, again: Attempt) -> None:
        if entry is not None and not self.ended:
            self.hands.send(again, spend)
        else:
            give_back(self.counter, again, "nobody waits for it any more")
            self.counter.flying.discard(again.id)

    def _again(self, entry: Entry, outcome: Again) -> None:
        """Another try, after a while, while there are tries left."""
        entry.under_way = False
        if outcome.counts:
            entry.tries += 1
        else:
            entry.pauses += 1
        if entry.tries > self.retries or entry.pauses > PATIENCE:
            return entry.settle(missing(entry.order, outcome.cause))
        back_off = 2.0 ** min(entry.tries, 4) * (0.8 + 0.4 * self.counter.world.chance())
        wait = outcome.wait if outcome.wait is not None else (back_off if outcome.counts else 1.0)
        entry.not_before = self.counter.now() + wait
        self.notice(entry.order, f"again in {wait:.0f} s: {outcome.cause}")
        return None

    # What others did.

    def _sweep(self, now: float) -> None:
        if now >= self._orphans_at:
            self._orphans_at = now + ORPHANS
            orphans(self.counter)
        if now < self._sweep_at:
            return
        self._sweep_at = now + SWEEP
        with self.hands.guard:
            ours = self.waiting.under_way(self.hands.busy)
        with self.counter.home.look() as connection:
            found = ended(connection, list(ours))
        for one in found:
            self._known(ours[one.id], one)

    def _known(self, entry: Entry, one: Attempt) -> None:
        """The answer that the ledger has. What failed in other hands is not bought again here:
        nobody knows here whether it may be."""
        if one.parked:
            return entry.settle(missing(one, one.parked, "parked"))
        if one.work != "accepted":
            skipped = one.work in ("skipped", "cancelled")
            cause = one.error or f"it was {one.work}"
            return entry.settle(missing(one, cause, "skipped" if skipped else "failed"))
        with self.counter.home.look() as connection:
            take = jobs.takes(connection, [entry.order], {}).get(entry.order.fingerprint)
        return entry.settle(take or missing(one, "its take is not in the ledger", "parked"))

    def _unsent(self) -> None:
        """Held and not sent when the till closed: given back at once."""
        with self.counter.home.look() as connection:
            found = [one for one in every_open(connection) if one.work == "planned"]
        for one in found:
            if one.sender == self.counter.sender and one.production == self.production:
                give_back(self.counter, one, "stopped before it was sent")
                self.counter.flying.discard(one.id)


def _refusal(refused: Refusal) -> str:
    whose = {"user": "your budget", "day": "today's budget"}.get(refused.cap.scope, "its budget")
    left = (refused.cap.left or 0) / 1e6
    return f"it would cost {refused.wanted / 1e6:.2f} USD and {whose} has {left:.2f} USD left"
