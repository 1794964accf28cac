"""Evidence: what one chapter says about each name in it, as counts that can be added up."""

import re
from collections import Counter
from collections.abc import Sequence

from reelwright.writing.rules.people.lexicon_people import HUMAN_VERBS, ROLES, SPEECH_VERBS
from reelwright.writing.rules.people.names import Named, named
from reelwright.writing.rules.speech.quotes import Piece
from reelwright.writing.rules.speech.tags import tag_behind

Forms = dict[str, Counter[str]]

_LOWER = re.compile(r"(?<![\w’'-])[a-zà-ÿ][\w’'-]*")
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|into|through|across|throughout|via|outside)\s+$")
_ARTICLE_BEFORE = re.compile(
    r"\b(?:the|a|an|this|that|these|those|some|every|no)\s+$", re.IGNORECASE
)
_VERB_BEFORE = re.compile(r"\b(\w+)\s+(?:the\s+)?$")
_VERB_AFTER = re.compile(r"[,\s]*(?:\w+ly\s+)?(\w+)\b")
_POSSESSIVE = re.compile(r"(?:’s|'s)$")
_PRONOUN = re.compile(r"\b(he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_APPOSED = re.compile(
    rf"\b(?:this|that|the|my|our|his|her)\s(?:\w+\s){{0,2}}?(?:{'|'.join(sorted(ROLES))}|one),$"
)
_DESCRIBED = re.compile(r"^,\s(?:who|whom|whose|which|or|\d+)\b")
_MALE = frozenset({"he", "him", "his", "himself"})


def lower_words(chapter: Sequence[str]) -> frozenset[str]:
    """All words the chapter writes in lower case."""
    return frozenset(w for paragraph in chapter for w in _LOWER.findall(paragraph))


def evidence_of(cut: Sequence[Sequence[Piece]], lower: frozenset[str]) -> tuple[Forms, int, int]:
    """(counts by name, first-person pronouns told, words told) of one chapter.

    Counts: n, mid (not at the beginning of a sentence), told, said (subject of a speech verb),
    agent (subject of what persons do), voc (addressed), place, the, male, female (pronouns right
    behind).
    """
    forms: Forms = {}
    first_person = told_words = 0
    for parts in cut:
        for piece in parts:
            if not piece.speech:
                told_words += len(piece.text.split())
                first_person += len(re.findall(r"\bI\b", piece.text))
            for name in named(piece.text, lower):
                counts = forms.setdefault(name.text, Counter())
                _count(counts, name, piece)
    return forms, first_person, told_words


def _count(counts: Counter[str], name: Named, piece: Piece) -> None:
    text, before, after = piece.text, name.ahead(piece.text), name.behind(piece.text)
    counts["n"] += 1
    counts["mid"] += not name.initial
    counts["told"] += not piece.speech
    place = bool(_PLACE_BEFORE.search(before[-12:]))
    counts["place"] += place
    counts["the"] += bool(_ARTICLE_BEFORE.search(before[-24:]))
    verb = _VERB_AFTER.match(after)
    verb_before = _VERB_BEFORE.search(before[-24:])
    said = bool(
        (verb and verb[1] in SPEECH_VERBS and not after.startswith(","))
        or (verb_before and verb_before[1] in SPEECH_VERBS)
    )
    counts["said"] += said and not piece.speech
    counts["agent"] += bool(verb and verb[1] in HUMAN_VERBS and not after.startswith(","))
    counts["poss"] += bool(_POSSESSIVE.search(text[name.start : name.end]))
    counts["voc"] += piece.speech and is_addressed(before, after)
    if not place:
        _count_pronoun(counts, after)


def is_addressed(before: str, after: str) -> bool:
    """Whether a name between these texts is a form of address: set off by marks on both sides."""
    ahead = before.rstrip().lower()
    if _APPOSED.search(ahead) or _DESCRIBED.match(after):
        return False
    opens = (
        not ahead or ahead[-1] in ",.!?;:—–…‘“" or ahead.endswith((" dear", "dear", " oh", " ah"))
    )
    behind = after.lstrip()
    closes = not behind or behind[0] in ",.!?;:—–…’”"
    if not (opens and closes):
        return False
    return bool(
        (ahead and ahead[-1] in ",—–") or behind[:1] in (",", "!") or ahead.endswith("dear")
    )


def _count_pronoun(counts: Counter[str], after: str) -> None:
    found = _PRONOUN.search(after[:80])
    if found:
        counts["male" if found[1].lower() in _MALE else "female"] += 1


def roles_said(cut: Sequence[Sequence[Piece]]) -> Counter[str]:
    """Role words (`landlord`, `wolf`) that told text beside a speech lets speak, with counts."""
    found: Counter[str] = Counter()
    for parts in cut:
        for i, piece in enumerate(parts):
            if not piece.speech or i + 1 == len(parts) or parts[i + 1].speech:
                continue
            tag = tag_behind(parts[i + 1].text)
            if tag and tag.kind == "role" and tag.text.startswith("the "):
                found[tag.text.split()[-1]] += 1
    return found
