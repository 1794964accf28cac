"""Cleaning: room is made by letting go what can be made again; paid clips only on the user's word.

Bytes are condemned in the ledger first, a use takes that back, and only then their files go, so
that whatever dies in between, nothing is lost but what was to go.
"""

import json
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from reelwright.film.errors import BadInput, MachineTrouble, NeedsDecision
from reelwright.film.money import MICRO
from reelwright.film.noun import Noun
from reelwright.ledger import condemning, productions
from reelwright.ledger.holdings import holdings
from reelwright.studio.home import Home, open_home, own_home
from reelwright.studio.keeping import LOCAL, Going, going
from reelwright.studio.layout import cleared
from reelwright.studio.opening import find_production
from reelwright.studio.settings import Settings

AT_ONCE = 200
"""Files that go in one transaction, which holds up everybody else who uses the ledger."""


class Room(Noun):
    """A number of files and what they take, in bytes."""

    files: int = 0
    bytes: int = 0

    def __add__(self, other: "Room") -> "Room":
        return Room(files=self.files + other.files, bytes=self.bytes + other.bytes)


class Originals(Noun):
    """Paid clips that go, what they have cost, and how many stay because another film has them."""

    files: int = 0
    bytes: int = 0
    cost_usd: float = 0.0
    shared: int = 0


class Cleaned(Noun):
    """What went, or with `dry_run` would go. `kinds` tells what can be made again by kind of job,
    `copies` what lay under `--out`; `edited` are copies there that you have changed, which stay."""

    production: str
    dry_run: bool
    kinds: dict[str, Room]
    originals: Originals
    copies: Room = Room()
    edited: tuple[str, ...] = ()

    @property
    def freed(self) -> Room:
        """All of it."""
        paid = Room(files=self.originals.files, bytes=self.originals.bytes)
        return sum(self.kinds.values(), start=paid + self.copies)


Agree = Callable[[Originals], bool]
"""Shows the user which paid clips are to be deleted, and answers whether to do it."""


@dataclass(frozen=True)
class Cleaning:
    """What is to go: of the production named (or of all), `originals` with what it has bought, and
    its copies in the folder `out`."""

    production: str = ""
    originals: bool = False
    out: Path | None = None
    dry_run: bool = False


def clean(
    settings: Settings,
    wanted: Cleaning,
    agree: Agree | None = None,
    now: Callable[[], float] = time.time,
) -> Cleaned:
    """Make room. Raises `NeedsDecision` when paid clips would go and nobody agrees to that."""
    if wanted.originals and not wanted.production:
        raise BadInput(
            "clean",
            "--originals deletes what one production has bought",
            "Name it: reelwright clean PRODUCTION --originals",
        )
    opened = open_home if wanted.dry_run else own_home
    with opened(settings) as home:
        production = find_production(home, wanted.production).id if wanted.production else ""
        found = _going(home, production, originals=wanted.originals)
        told = _told(home, production, found, dry_run=wanted.dry_run)
        if not wanted.dry_run:
            _require_word(told.originals, production, agree)
            _let_go(home, production, found, now)
        return _with_copies(home, told, production, wanted)


def _going(home: Home, production: str, *, originals: bool) -> Going:
    with home.look() as connection:
        known = holdings(connection, LOCAL)
    return going(known, list(home.store.every()), production, originals=originals)


def _told(home: Home, production: str, found: Going, *, dry_run: bool) -> Cleaned:
    kinds: dict[str, Room] = {}
    for name, kind in found.free.items():
        kinds[kind] = kinds.get(kind, Room()) + Room(files=1, bytes=home.store.size(name) or 0)
    return Cleaned(
        production=production,
        dry_run=dry_run,
        kinds=dict(sorted(kinds.items())),
        originals=Originals(
            files=len(found.originals),
            bytes=sum(home.store.size(name) or 0 for name in found.originals),
            cost_usd=sum(found.originals.values()) / MICRO,
            shared=len(found.shared),
        ),
    )


def _require_word(originals: Originals, production: str, agree: Agree | None) -> None:
    if not originals.files or (agree is not None and agree(originals)):
        return
    raise NeedsDecision(
        "clean",
        f"{originals.files} paid clips that have cost {originals.cost_usd:.2f} USD would be "
        "deleted for good, and nobody has said yes",
        f"Say yes when asked, or: reelwright clean {production} --originals --yes",
    )


def _let_go(home: Home, production: str, found: Going, now: Callable[[], float]) -> None:
    with home.database.begin() as connection:
        # What a cleaning that died has removed, and could not say.
        over = [name for name in condemning.begun(connection) if not home.store.has(name)]
        condemning.struck(connection, over, now())
        condemning.condemn(connection, found.free, "space", now())
        condemning.condemn(connection, found.originals, "deleted", now())
        if found.originals:
            told = {"clips": len(found.originals), "micros": sum(found.originals.values())}
            productions.note(connection, production, "originals deleted", json.dumps(told))
    names = [*found.free, *found.originals]
    try:
        for start in range(0, len(names), AT_ONCE):
            _remove(home, names[start : start + AT_ONCE], now())
    except OSError as error:
        raise MachineTrouble(
            "clean",
            f"{error.filename or home.store.root} cannot be removed: {error.strerror or error}",
            "Mend the folder's permissions and run the same command again.",
        ) from error


def _remove(home: Home, names: Collection[str], now: float) -> None:
    with home.database.begin() as connection:
        condemned = condemning.still(connection, names)
        for name in condemned:
            home.store.remove(name)
        condemning.struck(connection, condemned, now)


def _with_copies(home: Home, told: Cleaned, production: str, wanted: Cleaning) -> Cleaned:
    """The same, with what goes from the folder of results."""
    if wanted.out is None:
        return told
    copies, edited = Room(), list[str]()
    for name in _productions(home, production):
        found = cleared(name, wanted.out, dry_run=wanted.dry_run)
        copies += Room(files=found.files, bytes=found.bytes)
        edited += found.edited
    return told.model_copy(update={"copies": copies, "edited": tuple(edited)})


def _productions(home: Home, production: str) -> Iterator[str]:
    if production:
        yield production
        return
    with home.look() as connection:
        every = productions.every(connection)
    yield from (one.id for one in every)
