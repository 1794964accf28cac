"""The queue as people look at it: jobs with their shots, their paid attempts and their errors."""

from decimal import Decimal
from typing import Literal

from pydantic import JsonValue

from reelwright.film.noun import Noun
from reelwright.film.order import Order
from reelwright.ledger import wants
from reelwright.ledger.attempt import OPEN, Attempt
from reelwright.ledger.wants import Wanted
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.home import open_home
from reelwright.studio.opening import find_production
from reelwright.studio.pointing import place_of
from reelwright.studio.replacing import known, replaced
from reelwright.studio.settings import Settings
from reelwright.studio.whereabouts import Whereabouts, whereabouts

Only = Literal["all", "failed", "open"]


class Try(Noun):
    """One paid attempt. Times are UTC seconds since 1970, 0: not yet. `charged_usd` is what was
    booked, `held_usd` what is reserved now, `production` the one that pays."""

    work: str
    money: str
    production: str
    quoted_usd: float
    held_usd: float
    charged_usd: float
    ticket: str = ""
    parked: str = ""
    error: str = ""
    polls: int = 0
    started_at: float = 0.0
    sent_at: float = 0.0
    ticketed_at: float = 0.0


class Queued(Noun):
    """A job of a production. `place` is its shot as the slate shows it, `shot` its stable id, both
    "" where it belongs to none; `order` is what is asked for, `runs` how often it was tried.
    `replaced`: it failed, and another model of the list has made its shot."""

    id: int
    fingerprint: str
    kind: str
    provider: str
    model: str
    work: str
    error: str
    runs: int
    replaced: bool = False
    place: str = ""
    shot: str = ""
    scene: str = ""
    order: dict[str, JsonValue] = {}
    inputs: tuple[str, ...] = ()
    attempts: tuple[Try, ...] = ()

    @property
    def last(self) -> Try | None:
        return self.attempts[-1] if self.attempts else None


def queue(settings: Settings, name: str, only: Only = "all") -> list[Queued]:
    """The jobs of a production's newest revision, those of services with all that is known."""
    with open_home(settings) as home:
        production = find_production(home, name)
        with home.look() as connection:
            listed = wants.listed(connection, production.id, production.revision)
        found = [one for one in listed if _shown(one, only)]
        bought = any(one.provider in PROVIDERS for one in found)
        where = whereabouts(home, production.id, skipped=True) if bought else Whereabouts()
    otherwise = replaced(where, known(listed))
    return [
        _queued(one, where, replaced=one.fingerprint in otherwise)
        for one in found
        if only != "failed" or one.fingerprint not in otherwise
    ]


def _shown(job: Wanted, only: Only) -> bool:
    if only == "failed":
        return job.failed
    return only == "all" or (_work(job) in OPEN)


def _work(job: Wanted) -> str:
    """A job that this production withdrew from is cancelled for it, whatever others want."""
    return "cancelled" if job.withdrawn and job.work == "planned" else job.work


def _queued(job: Wanted, where: Whereabouts, *, replaced: bool) -> Queued:
    order = Order.model_validate_json(job.body)
    named = place_of(where, job.fingerprint)
    paid = job.provider in PROVIDERS
    return Queued(
        id=job.id,
        fingerprint=job.fingerprint,
        kind=job.kind,
        provider=job.provider,
        model=job.model,
        work=_work(job),
        error=job.error,
        runs=job.tries,
        replaced=replaced,
        place=named.place if named else "",
        shot=named.shot if named else "",
        scene=named.place.partition("/")[0] if named else "",
        order=order.params if paid else {},
        inputs=order.inputs if paid else (),
        attempts=tuple(map(_try, job.attempts)),
    )


def _try(one: Attempt) -> Try:
    return Try(
        work=one.work,
        money=one.money,
        production=one.production,
        quoted_usd=_usd(one.quoted),
        held_usd=_usd(one.held if one.money == "held" else 0),
        charged_usd=_usd(one.charged),
        ticket=one.ticket,
        parked=one.parked,
        error=one.error,
        polls=one.polls,
        started_at=one.started_at,
        sent_at=one.sent_at,
        ticketed_at=one.ticketed_at,
    )


def _usd(micros: int) -> float:
    return float(Decimal(micros) / 1_000_000)
