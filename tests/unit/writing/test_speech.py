"""Speech: every kind of sign for who speaks, each on its own."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.writing.rules.people.finding import Person, find_people
from reelwright.writing.rules.speech.attribution import attribute

CAST = [
    Person("Hugo Marsh", ("Marsh", "Mr. Marsh"), "male", mentions=20),
    Person("Clara Finch", ("Clara", "Miss Finch"), "female", mentions=12),
    Person("Inspector Brand", ("Brand",), "male", mentions=5),
    Person("Burton", ("Dr. Burton",), "male", mentions=4, narrator=True),
]

SCRAPS = [*"aI .,!?:“”‘’\"'„«»—", " said Marsh", " he cried", " the inspector", "Clara "]


def speakers(paragraphs: Sequence[str], people: Sequence[Person] = CAST) -> list[str]:
    """The speakers of all speeches in order, by the last word of their names."""
    return [
        (span.speaker.split() or ["?"])[-1]
        for spans in attribute(paragraphs, people)
        for span in spans
        if span.kind == "speech"
    ]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["“Yes,” said Marsh."], ["Marsh"]),
        (["“Yes,” Clara replied quietly."], ["Finch"]),
        (["“Yes,” said I."], ["Burton"]),
        (["“Yes,” the inspector remarked."], ["Brand"]),
        (["Marsh turned to her and said: “Yes.”"], ["Marsh"]),
        (["Clara shook her head. “No. I never saw it.”"], ["Finch"]),
        (["“No.” Clara shook her head. “I never saw it.”"], ["Finch", "Finch"]),
        (["Clara held up the letter.", "“It is his,” she said."], ["Finch"]),
        (["Clara saw Marsh.", "“It is late,” he said."], ["Marsh"]),
        (["“It is late,” he cried, seizing Marsh by the arm.", "“So it is,” said Marsh."],
         ["Brand", "Marsh"]),
        (["“Why?” asked Clara.", "“Because,” said Marsh.", "“Because what?”", "“I forget.”"],
         ["Finch", "Marsh", "Finch", "Marsh"]),
        (["“You are late, Marsh,” said Clara.", "“I know.”"], ["Finch", "Marsh"]),
        (["“Where is it?” said Clara.", "“Gone, Miss Finch.” Marsh laughed."], ["Finch", "Marsh"]),
        (["“I shall tell you,” said Clara. “It began so.", "“Then it rained.", "“That is all.”",
          "“Thank you,” said Marsh."], ["Finch", "Finch", "Finch", "Finch", "Marsh"]),
        (["“Look,” said Clara, “there he goes,” and she ran."], ["Finch", "Finch"]),
        (["“Go!” cried Clara. “Stay,” said Marsh."], ["Finch", "Marsh"]),
        (["“He said, ‘Marsh is a fool,’ and left,” said Clara."], ["Finch"]),
        (["“Help!” cried several voices."], ["?"]),
        (["“My friend knows,” I said.", "“I do,” said my friend."], ["Burton", "Marsh"]),
    ],
)  # fmt: skip
def test_signs(paragraphs: list[str], expected: list[str]) -> None:
    scene = ["Marsh, Clara and Inspector Brand stood in the room with me.", *paragraphs]
    assert speakers(scene) == expected


def test_a_voice_is_whose_owner_comes_in() -> None:
    told = [
        "Marsh and Clara stood in the room with me.",
        "“We are alone,” said Clara.",
        "“Quite alone,” said Marsh.",
        "“I would not say so,” said a voice behind them.",
        "Inspector Brand stood in the doorway with a lamp.",
    ]
    assert speakers(told) == ["Finch", "Marsh", "Brand"]


def test_a_quoted_word_belongs_to_the_told_text() -> None:
    (spans,) = attribute(["They called it the “long room” then."], CAST)
    assert [(s.kind, s.text) for s in spans] == [("told", "They called it the “long room” then.")]


def test_speech_stands_without_its_quotes_and_nothing_is_lost() -> None:
    (spans,) = attribute(["Clara rose. “Come,” she said, “it is late.”"], CAST)
    assert [(s.kind, s.text) for s in spans] == [
        ("told", "Clara rose."),
        ("speech", "Come,"),
        ("told", "she said,"),
        ("speech", "it is late."),
    ]


def test_a_long_told_story_keeps_its_teller() -> None:
    tale = [f"“ ‘Number {n},’ said he, ‘is gone.’" for n in range(30)]
    paragraphs = ["“Listen,” said Clara. “I will tell all.", *tale, "“That was the end.”"]
    assert set(speakers(paragraphs)) == {"Finch"}


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["‘It’s late,’ said Tom.", "‘It isn’t,’ said Anna."], ["Tom", "Anna"]),
        (["„Komm“, sagte Karl.", "„Nein“, antwortete Eva."], ["Karl", "Eva"]),
        (["« Viens », dit Pierre.", "« Non », répondit Marie."], ["Pierre", "Marie"]),
        (["— Viens, dit Pierre.", "— Non, répondit Marie."], ["Pierre", "Marie"]),
        (["—Hola —dijo Juan—. ¿Vamos?", "—No —respondió Maria."], ["Juan", "Juan", "Maria"]),
    ],
)
def test_quotes_of_other_languages(paragraphs: list[str], expected: list[str]) -> None:
    assert speakers(paragraphs, find_people([paragraphs])) == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(SCRAPS), max_size=12).map("".join), max_size=6))
def test_no_text_breaks_the_attribution(paragraphs: list[str]) -> None:
    spans = attribute(paragraphs, CAST)
    assert len(spans) == len(paragraphs)
    known = {p.name for p in CAST} | {""}
    assert all(span.speaker in known for line in spans for span in line)


def test_nobody_known_means_nobody_named() -> None:
    assert speakers(["“Yes,” said Marsh."], []) == ["?"]
