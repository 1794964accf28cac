"""Condensing: which units of a scene stay when only so many words can be told.

Every unit is weighed by what it tells; the stretches (`runs.py`) that weigh most for their length
are kept whole. Nothing but the scene itself is looked at.
"""

import re
from collections.abc import Sequence

from reelwright.writing.answers import Kept
from reelwright.writing.rules.people.names_in import Named, names_in
from reelwright.writing.rules.scenes.mood import deeds, turns
from reelwright.writing.rules.text.repair import leans_back, repaired
from reelwright.writing.rules.text.runs import Wanted, runs_of
from reelwright.writing.rules.text.units import Unit


def condense(units: Sequence[Unit], people: Sequence[Named], wanted: Wanted) -> list[Kept]:
    """The units that stay, in order, with their texts repaired; at least one."""
    if sum(unit.words for unit in units) <= wanted.words * 1.1:
        return [Kept(unit=i, text=u.text) for i, u in enumerate(units)]
    chosen = runs_of(units, _weights(units, people, wanted), wanted)
    return [Kept(unit=i, text=text) for i, text in repaired(units, chosen, people)]


def _weights(units: Sequence[Unit], people: Sequence[Named], wanted: Wanted) -> list[float]:
    unseen = set(wanted.new)
    here: set[str] = set()
    weights = []
    central = _central(units)
    first = next((i for i, u in enumerate(units[:4]) if u.kind == "narration"), 0)
    for index, unit in enumerate(units):
        weight = (
            _told_weight(unit)
            if unit.kind != "dialogue"
            else _spoken_weight(unit, len(names_in(unit.text, people)))
        )
        weight += 0.25 * min(3, len(central & _matter(unit.text)))
        named = set(names_in(unit.text, people)) if unit.kind == "narration" else set()
        if named & unseen:
            weight += 2.5
            unseen -= named
        elif named - here:
            weight += 0.4
        here |= named
        if index == first:
            weight += 3.0 if wanted.opening else 2.0
        if index == len(units) - 1:
            weight += 3.0 if wanted.closing else 0.8
        weights.append(weight)
    return weights


def _matter(text: str) -> set[str]:
    """The words of a text that carry matter: long ones, without capitals."""
    return set(re.findall(r"\b[a-z]{5,}\b", text)) - _LIGHT


_LIGHT_WORDS = (
    "about above after again against along among around because before behind being below "
    "between could every first little might never other quite rather should since still their "
    "there these thing things think those though three through under until where which while "
    "whose would shall without always almost himself herself myself nothing something looked "
    "asked"
)
_LIGHT = frozenset(_LIGHT_WORDS.split())


def _central(units: Sequence[Unit]) -> set[str]:
    """Words that several units of the scene share: what the scene is about."""
    counts: dict[str, int] = {}
    for unit in units:
        for word in _matter(unit.text):
            counts[word] = counts.get(word, 0) + 1
    return {word for word, count in counts.items() if count >= 3}


def _told_weight(unit: Unit) -> float:
    weight = 0.6 + 0.6 * min(3, turns(unit.text)) + 0.35 * min(3, deeds(unit.text))
    if unit.words > 32:
        weight -= 0.05 * (unit.words - 32)
    if leans_back(unit.text):
        weight -= 0.5
    return weight


def _spoken_weight(unit: Unit, named: int) -> float:
    weight = 2.0 + 0.4 * min(3, turns(unit.text))
    if unit.speaker:
        weight += 0.3
    if re.search(r"[?!]", unit.text):
        weight += 0.3
    if unit.words > 30:
        weight -= 0.03 * (unit.words - 30)
    if unit.words < 3:
        weight -= 0.6
    weight += 0.3 * min(2, named)
    return weight
