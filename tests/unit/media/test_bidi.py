"""Words read from the right, and numbers and signs among them, in the order they are seen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.media.letters import bidi
from reelwright.media.letters.runs import clean, runs


def seen(line: str, base: int | None = None) -> str:
    """The characters from left to right."""
    return "".join(line[index] for index in bidi.in_sight(bidi.levels(line, base)))


@pytest.mark.parametrize(
    ("line", "sight"),
    [
        ("plain words", "plain words"),
        ("שלום", "םולש"),
        ("ab שלום עולם cd", "ab םלוע םולש cd"),
        ("שלום ab", "ab םולש"),
        # Numbers stand to the left of the word before them, and keep their own order.
        ("ab שלום 123 cd", "ab 123 םולש cd"),
        ("שלום 12.5, abc", "abc ,12.5 םולש"),
        ("عدد 1,000%", "%1,000 ددع"),
        # Brackets go with what is inside them (they are mirrored when they are drawn).
        ("שלום (abc) שלום", "םולש )abc( םולש"),
        ("ab (שלום) cd", "ab (םולש) cd"),
        ("שלום! ab", "ab !םולש"),
        ("ab שלום!", "ab םולש!"),
        ("3 שלום", "םולש 3"),
        ("", ""),
    ],
)
def test_the_order_of_sight(line: str, sight: str) -> None:
    assert seen(line) == sight


def test_a_line_takes_its_direction_from_its_text() -> None:
    assert seen("!שלום", base=0) == "!םולש"
    assert seen("שלום!", base=0) == "םולש!"
    assert seen("שלום!", base=1) == "!םולש"
    assert [bidi.direction(text) for text in ("ab", "שלום ab", "12 שלום", "", "…")] == [
        0,
        1,
        1,
        0,
        0,
    ]


@given(st.text("ab12 .,()%-אבגعدד\u0301😀", max_size=24), st.sampled_from([None, 0, 1]))
def test_every_character_is_seen_once(line: str, base: int | None) -> None:
    levels = bidi.levels(line, base)
    assert sorted(bidi.in_sight(levels)) == list(range(len(line)))
    assert all(0 <= level <= 2 for level in levels)


@settings(deadline=None)
@given(st.text("ab12 ().אבد中あ😀\u200d\ufe0f", max_size=16))
def test_runs_hold_every_character_once(line: str) -> None:
    line = clean(line).replace("\n", " ")
    assert sorted("".join(run.text for run in runs(line, "sans"))) == sorted(line)
