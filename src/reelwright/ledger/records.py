"""Records: everything that the ledger knows of one production, as one value, and back.

Rows refer to each other by their place in these lists, never by the ids of a database, so that they
can be put into another one. Money in micro-units of USD, times in UTC seconds since 1970.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, model_validator

from reelwright.film.noun import Noun
from reelwright.film.order import Order
from reelwright.film.production import RecipeName
from reelwright.ledger.attempt import OPEN
from reelwright.ledger.money import CHARGED, HELD, Kind

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Word = Annotated[str, Field(pattern=r"^[a-z_]{0,40}$")]
Name = Annotated[str, Field(max_length=300)]
Line = Annotated[str, Field(max_length=20_000)]
Text = Annotated[str, Field(max_length=64_000_000)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
Micros = Annotated[int, Field(ge=0, le=10**15)]
Count = Annotated[int, Field(ge=0, le=10**9)]
At = Annotated[float, Field(ge=0, le=1e11, allow_inf_nan=False)]
Place = Annotated[int, Field(ge=0, le=10**7)]
"""Where another row stands in its list."""


class RevisionRow(Noun):
    number: Annotated[int, Field(ge=1, le=10**6)]
    digest: Hash
    source: Text
    wish: Text
    patches: Text
    created_at: At


class CutRow(Noun):
    revision: Count
    film: Hash
    timeline: Text
    storyboard: Text
    created_at: At


class JobRow(Noun):
    body: Text
    work: Word
    error: Line
    created_at: At
    updated_at: At

    @property
    def order(self) -> Order:
        return Order.model_validate_json(self.body)


class WantRow(Noun):
    job: Place
    revision: Count
    created_at: At
    withdrawn_at: At | None


class AttemptRow(Noun):
    """A paid attempt of this production."""

    job: Place
    run: Count
    provider: Name
    model: Name
    work: Word
    money: Literal["held", "charged", "released", "written_off"]
    token: Annotated[str, Field(min_length=1, max_length=200)]
    ticket: Name | None
    error: Line
    parked: Line
    day: Day
    quoted_micros: Micros
    held_micros: Micros
    charged_micros: Micros
    unconfirmed: Annotated[int, Field(ge=0, le=1)]
    polls: Count
    started_at: At
    sent_at: At | None
    ticketed_at: At | None
    ended_at: At | None


class TakeRow(Noun):
    job: Place
    attempt: Place | None
    number: Annotated[int, Field(ge=1, le=10**6)]
    sha256: Hash
    media_type: Name
    size: Annotated[int, Field(ge=0, le=1 << 42)]
    facts: Text
    tool: Name
    kept: bool
    created_at: At


class MoneyRow(Noun):
    """`production` is whose money it was: holds may have moved."""

    attempt: Place
    production: Id
    kind: Kind
    micros: Micros
    currency: Literal["USD"]
    day: Day
    at: At


class ApprovalRow(Noun):
    revision: Count
    plan_digest: Hash
    ceiling_micros: Micros
    currency: Literal["USD"]
    created_at: At


class EventRow(Noun):
    job: Place | None
    kind: Name
    data: Text
    at: At


class Record(Noun):
    """One production. `cap` is its limit, None where nothing limits it; `closed`: a service has
    charged more than was held."""

    id: Id
    name: Annotated[str, Field(min_length=1, max_length=10_000)]
    recipe: RecipeName
    title: Line
    status: Word
    stage: Word
    error: Line
    created_at: At
    updated_at: At
    cap: Micros | None = None
    closed: bool = False
    revisions: tuple[RevisionRow, ...]
    cuts: tuple[CutRow, ...] = ()
    jobs: tuple[JobRow, ...] = ()
    wants: tuple[WantRow, ...] = ()
    attempts: tuple[AttemptRow, ...] = ()
    takes: tuple[TakeRow, ...] = ()
    money: tuple[MoneyRow, ...] = ()
    approvals: tuple[ApprovalRow, ...] = ()
    events: tuple[EventRow, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> "Record":
        """Nothing stands twice, nothing refers to what is not there, and the money adds up."""
        jobs, attempts = len(self.jobs), len(self.attempts)
        _once("revision", (one.number for one in self.revisions))
        _once("cut", (one.revision for one in self.cuts))
        _once("job", (one.order.fingerprint for one in self.jobs))
        _once("want", ((one.job, one.revision) for one in self.wants))
        _once("attempt", (one.token for one in self.attempts))
        _once("ticket", ((o.provider, o.ticket) for o in self.attempts if o.ticket is not None))
        _once("take", ((one.job, one.number, one.tool) for one in self.takes))
        _below("want", (one.job for one in self.wants), jobs)
        _below("attempt", (one.job for one in self.attempts), jobs)
        _below("take", (one.job for one in self.takes), jobs)
        _below("take", (one.attempt for one in self.takes if one.attempt is not None), attempts)
        _below("money", (one.attempt for one in self.money), attempts)
        _below("event", (one.job for one in self.events if one.job is not None), jobs)
        numbers = [one.number for one in self.revisions]
        if not numbers or sorted(numbers) != list(range(1, len(numbers) + 1)):
            raise ValueError("its revisions are not numbered one after the other")
        rows: dict[int, list[MoneyRow]] = {}
        for row in self.money:
            rows.setdefault(row.attempt, []).append(row)
        for place, attempt in enumerate(self.attempts):
            _adds_up(attempt, rows.get(place, []))
        return self


def _once(what: str, names: Iterable[object]) -> None:
    twice = next((name for name, number in Counter(names).items() if number > 1), None)
    if twice is not None:
        raise ValueError(f"a {what} is in it twice: {twice}")


def _below(what: str, places: Iterable[int], end: int) -> None:
    if any(place >= end for place in places):
        raise ValueError(f"a {what} in it refers to what is not there")


def _adds_up(attempt: AttemptRow, rows: list[MoneyRow]) -> None:
    """An attempt's money rows tell the same as the attempt."""
    kinds = Counter(row.kind for row in rows)
    sums = {kind: sum(row.micros for row in rows if row.kind == kind) for kind in kinds}
    held = sum(HELD.get(kind, 0) * amount for kind, amount in sums.items())
    first = {"charged": "charge", "written_off": "write_off"}.get(attempt.money, "")
    charged = {kind: sums[kind] for kind in ("charge", "write_off") if sums.get(kind)}
    expected = {first: attempt.charged_micros} if first and attempt.charged_micros else {}
    open_ = attempt.money == "held"
    total = sum(CHARGED.get(kind, 0) * amount for kind, amount in sums.items())
    if (
        kinds["quote"] != 1
        or kinds["hold"] - kinds["release"] != open_
        or held != (attempt.held_micros if open_ else 0)
        or charged != expected
        or attempt.charged_micros != sum(charged.values())
        or total < 0
        or open_ != (attempt.work in OPEN)
    ):
        raise ValueError(f"the money of attempt {attempt.token[:40]} does not add up")
