"""Sentences and quotes: where they end, in prose with dialogue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.writing.rules.speech.quotes import pieces, style_of
from reelwright.writing.rules.text.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("It rained. She ran.", ["It rained.", "She ran."]),
        ("Mr. Brown met Dr. J. H. Gray.", ["Mr. Brown met Dr. J. H. Gray."]),
        ("“No!” I cried. “Never!”", ["“No!” I cried.", "“Never!”"]),
        ("“Well?” asked Ada.", ["“Well?” asked Ada."]),
        ("‘Stop!’ the old man shouted. He ran.", ["‘Stop!’ the old man shouted.", "He ran."]),
        ("We saw Mrs. Bell. She waved.", ["We saw Mrs. Bell.", "She waved."]),
        ("One\n line   only.", ["One line only."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(max_size=200))
def test_no_word_is_lost_between_sentences(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("paragraph", "style", "spoken"),
    [
        ("“Come,” said Ada. “It is late.”", "“”", ["Come,", "It is late."]),
        ("‘It’s the boys’ hats,’ said Tom. ‘Look!’", "‘’", ["It’s the boys’ hats,", "Look!"]),
        ("'It's late,' said Tom.", "''", ["It's late,"]),
        ('"Come," said Ada. "Now."', '""', ["Come,", "Now."]),
        ("„Komm“, sagte Karl. „Jetzt.“", "„“", ["Komm", "Jetzt."]),
        ("« Viens », dit Pierre.", "«»", ["Viens"]),
        ("»Komm«, sagte Karl.", "»«", ["Komm"]),
        ("—Hola —dijo Juan—. ¿Vamos?", "—", ["Hola", "¿Vamos?"]),
        ("— Entrez, dit Pierre.", "—", ["Entrez"]),
        ("“A first part without an end", "“”", ["A first part without an end"]),
        ("“He said, ‘Come,’ and went,” Ada told us.", "“”", ["He said, ‘Come,’ and went,"]),
        ("They called it the “long room” in those days.", "“”", []),
        ("Over the door was written: “Closed for ever.”", "“”", []),
        ("The letter ran in this way: “I shall come on Friday.”", "“”", []),
        ("The ‘Pink ’un’ lay there.", "‘’", []),
    ],
)
def test_what_is_spoken(paragraph: str, style: str, spoken: list[str]) -> None:
    around = [paragraph] * 5
    found = style_of(around)
    if spoken:
        assert found == style
    assert [p.text for p in pieces(paragraph, found) if p.speech] == spoken


def test_an_unclosed_speech_goes_on() -> None:
    first, last = (pieces(p, "“”")[-1] for p in ("“Let me tell you.", "“That is all.”"))
    assert (first.closed, last.closed) == (False, True)


@given(st.lists(st.text(alphabet="aB .,!?“”‘’\"'„«»—\n", max_size=60), max_size=5))
def test_no_mixture_of_quotes_breaks_the_pieces(paragraphs: list[str]) -> None:
    style = style_of(paragraphs)
    for paragraph in paragraphs:
        letters = "".join(p.text for p in pieces(paragraph, style))
        assert [c for c in letters if c in "aB"] == [c for c in paragraph if c in "aB"]
