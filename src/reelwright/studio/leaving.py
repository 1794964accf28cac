"""Leaving alone: what failed at a service, or was given up, and is not to be tried again in this
run.

A shot whose first model failed may have been made by the next one of its list. To try the first
again would buy the shot twice, so it is left alone until the user names it.
"""

from collections.abc import Mapping

from reelwright.film.order import Missing
from reelwright.ledger import history, wants
from reelwright.ledger.productions import Production
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.home import Home
from reelwright.studio.spending.work import Buying
from reelwright.studio.whereabouts import in_order, whereabouts

PICTURES = ("clip", "image")


def left_alone(home: Home, production: Production, buying: Buying) -> dict[str, Missing]:
    """The failed paid Orders of a production that this run leaves as they are, and those that the
    user has given up, as the answers that they get."""
    with home.look() as connection:
        failed = wants.failures(connection, production.id, PROVIDERS)
        given_up = history.given_up(connection, production.id, PROVIDERS)
    for name in buying.retry:
        failed.pop(name, None)
        given_up.pop(name, None)
    left = {name: _given_up(name, *told) for name, told in given_up.items()}
    if not failed:
        return left
    names = set(failed) if buying.alone else stood_in(home, production.id, failed)
    return left | {name: _missing(name, *failed[name]) for name in names}


def _given_up(name: str, kind: str, error: str) -> Missing:
    return Missing(
        fingerprint=name, stage=kind, cause=error or "you have skipped it", reason="skipped"
    )


def _missing(name: str, kind: str, error: str) -> Missing:
    return Missing(fingerprint=name, stage=kind, cause=error or "it failed before")


def stood_in(home: Home, production: str, failed: Mapping[str, tuple[str, str]]) -> set[str]:
    """Those of these clips and first frames in whose place something else was bought, or is being
    made. (A voice has no such thing: its shot was made without it.)"""
    failed = {name: told for name, told in failed.items() if told[0] in PICTURES}
    where = whereabouts(home, production)
    with home.look() as connection:
        bought = wants.there(connection, where.places, PROVIDERS)
    shots = in_order(where)
    found = {
        name
        for orders in shots.values()
        for place, name in enumerate(orders)
        if name in failed and bought.intersection(orders[place + 1 :])
    }
    # First frames were made without the character sheets that failed, and would change with them.
    return found | {name for name in where.whole if name in failed and bought}
