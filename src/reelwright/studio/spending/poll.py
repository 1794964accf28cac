"""Poll: asking a service what became of work it took, at the pace of N7."""

from reelwright.film.errors import BadInput
from reelwright.film.talk import Done, Failed, Gone, Waiting
from reelwright.ledger import attempts
from reelwright.ledger.attempt import Attempt
from reelwright.studio.spending.accept import AGAIN, age_of, kept_no_more
from reelwright.studio.spending.access import Access
from reelwright.studio.spending.counter import UNREACHED, Arrived, Counter, Pending, Step, missing
from reelwright.studio.spending.spend import failed
from reelwright.studio.wire import run
from reelwright.studio.wire.failing import NoAnswer

PACE = ((30.0, 5.0), (60.0, 10.0), (120.0, 20.0))
"""(until this age in seconds, seconds between two polls)."""
SLOWEST = 60.0


def pause(age: float, floor: float, wished: float | None = None) -> float:
    """Seconds until the next poll of work of this age; a service may ask for more, never less."""
    usual = next((every for until, every in PACE if age < until), SLOWEST)
    return max(usual, floor, wished or 0.0)


def poll(counter: Counter, one: Attempt) -> Step:
    """Ask once about a ticketed, overdue or ready attempt, and do what follows.

    What is done is not fetched here (`Arrived`): its slot is free from now on.
    """
    try:
        access = counter.reach(one.provider)
    except BadInput as error:  # its key has been taken away since
        return Pending(late=True, cause=error.cause, again_at=counter.now() + UNREACHED)
    try:
        told = run(
            access.provider.poll(one.order, one.ticket), access.provider, access.url,
            access.secret.plain, pool=counter.pool, tries=1, stop=counter.stopping.is_set,
            world=counter.world_of(one),
        )  # fmt: skip
    except NoAnswer as error:
        told = Waiting(status=f"no answer: {error.cause}")
    if isinstance(told, Done):
        return _arrived(counter, one, told)
    if isinstance(told, Failed):
        return failed(counter, one, told)
    if isinstance(told, Gone):
        why = f": {told.cause}" if told.cause else ""
        return lost(counter, one, f"the service took it and does not know it any more{why}")
    return _waiting(counter, one, access, told)


def _arrived(counter: Counter, one: Attempt, told: Done) -> Step:
    if one.work == "ready":  # its file could not be fetched before
        return Arrived(attempt=one, done=told)
    again = counter.now() + AGAIN
    with counter.home.database.begin() as connection:
        # From here on polls count the times that its file was asked for.
        if not attempts.ready(connection, one, counter.now(), next_poll_at=again, polls=0):
            return Pending(cause="somebody else has seen to it")
    return Arrived(attempt=one.model_copy(update={"work": "ready", "polls": 0}), done=told)


def _waiting(counter: Counter, one: Attempt, access: Access, told: Waiting) -> Step:
    now, polling = counter.now(), access.polling
    age = age_of(one, now)
    if age >= polling.retention:
        return kept_no_more(counter, one, "nothing came")
    if one.work == "ready":
        # It was done once: its file is what is missing, not its making.
        return Pending(late=age >= polling.most, cause="its file is away", again_at=now + SLOWEST)
    if age < polling.most:
        due = now + pause(age, polling.floor, told.wait)
        return Pending(again_at=min(due, one.ticketed_at + polling.most))
    cause = f"not done after {age:.0f} s; asked for now and then"
    if one.work != "ticketed":
        return Pending(late=True, cause=cause, again_at=now + polling.late)
    with counter.home.database.begin() as connection:
        attempts.overdue(connection, one, now + polling.late, now)
    counter.tell(one, "overdue", seconds=round(age))
    return Pending(late=True, cause=cause)


def lost(counter: Counter, one: Attempt, cause: str) -> Step:
    """Gone at the service: what was held is written off, for it may have been charged."""
    with counter.home.database.begin() as connection:
        attempts.settle(
            connection, one, "lost", one.held, counter.now(), error=cause, written_off=True
        )
    counter.tell(one, "lost", cause=cause)
    return missing(one, cause, "failed")
