"""Spend: one attempt, from its hold to the answer of the service.

The order of things is what makes paying safe. Everything that may fail for free comes first: the
talk that prepares, the body, the connection. Then the ledger's compare-and-set gives the one
Permit, then the one request leaves. Its answer is written to disk before anything is made of it, so
that a process that dies in between has lost nothing.
"""

from collections.abc import Collection
from contextlib import suppress

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from reelwright.film.errors import BadInput, Trouble
from reelwright.film.talk import Failed, Finished, Heard, Refused, Reply, Taken
from reelwright.ledger import attempts, gate
from reelwright.ledger.accounts import second_ticket
from reelwright.ledger.attempt import OPEN, Attempt, Work, find
from reelwright.studio.spending.accept import accept_content
from reelwright.studio.spending.access import Access, trouble, wrong_clock
from reelwright.studio.spending.answers import forget, keep
from reelwright.studio.spending.counter import Again, Counter, Pending, Step, missing
from reelwright.studio.wire import Blocked, NotSent, Paid, Stopped, World, run
from reelwright.studio.wire.failing import NoAnswer

PERMIT = 20.0
"""Seconds from the compare-and-set to the first byte: long for a busy machine, short against any
recovery that may have given the attempt to somebody else."""

UNSENT: tuple[Work, ...] = ("planned",)


def spend(counter: Counter, held: Attempt) -> Step:
    """Send a held attempt, if nobody else has, and take in the answer."""
    counter.flying.add(held.id)
    try:
        sent = _sent(counter, held)
        if not isinstance(sent, Reply):
            return sent
        with suppress(OSError):  # a full disk must not keep the ledger from hearing it
            keep(counter, held, sent)
        return hear(counter, held, counter.reach(held.provider), sent)
    finally:
        counter.flying.discard(held.id)


def _sent(counter: Counter, held: Attempt) -> Reply | Step:
    """The answer to the one request. Whatever goes wrong before the permit costs nothing."""
    try:
        access = counter.reach(held.provider)
        world = counter.world_of(held)
        ready = run(
            access.provider.prepare(held.order), access.provider, access.url, access.secret.plain,
            local=counter.home.store.local, pool=counter.pool, stop=counter.stopping.is_set,
            world=world,
        )  # fmt: skip
        _require_clock(counter, access, world)
        submit = access.provider.submit(held.order, ready, held.token)
        with Paid(
            access.provider, submit, access.url, access.secret.plain, counter.home.store.local,
            world=world,
        ) as paid:  # fmt: skip
            if counter.stopping.is_set():
                return give_back(counter, held, "stopped before it was sent")
            with counter.home.database.begin() as connection:
                permit = attempts.begin_send(
                    connection, held, counter.sender, counter.now(), PERMIT
                )
            if permit is None:
                return Pending(cause="another process sends it")
            return _posted(counter, held, paid, permit)
    except (BadInput, Blocked) as error:
        return _unsendable(counter, held, error)
    except (NoAnswer, Trouble, FileNotFoundError, Stopped) as error:
        return give_back(counter, held, getattr(error, "cause", str(error)))


def _require_clock(counter: Counter, access: Access, world: World) -> None:
    """Raises `BadInput` where what gets lost is found by its time, and our clock is wrong."""
    if access.provider.find_by != "list":
        return
    if access.name not in counter.ahead:
        trouble(access, world)  # any answer tells the time
    cause = wrong_clock(access.provider, counter.ahead.get(access.name, 0.0))
    if cause:
        raise BadInput("clock", cause)


def _posted(counter: Counter, held: Attempt, paid: Paid, permit: attempts.Permit) -> Reply | Step:
    """The one request. From here on only `NotSent` gives money back, and nothing is raised that
    the caller could take for a request that never left."""
    try:
        return paid.post(permit)
    except NotSent as error:
        return give_back(counter, held, error.cause, attempts.UNTAKEN)
    except Exception as error:
        return _doubt(counter, held, f"{type(error).__name__}: {error}")


def hear(counter: Counter, one: Attempt, access: Access, reply: Reply) -> Step:
    """Understand an answer and commit what follows from it."""
    heard: Heard = access.provider.heard(one.order, reply)
    now = counter.now()
    counter.tell(one, "heard", answer=type(heard).__name__, status=reply.status)
    if isinstance(heard, Taken):
        return _taken(counter, one, access, heard)
    if isinstance(heard, Refused):
        return _refused(counter, one, heard)
    with counter.home.database.begin() as connection:
        if isinstance(heard, Finished | Failed):
            gate.available(connection, one.provider)
        else:
            if reply.status == 503:
                gate.unavailable(connection, one.provider, now)
            attempts.doubt(connection, one, heard.cause, now)
    if isinstance(heard, Finished):
        return accept_content(counter, one, heard)
    if isinstance(heard, Failed):
        return failed(counter, one, heard)
    return Pending(cause=heard.cause)


def _taken(counter: Counter, one: Attempt, access: Access, heard: Taken) -> Step:
    now = counter.now()
    first = now + max(access.polling.first, access.polling.floor)
    try:
        with counter.home.database.begin() as connection:
            adopt(counter, connection, one, heard.ticket, first)
            gate.available(connection, one.provider)
    except IntegrityError:
        # Two jobs, one id: whatever comes for it could be either's.
        with counter.home.database.begin() as connection:
            attempts.doubt(connection, one, f"its id {heard.ticket} is another job's", now)
            attempts.park(connection, one, f"the service gave the id {heard.ticket} twice")
        return missing(one, "the service gave the id of another job", "parked")
    forget(counter, one)
    if heard.most is not None and heard.most.micros > one.held:
        counter.tell(one, "alarm", cause=f"it may cost {heard.most}, more than was held")
    return Pending()


def adopt(
    counter: Counter, connection: sa.Connection, one: Attempt, ticket: str, first: float
) -> None:
    """Its ticket becomes the attempt's; `first` is when to ask for it.

    Whoever looked for it may have been faster, and it may be under way again by a higher run. The
    same ticket is nothing then. Another one is a second bill. Raises `IntegrityError` when another
    attempt has this ticket.
    """
    now = counter.now()
    if attempts.ticketed(connection, one, ticket, first, now):
        return
    known = find(connection, one.id)
    assert known is not None
    if not known.ticket and known.work in OPEN:
        if known.work == "planned":  # to be sent again, which nobody needs to do any more
            attempts.begin_send(connection, known, counter.sender, now, 0.0)
        attempts.ticketed(connection, known, ticket, first, now)
    elif not known.ticket:
        counter.tell(one, "alarm", cause=f"it was {known.work}, and the service took it: {ticket}")
        if known.money == "released":  # all else has been paid for
            second_ticket(connection, known, ticket, now)
    elif known.ticket != ticket and second_ticket(connection, known, ticket, now):
        counter.tell(one, "alarm", cause=f"the service took it a second time, as {ticket}")


def _refused(counter: Counter, one: Attempt, heard: Refused) -> Step:
    now = counter.now()
    with counter.home.database.begin() as connection:
        done = attempts.settle(
            connection, one, "failed", 0, now, error=heard.cause, only=attempts.UNTAKEN
        )
        if heard.reason == "limited":
            gate.cool(connection, one.provider, heard.wait, now)
        if heard.reason == "unavailable" and gate.unavailable(connection, one.provider, now):
            counter.tell(one, "circuit", cause="opened after failures in a row")
    forget(counter, one)
    if not done:
        return Pending(cause="somebody else has found out what became of it")
    if heard.passing:
        return Again(cause=heard.cause, wait=heard.wait, counts=False)
    return missing(one, heard.cause, "moderated" if heard.reason == "moderated" else "refused")


def failed(counter: Counter, one: Attempt, told: Failed) -> Step:
    """The service did not make it: its charge is booked, and the Order may be tried again."""
    charge = None if told.charge is None else told.charge.micros
    with counter.home.database.begin() as connection:
        done = attempts.settle(connection, one, "failed", charge, counter.now(), error=told.cause)
    forget(counter, one)
    if not done:
        return Pending(cause="somebody else has seen to it")
    if told.passing:
        return Again(cause=told.cause)
    return missing(one, told.cause, "moderated" if told.reason == "moderated" else "refused")


def give_back(counter: Counter, one: Attempt, cause: str, only: Collection[Work] = UNSENT) -> Step:
    """Certainly not a byte was sent: the hold is released and the gate forgets the submission.

    `only`: the states in which that may be said; whoever had the permit knows it of `UNTAKEN` ones,
    for all others somebody may be sending it.
    """
    now = counter.now()
    with counter.home.database.begin() as connection:
        if not attempts.settle(connection, one, "failed", 0, now, error=cause, only=only):
            return Pending(cause="another process sends it")
        gate.leave(connection, one.provider, one.started_at)
    return Again(cause=cause)


def _unsendable(counter: Counter, one: Attempt, error: Exception) -> Step:
    """This Order cannot be put to this service at all: no use in trying again."""
    cause = getattr(error, "cause", str(error))
    with counter.home.database.begin() as connection:
        now = counter.now()
        if attempts.settle(connection, one, "failed", 0, now, error=cause, only=UNSENT):
            gate.leave(connection, one.provider, one.started_at)
    return missing(one, cause, "refused")


def _doubt(counter: Counter, one: Attempt, cause: str) -> Step:
    """Something left us and no complete answer came: nobody may send it again before we know."""
    with counter.home.database.begin() as connection:
        doubted = attempts.doubt(connection, one, cause, counter.now())
    if not doubted:
        return Pending(cause="somebody else has found out what became of it")
    counter.tell(one, "in doubt", cause=cause)
    return Pending(cause=cause)
