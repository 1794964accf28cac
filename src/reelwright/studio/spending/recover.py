"""Recover: what became of requests whose fate is unknown.

Nothing that finds `sending` sends. A sender that is gone leaves an answer on disk, or a doubt; a
doubt is put to the service by its own means. Only what is proved absent, twice and with its sender
gone, or what the service itself would refuse a second time, is sent again, with the same token.
"""

from dataclasses import replace

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from reelwright.film.errors import BadInput, Trouble
from reelwright.film.talk import Absent, CannotTell, Found, Reply, Searched
from reelwright.ledger import attempts, gate, money
from reelwright.ledger.attempt import Attempt, every_open
from reelwright.studio.spending.access import Access
from reelwright.studio.spending.answers import forget, kept, sweep
from reelwright.studio.spending.circuit import Circuit
from reelwright.studio.spending.counter import (
    UNREACHED,
    Again,
    Counter,
    Pending,
    Resend,
    Step,
    missing,
)
from reelwright.studio.spending.spend import adopt, give_back, hear
from reelwright.studio.wire import run
from reelwright.studio.wire.failing import NoAnswer

TRIES = 8
"""Times that a service which should be able to tell is asked before the attempt is parked."""
BACK_OFF = (5.0, 15.0, 60.0)
SETTLING = 60.0
"""Seconds in which what this process has begun is not taken for left behind."""


def orphans(counter: Counter) -> None:
    """Take over what dead senders left: what was not sent is given back, what was is looked for.

    Live senders, recognised by their locks, are left alone; so is what this process has just begun.
    """
    with counter.home.look() as connection:
        every = every_open(connection)
    # `ready` without a ticket was answered at once: what was made came in the answer itself.
    begun = ("planned", "sending")
    found = [one for one in every if one.work in begun or (one.work == "ready" and not one.ticket)]
    for one in found:
        fresh = counter.now() - max(one.started_at, one.sent_at) < SETTLING
        if one.parked or (one.sender == counter.sender and fresh) or not counter.gone(one):
            continue
        _take_over(counter, one)
    sweep(counter)
    counter.sweep()


def _take_over(counter: Counter, one: Attempt) -> None:
    reply = kept(counter, one)
    if one.work == "planned":
        give_back(counter, one, "the process that held it died before it was sent")
    elif reply is not None:
        try:
            access = counter.reach(one.provider)
        except BadInput:
            return  # its key has been taken away; the answer is kept until it is there again
        _heard_late(counter, one, access, reply)
    elif one.work == "ready":
        park(counter, one, "it was made and answered, and the answer was lost on this machine")
    else:
        with counter.home.database.begin() as connection:
            attempts.doubt(connection, one, "the process that sent it died", counter.now())
        forget(counter, one)  # the beginning of an answer, at the most


def _heard_late(counter: Counter, one: Attempt, access: Access, reply: Reply) -> None:
    """An answer that we cannot understand for a fault of our own must not hold up every run from
    now on: the service is asked instead."""
    try:
        hear(counter, one, access, reply)
    except (Trouble, SQLAlchemyError):
        raise
    except Exception as error:
        cause = f"its answer could not be understood: {type(error).__name__}: {error}"
        counter.tell(one, "bug", cause=cause)
        with counter.home.database.begin() as connection:
            attempts.doubt(connection, one, cause, counter.now())


def seek(counter: Counter, one: Attempt) -> Step:
    """Ask the service about an attempt in doubt, and do what follows."""
    now = counter.now()
    try:
        access = counter.reach(one.provider)
    except BadInput as error:  # its key has been taken away since
        return Pending(late=True, cause=error.cause, again_at=now + UNREACHED)
    try:
        found: Searched = run(
            access.provider.find(one.order, one.token, one.sent_at), access.provider, access.url,
            access.secret.plain, pool=counter.pool, tries=1, stop=counter.stopping.is_set,
            world=counter.world_of(one),
        )  # fmt: skip
    except NoAnswer as error:
        found = CannotTell(cause=error.cause)
    counter.tell(one, "sought", answer=type(found).__name__)
    if isinstance(found, Found):
        return _adopt(counter, one, found.ticket)
    if isinstance(found, Absent):
        return _absent(counter, one, access)
    if access.provider.find_by != "nothing" and one.polls < TRIES:
        return Pending(again_at=now + BACK_OFF[min(one.polls, len(BACK_OFF) - 1)])
    return park(counter, one, found.cause or "the service cannot tell what became of it")


def _adopt(counter: Counter, one: Attempt, ticket: str) -> Step:
    """It was taken after all."""
    now = counter.now()
    try:
        with counter.home.database.begin() as connection:
            adopt(counter, connection, one, ticket, now)
    except IntegrityError:
        return park(counter, one, f"what was found ({ticket}) is another job's already")
    return Pending()


def _absent(counter: Counter, one: Attempt, access: Access) -> Step:
    """Once is not enough: a list may lag, and a frozen sender may yet wake up."""
    now = counter.now()
    proved = one.absent_at and now - one.absent_at >= counter.apart and counter.gone(one)
    if access.provider.once or proved:
        return _resend(counter, one, access)
    with counter.home.database.begin() as connection:
        attempts.absent(connection, one, now, now + counter.apart)
    return Pending()


class _Full(Exception):
    """The gate lets nothing through now."""

    def __init__(self, closed: gate.Closed) -> None:
        super().__init__(closed)
        self.closed = closed


def _resend(counter: Counter, one: Attempt, access: Access) -> Step:
    """Held again with its token, and through the gate: it is a request like any other."""
    now = counter.now()
    its_slot = replace(access.limits, concurrent=access.limits.concurrent + 1)
    try:
        with counter.home.database.begin() as connection:
            again = attempts.resend(connection, one, counter.sender, now)
            if again is None:
                return Pending(cause="somebody else has seen to it")
            closed = gate.enter(connection, one.provider, its_slot, now)
            if closed is not None:
                raise _Full(closed)
    except _Full as full:
        shut, circuit = full.closed, Circuit(counter)
        # Where all that is wanted is in doubt, nobody else would ever see that it is back.
        back = shut.circuit and circuit.due(one.provider, now) and circuit.probe(one.provider)
        again_at = now if back else now + min(shut.wait, counter.apart)
        return Pending(late=shut.lost, cause=shut.why, again_at=again_at)
    counter.flying.add(one.id)
    counter.tell(one, "resend", cause="the service knows nothing of it")
    forget(counter, one)
    return Resend(attempt=again)


def park(counter: Counter, one: Attempt, why: str) -> Step:
    """Leave it to the user: money is never gambled."""
    if _written_off(counter, one, why):
        return Again(cause=f"written off within the allowance: {why}")
    with counter.home.database.begin() as connection:
        attempts.park(connection, one, why)
        opened = gate.open_if_parking(connection, one.provider, counter.now())
    counter.tell(one, "parked", cause=why, circuit=opened)
    return missing(one, why, "parked")


def _written_off(counter: Counter, one: Attempt, why: str) -> bool:
    """Write the hold off, if the owner's allowance for this film leaves it; then it may be bought
    again without asking."""
    if not counter.allowance or not one.held:
        return False
    with counter.home.database.begin() as connection:
        attempts.lock_job(connection, one.job)
        money.locked(connection, one.payer)
        spent = money.total(connection, one.production).written_off
        if spent + one.held > counter.allowance:
            return False
        done = attempts.settle(
            connection, one, "lost", one.held, counter.now(), error=why, written_off=True
        )
    counter.tell(one, "written off", cause=why)
    return done
