"""Budgets: how many words each scene may keep, so that its chapter lasts its minutes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.writing.rules.scenes.mood import turns
from reelwright.writing.rules.text.units import Unit

WORDS_A_SECOND = 2.1
"""Words a second of film: 2.5 spoken (150 a minute), less the breath behind each shot."""
LEAST = 75
"""Words a scene needs so that something can happen in it: about 35 s."""
STEP = 5
"""Budgets are whole steps, so that an edited sentence leaves other scenes' budgets alone."""


@dataclass(frozen=True)
class Share:
    """What scene number `scene` (from 0) of a chapter may keep."""

    scene: int
    words: int
    opening: bool = False
    closing: bool = False


def shares_of(scenes: Sequence[Sequence[Unit]], minutes: float) -> list[Share]:
    """The scenes that stay and their words. A chapter short enough keeps everything."""
    sizes = [sum(unit.words for unit in units if unit.kind != "action") for units in scenes]
    told = [index for index, size in enumerate(sizes) if size]
    budget = round(minutes * 60 * WORDS_A_SECOND)
    if sum(sizes) <= budget * 1.1:
        return [Share(index, sizes[index] + STEP) for index in told]
    chosen = _chosen(scenes, sizes, told, max(1, round(budget / LEAST)))
    weights = {index: math.sqrt(sizes[index]) for index in chosen}
    total = sum(weights.values())
    return [
        Share(
            scene=index,
            words=max(STEP, round(budget * weights[index] / total / STEP) * STEP),
            opening=index == chosen[0],
            closing=index == chosen[-1],
        )
        for index in chosen
    ]


def _chosen(
    scenes: Sequence[Sequence[Unit]], sizes: Sequence[int], told: Sequence[int], most: int
) -> list[int]:
    """The scenes worth keeping: the first, the last, and those in which most happens."""
    if len(told) <= most:
        return list(told)

    def weight(index: int) -> float:
        spoken = sum(unit.words for unit in scenes[index] if unit.kind == "dialogue")
        turned = sum(min(2, turns(unit.text)) for unit in scenes[index])
        return math.sqrt(sizes[index]) + 0.5 * math.sqrt(spoken) + 0.5 * math.sqrt(turned)

    ends = [told[0], told[-1]] if most > 1 else [told[0]]
    between = [index for index in told if index not in ends]
    best = sorted(between, key=lambda index: (-round(weight(index)), index))[: most - len(ends)]
    return sorted({*ends, *best})
