from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.cutting import captions
from reelwright.cutting.lettering.subtitles import GAP, LINE, LONGEST, SHORTEST
from reelwright.cutting.lettering.words import timed
from reelwright.film.timeline import GLUE

RATE = 24
TALE = (
    "At the end of the harbour wall, where the stones were green and nobody went after dark, stood "
    "the old lighthouse that Captain Hale had kept for thirty years without once letting the lamp "
    "go out. He said nothing. “Is it you?” she asked, and the wind took the words away."
)


def spoken(text: str, pace: float = 0.075) -> list[list[object]]:
    """[[word, start, end], …] as a voice would report them, without punctuation."""
    facts: list[list[object]] = []
    at = 0.0
    for word in text.split():
        end = at + pace * len(word) + 0.06
        facts.append([word.strip("“”.,?!").lower(), at, end])
        at = end + (0.4 if word[-1] in ".?!”" else 0.15 if word[-1] == "," else 0.02)
    return facts


LINES = [(1.0, spoken(TALE), TALE, "Narrator"), (30.0, spoken("No."), "No.", "A"),
         (31.0, spoken("Why not?"), "Why not?", "B")]  # fmt: skip


def test_captions_keep_every_word_in_order() -> None:
    shown = " ".join(line for caption in captions(LINES, RATE) for line in caption.lines)
    assert shown == " ".join(text for _, _, text, _ in LINES)


@pytest.mark.parametrize("pace", [0.045, 0.075, 0.12])
def test_captions_keep_the_limits(pace: float) -> None:
    found = captions([(1.0, spoken(TALE, pace), TALE, "N")], RATE)
    for caption in found:
        assert 1 <= len(caption.lines) <= 2
        assert max(map(len, caption.lines)) <= LINE
        assert SHORTEST <= (caption.end - caption.start) / RATE <= LONGEST
    for one, two in pairwise(found):
        assert two.start - one.end >= GAP


def test_captions_can_be_read_where_the_voice_allows() -> None:
    for caption in captions(LINES, RATE):
        assert sum(map(len, caption.lines)) / ((caption.end - caption.start) / RATE) <= 17


def test_captions_come_with_their_words() -> None:
    found = captions(LINES, RATE)
    words = timed(TALE, spoken(TALE), 1.0)
    at = 0
    for caption in found[:-2]:
        count = sum(len(line.split()) for line in caption.lines)
        assert abs(caption.start - words[at].begin * RATE) <= 0.35 * RATE
        assert caption.end >= int(words[at + count - 1].end * RATE) - 1
        at += count


def test_breaks_come_at_sense() -> None:
    found = captions([(0.0, spoken(TALE), TALE, "N")], RATE)
    openers = ("and", "that", "without", "where", "stood", "He", "“Is", "for")
    for caption in found[1:]:
        assert caption.lines[0].startswith(openers)


def test_a_new_speaker_begins_a_new_caption() -> None:
    assert [c.lines for c in captions(LINES, RATE)[-2:]] == [("No.",), ("Why not?",)]


def test_words_the_voice_reads_otherwise_are_laid_between_their_neighbours() -> None:
    facts = [["in", 0.0, 0.2], ["eighteen", 0.2, 0.6], ["ninety", 0.6, 1.0], ["he", 1.0, 1.1],
             ["came", 1.1, 1.5]]  # fmt: skip
    words = timed("In 1890 he came.", facts, 10.0)
    assert [w.text for w in words] == ["In", "1890", "he", "came."]
    assert words[1].begin == pytest.approx(10.2)
    assert words[1].end == pytest.approx(11.0)
    assert words[3].end == pytest.approx(11.5)


def test_text_without_timings_or_spaces_is_still_shown() -> None:
    assert captions([(0.0, [], "Hello.", "")], RATE)[0].lines == ("Hello.",)
    assert captions([], RATE) == ()
    for caption in captions([(0.0, [["x", 0.0, 9.0]], "字" * 90, "")], RATE):
        assert max(map(len, caption.lines)) <= 21


PAUSE = st.floats(0, 2, allow_nan=False)
SOUNDED = st.floats(0, 1.5, allow_nan=False)
WORD = st.text("abcdeé,.?”“—", min_size=1, max_size=14)
LINE_HEARD = st.lists(st.tuples(WORD, PAUSE, SOUNDED), min_size=1, max_size=40)


@given(st.lists(st.tuples(PAUSE, LINE_HEARD), max_size=5), st.sampled_from([24, 25, 30]))
def test_captions_are_sane_whatever_the_voice_does(
    heard: list[tuple[float, list[tuple[str, float, float]]]], rate: int
) -> None:
    """Lines one after another or into each other; words of any length, with any pauses."""
    lines: list[tuple[float, list[list[object]], str, str]] = []
    begin = 0.0
    for gap, words in heard:
        begin += gap
        facts: list[list[object]] = []
        at = 0.0
        for word, pause, long in words:
            facts.append([word, at + pause, at + pause + long])
            at += pause + long
        lines.append((begin, facts, " ".join(word for word, _, _ in words), "N"))
    found = captions(lines, rate)
    shown = " ".join(line for caption in found for line in caption.lines)
    assert shown == " ".join(text for _, _, text, _ in lines)
    for caption in found:
        assert 1 <= len(caption.lines) <= 2
        assert max(map(len, caption.lines)) <= LINE
        assert 0 <= caption.start < caption.end
        assert caption.end - caption.start <= LONGEST * rate
    for one, two in pairwise(found):
        assert one.end + GAP <= two.start


CHINESE = (
    "夜里下着雨，小梅站在海边等船。她说：“灯塔的灯三十年来从来没有熄灭过，今天晚上也不会熄灭。”"
)


@pytest.mark.parametrize("columns", [42, 26, 18])
@pytest.mark.parametrize("spoken_words", [False, True])
def test_lines_of_scripts_without_spaces_are_cut_and_nothing_is_put_between(
    columns: int, spoken_words: bool
) -> None:
    facts: list[list[object]] = [[c, n * 0.2, n * 0.2 + 0.19] for n, c in enumerate(CHINESE)]
    found = captions([(1.0, facts, CHINESE, "N")], RATE, columns, spoken=spoken_words)
    lines = [line.replace(GLUE, "") for caption in found for line in caption.lines]
    assert "".join(lines) == CHINESE
    assert max(2 * len(line) for line in lines) <= columns + 2 * lines[0].count("：")
    assert not any(line[0] in "，。：”" for line in lines)
    for caption in found:
        words = [word for line in caption.lines for word in line.replace(GLUE, " ").split()]
        assert len(caption.spoken) == (len(words) if spoken_words else 0)
        assert spoken_words or GLUE not in "".join(caption.lines)
