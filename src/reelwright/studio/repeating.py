"""Repeating: what would be bought once more although nothing of the user's has changed.

That is so when a film of the same source, wish and decisions was cut, its shot was made by a
service, and the recipe now asks for another Order: the rules of the recipe, or the catalogue with
its prices, have changed since. What can be told honestly is told; a change of rules that comes
together with a change of the source counts as the user's.
"""

from collections.abc import Sequence

from reelwright.film.order import Order
from reelwright.film.timeline import Timeline
from reelwright.ledger import wants
from reelwright.ledger.productions import Revision
from reelwright.providers.catalogue import Catalogue
from reelwright.studio.approving import itemised
from reelwright.studio.home import Home
from reelwright.studio.spending.work import Bill
from reelwright.studio.whereabouts import whereabouts


def with_repeated(
    home: Home, revision: Revision, orders: Sequence[Order], bill: Bill, catalogue: Catalogue
) -> Bill:
    """The bill, with what of it is a repetition."""
    found = repeated(home, revision, orders)
    cost = itemised(found, catalogue).micros
    return bill.model_copy(update={"again": len(found), "again_micros": cost})


def repeated(home: Home, revision: Revision, orders: Sequence[Order]) -> list[Order]:
    """Those of these Orders whose shots an equal revision has bought already."""
    if not orders:
        return []
    production = revision.production
    with home.look() as connection:
        timeline = wants.same_film(connection, production, revision.number)
        known = wants.known(connection, production, (one.fingerprint for one in orders))
    if timeline is None:
        return []
    bought = _bought(home, Timeline.model_validate_json(timeline))
    places = whereabouts(home, production).places
    return [
        one
        for one in orders
        if one.fingerprint not in known
        and one.fingerprint in places
        and places[one.fingerprint].shot in bought
    ]


def _bought(home: Home, timeline: Timeline) -> set[str]:
    """The shots of a film whose clips were rendered from originals, not drawn."""
    with home.look() as connection:
        makers = wants.makers(connection, (item.clip for item in timeline.items))
    return {item.shot for item in timeline.items if makers.get(item.clip) == "cutting"}
