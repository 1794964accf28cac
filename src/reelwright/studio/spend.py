"""Spend: one attempt, from its hold to the answer of the service.

The order of things is what makes paying safe. Everything that may fail for free comes first: the
talk that prepares, the body, the connection. Then the ledger's compare-and-set gives the one
Permit, then the one request leaves. Its answer is written to disk before anything is made of it, so
that a process that dies in between has lost nothing.
"""

from contextlib import suppress

from sqlalchemy.exc import IntegrityError

from reelwright.film.errors import BadInput, Trouble
from reelwright.film.talk import Failed, Finished, Heard, Refused, Reply, Taken
from reelwright.ledger import attempts, gate
from reelwright.ledger.attempt import Attempt
from reelwright.studio.accept import accept_content
from reelwright.studio.access import Access
from reelwright.studio.answers import forget, keep
from reelwright.studio.counter import Again, Counter, Pending, Step, missing
from reelwright.studio.wire import Blocked, NotSent, Paid, Stopped, run
from reelwright.studio.wire.failing import NoAnswer

PERMIT = 20.0
"""Seconds from the compare-and-set to the first byte: long for a busy machine, short against any
recovery that may have given the attempt to somebody else."""


def spend(counter: Counter, held: Attempt) -> Step:
    """Send a held attempt, if nobody else has, and take in the answer."""
    order = held.order
    access = counter.reach(order.provider)
    world = counter.world_of(held)
    try:
        ready = run(
            access.provider.prepare(order), access.provider, access.url, access.secret.plain,
            local=counter.home.store.local, pool=counter.pool, stop=counter.stopping.is_set,
            world=world,
        )  # fmt: skip
        submit = access.provider.submit(order, ready, held.token)
        with Paid(
            access.provider, submit, access.url, access.secret.plain, counter.home.store.local,
            world=world,
        ) as paid:  # fmt: skip
            with counter.home.database.begin() as connection:
                permit = attempts.begin_send(
                    connection, held, counter.sender, counter.now(), PERMIT
                )
            if permit is None:
                return Pending(cause="another process sends it")
            return _posted(counter, held, access, paid, permit)
    except (BadInput, Blocked) as error:
        return _unsendable(counter, held, error)
    except (NoAnswer, Trouble, FileNotFoundError, Stopped) as error:
        return give_back(counter, held, str(error))


def _posted(
    counter: Counter, held: Attempt, access: Access, paid: Paid, permit: attempts.Permit
) -> Step:
    """The one request, and what its answer means. From here on only `NotSent` gives money back."""
    counter.flying.add(held.id)
    try:
        reply = paid.post(permit)
    except NotSent as error:
        return give_back(counter, held, error.cause)
    except Exception as error:
        return _doubt(counter, held, f"{type(error).__name__}: {error}")
    finally:
        counter.flying.discard(held.id)
    with suppress(OSError):  # a full disk must not keep the ledger from hearing it
        keep(counter, held, reply)
    return hear(counter, held, access, reply)


def hear(counter: Counter, one: Attempt, access: Access, reply: Reply) -> Step:
    """Understand an answer and commit what follows from it."""
    heard: Heard = access.provider.heard(one.order, reply)
    now = counter.now()
    counter.tell(one, "heard", answer=type(heard).__name__, status=reply.status)
    if isinstance(heard, Taken):
        return _taken(counter, one, access, heard)
    if isinstance(heard, Finished):
        return accept_content(counter, one, access, heard)
    if isinstance(heard, Refused):
        return _refused(counter, one, heard)
    if isinstance(heard, Failed):
        return failed(counter, one, heard)
    with counter.home.database.begin() as connection:
        if reply.status == 503:
            gate.unavailable(connection, one.provider, now)
        attempts.doubt(connection, one, heard.cause, now)
    return Pending(cause=heard.cause)


def _taken(counter: Counter, one: Attempt, access: Access, heard: Taken) -> Step:
    now = counter.now()
    first = now + max(access.polling.first, access.polling.floor)
    try:
        with counter.home.database.begin() as connection:
            attempts.ticketed(connection, one, heard.ticket, first, now)
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


def _refused(counter: Counter, one: Attempt, heard: Refused) -> Step:
    now = counter.now()
    with counter.home.database.begin() as connection:
        attempts.settle(connection, one, "failed", 0, now, error=heard.cause)
        if heard.reason == "limited":
            gate.cool(connection, one.provider, heard.wait, now)
        if heard.reason == "unavailable" and gate.unavailable(connection, one.provider, now):
            counter.tell(one, "circuit", cause="opened after failures in a row")
    forget(counter, one)
    if heard.passing:
        return Again(cause=heard.cause, wait=heard.wait, counts=False)
    return missing(one, heard.cause, "moderated" if heard.reason == "moderated" else "refused")


def failed(counter: Counter, one: Attempt, told: Failed) -> Step:
    """The service did not make it: its charge is booked, and the Order may be tried again."""
    charge = None if told.charge is None else told.charge.micros
    with counter.home.database.begin() as connection:
        attempts.settle(connection, one, "failed", charge, counter.now(), error=told.cause)
        gate.available(connection, one.provider)
    forget(counter, one)
    if told.passing:
        return Again(cause=told.cause)
    return missing(one, told.cause, "moderated" if told.reason == "moderated" else "refused")


def give_back(counter: Counter, one: Attempt, cause: str) -> Step:
    """Certainly not a byte was sent: the hold is released and the gate forgets the submission."""
    now = counter.now()
    with counter.home.database.begin() as connection:
        if not attempts.settle(connection, one, "failed", 0, now, error=cause):
            return Pending(cause="another process sends it")
        gate.leave(connection, one.provider, one.started_at)
    return Again(cause=cause)


def _unsendable(counter: Counter, one: Attempt, error: Exception) -> Step:
    """This Order cannot be put to this service at all: no use in trying again."""
    cause = getattr(error, "cause", str(error))
    with counter.home.database.begin() as connection:
        attempts.settle(connection, one, "failed", 0, counter.now(), error=cause)
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
