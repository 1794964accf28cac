"""Accounting: a production's jobs with what each was quoted and what it has cost.

A job's quote is that of its first attempt. Jobs that cost nothing in the end (refused, not sent)
are quoted at nothing, so that a shot which another model made is not counted twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from reelwright.film.money import MICRO
from reelwright.film.noun import Noun
from reelwright.ledger.accounts import Entry
from reelwright.ledger.history import Told
from reelwright.ledger.jobs import Job
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.replacing import known, replaced
from reelwright.studio.viewing import DONE, SKIPPED
from reelwright.studio.whereabouts import Place, Whereabouts

WHOLE = "the whole film"
GONE = "not in the film any more"
UNTOLD = "scenes cannot be told"
SETTLED = ("charged", "written_off", "held")
ENDED = {"lost": "lost, written off", "cancelled": "cancelled"}
BAD_FILE = "the service's own file is bad"
STATES = ("completed", "replaced", "failed", "skipped", "parked", "pending")
"""`replaced`: failed, and made by another model of the list."""


@dataclass(frozen=True)
class Item:
    """A job at a service, with its attempts (oldest first) that this production pays for.

    `state` is one of `STATES`. `wanted`: by the newest revision.
    """

    job: int
    fingerprint: str
    kind: str
    service: str
    model: str
    state: str
    error: str
    wanted: bool
    tries: int
    entries: tuple[Entry, ...]
    place: Place | None
    where: str
    """The key of its scene, else `WHOLE`, `GONE` or `UNTOLD`."""

    @property
    def actual(self) -> int:
        return sum(one.actual for one in self.entries)

    @property
    def held(self) -> int:
        return sum(one.holding for one in self.entries)

    @property
    def quoted(self) -> int:
        """Micro-units; 0 when nothing is or will be owed."""
        owed = any(one.money in SETTLED or one.work == "accepted" for one in self.entries)
        return self.entries[0].quoted if owed else 0


class Sum(Noun):
    """Jobs and money of a group. `quoted_usd` is what was said before, `actual_usd` what has been
    charged and written off, `held_usd` what is still reserved."""

    jobs: int = 0
    completed: int = 0
    replaced: int = 0
    failed: int = 0
    skipped: int = 0
    parked: int = 0
    pending: int = 0
    quoted_usd: float = 0.0
    actual_usd: float = 0.0
    held_usd: float = 0.0


class SceneSum(Sum):
    """One scene; `slug` is empty for what belongs to no scene."""

    scene: str
    slug: str = ""


class KindSum(Sum):
    """One kind of job at one model."""

    kind: str
    service: str
    model: str


class Averages(Noun):
    """Per finished clip; None while there is none. `seconds` is from the service's taking it to
    acceptance."""

    clips: int = 0
    usd: float | None = None
    seconds: float | None = None
    attempts: float | None = None


def items(
    wanted: Sequence[Job],
    entries: Iterable[Entry],
    states: Mapping[str, tuple[str, str]],
    where: Whereabouts,
) -> list[Item]:
    """Every job at a service that the newest revision wants or that money was spent on."""
    paid: dict[str, list[Entry]] = {}
    for entry in entries:
        paid.setdefault(entry.fingerprint, []).append(entry)
    found = [
        _item(
            job.id, job.fingerprint, (job.kind, job.provider, job.model), (job.work, job.error),
            paid.pop(job.fingerprint, []), where, job.runs,
        )
        for job in wanted
        if job.provider in PROVIDERS
    ]  # fmt: skip
    for fingerprint, rest in paid.items():
        last = rest[-1]
        named = (last.kind, last.provider, last.model)
        state = states.get(fingerprint, (last.work, last.error))
        found.append(_item(last.job, fingerprint, named, state, rest, where, None))
    otherwise = replaced(where, known(wanted))
    return [
        replace(one, state="replaced") if one.fingerprint in otherwise else one for one in found
    ]


def _item(
    job: int, fingerprint: str, named: tuple[str, str, str], state: tuple[str, str],
    entries: list[Entry], where: Whereabouts, tries: int | None,
) -> Item:  # fmt: skip
    place = where.places.get(fingerprint)
    apart = UNTOLD if where.trouble else WHOLE if fingerprint in where.whole else GONE
    return Item(
        job=job,
        fingerprint=fingerprint,
        kind=named[0],
        service=named[1],
        model=named[2],
        state=_state(state[0], entries),
        error=state[1],
        wanted=tries is not None,
        tries=tries if tries is not None else len(entries),
        entries=tuple(entries),
        place=place,
        where=place.scene if place else apart,
    )


def _state(work: str, entries: Iterable[Entry]) -> str:
    if any(one.parked and one.open for one in entries):
        return "parked"
    return DONE.get(work, "skipped" if work in SKIPPED else "pending")


def summed(found: Iterable[Item]) -> Sum:
    listed = list(found)
    states = [one.state for one in listed]
    return Sum(
        jobs=len(listed),
        **{state: states.count(state) for state in STATES},
        quoted_usd=sum(one.quoted for one in listed) / MICRO,
        actual_usd=sum(one.actual for one in listed) / MICRO,
        held_usd=sum(one.held for one in listed) / MICRO,
    )


def by_scene(found: Sequence[Item], where: Whereabouts) -> tuple[SceneSum, ...]:
    """In the order of the film; what belongs to no scene comes last."""
    slugs = dict(where.scenes)
    order = [*slugs, WHOLE, GONE, UNTOLD]
    groups = {key: [one for one in found if one.where == key] for key in order}
    return tuple(
        SceneSum(**summed(group).model_dump(), scene=key, slug=slugs.get(key, ""))
        for key, group in groups.items()
        if group
    )


def by_kind(found: Sequence[Item]) -> tuple[KindSum, ...]:
    groups: dict[tuple[str, str, str], list[Item]] = {}
    for one in found:
        groups.setdefault((one.kind, one.service, one.model), []).append(one)
    return tuple(
        KindSum(**summed(group).model_dump(), kind=kind, service=service, model=model)
        for (kind, service, model), group in sorted(groups.items())
    )


def averages(found: Iterable[Item]) -> Averages:
    """Over the finished clips that this production has paid for itself."""
    clips = [
        one for one in found if one.kind == "clip" and one.state == "completed" and one.entries
    ]
    if not clips:
        return Averages()
    times = [
        entry.ended_at - (entry.ticketed_at or entry.sent_at)
        for one in clips
        for entry in one.entries
        if entry.work == "accepted" and entry.sent_at
    ]
    return Averages(
        clips=len(clips),
        usd=round(fmean(one.actual for one in clips) / MICRO, 6),
        seconds=round(fmean(times), 1) if times else None,
        attempts=round(fmean(len(one.entries) for one in clips), 2),
    )


def kind_of_error(one: Entry, heard: Mapping[int, tuple[str, int]]) -> str:
    """What went wrong with an attempt, in few words; "" when nothing did.

    `heard` is attempt -> (how its answer was understood, HTTP status)."""
    if one.open:
        return "parked, fate unknown" if one.parked else ""
    if one.work != "failed":
        return ENDED.get(one.work, "")
    if one.error.startswith(BAD_FILE):
        return "bad file of the service"
    answer, status = heard.get(one.id, ("", 0))
    if answer in ("Refused", "Failed"):
        return f"{answer.lower()} by the service ({status})"
    return "failed at the service" if one.ticket else "not sent"


def heard_of(told: Iterable[Told]) -> dict[int, tuple[str, int]]:
    """Attempt -> (how its answer was understood, HTTP status), from the record."""
    found = {}
    for one in told:
        number, status = one.data.get("attempt"), one.data.get("status")
        if one.data.get("what") == "heard" and isinstance(number, int) and isinstance(status, int):
            found[number] = (str(one.data.get("answer", "")), status)
    return found
