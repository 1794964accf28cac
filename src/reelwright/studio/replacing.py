"""Replacing: what failed at one model of a shot's list and was made by the next one is no failure
of the film: its want was answered, by another job."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from reelwright.film.noun import Noun
from reelwright.film.order import Missing
from reelwright.studio.filming import Footage
from reelwright.studio.whereabouts import FAILED, Whereabouts, in_order


class Known(Noun):
    """A job as far as this goes: what is made, by which service's model, and its state of work."""

    kind: str
    maker: str
    work: str


class Recorded(Protocol):
    """A job as the ledger tells it."""

    @property
    def fingerprint(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def provider(self) -> str: ...
    @property
    def model(self) -> str: ...
    @property
    def work(self) -> str: ...


def known(jobs: Iterable[Recorded]) -> dict[str, Known]:
    """Jobs by fingerprint."""
    return {
        one.fingerprint: Known(kind=one.kind, maker=f"{one.provider}/{one.model}", work=one.work)
        for one in jobs
    }


def replaced(where: Whereabouts, jobs: Mapping[str, Known]) -> frozenset[str]:
    """Those of these jobs, by fingerprint, that failed and whose shot has all its clips by the last
    model that was asked. (A first frame has no such thing: its shot was made without it.)"""
    found: set[str] = set()
    for names in in_order(where).values():
        clips = {name: jobs[name] for name in names if name in jobs and jobs[name].kind == "clip"}
        last = next(reversed(clips.values()), None)
        if last is None:
            continue
        made = all(one.work == "accepted" for one in clips.values() if one.maker == last.maker)
        others = (name for name, one in clips.items() if one.maker != last.maker)
        found.update(name for name in others if made and clips[name].work in FAILED)
    return frozenset(found)


def shot_otherwise(footage: Footage) -> list[Missing]:
    """What failed on the way to a shot's clip, which is there."""
    if footage.clip is None:
        return []
    return [one for one in footage.failed if one.stage == "clip" and one.reason != "skipped"]
