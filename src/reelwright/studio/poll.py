"""Poll: asking a service what became of work it took, at the pace of N7."""

from reelwright.film.talk import Done, Failed, Gone, Waiting
from reelwright.ledger import attempts, gate
from reelwright.ledger.attempt import Attempt
from reelwright.studio.accept import accept
from reelwright.studio.access import Access
from reelwright.studio.counter import Counter, Pending, Step, missing
from reelwright.studio.spend import failed
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
    """Ask once about a ticketed, overdue or ready attempt, and do what follows."""
    access = counter.reach(one.provider)
    try:
        told = run(
            access.provider.poll(one.order, one.ticket), access.provider, access.url,
            access.secret.plain, pool=counter.pool, tries=1, stop=counter.stopping.is_set,
            world=counter.world_of(one),
        )  # fmt: skip
    except NoAnswer as error:
        told = Waiting(status=f"no answer: {error.cause}")
    if isinstance(told, Done):
        return accept(counter, one, access, told)
    if isinstance(told, Failed):
        return failed(counter, one, told)
    if isinstance(told, Gone):
        return lost(counter, one, told.cause or "the service does not know it any more")
    return _waiting(counter, one, access, told)


def _waiting(counter: Counter, one: Attempt, access: Access, told: Waiting) -> Step:
    now = counter.now()
    polling = access.polling
    age = now - (one.ticketed_at or one.started_at)
    if age >= polling.retention:
        with counter.home.database.begin() as connection:
            attempts.park(connection, one, "the service's retention is over and nothing came")
        return missing(one, "nothing came before the service's retention ended", "parked")
    if one.work == "ready":
        # It was done once: its file is what is missing, not its making.
        with counter.home.database.begin() as connection:
            attempts.look_again(connection, one, now + SLOWEST)
        return Pending(late=age >= polling.most)
    if age < polling.most:
        due = now + pause(age, polling.floor, told.wait)
        with counter.home.database.begin() as connection:
            attempts.look_again(connection, one, min(due, one.ticketed_at + polling.most))
        return Pending()
    with counter.home.database.begin() as connection:
        if one.work == "ticketed":
            attempts.overdue(connection, one, now + polling.late, now)
            counter.tell(one, "overdue", seconds=round(age))
        else:
            attempts.look_again(connection, one, now + polling.late)
    return Pending(late=True, cause=f"not done after {age:.0f} s; asked for now and then")


def lost(counter: Counter, one: Attempt, cause: str) -> Step:
    """Gone at the service: what was held is written off, for it may have been charged."""
    with counter.home.database.begin() as connection:
        attempts.settle(
            connection, one, "lost", one.held, counter.now(), error=cause, written_off=True
        )
        gate.available(connection, one.provider)
    counter.tell(one, "lost", cause=cause)
    return missing(one, cause, "failed")
