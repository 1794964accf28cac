"""The sample files that are not part of the project, and the example story that is."""

import os
import resource
from pathlib import Path

import pytest

from reelwright import formats

ROOT = Path(__file__).parents[3]


def _sample(name: str) -> Path:
    path = Path(os.environ.get("REELWRIGHT_SAMPLES", ""), name)
    if not os.environ.get("REELWRIGHT_SAMPLES") or not path.is_file():
        pytest.skip(f"NOT RUN: REELWRIGHT_SAMPLES names no folder with {name}")
    return path


def test_the_example_story() -> None:
    source = formats.read(ROOT / "examples" / "story.md")
    assert (source.title, source.author) == ("The Lamp at Gull Rock", "The Reelwright Authors")
    assert len(source.chapters) == 5
    assert 2000 <= source.words <= 3000


def test_the_text_has_three_chapters() -> None:
    source = formats.read(_sample("a-scandal-in-bohemia.txt"))
    assert source.title == "A Scandal in Bohemia"
    assert [c.title for c in source.chapters] == ["I", "II", "III"]
    assert sum(len(c.passages) for c in source.chapters) == 259


def test_the_book_has_twelve_stories_and_takes_a_second() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    source = formats.read(_sample("adventures-of-sherlock-holmes.epub"))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"the book: {used:.2f} s CPU")
    assert used <= 1.0
    assert (source.author, source.language) == ("Arthur Conan Doyle", "en")
    assert len(source.chapters) == 12
    told = " ".join(p.text for c in source.chapters for p in c.passages)
    assert "Standard Ebooks" not in told
    assert "public domain" not in told


def test_the_pages_have_two_stories_word_for_word() -> None:
    pages = formats.read(_sample("two-sherlock-holmes-stories.pdf"))
    book = formats.read(_sample("adventures-of-sherlock-holmes.epub"))
    for mine, theirs in zip(pages.chapters, book.chapters[:2], strict=True):
        assert mine.title == theirs.title
        here = [p.text for p in mine.passages if p.text]
        there = [p.text for p in theirs.passages if p.text]
        assert len(here) == len(there)
        assert sum(a != b for a, b in zip(here, there, strict=True)) <= 2
