"""Undecided: jobs that wait for the user, with all that is needed to decide about them."""

import time
from collections.abc import Iterable
from typing import Literal

import sqlalchemy as sa

from reelwright.film.errors import BadInput
from reelwright.film.money import MICRO
from reelwright.film.noun import Noun
from reelwright.film.provider import Provider
from reelwright.ledger import attempt, condemning, history, money
from reelwright.ledger.attempt import Attempt
from reelwright.providers.registry import PROVIDERS, provider
from reelwright.studio.home import Home, open_home
from reelwright.studio.opening import find_production
from reelwright.studio.settings import Settings
from reelwright.studio.whereabouts import Whereabouts, whereabouts

State = Literal["parked", "overdue", "gone", "deleted"]

UNFINISHED = "the service has not finished it in time; it is still asked for"
UNFETCHED = "the service has made it, and its file could not be fetched yet; it is still asked for"
AGAIN = "Run the command that made the film again: it goes on from here."


class Open(Noun):
    """One job that waits for the user, or that a service takes too long with.

    `state`: parked (nobody knows, or nothing can come any more), overdue (still asked for now and
    then), gone (the bytes of something paid for are not in the store any more: `path` is where they
    belong), deleted (the same, by the user's own command: nothing waits). `held_usd` is what is
    reserved for it, `left_usd` what the caps leave for a new try (None: nothing limits it). Times
    are UTC seconds since 1970, 0 when not known.
    """

    state: State
    job: int
    production: str
    kind: str
    service: str
    model: str
    attempt: int = 0
    scene: str = ""
    shot: str = ""
    number: int = 0
    text: str = ""
    held_usd: float = 0.0
    left_usd: float | None = None
    ticket: str = ""
    sent_at: float = 0.0
    why: str = ""
    error: str = ""
    path: str = ""
    tickets: bool = False
    """Whether a ticket that the user finds at the service can be taken over."""


def waiting(settings: Settings, named: str = "") -> list[Open]:
    """Everything that waits for the user: of all productions, or of a job (a number) or production
    that is named. Raises `BadInput` when there is no such production."""
    with open_home(settings) as home:
        job = int(named) if _number(named) else 0
        production = find_production(home, named).id if named and not job else ""
        with home.look() as connection:
            found = undecided(home, connection)
        wanted = [
            one
            for one in found
            if (not job or one.job == job) and (not production or one.production == production)
        ]
        if job and not wanted:
            with home.look() as connection:
                raise nothing(connection, job)
        return placed(home, wanted)


def undecided(home: Home, connection: sa.Connection) -> list[Open]:
    """Everything of every production; shots are not told yet (`placed`)."""
    return [*_open(connection), *_gone(home, connection)]


def _open(connection: sa.Connection) -> list[Open]:
    every = attempt.every_open(connection)
    parked = [one for one in every if one.parked]
    return [_shown(connection, one, "parked") for one in parked] + [
        _shown(connection, one, "overdue") for one in every if late(one)
    ]


def late(one: Attempt) -> bool:
    """Whether it is awaited longer than usual: its making, or its file, which is at the service."""
    return not one.parked and one.ticket != "" and one.work in ("overdue", "ready")


def _shown(connection: sa.Connection, one: Attempt, state: State) -> Open:
    payer = one.payer.model_copy(update={"day": money.day_of(time.time())})
    lefts = [cap.left for cap in money.caps(connection, payer) if cap.left is not None]
    return Open(
        state=state,
        job=one.job,
        production=one.production,
        kind=one.kind,
        service=one.provider,
        model=one.model,
        attempt=one.id,
        held_usd=one.held / MICRO,
        left_usd=min(lefts) / MICRO if lefts else None,
        ticket=one.ticket,
        sent_at=one.sent_at or one.started_at,
        why=one.parked or (UNFETCHED if one.work == "ready" else UNFINISHED),
        error=one.error,
        tickets=one.work == "in_doubt" and gives_tickets(one.provider),
    )


def _gone(home: Home, connection: sa.Connection) -> list[Open]:
    """What was paid for and is not in the store any more."""
    rows = history.bought(connection)
    lost = [(name, one) for name, one in rows if not home.store.has(one.sha256)]
    deleted = condemning.deleted(connection, [one.sha256 for _, one in lost])
    return [
        Open(
            state="deleted" if one.sha256 in deleted else "gone",
            job=one.job,
            production=production,
            kind=one.kind,
            service=one.provider,
            model="",
            why="you have deleted it"
            if one.sha256 in deleted
            else "its bytes are gone from the data folder",
            path=str(home.store.path(one.sha256)),
        )
        for production, one in lost
    ]


def placed(home: Home, found: Iterable[Open]) -> list[Open]:
    """The same, each with its shot."""
    listed = list(found)
    maps: dict[str, Whereabouts] = {
        name: whereabouts(home, name) for name in {one.production for one in listed}
    }
    with home.look() as connection:
        names = history.fingerprints(connection, [one.job for one in listed])
    return [
        one.model_copy(update=_shot(maps[one.production], names.get(one.job, ""))) for one in listed
    ]


def _shot(known: Whereabouts, fingerprint: str) -> dict[str, str | int]:
    place = known.places.get(fingerprint)
    if place is None:
        return {}
    return {
        "scene": place.scene, "shot": place.shot, "number": place.number, "text": place.text,
    }  # fmt: skip


def gives_tickets(name: str) -> bool:
    """Whether a service takes work in and is asked for it later."""
    default = Provider.__dataclass_fields__["poll"].default
    return name in PROVIDERS and provider(name).poll is not default


def nothing(connection: sa.Connection, job: int) -> BadInput:
    """Why there is nothing to decide about a job."""
    work = history.work_of(connection, job)
    see = "See what waits for you: reelwright resolve"
    if not work:
        return BadInput("resolve", f"there is no job {job}", see)
    if work in attempt.OPEN and work != "planned":
        cause = f"job {job} is under way ({work.replace('_', ' ')})"
        return BadInput("resolve", cause, f"It needs no decision. {AGAIN}")
    return BadInput("resolve", f"job {job} is {work} and waits for nobody", see)


def _number(named: str) -> bool:
    return named.isascii() and named.isdecimal() and len(named) < 16
