"""Recover: what became of requests whose fate is unknown.

Nothing that finds `sending` sends. A sender that is gone leaves an answer on disk, or a doubt; a
doubt is put to the service by its own means. Only what is proved absent, twice and with its sender
gone, or what the service itself would refuse a second time, is sent again, with the same token.
"""

from sqlalchemy.exc import IntegrityError

from reelwright.film.talk import Absent, CannotTell, Found, Searched
from reelwright.ledger import attempts, gate
from reelwright.ledger.attempt import Attempt, every_open
from reelwright.studio.access import Access
from reelwright.studio.answers import kept
from reelwright.studio.counter import Counter, Pending, Resend, Step, missing
from reelwright.studio.spend import give_back, hear
from reelwright.studio.wire import run
from reelwright.studio.wire.failing import NoAnswer

TRIES = 8
"""Times that a service which should be able to tell is asked before the attempt is parked."""
BACK_OFF = (5.0, 15.0, 60.0)


def orphans(counter: Counter) -> None:
    """Take over what dead senders left: what was not sent is given back, what was is looked for.

    Live senders, recognised by their locks, are left alone.
    """
    with counter.home.look() as connection:
        found = [one for one in every_open(connection) if one.work in ("planned", "sending")]
    for one in found:
        if not counter.gone(one):
            continue
        reply = kept(counter, one)
        if one.work == "planned":
            give_back(counter, one, "the process that held it died before it was sent")
        elif reply is not None:
            hear(counter, one, counter.reach(one.provider), reply)
        else:
            with counter.home.database.begin() as connection:
                attempts.doubt(connection, one, "the process that sent it died", counter.now())


def seek(counter: Counter, one: Attempt) -> Step:
    """Ask the service about an attempt in doubt, and do what follows."""
    access = counter.reach(one.provider)
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
        return _ask_again(counter, one, BACK_OFF[min(one.polls, len(BACK_OFF) - 1)])
    return park(counter, one, found.cause or "the service cannot tell what became of it")


def _adopt(counter: Counter, one: Attempt, ticket: str) -> Step:
    """It was taken after all."""
    now = counter.now()
    try:
        with counter.home.database.begin() as connection:
            attempts.ticketed(connection, one, ticket, now, now)
            gate.available(connection, one.provider)
    except IntegrityError:
        return park(counter, one, f"what was found ({ticket}) is another job's already")
    return Pending()


def _absent(counter: Counter, one: Attempt, access: Access) -> Step:
    """Once is not enough: a list may lag, and a frozen sender may yet wake up."""
    now = counter.now()
    proved = one.absent_at and now - one.absent_at >= counter.apart and counter.gone(one)
    if access.provider.once or proved:
        with counter.home.database.begin() as connection:
            again = attempts.resend(connection, one, counter.sender, now)
        counter.tell(one, "resend", cause="the service knows nothing of it")
        return Resend(attempt=again) if again else Pending(cause="somebody else has seen to it")
    with counter.home.database.begin() as connection:
        attempts.absent(connection, one, now, now + counter.apart)
    return Pending()


def _ask_again(counter: Counter, one: Attempt, seconds: float) -> Step:
    with counter.home.database.begin() as connection:
        attempts.look_again(connection, one, counter.now() + seconds)
    return Pending()


def park(counter: Counter, one: Attempt, why: str) -> Step:
    """Leave it to the user: money is never gambled."""
    with counter.home.database.begin() as connection:
        attempts.park(connection, one, why)
        opened = gate.open_if_parking(connection, one.provider, counter.now())
    counter.tell(one, "parked", cause=why, circuit=opened)
    return missing(one, why, "parked")
