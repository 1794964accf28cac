"""Accept: what a service made is fetched, verified and stored; only then is it a Take.

A transfer that was damaged is fetched again and never bought again. Two fetches with the same bytes
that are no valid file are the service's own bad file: that attempt has failed (N9).
"""

import shutil
from pathlib import Path

from pydantic import JsonValue

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.money import Money
from reelwright.film.noun import Noun
from reelwright.film.order import Take
from reelwright.film.talk import Done, Finished, Result
from reelwright.ledger import attempts, jobs
from reelwright.ledger.attempt import Attempt
from reelwright.media.libav import write_trouble
from reelwright.providers.quoting import price
from reelwright.providers.registry import provider
from reelwright.studio.spending.access import Access
from reelwright.studio.spending.answers import forget
from reelwright.studio.spending.counter import Again, Counter, Pending, Step, missing
from reelwright.studio.spending.proving import proved, spread
from reelwright.studio.wire import Blocked, Damaged, Expired, Fetched, fetch
from reelwright.studio.wire.failing import NoAnswer

FETCHES = 3
"""Times that a whole but invalid file is fetched in one go, and that this is done before the run
goes on without it."""
ABOVE_HOLD = "more than was held"
AGAIN = 60.0
"""Seconds until a download that did not succeed is begun anew."""


class BadFile(Noun):
    """The service's own file is no good: the same bytes came twice."""

    cause: str


def accept(counter: Counter, one: Attempt, done: Done) -> Step:
    """Fetch what is done and make it a Take. The attempt must be ready."""
    access = counter.reach(one.provider)
    charge = at_own_price(counter, one, done.charge)
    if not done.results:
        return _bad(counter, one, "the service named no file", charge)
    scratch = counter.home.scratch / f"accept-{one.id}-{counter.sender}"
    scratch.mkdir(parents=True, exist_ok=True)
    try:
        found = _fetched(counter, one, access, done.results[0], scratch)
        if isinstance(found, BadFile):
            return _bad(counter, one, found.cause, charge)
        path, facts = found
        media_type = done.results[0].media_type
        return _recorded(counter, one, path, media_type, {**done.facts, **facts}, charge)
    except Expired as error:
        soon = 1.0 if one.polls < FETCHES else AGAIN  # the next poll brings a fresh address
        return _later(counter, one, access, str(error), soon)
    except (Damaged, NoAnswer) as error:
        return _later(counter, one, access, str(error), AGAIN)
    except OSError as error:
        raise write_trouble(error, scratch / "file") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def accept_content(counter: Counter, one: Attempt, heard: Finished) -> Step:
    """Take in what came in the answer itself; the answer lies on disk until it is recorded."""
    scratch = counter.home.scratch / f"accept-{one.id}-{counter.sender}"
    charge = at_own_price(counter, one, heard.charge)
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        path = scratch / "content"
        path.write_bytes(heard.content)
        with counter.home.database.begin() as connection:
            attempts.ready(connection, one, counter.now())
        try:
            facts = proved(one.order, path)
        except BadInput as error:
            return _bad(counter, one, error.cause, charge)
        return _recorded(counter, one, path, heard.media_type, {**heard.facts, **facts}, charge)
    except OSError as error:
        raise write_trouble(error, scratch / "content") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def at_own_price(counter: Counter, one: Attempt, charge: Money | None) -> Money | None:
    """A charge that was counted at the built-in prices, at those of the owner's own catalogue. None
    where the one or the other has no price: then the quote is booked."""
    if charge is None or not provider(one.provider).by_list:
        return charge
    built_in, own = price(one.order), price(one.order, counter.catalogue)
    if own == built_in:
        return charge
    if built_in is None or own is None or not built_in.micros:
        return None
    # In whole numbers: what is charged in full must come out as the quote, to the micro-unit.
    return Money(micros=-(-charge.micros * own.micros // built_in.micros))


def _fetched(
    counter: Counter, one: Attempt, access: Access, result: Result, scratch: Path
) -> tuple[Path, dict[str, JsonValue]] | BadFile:
    """The file and what it proved to be. Raises `Damaged` when no two fetches agree."""
    seen: list[str] = []
    causes: list[str] = []
    for number in range(FETCHES):
        got = _once(counter, one, access, result, scratch / f"file-{number}")
        try:
            return got.path, proved(one.order, got.path)
        except BadInput as error:
            causes.append(error.cause)
        except MachineTrouble as error:  # not the file's fault: it must not look like a bad one
            raise Damaged(error.cause) from error
        if got.sha256 in seen:
            return BadFile(cause=f"the service's own file is bad: {causes[-1]}")
        seen.append(got.sha256)
        got.path.unlink()
    raise Damaged(*causes)


def _once(counter: Counter, one: Attempt, access: Access, result: Result, into: Path) -> Fetched:
    try:
        return fetch(
            result.url, into, access.provider, access.url, access.secret.plain,
            stop=counter.stopping.is_set, world=counter.world_of(one),
        )  # fmt: skip
    except Blocked as error:
        raise Damaged(f"its address is not one to go to: {error.cause}") from None


def _recorded(
    counter: Counter, one: Attempt, path: Path, media_type: str,
    facts: dict[str, JsonValue], charge: Money | None,
) -> Step:  # fmt: skip
    """Store the bytes, then one transaction: the Take, the charge, the end of the attempt."""
    if one.kind == "voice" and "words" not in facts:
        facts = {**facts, "words": spread(one.order, float(str(facts["seconds"])))}
    sha256, size = counter.home.store.put(path)
    take = Take(
        fingerprint=one.fingerprint, sha256=sha256, media_type=media_type, size=size, facts=facts,
        tool=f"{one.provider}/{one.model}",
    )  # fmt: skip
    with counter.home.database.begin() as connection:
        micros = None if charge is None else charge.micros
        if not attempts.settle(connection, one, "accepted", micros, counter.now()):
            return Pending(cause="somebody else accepted it")
        jobs.record_paid_take(connection, one.order, one.id, take, one.owner)
    forget(counter, one)
    if charge is not None and charge.micros > one.held:
        counter.tell(one, "alarm", cause=f"{charge} was charged, {ABOVE_HOLD}")
    return take


def _bad(counter: Counter, one: Attempt, cause: str, charge: Money | None) -> Step:
    """What was made is no good. It is paid for all the same; a new try is a new attempt."""
    with counter.home.database.begin() as connection:
        micros = None if charge is None else charge.micros
        done = attempts.settle(connection, one, "failed", micros, counter.now(), error=cause)
    forget(counter, one)
    return Again(cause=cause) if done else Pending(cause="somebody else has seen to it")


def _later(counter: Counter, one: Attempt, access: Access, cause: str, soon: float) -> Step:
    """It is there and paid for, and could not be fetched: later, and for as long as it is kept."""
    counter.tell(one, "fetch", cause=cause)
    now = counter.now()
    if age_of(one, now) >= access.polling.retention:
        return kept_no_more(counter, one, cause)
    late = one.polls >= FETCHES
    return Pending(late=late, cause=f"could not be fetched: {cause}", again_at=now + soon)


def age_of(one: Attempt, now: float) -> float:
    """Seconds since the service took it."""
    return now - (one.ticketed_at or one.started_at)


def kept_no_more(counter: Counter, one: Attempt, cause: str) -> Step:
    """The service keeps no result that long: only the user can decide now."""
    why = f"the service's retention is over: {cause}"
    with counter.home.database.begin() as connection:
        attempts.park(connection, one, why)
    counter.tell(one, "parked", cause=why)
    return missing(one, why, "parked")
