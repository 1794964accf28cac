"""Who speaks, measured against samples marked by hand (tests/samples).

A marking holds a file's SHA-256, the persons who speak more than twice (`called`: every name that
is right for them), other persons who are named, and spoken lines as [paragraph, quote, speaker]. A
speaker with `@` has no name in the text. Lines told inside another's speech count for the teller.
`tuned`: whether the rules were improved while looking at this text.
"""

import hashlib
import json
import os
import re
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pydantic import JsonValue

from reelwright.writing import answer
from reelwright.writing.answers import SpeechAnswer, Stretch
from reelwright.writing.asking import text_order
from reelwright.writing.rules.people.finding import Person, find_people
from reelwright.writing.staging import named_of, people_params

ROOT = Path(__file__).parents[3]
MARKED = ROOT / "tests" / "samples"
ABROAD = ("scandal", "redheaded", "carbuncle", "speckled")
XHTML = "{http://www.w3.org/1999/xhtml}p"
SPOKEN_RIGHT = 0.8
SPEAKERS_FOUND = 0.9


def marking(name: str) -> dict[str, Any]:
    marks: dict[str, Any] = json.loads((MARKED / f"{name}.json").read_text(encoding="utf-8"))
    return marks


def marked_text(name: str) -> list[str]:
    """The paragraphs of a marked text; skips where the samples are not at hand."""
    marks = marking(name)
    folder = ROOT / "examples"
    if name in ABROAD:
        if not os.environ.get("REELWRIGHT_SAMPLES"):
            pytest.skip("NOT RUN: REELWRIGHT_SAMPLES does not point at the folder with the samples")
        folder = Path(os.environ["REELWRIGHT_SAMPLES"])
    path = folder / marks["file"]
    if hashlib.sha256(path.read_bytes()).hexdigest() != marks["sha256"]:
        pytest.fail(f"{path.name} is not the text that was marked: mark {name}.json again")
    return list(paragraphs_of(path, marks["member"]))


@lru_cache(maxsize=8)
def paragraphs_of(path: Path, member: str) -> tuple[str, ...]:
    if member:
        with zipfile.ZipFile(path) as archive:
            tree = etree.fromstring(archive.read(member))
        texts = [" ".join("".join(map(str, p.itertext())).split()) for p in tree.iter(XHTML)]
    else:
        blocks = path.read_text(encoding="utf-8").split("\n\n")
        texts = [" ".join(block.split()) for block in blocks]
    return tuple(text for text in texts if text)


@lru_cache(maxsize=8)
def understood(paragraphs: tuple[str, ...]) -> tuple[list[Person], list[list[Stretch]]]:
    """Persons and speeches as the recipe gets them: from Orders that know this text alone."""
    people = find_people([paragraphs])
    params: dict[str, JsonValue] = {
        "paragraphs": list(paragraphs),
        "people": people_params(named_of(people, "\n".join(paragraphs))),
    }
    told = SpeechAnswer.model_validate_json(answer(text_order("speech", params)))
    return people, told.paragraphs


def plain(name: str) -> str:
    return name.replace(".", "").lower()


def names_of(person: Person) -> set[str]:
    return {plain(n) for n in (person.name, *person.aliases)}


def means(people: list[Person], speaker: str, marks: dict[str, Any], truth: str) -> bool:
    """Whether `speaker`, as attributed, is the marked one; nameless ones may stay unknown."""
    named = {
        plain(call)
        for s in marks["speakers"]
        for call in s["called"]
        if not s["name"].startswith("@")
    }
    person = next((p for p in people if p.name == speaker), None)
    names = names_of(person) if person else set()
    if truth.startswith("@"):
        return not names & named
    right = next(s for s in marks["speakers"] if s["name"] == truth)
    return bool(names & {plain(c) for c in right["called"]})


def spoken(paragraph: str, spans: list[Stretch], quote: int) -> str | None:
    """The speaker given to the paragraph's quote of that index, None when it was taken as told."""
    inside = re.findall(r"[“\"]([^”\"]+)[”\"]?", paragraph)[quote].strip()
    return next(
        (s.speaker for s in spans if s.kind == "speech" and s.text.startswith(inside[:40])), None
    )


@pytest.mark.parametrize("name", [*ABROAD, "story"])
def test_most_spoken_lines_have_the_right_speaker(name: str) -> None:
    paragraphs = tuple(marked_text(name))
    marks = marking(name)
    people, spans = understood(paragraphs)
    wrong = []
    for paragraph, quote, truth in marks["lines"]:
        found = spoken(paragraphs[paragraph], spans[paragraph], quote)
        if found is None or not means(people, found, marks, truth):
            wrong.append((paragraph, quote, truth, found))
    right = 1 - len(wrong) / len(marks["lines"])
    print(f"{name}: {right:.2f} of {len(marks['lines'])} spoken lines")
    assert right >= SPOKEN_RIGHT, wrong


def test_nearly_all_who_speak_more_than_twice_are_found_in_the_example() -> None:
    found, missing = speakers_found(["story"])
    assert found >= SPEAKERS_FOUND, missing


def test_nearly_all_who_speak_more_than_twice_are_found() -> None:
    found, missing = speakers_found(ABROAD)
    assert found >= SPEAKERS_FOUND, missing


def speakers_found(names: tuple[str, ...] | list[str]) -> tuple[float, list[str]]:
    count, missing = 0, []
    for name in names:
        people, _ = understood(tuple(marked_text(name)))
        known = set().union(*(names_of(p) for p in people))
        for speaker in marking(name)["speakers"]:
            count += 1
            if not known & {plain(c) for c in speaker["called"]}:
                missing.append(speaker["name"])
    print(f"{1 - len(missing) / count:.2f} of {count} speakers, missing {missing}")
    return 1 - len(missing) / count, missing


@pytest.mark.parametrize("name", [*ABROAD, "story"])
def test_only_persons_are_taken_for_persons(name: str) -> None:
    paragraphs = tuple(marked_text(name))
    marks = marking(name)
    people, _ = understood(paragraphs)
    persons = {plain(n) for s in marks["speakers"] for n in (s["name"], *s["called"])}
    persons |= {plain(n) for n in marks["others"]}
    last_words = {n.split()[-1] for n in persons}
    strangers = [
        p.name
        for p in people
        if not names_of(p) & persons and plain(p.name).split()[-1] not in last_words
    ]
    assert not strangers


@pytest.mark.parametrize("name", [*ABROAD, "story"])
def test_the_narrator_is_known(name: str) -> None:
    paragraphs = tuple(marked_text(name))
    people, _ = understood(paragraphs)
    told = [s["name"] for s in marking(name)["speakers"] if s.get("narrator")]
    assert [p.name for p in people if p.narrator] == told
