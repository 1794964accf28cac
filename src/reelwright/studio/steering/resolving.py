"""Resolving: jobs of which nobody knows what became of them, and what the user decides about them.

The user gives the ticket, has it bought again knowing the risk, or abandons it. Only the first can
give the hold back its meaning; the others write it off, for it may have been charged.
"""

import json
import time
from collections.abc import Callable
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from reelwright.film.errors import BadInput, MachineTrouble, NeedsDecision
from reelwright.film.money import MICRO
from reelwright.film.noun import Noun
from reelwright.film.talk import Failed, Gone, Polled, Waiting
from reelwright.ledger import attempt, attempts, history, productions
from reelwright.ledger.attempt import Attempt
from reelwright.studio.home import Home, own_home
from reelwright.studio.leaving import PICTURES
from reelwright.studio.settings import Settings
from reelwright.studio.spending.access import Access, ready_access
from reelwright.studio.steering.patching import skip
from reelwright.studio.steering.undecided import (
    Open,
    gives_tickets,
    late,
    nothing,
    placed,
    undecided,
)
from reelwright.studio.wire import run
from reelwright.studio.wire.failing import NoAnswer

Decision = Literal["ticket", "resend", "abandon"]

LONGEST_TICKET = 300


class Decided(Noun):
    """What was decided about a job, and what that has done to its money."""

    job: int
    production: str
    service: str
    choice: Decision
    ticket: str = ""
    written_off_usd: float = 0.0
    told: str = ""
    """What the service says about the ticket."""
    stands_in: bool = False
    """Whether the animatic's clip takes the place of what was given up."""


Agree = Callable[[Open], bool]
"""Shows the user what buying again means, and answers whether to do it."""


def adopt(
    settings: Settings,
    job: int,
    ticket: str,
    reach: Callable[[str], Access] = ready_access,
    now: Callable[[], float] = time.time,
) -> Decided:
    """Take over a ticket that the user has found at the service; the next run polls it.

    The service is asked about it first, for free. Raises `BadInput` for a ticket that is another
    job's, or that the service does not know.
    """
    ticket = ticket.strip()
    if not ticket or len(ticket) > LONGEST_TICKET or not ticket.isprintable():
        raise BadInput("resolve", "that is no ticket", "Give the id that the service shows.")
    with own_home(settings) as home:
        one = _decidable(home, job)
        _require_ticketless(one)
        told = _asked(reach(one.provider), one, ticket)
        with home.look() as connection:
            if attempt.tickets(connection, one.provider, [ticket]):
                raise _taken(ticket)
        try:
            with home.database.begin() as connection:
                if not attempts.ticketed(connection, one, ticket, now(), now()):
                    raise _changed(job)
                _note(connection, one, "ticket", ticket=ticket)
        except IntegrityError:
            raise _taken(ticket) from None
        return _decided(one, "ticket", ticket=ticket, told=told)


def resend(
    settings: Settings, job: int, agree: Agree | None, now: Callable[[], float] = time.time
) -> Decided:
    """Let a job be bought again: its hold is written off, and the next run may hold and send it
    anew, within the caps. Raises `NeedsDecision` when nobody agrees to that."""
    with own_home(settings) as home:
        with home.look() as connection:
            known = undecided(home, connection)
        shown = next((one for one in known if one.job == job), None)
        if shown is None:
            with home.look() as connection:
                raise nothing(connection, job)
        if agree is None or not agree(placed(home, [shown])[0]):
            raise NeedsDecision(
                "resolve",
                f"job {job} may be charged twice if it is bought again, and nobody has said yes",
                f"Say yes when asked, or: reelwright resolve {job} --resend --yes",
            )
        if shown.state in ("gone", "deleted"):
            return _forget(home, shown, now())
        one = _decidable(home, job)
        return _write_off(home, one, "resend", "planned", "to be bought again", now())


def abandon(settings: Settings, job: int, now: Callable[[], float] = time.time) -> Decided:
    """Give a job up: its hold is written off, and it is not bought again. The animatic stands in
    for its shot, if it has one."""
    with own_home(settings) as home:
        one = _decidable(home, job)
        decided = _write_off(home, one, "abandon", "skipped", "given up by you", now())
    return decided.model_copy(update={"stands_in": _stands_in(settings, one)})


def _stands_in(settings: Settings, one: Attempt) -> bool:
    if one.kind not in PICTURES:
        return False
    try:
        skip(settings, str(one.job), production=one.production)
    except BadInput:  # of no one shot, or of one that the film does not have any more
        return False
    return True


def _decidable(home: Home, job: int) -> Attempt:
    """The open attempt that the user may decide about. Raises `BadInput` for any other job."""
    with home.look() as connection:
        one = attempt.opened(connection, job)
        if one is None or not (one.parked or late(one)):
            raise nothing(connection, job)
    return one


def _require_ticketless(one: Attempt) -> None:
    if not gives_tickets(one.provider):
        raise BadInput(
            "resolve",
            f"{one.provider} answers at once and gives no tickets",
            f"Choose: reelwright resolve {one.job} --resend, or --abandon",
        )
    if one.work != "in_doubt":
        known = f"has its ticket already: {one.ticket}" if one.ticket else "was answered at once"
        raise BadInput(
            "resolve",
            f"job {one.job} {known}",
            f"Choose: reelwright resolve {one.job} --resend, or --abandon",
        )


def _asked(access: Access, one: Attempt, ticket: str) -> str:
    """What the service says about a ticket. Raises `BadInput` when it does not know it."""
    try:
        told: Polled = run(
            access.provider.poll(one.order, ticket), access.provider, access.url,
            access.secret.plain, tries=2,
        )  # fmt: skip
    except NoAnswer as error:
        raise MachineTrouble(
            "resolve",
            f"{access.provider.title} could not be asked about it: {error.cause}",
            "Nothing was changed. Run the same command again later.",
        ) from None
    if isinstance(told, Gone):
        raise BadInput(
            "resolve",
            f"{access.provider.title} does not know {ticket!r}",
            "Copy the whole id from the service's own list; spreadsheets shorten long numbers.",
        )
    if isinstance(told, Failed):
        return f"failed: {told.cause}"
    return f"not done yet {told.status}".strip() if isinstance(told, Waiting) else "done"


def _write_off(
    home: Home, one: Attempt, choice: Decision, work: str, error: str, now: float
) -> Decided:
    with home.database.begin() as connection:
        done = attempts.settle(
            connection, one, "lost", one.held, now, error=f"{error}: {one.parked or one.error}",
            written_off=True,
        )  # fmt: skip
        if not done:
            raise _changed(one.job)
        history.leave(connection, one.job, work, error, now)
        _note(connection, one, choice)
    # What the service once answered means nothing any more.
    for answer in (home.root / "answers").glob(f"{one.id}-*"):
        answer.unlink(missing_ok=True)
    return _decided(one, choice, written_off_usd=one.held / MICRO)


def _forget(home: Home, shown: Open, now: float) -> Decided:
    with home.database.begin() as connection:
        history.forget(connection, shown.job, now)
        told = {"choice": "resend", "job": shown.job, "path": shown.path}
        productions.note(connection, shown.production, "resolve", json.dumps(told))
    return Decided(
        job=shown.job, production=shown.production, service=shown.service, choice="resend"
    )


def _decided(one: Attempt, choice: Decision, **more: str | float) -> Decided:
    return Decided.model_validate(
        {
            "job": one.job, "production": one.production, "service": one.provider,
            "choice": choice, **more,
        }
    )  # fmt: skip


def _note(connection: sa.Connection, one: Attempt, choice: Decision, **more: str) -> None:
    told = {
        "choice": choice, "job": one.job, "attempt": one.id, "provider": one.provider,
        "held": one.held, "parked": one.parked, **more,
    }  # fmt: skip
    productions.note(connection, one.production, "resolve", json.dumps(told))


def _taken(ticket: str) -> BadInput:
    return BadInput(
        "resolve", f"{ticket!r} is another job's ticket already", "Look for the one that is free."
    )


def _changed(job: int) -> MachineTrouble:
    return MachineTrouble(
        "resolve", f"job {job} has changed meanwhile", "See how it is now: reelwright resolve"
    )
