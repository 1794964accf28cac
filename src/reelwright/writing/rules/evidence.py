"""Evidence: what one chapter says about each name in it, as counts that can be added up."""

import re
from collections import Counter
from collections.abc import Sequence

from reelwright.writing.rules.lexicon_people import HUMAN_VERBS, LOOK_WORDS, ROLES, SPEECH_VERBS
from reelwright.writing.rules.names import Named, named
from reelwright.writing.rules.quotes import Piece, pieces, style_of
from reelwright.writing.rules.sentences import sentences

Forms = dict[str, Counter[str]]

_LOWER = re.compile(r"(?<![\w’'-])[a-zà-ÿ][\w’'-]*")
_WORD = re.compile(r"[\w’'-]+")
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|into|through|across|throughout|via|outside)\s+$")
_ARTICLE_BEFORE = re.compile(
    r"\b(?:the|a|an|this|that|these|those|some|every|no)\s+(?:\w+\s+)?$", re.I
)
_VERB_BEFORE = re.compile(r"\b(\w+)\s+(?:the\s+)?$")
_VERB_AFTER = re.compile(r"[,\s]*(?:\w+ly\s+)?(\w+)\b")
_POSSESSIVE = re.compile(r"(?:’s|'s)$")
_PRONOUN = re.compile(r"\b(he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_MALE = frozenset({"he", "him", "his", "himself"})
_ROLE_SAID = re.compile(
    r"\b(?:the|my|our|his|her|their|an?)\s+(?:[a-z-]+\s+){0,2}?([A-Za-z-]+)\b", re.IGNORECASE
)


def lower_words(chapter: Sequence[str]) -> frozenset[str]:
    """All words the chapter writes in lower case."""
    return frozenset(w for paragraph in chapter for w in _LOWER.findall(paragraph))


def evidence_of(chapter: Sequence[str]) -> tuple[Forms, int, int]:
    """(counts by name, first-person pronouns told, words told) of one chapter.

    Counts: n, mid (not at the beginning of a sentence), told, said (subject of a speech verb),
    agent (subject of what persons do), voc (addressed), place, the, male, female (pronouns right
    behind), and `look:<word>`.
    """
    lower = lower_words(chapter)
    style = style_of(chapter)
    forms: Forms = {}
    first_person = told_words = 0
    for paragraph in chapter:
        for piece in pieces(paragraph, style):
            if not piece.speech:
                told_words += len(piece.text.split())
                first_person += len(re.findall(r"\bI\b", piece.text))
            for name in named(piece.text, lower):
                counts = forms.setdefault(name.text, Counter())
                _count(counts, name, piece)
    return forms, first_person, told_words


def _count(counts: Counter[str], name: Named, piece: Piece) -> None:
    text, before, after = piece.text, piece.text[: name.start], piece.text[name.end :]
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
    _count_looks(counts, name, piece)


def is_addressed(before: str, after: str) -> bool:
    """Whether a name between these two texts is a form of address: set off by marks on both sides."""
    ahead = before.rstrip().lower()
    opens = (
        not ahead or ahead[-1] in ",.!?;:—–…‘“" or ahead.endswith((" dear", "dear", " oh", " ah"))
    )
    behind = after.lstrip()
    closes = not behind or behind[0] in ",.!?;:—–…’”"
    if not (opens and closes):
        return False
    return bool(ahead and ahead[-1] in ",—–" or behind[:1] in (",", "!") or ahead.endswith("dear"))


def _count_pronoun(counts: Counter[str], after: str) -> None:
    found = _PRONOUN.search(after[:80])
    if found:
        counts["male" if found[1].lower() in _MALE else "female"] += 1


def _count_looks(counts: Counter[str], name: Named, piece: Piece) -> None:
    """Look words near a name that is told about: before it in the same breath, or right behind."""
    start = max(0, name.start - 40)
    near = piece.text[start : name.start].rpartition(".")[2]
    behind = piece.text[name.end : name.end + 120].partition(".")[0]
    for word in _WORD.findall(near + " " + behind):
        if word in LOOK_WORDS:
            counts[f"look:{word}"] += 1


def roles_said(chapter: Sequence[str]) -> Counter[str]:
    """Role words (`landlord`, `old woman`) that told text gives a speech verb, with counts."""
    style = style_of(chapter)
    found: Counter[str] = Counter()
    for paragraph in chapter:
        cut = pieces(paragraph, style)
        if not any(p.speech for p in cut):
            continue
        for piece in cut:
            if piece.speech:
                continue
            for sentence in sentences(piece.text):
                found.update(_roles_in(sentence))
    return found


def _roles_in(sentence: str) -> list[str]:
    found = []
    for match in _ROLE_SAID.finditer(sentence):
        if match[1] not in ROLES:
            continue
        before = _VERB_BEFORE.search(sentence[: match.start()])
        after = _VERB_AFTER.match(sentence[match.end() :])
        if (before and before[1] in SPEECH_VERBS) or (after and after[1] in SPEECH_VERBS):
            found.append(match[1])
    return found
