"""Labelling: the film's metadata say which services and models made it."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from reelwright.cutting.provenance import comment
from reelwright.film.order import Take
from reelwright.film.timeline import Timeline
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.pacing import Pace


class Shown(Protocol):
    """Footage as far as it tells who made it."""

    @property
    def clip(self) -> Take | None: ...
    @property
    def originals(self) -> tuple[Take, ...]: ...
    @property
    def pace(self) -> Pace | None: ...


def labelled(timeline: Timeline, footage: Sequence[Shown]) -> Timeline:
    """The timeline with a comment that names those who really made its pictures and voices; a film
    without any service keeps the one that it has."""
    shown = [one for one in footage if one.clip is not None]
    takes = [take for one in shown for take in one.originals]
    lines = [line for one in shown if one.pace for line in one.pace.spoken]
    told = comment(
        _services(takes),
        _services([line.voice for line in lines]),
        others=any(not one.originals for one in shown),
    )
    return timeline.model_copy(update={"comment": told}) if told else timeline


def _services(takes: Sequence[Take]) -> Iterator[str]:
    """`kling kling-3.0` of each Take that a service made."""
    for take in takes:
        service, _, model = take.tool.partition("/")
        if service in PROVIDERS:
            yield f"{service} {model}".strip()
