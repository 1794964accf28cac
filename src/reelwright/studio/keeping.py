"""Keeping: which stored bytes may go, because they can be made again for free, and which never.

Pure: what is recorded goes in, hashes come out. Never go: what was paid for, what an Order at a
service begins with, what is kept for a paid Take, the user's own files, the newest film of each
production, and what was made from something that is not there any more.
"""

from collections.abc import Collection
from dataclasses import dataclass

from reelwright.ledger.holdings import Holding, Holdings

LOCAL = ("rules", "animatic", "cutting")
"""Providers whose Orders are made here. Any other name counts as a service."""

SMALL = frozenset({"text"})
"""Kinds that take no room worth the name, and with which `plan` is quick."""

STRAY = "stray"


@dataclass(frozen=True)
class Going:
    """What may go: hash -> kind of Order, `stray` for bytes that nobody speaks of. `originals` are
    paid clips, each with what it cost in micro-units; `shared` paid clips that another production
    shows, and which stay."""

    free: dict[str, str]
    originals: dict[str, int]
    shared: frozenset[str] = frozenset()


def going(
    known: Holdings,
    there: Collection[str],
    production: str = "",
    *,
    originals: bool = False,
) -> Going:
    """What may go of the bytes that are `there`: of one production, or of all of them.

    `originals`: the clips that one production has bought, too.
    """
    here = set(there)
    sold, shared = _originals(known, here, production) if originals else ({}, frozenset())
    free = {
        name: takes[0].kind
        for name, takes in known.by_hash.items()
        if name in here and _may_go(known, name, takes, production)
    }
    lost = _lost(known, here)
    free = {name: kind for name, kind in free.items() if _again(known, name, lost)}
    if not production and not known.under_way:
        spoken = {*known.by_hash, *known.films, *known.given, *known.asked}
        free |= dict.fromkeys(sorted(here - spoken), STRAY)
    return Going(free=free, originals=sold, shared=shared)


def _may_go(known: Holdings, name: str, takes: list[Holding], production: str) -> bool:
    if name in known.films or name in known.given or name in known.asked:
        return False
    if any(one.paid or one.kept or one.kind in SMALL for one in takes):
        return False
    if not production:
        return True
    return all(production in one.wanted and one.live <= {production} for one in takes)


def _originals(
    known: Holdings, here: set[str], production: str
) -> tuple[dict[str, int], frozenset[str]]:
    """The clips that services made for a production, but those that another one shows. A hash is
    counted once, with what all its Orders cost."""
    sold: dict[str, int] = {}
    shared = set[str]()
    for name, takes in known.by_hash.items():
        theirs = [one for one in takes if one.paid and one.kind == "clip"]
        if name not in here or not any(production in one.wanted for one in theirs):
            continue
        if len(theirs) < len(takes) or name in known.given or name in known.asked:
            continue  # it is something else as well, or the beginning of another clip
        if any(one.live - {production} for one in takes):
            shared.add(name)
        else:
            sold[name] = sum({one.job: one.charged for one in theirs}.values())
    return sold, frozenset(shared)


def _again(known: Holdings, name: str, lost: set[str]) -> bool:
    """Whether one of the Orders that these bytes answer could be made again. (What was made from
    originals that go with it is of no use without them.)"""
    return any(not lost & set(one.inputs) for one in known.by_hash[name])


def _lost(known: Holdings, here: Collection[str]) -> set[str]:
    """The bytes that are neither there nor can be made again, of all that anything was made from.

    No recursion: a chain of clips, each begun with the last frame of the one before, may be long.
    """
    lost = set[str]()
    for name in _first_things_first(known, here):
        makers = known.by_hash.get(name, [])
        if not any(not one.paid and not lost & set(one.inputs) for one in makers):
            lost.add(name)
    return lost


def _first_things_first(known: Holdings, here: Collection[str]) -> list[str]:
    """All bytes that are not there, what they are made from before them."""
    order: list[str] = []
    begun = set(here)
    stack = [(i, False) for one in known.takes for i in one.inputs]
    while stack:
        name, done = stack.pop()
        if done:
            order.append(name)
        elif name not in begun:
            begun.add(name)
            stack.append((name, True))
            stack += [(i, False) for one in known.by_hash.get(name, []) for i in one.inputs]
    return order
