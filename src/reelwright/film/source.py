"""The given work: chapters of addressed passages, whatever file it came in."""

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
    chapters = []
    for chapter in source.chapters:
        passages = []
        for index, passage in enumerate(chapter.passages):
            address = kept.get((chapter.number, index)) or _fresh(chapter, passage, taken)
            taken.add(address)
            passages.append(passage.model_copy(update={"address": address}))
        chapters.append(chapter.model_copy(update={"passages": tuple(passages)}))
    return source.model_copy(update={"chapters": tuple(chapters)})


def _fresh(chapter: Chapter, passage: Passage, taken: set[str]) -> str:
    stem = f"ch{chapter.number}/{digest([passage.kind, passage.speaker, passage.text])[:8]}"
    address, count = stem, 1
    while address in taken:
        count += 1
        address = f"{stem}-{count}"
    return address


def _kept_addresses(source: Source, previous: Source) -> dict[tuple[int, int], str]:
    before = {c.number: c for c in previous.chapters}
    kept: dict[tuple[int, int], str] = {}
    for chapter in source.chapters:
        old = before.get(chapter.number)
        if old is None:
            continue
        matcher = SequenceMatcher(
            None, [p.text for p in old.passages], [p.text for p in chapter.passages], autojunk=False
        )
        for tag, a1, a2, b1, b2 in matcher.get_opcodes():
            if tag == "equal" or (tag == "replace" and a2 - a1 == b2 - b1):
                for old_index, index in zip(range(a1, a2), range(b1, b2), strict=True):
                    kept[chapter.number, index] = old.passages[old_index].address
    return kept
