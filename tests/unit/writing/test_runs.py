"""Runs: what is kept of a scene is told in whole stretches, from its beginning to its end."""

from itertools import pairwise

import pytest

from reelwright.writing.answers import Stretch
from reelwright.writing.rules.text.condense import condense
from reelwright.writing.rules.text.runs import Wanted, asks
from reelwright.writing.rules.text.units import Unit, units_of


def scene() -> list[Unit]:
    """Sixty units: told sentences, and a question with its answer after every four of them."""
    units: list[Unit] = []
    for number in range(12):
        units += [
            Unit("narration", f"The man in coat number {number} walked down to the grey river.")
        ] * 3
        units.append(Unit("dialogue", f"Did you see the boat with number {number}?", "Anna"))
        units.append(Unit("dialogue", f"I saw number {number} go by.", "Peter"))
    return units


@pytest.mark.parametrize("words", [60, 120, 200, 300])
def test_kept_units_are_few_whole_stretches(words: int) -> None:
    units = scene()
    kept = [k.unit for k in condense(units, [], Wanted(words, opening=True, closing=True))]
    assert kept[0] == 0
    told = sum(units[i].words for i in kept)
    assert abs(told - words) <= max(20, words * 0.2)
    jumps = sum(1 for a, b in pairwise(kept) if b != a + 1)
    assert jumps <= words / 60


@pytest.mark.parametrize("words", [120, 200, 300])
def test_no_answer_stands_without_its_question(words: int) -> None:
    units = scene()
    kept = {k.unit for k in condense(units, [], Wanted(words, opening=True, closing=True))}
    alone = [i for i in kept if i and asks(units[i - 1]) and i - 1 not in kept]
    assert not alone


def test_a_long_scene_ends_at_its_end() -> None:
    units = scene()
    kept = condense(units, [], Wanted(200, opening=True, closing=True))
    assert kept[-1].unit == len(units) - 1


@pytest.mark.parametrize(
    ("told", "after"),
    [
        (" remarked Anna with a nod and a smile. It rained.", ["It rained."]),
        (" said Anna as the bells rang over the town.", ["The bells rang over the town."]),
        (" said Anna, and sat down.", ["Anna sat down."]),
        (" read Anna.", []),
    ],
)
def test_what_a_tag_carries_is_a_sentence_of_its_own(told: str, after: list[str]) -> None:
    speech = Stretch(kind="speech", text="Well,", speaker="Anna")
    units = units_of([[speech, Stretch(kind="told", text=told, speaker="")]])
    assert [u.text for u in units if u.kind != "dialogue"] == after


def test_nested_quotes_are_not_said() -> None:
    text = "He said ‘sir’ and ‘please,’ and I didn’t mind."
    (unit,) = units_of([[Stretch(kind="speech", text=text, speaker="Anna")]])
    assert unit.text == "He said sir and please, and I didn’t mind."
