"""Usage: which services can be reached from here, how much of them is used, and what they cost."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import get_args

from reelwright.film.money import MICRO
from reelwright.film.noun import Noun
from reelwright.film.order import OrderKind
from reelwright.ledger import accounts, attempt, gate
from reelwright.ledger.money import day_of
from reelwright.providers import registry
from reelwright.providers.catalogue import Catalogue
from reelwright.studio.approving import read_catalogue
from reelwright.studio.home import Home, open_home
from reelwright.studio.settings import Settings
from reelwright.studio.spending.access import Access, every_access, trouble

WINDOWS = ("minute", "hour", "day", "concurrent")


class Reach(Noun):
    """One service as this installation reaches it.

    `key` is the variable that holds its key, "" when there is none; `keys` those that may. `models`
    are those of the catalogue by kind of Order, the first of each the default. `used` and `limits`
    count submissions in the last minute, hour and day, and jobs under way (`concurrent`).
    `cool_for` is in seconds. `answer` is None when the service was not asked, "" when all is well,
    else what is wrong.
    """

    service: str
    title: str
    free: bool
    key: str
    keys: tuple[str, ...]
    url: str
    own_url: bool
    models: Mapping[str, tuple[str, ...]]
    used: Mapping[str, int]
    limits: Mapping[str, int]
    cool_for: float = 0.0
    circuit_open: bool = False
    parked: int = 0
    overdue: int = 0
    spent_today_usd: float = 0.0
    spent_usd: float = 0.0
    held_usd: float = 0.0
    answer: str | None = None

    @property
    def usable(self) -> bool:
        """Whether it has what it needs to be asked at all."""
        return bool(self.key) or not self.keys

    @property
    def wrong(self) -> bool:
        """Whether it was set up here and does not work."""
        return bool(self.answer) and (bool(self.key) or self.own_url)


def usage(
    settings: Settings, *, check: bool = False, now: Callable[[], float] = time.time
) -> list[Reach]:
    """Every service, in the order of the registry. `check` asks each that can be used by its free
    request, side by side. Raises `BadInput` for a setting that cannot be used."""
    reached = every_access()
    answers = _asked(reached) if check else {}
    catalogue = read_catalogue(settings.catalogue)
    with open_home(settings) as home:
        return [
            one.model_copy(update={"answer": answers.get(one.service)})
            for one in _reaches(home, reached, catalogue, now())
        ]


def _asked(reached: Sequence[Access]) -> dict[str, str]:
    there = [one for one in reached if one.secret or not one.provider.keys]
    with ThreadPoolExecutor(max(1, len(there)), thread_name_prefix="check") as pool:
        return dict(zip((one.name for one in there), pool.map(trouble, there), strict=True))


def _reaches(
    home: Home, reached: Sequence[Access], catalogue: Catalogue, now: float
) -> list[Reach]:
    with home.look() as connection:
        used = {one.name: gate.usage(connection, one.name, now) for one in reached}
        costs = accounts.spent(connection, day_of(now))
        parked = [one.provider for one in attempt.parked(connection)]
        late = [
            one.provider
            for one in attempt.every_open(connection)
            if one.work == "overdue" and not one.parked
        ]
    found = []
    for one in reached:
        use, cost = used[one.name], costs.get(one.name, accounts.Spent())
        counts = {"minute": use.minute, "hour": use.hour, "day": use.day, "concurrent": use.running}
        found.append(
            Reach(
                service=one.name,
                title=one.provider.title,
                free=one.provider.free,
                key=one.variable,
                keys=one.provider.keys,
                url=one.url,
                own_url=one.url != one.provider.url,
                models=_models(one.name, catalogue),
                used=counts,
                limits={name: asdict(one.limits)[name] for name in WINDOWS},
                cool_for=round(use.cool_for, 1),
                circuit_open=use.circuit_open,
                parked=parked.count(one.name),
                overdue=late.count(one.name),
                spent_today_usd=cost.today / MICRO,
                spent_usd=cost.total / MICRO,
                held_usd=cost.held / MICRO,
            )
        )
    return found


def _models(name: str, catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for kind in get_args(OrderKind):
        rows = registry.rows(kind, catalogue)
        models = tuple(row.model for row in rows if row.service == name)
        if models:
            found[kind] = models
    return found
