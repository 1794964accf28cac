"""Condensing: one text Order a scene asks which of its units stay."""

from collections.abc import Sequence
from typing import Any

from reelwright.film.order import Recipe
from reelwright.writing.answers import CondenseAnswer
from reelwright.writing.asking import ask
from reelwright.writing.budget import Share
from reelwright.writing.rules.people.names_in import Named, names_in
from reelwright.writing.rules.text.units import Unit
from reelwright.writing.staging import people_params


def entrances(scenes: Sequence[Sequence[Unit]], people: Sequence[Named]) -> list[list[str]]:
    """For every scene the persons whom the chapter first tells of in it."""
    seen: set[str] = set()
    news = []
    for units in scenes:
        told = " ".join(u.text for u in units if u.kind != "dialogue")
        named = names_in(told, people)
        fresh = [name for name in dict.fromkeys(named) if name not in seen]
        seen.update(fresh)
        news.append(fresh)
    return news


def condensed(
    units: Sequence[Unit], people: Sequence[Named], share: Share, new: Sequence[str]
) -> Recipe[list[Unit]]:
    """The units of one scene that stay within its share; `new` names first appear in it."""
    speakers = {unit.speaker for unit in units}
    text = " ".join(unit.text for unit in units)
    present = [p for p in people if p.name in speakers or p.narrator or names_in(text, [p])]
    params: dict[str, Any] = {
        "units": [{"kind": u.kind, "text": u.text, "speaker": u.speaker} for u in units],
        "people": people_params(present),
        "words": share.words,
        "opening": share.opening,
        "closing": share.closing,
        "new": list(new),
    }
    (answer,) = yield [ask("condense", params, CondenseAnswer, lambda a: _misses(a, len(units)))]
    return [
        Unit(units[k.unit].kind, k.text, units[k.unit].speaker, units[k.unit].paragraph)
        for k in answer.kept
    ]


def _misses(answer: CondenseAnswer, count: int) -> str:
    order = [kept.unit for kept in answer.kept]
    if not order or order != sorted(set(order)) or order[-1] >= count:
        return f"units must be distinct, in order, and below {count}"
    return ""
