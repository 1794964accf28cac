"""Runs: the whole stretches of a scene that stay when only so many words can be told.

An audience follows a passage told through, not sentences picked here and there: a few stretches
are chosen, each begun where it can be understood and ended where nothing is left open.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reelwright.writing.rules.text.repair import leans_back, points_back
from reelwright.writing.rules.text.units import Unit

RUN_WORDS = 70
"""Words of one stretch: about 30 s, a passage in which something can happen."""
FULL = 14
"""Words from which a unit counts in full: banter of a word or two tells little."""
SCRAP = 0.6
"""Share of its length below which what is left at the end of a scene is no passage."""
STRETCHED = 2.2
"""How much longer than the words left a unit may be that fills them."""
LOOSE, OPEN, COLD = 0.25, 0.3, 0.1
"""Shares of its weight that a stretch loses for a beginning that leans on what was cut, for an end
that leaves a question open, and for beginning with a speech that nothing introduces."""
_BRIEF = 12
"""Words up to which an answer stays with its question."""


@dataclass(frozen=True)
class Wanted:
    """What a scene may cost and must tell: `words`, and `new` names that first appear in it."""

    words: int
    opening: bool = False
    closing: bool = False
    new: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Run:
    """Units `first` to `last`, both included, with their words and what they are worth."""

    first: int
    last: int
    words: int
    worth: float

    def touches(self, other: "_Run") -> bool:
        return self.first <= other.last and other.first <= self.last


def runs_of(units: Sequence[Unit], weights: Sequence[float], wanted: Wanted) -> list[int]:
    """Indices of the units that stay, in order: at least one, about `wanted.words` words."""
    count = max(1, round(wanted.words / RUN_WORDS))
    size = wanted.words / count
    runs = [_run(units, weights, first, size) for first in range(len(units))]
    chosen = _ends(units, weights, runs, wanted, size)
    whole = [run for run in runs if run.words >= size * SCRAP] or runs
    for run in sorted(whole, key=lambda r: (-r.worth, r.first)):
        left = wanted.words - sum(c.words for c in chosen)
        if chosen and left < size / 2:
            break
        if run.words <= max(left * 1.15, 1 if chosen else run.words) and not any(
            map(run.touches, chosen)
        ):
            chosen.append(run)
    kept = {i for run in chosen for i in range(run.first, run.last + 1)}
    return _filled(units, kept, wanted.words)


def _ends(
    units: Sequence[Unit],
    weights: Sequence[float],
    runs: Sequence[_Run],
    wanted: Wanted,
    size: float,
) -> list[_Run]:
    """A chapter begins at its beginning and ends at its end."""
    chosen = [runs[0]] if wanted.opening else []
    if wanted.closing:
        first, words = len(units), 0
        while first > 0 and (words < size * 0.7 or _loose(units, first)):
            first -= 1
            words += units[first].words
        if not chosen or (first > runs[0].last and chosen[0].words + words <= wanted.words * 1.2):
            chosen.append(_measured(units, weights, first, len(units) - 1))
    return chosen


def _run(units: Sequence[Unit], weights: Sequence[float], first: int, size: float) -> _Run:
    """The stretch from `first` on: about `size` words, and the answer to its last question."""
    last, words = first, units[first].words
    while last + 1 < len(units) and (
        words + units[last + 1].words / 2 <= size or _answered(units, last)
    ):
        last += 1
        words += units[last].words
    return _measured(units, weights, first, last)


def _measured(units: Sequence[Unit], weights: Sequence[float], first: int, last: int) -> _Run:
    words = sum(unit.words for unit in units[first : last + 1])
    lost = 0.0
    if first and _loose(units, first):
        lost += LOOSE
    elif first and units[first].kind == "dialogue":
        lost += COLD
    if units[last].kind == "dialogue" and asks(units[last]):
        lost += OPEN
    told = sum(weights[i] * min(units[i].words, FULL) for i in range(first, last + 1))
    worth = told / max(words, 1) * (1 - lost)
    return _Run(first, last, words, round(worth, 3))


def _loose(units: Sequence[Unit], index: int) -> bool:
    """Whether what begins at `index` cannot be understood without what stands before it."""
    if index >= len(units):
        return True
    unit = units[index]
    if unit.kind != "dialogue":
        return points_back(unit.text) or leans_back(unit.text)
    before = units[index - 1] if index else None
    goes_on = before is not None and before.kind == "dialogue" and before.speaker == unit.speaker
    return goes_on or (before is not None and asks(before))


def asks(unit: Unit) -> bool:
    """Whether a speech ends with a question."""
    return unit.kind == "dialogue" and unit.text.rstrip("”’\"'").endswith("?")


def _answered(units: Sequence[Unit], index: int) -> bool:
    """Whether the unit behind `index` is a short answer to it."""
    after = units[index + 1]
    return asks(units[index]) and after.kind == "dialogue" and after.words <= _BRIEF


def _filled(units: Sequence[Unit], kept: set[int], words: int) -> list[int]:
    """The kept units, lengthened at their ends while words are left."""
    kept = set(kept)
    left = words - sum(units[i].words for i in kept)
    while left > 0:
        index = next((i for i in _beyond(units, kept) if units[i].words <= left * STRETCHED), None)
        if index is None:
            break
        kept.add(index)
        left -= units[index].words
    return sorted(kept)


def _beyond(units: Sequence[Unit], kept: set[int]) -> Iterator[int]:
    """The units right behind the stretches, then those right before."""
    yield from (i + 1 for i in sorted(kept) if i + 1 < len(units) and i + 1 not in kept)
    yield from (i - 1 for i in sorted(kept) if i > 0 and i - 1 not in kept)
