"""Accept: what a service made is fetched, verified and stored; only then is it a Take.

A transfer that was damaged is fetched again and never bought again. Two fetches with the same bytes
that are no valid file are the service's own bad file: that attempt has failed (N9).
"""

import shutil
from pathlib import Path

from pydantic import JsonValue

from reelwright.film.errors import Trouble
from reelwright.film.money import Money
from reelwright.film.noun import Noun
from reelwright.film.order import Take
from reelwright.film.talk import Done, Finished, Result
from reelwright.ledger import attempts, gate, jobs
from reelwright.ledger.attempt import Attempt
from reelwright.studio.access import Access
from reelwright.studio.answers import forget
from reelwright.studio.counter import Again, Counter, Pending, Step
from reelwright.studio.proving import proved, spread
from reelwright.studio.wire import Blocked, Damaged, Expired, Fetched, fetch
from reelwright.studio.wire.failing import NoAnswer

FETCHES = 3
"""Times that a whole but invalid file is fetched before the run goes on without it."""
AGAIN = 60.0
"""Seconds until a download that did not succeed is begun anew."""


class BadFile(Noun):
    """The service's own file is no good: the same bytes came twice."""

    cause: str


def accept(counter: Counter, one: Attempt, access: Access, done: Done) -> Step:
    """Fetch what is done and make it a Take. The attempt must be open."""
    with counter.home.database.begin() as connection:
        attempts.ready(connection, one, counter.now(), next_poll_at=counter.now() + AGAIN)
        gate.available(connection, one.provider)
    if not done.results:
        return _bad(counter, one, "the service named no file", done.charge)
    scratch = counter.home.scratch / f"accept-{one.id}"
    scratch.mkdir(parents=True, exist_ok=True)
    try:
        found = _fetched(counter, one, access, done.results[0], scratch)
        if isinstance(found, BadFile):
            return _bad(counter, one, found.cause, done.charge)
        path, facts = found
        media_type = done.results[0].media_type
        return _recorded(counter, one, path, media_type, {**done.facts, **facts}, done.charge)
    except Expired:
        with counter.home.database.begin() as connection:
            attempts.look_again(connection, one, counter.now() + 1)
        return Pending(cause="the address of its file has expired; a fresh one is asked for")
    except (Damaged, NoAnswer) as error:
        return _later(counter, one, str(error))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def accept_content(counter: Counter, one: Attempt, access: Access, heard: Finished) -> Step:
    """Take in what came in the answer itself; the answer lies on disk until it is recorded."""
    scratch = counter.home.scratch / f"accept-{one.id}"
    scratch.mkdir(parents=True, exist_ok=True)
    try:
        path = scratch / "content"
        path.write_bytes(heard.content)
        with counter.home.database.begin() as connection:
            attempts.ready(connection, one, counter.now())
            gate.available(connection, access.name)
        try:
            facts = proved(one.order, path)
        except Trouble as error:
            return _bad(counter, one, error.cause, heard.charge)
        return _recorded(
            counter, one, path, heard.media_type, {**heard.facts, **facts}, heard.charge
        )
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


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
        except Trouble as error:
            causes.append(error.cause)
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
        counter.tell(one, "alarm", cause=f"{charge} was charged, more than was held")
    return take


def _bad(counter: Counter, one: Attempt, cause: str, charge: Money | None) -> Step:
    """What was made is no good. It is paid for all the same; a new try is a new attempt."""
    with counter.home.database.begin() as connection:
        micros = None if charge is None else charge.micros
        attempts.settle(connection, one, "failed", micros, counter.now(), error=cause)
    forget(counter, one)
    return Again(cause=cause)


def _later(counter: Counter, one: Attempt, cause: str) -> Step:
    """It is there and paid for, and could not be fetched: later, and for as long as it is kept."""
    with counter.home.database.begin() as connection:
        attempts.look_again(connection, one, counter.now() + AGAIN)
    counter.tell(one, "fetch", cause=cause)
    return Pending(late=one.polls >= FETCHES, cause=f"could not be fetched: {cause}")
