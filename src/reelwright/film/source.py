"""The given work: chapters of addressed passages, whatever file it came in."""

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from reelwright.film.noun import Noun, digest

PassageKind = Literal["text", "break", "slug", "action", "dialogue", "transition"]


class Passage(Noun):
    """One paragraph of prose, or one element of a script.

    `address` names the passage for good (`ch2/1f0c9a3b`): it survives edits elsewhere, never takes
    part in a fingerprint, and is what a shot's stable id is made of.
    Kinds: `text` and `break` (a scene break) in prose; `slug`, `action`, `dialogue` (with
    `speaker`) and `transition` in scripts.
    """

    text: str
    kind: PassageKind = "text"
    speaker: str = ""
    address: str = ""


class Chapter(Noun):
    """A stretch of the work with a title of its own. `number` counts from 1 in the whole work."""

    number: int
    title: str = ""
    passages: tuple[Passage, ...] = ()


class Source(Noun):
    """A work as read: `form` says whether its passages are prose or script elements."""

    title: str = ""
    author: str = ""
    language: str = "en"
    form: Literal["prose", "script"] = "prose"
    chapters: tuple[Chapter, ...] = ()

    @property
    def words(self) -> int:
        return sum(len(p.text.split()) for c in self.chapters for p in c.passages)


def addressed(source: Source, previous: Source | None = None) -> Source:
    """Give every passage its address; passages of `previous` that were only edited keep theirs.

    A fresh address is the chapter's number and a hash of the text, with a count behind repeated
    texts. Runs of passages replaced by equally many are taken as edited in place.
    """
    kept = _kept_addresses(source, previous) if previous else {}
    taken = set(kept.values())
    counts: Counter[str] = Counter()
    chapters = []
    for chapter in source.chapters:
        passages = []
        for index, passage in enumerate(chapter.passages):
            address = kept.get((chapter.number, index)) or _fresh(chapter, passage, taken, counts)
            taken.add(address)
            passages.append(passage.model_copy(update={"address": address}))
        chapters.append(chapter.model_copy(update={"passages": tuple(passages)}))
    return source.model_copy(update={"chapters": tuple(chapters)})


def _fresh(chapter: Chapter, passage: Passage, taken: set[str], counts: Counter[str]) -> str:
    stem = f"ch{chapter.number}/{digest([passage.kind, passage.speaker, passage.text])[:8]}"
    while True:
        counts[stem] += 1
        address = stem if counts[stem] == 1 else f"{stem}-{counts[stem]}"
        if address not in taken:
            return address


def _kept_addresses(source: Source, previous: Source) -> dict[tuple[int, int], str]:
    before = {c.number: c for c in previous.chapters}
    kept: dict[tuple[int, int], str] = {}
    for chapter in source.chapters:
        old = before.get(chapter.number)
        if old is None:
            continue
        before_texts = [p.text for p in old.passages]
        for old_index, index in _matched(before_texts, [p.text for p in chapter.passages]):
            kept[chapter.number, index] = old.passages[old_index].address
    return kept


COSTLY = 4_000_000
"""Pairs of passages that are compared at most; beyond, what lies between edits is new."""


def _matched(old: list[str], new: list[str]) -> Iterator[tuple[int, int]]:
    """Indices of passages that are the same, or that stand in the place of an edited one."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        yield head, head
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
        yield len(old) - tail, len(new) - tail
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(a) * len(b) > COSTLY:
        return
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and a2 - a1 == b2 - b1):
            for first, second in zip(range(a1, a2), range(b1, b2), strict=True):
                yield head + first, head + second
