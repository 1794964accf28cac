"""Buying: a run that spends, from its bill to its account."""

from collections.abc import Callable

from reelwright.ledger import money
from reelwright.ledger.productions import Production, Revision
from reelwright.studio.approving import approve, bill, read_catalogue, require_services
from reelwright.studio.counter import Counter
from reelwright.studio.home import Home
from reelwright.studio.produce import Outcome
from reelwright.studio.till import Till
from reelwright.studio.work import Work

Engined = Callable[[Home, Production, Work, "Till | None"], Outcome]


def bought(
    home: Home, production: Production, revision: Revision, work: Work, engined: Engined
) -> Outcome:
    """Quote, ask, and make the rest of the film, buying what the user has said yes to."""
    settings = home.settings
    catalogue = read_catalogue(settings.catalogue)
    require_services(revision.wish)
    counter = Counter(home, catalogue, apart=float(settings.absence_seconds))
    try:
        found = bill(home, revision, catalogue, work.buying.scenes)
        with home.look() as connection:
            before = money.total(connection, production.id)
        approve(home, production, revision.number, found, work.buying, counter.now())
        with Till(
            counter, production.id, retries=settings.retries, concurrent=work.buying.concurrent
        ) as till:
            outcome = engined(home, production, work, till)
    finally:
        counter.close()
    with home.look() as connection:
        total = money.total(connection, production.id)
    return outcome.model_copy(
        update={"cost_micros": total.charged, "quoted_micros": before.charged + found.micros}
    )
