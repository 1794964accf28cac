"""Cancelling: a production wants nothing more. What nobody else wants is stopped, at the service
too where that is possible; what was paid for and made is kept.
"""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

from reelwright.film.errors import BadInput, MachineTrouble, Trouble
from reelwright.film.noun import Noun
from reelwright.film.order import Take
from reelwright.film.talk import Cancelled as Stopped
from reelwright.film.talk import TooLate, Withdrawn
from reelwright.ledger import attempt, attempts, gate, productions, wants
from reelwright.ledger.attempt import OPEN, Attempt
from reelwright.ledger.productions import Production
from reelwright.studio.buying import counting
from reelwright.studio.home import is_owned, open_home, own_home
from reelwright.studio.pointing import production_of
from reelwright.studio.settings import Settings
from reelwright.studio.spending.accept import accept
from reelwright.studio.spending.access import Access, ready_access
from reelwright.studio.spending.counter import Arrived, Counter, Resend, Step
from reelwright.studio.spending.poll import poll
from reelwright.studio.spending.recover import orphans, seek
from reelwright.studio.wire import run
from reelwright.studio.wire.failing import NoAnswer

BY_USER = "Cancelled by user"
UNTOLD = "the service does not say what it charges for this: the hold is booked"
HANDS = 8
"""Services asked at the same time."""
SECONDS = 15.0
"""How long a service may take to answer."""

Fate = Literal["unsent", "moved", "stopped", "made", "ended", "goes on", "parked", "wanted"]


class Ending(Noun):
    """What became of an attempt that was open. Amounts are micro-units of USD.

    unsent: never sent, its hold is released. moved: not sent, its hold is another production's now.
    stopped: at the service. made: it was done, and is kept. ended: it had failed there. goes on: it
    cannot be stopped (any more) and is taken in later. parked: waits for the user. wanted: another
    production wants it. `unconfirmed`: the service does not say what it charges for the stop.
    """

    job: int
    kind: str
    service: str
    fate: Fate
    held: int = 0
    charged: int = 0
    unconfirmed: bool = False
    cause: str = ""


class Cancelled(Noun):
    """What a cancel came to; `jobs` counts those that will not be made."""

    production: str
    jobs: int
    endings: tuple[Ending, ...] = ()


def cancel(
    settings: Settings, name: str = "", *, reach: Callable[[str], Access] = ready_access
) -> Cancelled:
    """Cancel a production, by default the one worked on last. Raises `BadInput` when it is finished
    and nothing of it is under way, `MachineTrouble` while a run is working."""
    with open_home(settings) as home:
        production = production_of(home, name)
        if is_owned(home):
            raise MachineTrouble(
                "cancel",
                "a run is working in this data folder",
                "Stop it with Ctrl-C where it runs, then cancel.",
            )
    with own_home(settings) as home, counting(home, reach) as counter:
        return _cancelled(counter, production)


def _cancelled(counter: Counter, production: Production) -> Cancelled:
    home, now = counter.home, counter.now()
    with home.look() as connection:
        jobs = wants.every(connection, production.id)
        open_ones = [one for one in attempt.every_open(connection) if one.job in jobs]
    if production.status == "completed" and not open_ones:
        raise BadInput(
            "cancel",
            f"{production.id} is finished: nothing of it is under way",
            f"To get the film: reelwright export {production.id} --as mp4",
        )
    with home.database.begin() as connection:
        wants.withdraw(connection, production.id, now)
    endings = _end(counter, production, open_ones)
    with home.database.begin() as connection:
        unwanted = [job for job in jobs if wants.live(connection, job) is None]
        stopped = wants.mark(connection, unwanted, "cancelled", now, was=("planned",))
        productions.change(connection, production.id, status="cancelled", error=BY_USER)
        told = [one.model_dump() for one in endings]
        productions.note(connection, production.id, "cancelled", json.dumps(told))
    ended = sum(one.fate in ("unsent", "stopped") for one in endings)
    return Cancelled(production=production.id, jobs=len(stopped) + ended, endings=tuple(endings))


def _end(counter: Counter, production: Production, found: Sequence[Attempt]) -> list[Ending]:
    for one in found:
        if one.work == "planned":
            _unsent(counter, production, one)
    orphans(counter)
    with ThreadPoolExecutor(HANDS, thread_name_prefix="cancel") as pool:
        return list(pool.map(lambda one: _ending(counter, production, one), found))


def _unsent(counter: Counter, production: Production, one: Attempt) -> None:
    """Held and not sent. If somebody is about to send it for another production, that one has the
    hold now, if its cap allows; what nobody is about to send is given back."""
    now, gone = counter.now(), counter.gone(one)
    with counter.home.database.begin() as connection:
        other = wants.live(connection, one.job, production.id)
        if other is not None and not gone:
            attempts.move_hold(connection, one, other, now)
        elif gone and attempts.settle(connection, one, "cancelled", 0, now, error=BY_USER):
            gate.leave(connection, one.provider, one.started_at)
            if other is not None:
                wants.mark(connection, [one.job], "planned", now, was=("cancelled",))


def _ending(counter: Counter, production: Production, one: Attempt) -> Ending:
    """Do what can be done about one attempt, and tell what became of it."""
    with counter.home.look() as connection:
        other = wants.live(connection, one.job, production.id)
    cause = ""
    if other is None:
        try:
            cause = _stop(counter, one)
        except Trouble as trouble:
            cause = trouble.cause
    now = _now(counter, one)
    return Ending(
        job=one.job,
        kind=one.kind,
        service=one.provider,
        fate=_fate(one, now, other),
        held=now.held if now.money == "held" else 0,
        charged=now.charged,
        unconfirmed=cause == UNTOLD,
        cause=now.parked or cause or (now.error if now.error != BY_USER else ""),
    )


def _fate(one: Attempt, now: Attempt, other: str | None) -> Fate:
    if now.work in OPEN:
        if now.parked:
            return "parked"
        if other is not None:
            return "moved" if now.production != one.production else "wanted"
        return "goes on"
    if now.work == "cancelled":
        return "stopped" if now.ticket else "unsent"
    return "made" if now.work == "accepted" else "ended"


def _stop(counter: Counter, one: Attempt) -> str:
    """Ask about it, ask the service to stop, take in what is there; why it goes on, or ""."""
    if one.work in ("sending", "in_doubt"):
        _withdraw_doubt(counter, one)
    found = _now(counter, one)
    if found.parked or found.work not in OPEN:
        return ""
    if found.work in ("ticketed", "overdue"):
        return _at_service(counter, found)
    if found.work == "ready":
        _taken_in(counter, found, poll(counter, found))
        return ""
    return "nobody knows yet whether it arrived: cancel again in a minute"


def _now(counter: Counter, one: Attempt) -> Attempt:
    with counter.home.look() as connection:
        found = attempt.find(connection, one.id)
    return found or one


def _withdraw_doubt(counter: Counter, one: Attempt) -> None:
    """Look for it; what is proved never to have arrived is not sent again."""
    one = _now(counter, one)
    if one.work != "in_doubt" or one.parked:
        return
    found = seek(counter, one)
    if isinstance(found, Resend):
        again, now = found.attempt, counter.now()
        with counter.home.database.begin() as connection:
            attempts.settle(connection, again, "cancelled", 0, now, error=BY_USER)
            gate.leave(connection, again.provider, again.started_at)
        counter.flying.discard(again.id)


def _at_service(counter: Counter, one: Attempt) -> str:
    """Stop it there; why that was not possible, or ""."""
    access = counter.reach(one.provider)
    try:
        told: Withdrawn = run(
            access.provider.cancel(one.order, one.ticket), access.provider, access.url,
            access.secret.plain, pool=counter.pool, seconds=SECONDS, tries=2,
            world=counter.world_of(one),
        )  # fmt: skip
    except NoAnswer as error:
        told = TooLate(cause=error.cause)
    counter.tell(one, "withdrawn", answer=type(told).__name__)
    if isinstance(told, Stopped):
        charge = None if told.charge is None else told.charge.micros
        with counter.home.database.begin() as connection:
            attempts.settle(connection, one, "cancelled", charge, counter.now(), error=BY_USER)
        return UNTOLD if charge is None else ""
    _taken_in(counter, one, poll(counter, one))
    return told.cause


def _taken_in(counter: Counter, one: Attempt, found: Step) -> None:
    """What is done already is paid for: it is fetched and kept."""
    if isinstance(found, Arrived):
        taken = accept(counter, found.attempt, found.done)
        if isinstance(taken, Take):
            counter.tell(one, "kept", cause="it was done before it was cancelled")
