"""Buying: a run that spends, from its bill to its account."""

from collections import Counter as Count
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from reelwright.film.errors import Interrupted
from reelwright.film.money import Money
from reelwright.film.order import Order
from reelwright.ledger import money, wants
from reelwright.ledger.attempt import Attempt, every_open
from reelwright.ledger.productions import Production, Revision
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.approving import approve, quoted, read_catalogue, require_services
from reelwright.studio.desk import Account, Happening, Watch
from reelwright.studio.home import Home
from reelwright.studio.leaving import left_alone
from reelwright.studio.produce import Outcome
from reelwright.studio.repeating import with_repeated
from reelwright.studio.reports.reporting import recorded
from reelwright.studio.spending.access import Access, ready_access
from reelwright.studio.spending.counter import Counter
from reelwright.studio.spending.till import Till
from reelwright.studio.spending.work import Bill, Buying, Work

Engined = Callable[[Home, Production, Work, "Till | None"], Outcome]


def bought(
    home: Home, production: Production, revision: Revision, work: Work, engined: Engined
) -> Outcome:
    """Quote, ask, and make the rest of the film, buying what the user has said yes to."""
    require_services(revision.wish)
    with counting(home) as counter:
        catalogue = counter.catalogue
        work = replace(work, leave=left_alone(home, production, work.buying))
        orders, found = quoted(home, revision, catalogue, work.buying.scenes, work.leave)
        found = with_repeated(home, revision, orders, found, catalogue)
        found = with_under_way(home, production.id, found)
        return spent(counter, production, revision, work, found, engined)


def spent(
    counter: Counter, production: Production, revision: Revision, work: Work, found: Bill,
    make: Engined,
) -> Outcome:  # fmt: skip
    """Ask for the user's word on a bill, then `make`; the outcome tells what was paid."""
    home = counter.home
    with home.look() as connection:
        total = money.total(connection, production.id)
    before = total.charged + total.held
    approve(home, production, revision.number, found, work.buying, counter.now())
    _plan_again(home, work.buying, counter.now())
    work = replace(work, watch=_accounted(home, production, before + found.micros, work.watch))
    till = Till(
        counter, production.id, retries=home.settings.retries, concurrent=work.buying.concurrent,
        notice=_moves(work.watch),
    )  # fmt: skip
    try:
        with recorded(home, production.id, work.out) as ended, till:
            outcome = make(home, production, work, till)
    except (Interrupted, KeyboardInterrupt):
        raise _interrupted(home, production) from None
    with home.look() as connection:
        total = money.total(connection, production.id)
    return outcome.model_copy(
        update={
            "cost_micros": total.charged, "quoted_micros": before + found.micros,
            "gates": ended.broken, "alerts": ended.alerts,
        }
    )  # fmt: skip


@contextmanager
def counting(home: Home, reach: Callable[[str], Access] = ready_access) -> Iterator[Counter]:
    """A counter of this data folder's settings, closed at the end."""
    settings = home.settings
    catalogue = read_catalogue(settings.catalogue)
    counter = Counter(
        home, catalogue, reach=reach, apart=float(settings.absence_seconds),
        allowance=Money.of(settings.allowance).micros,
    )  # fmt: skip
    try:
        yield counter
    finally:
        counter.close()


def _plan_again(home: Home, buying: Buying, now: float) -> None:
    """What is tried again on the user's word is planned once more."""
    with home.database.begin() as connection:
        wants.mark(connection, wants.ids(connection, buying.retry), "planned", now)


def _moves(watch: Watch) -> Callable[[Order, str], None]:
    """Tells the watch where jobs are, once each time that it is another place."""
    places: dict[str, str] = {}

    def moved(order: Order, place: str) -> None:
        if places.get(order.fingerprint) != place:
            places[order.fingerprint] = place
            watch(Happening(kind="moved", order=order, cause=place))

    return moved


def _accounted(home: Home, production: Production, quoted: int, watch: Watch) -> Watch:
    """The same watch; where money may have moved it is told how things stand."""

    def told(happening: Happening) -> None:
        if happening.order.provider in PROVIDERS and happening.kind not in ("wanted", "reused"):
            with home.look() as connection:
                total = money.total(connection, production.id)
            account = Account(quoted=quoted, charged=total.charged, held=total.held)
            happening = happening.model_copy(update={"account": account})
        watch(happening)

    return told


def under_way(home: Home, production: str) -> list[Attempt]:
    """Attempts of a production that are, or may be, at a service now."""
    with home.look() as connection:
        found = every_open(connection)
    return [one for one in found if one.production == production and one.work != "planned"]


def with_under_way(home: Home, production: str, found: Bill) -> Bill:
    """A bill that also tells what is under way, which it does not count."""
    there = under_way(home, production)
    if not there:
        return found
    held = sum(one.held for one in there)
    return found.model_copy(update={"under_way": told_under_way(there), "held_micros": held})


def told_under_way(found: list[Attempt]) -> str:
    """`2 clips at kling, 1 image at google; 0.58 USD held for it`."""
    counts = Count((one.kind, one.provider) for one in found)
    listed = ", ".join(
        f"{count} {kind}{'s' * (count != 1)} at {provider}"
        for (kind, provider), count in counts.items()
    )
    parked = sum(bool(one.parked) for one in found)
    waits = f" ({parked} waiting for your decision: reelwright resolve)" if parked else ""
    return f"{listed}{waits}; {sum(one.held for one in found) / 1e6:.2f} USD held for it"


def _interrupted(home: Home, production: Production) -> Interrupted:
    found = under_way(home, production.id)
    if not found:
        return Interrupted(
            "make",
            "stopped; everything made so far is kept, nothing is under way",
            "Go on with the same command.",
        )
    return Interrupted(
        "make",
        f"stopped; everything made so far is kept. Still under way: {told_under_way(found)}",
        "Go on with the same command: what was bought is taken in, not bought again. "
        f"To stop it at the service: reelwright cancel {production.id}",
    )
