"""Hints: look words that a text tells of a person, found where it describes one."""

import re
from collections import Counter
from collections.abc import Sequence

from reelwright.writing.rules.lexicon_people import LOOK_WORDS, ROLES
from reelwright.writing.rules.names import Named
from reelwright.writing.rules.quotes import Piece
from reelwright.writing.rules.sentences import sentences
from reelwright.writing.rules.tags import Tag, opening_of
from reelwright.writing.rules.whois import Cast, role_gender

Spoken = dict[tuple[int, int], str]

_DESCRIBES = re.compile(
    r"\b(?:was|were|is|wore|wearing|dressed|clad|had|with|his|her|face|hair|aged|looked)\b"
)
_COMING = re.compile(rf"\b[Aa]n?\s(?:[\w’-]+,?\s(?:and\s)?){{0,4}}?({'|'.join(sorted(ROLES))})\b")
_WORD = re.compile(r"[\w’'-]+")
_BEFORE = re.compile(r"(?:[\w-]+,?\s){1,3}$")
_NEGATED = re.compile(r"\b(?:no|not|without|never)\s(?:\w+\s)?$")


def hints_of(cut: Sequence[Sequence[Piece]], cast: Cast, spoken: Spoken) -> dict[str, Counter[str]]:
    """Look words by person. A newcomer's description goes to whoever speaks next, if unspoken yet.

    `spoken` are the speakers by (paragraph, piece).
    """
    found: dict[str, Counter[str]] = {}
    current = ""
    heard: set[str] = set()
    coming: Counter[str] = Counter()
    coming_gender = "unknown"
    for index, parts in enumerate(cut):
        for number, piece in enumerate(parts):
            if piece.speech:
                speaker = spoken.get((index, number), "")
                if coming and speaker and speaker not in heard and speaker != cast.narrator:
                    if cast.gender(speaker) in (coming_gender, "unknown"):
                        found.setdefault(speaker, Counter()).update(coming)
                coming = Counter()
                heard.add(speaker)
                current = speaker or current
                continue
            for sentence in sentences(piece.text):
                newcomer = _COMING.search(sentence)
                current, stranger = _about(sentence, current, cast, bool(coming))
                words = _look_words(sentence)
                if current:
                    found.setdefault(current, Counter()).update(words)
                elif stranger or newcomer:
                    coming.update(words)
                    if newcomer:
                        coming_gender = role_gender(newcomer[1])
                for name, at in cast.named_in(sentence):
                    found.setdefault(name, Counter()).update(_ahead(sentence, at))
    return found


def _about(sentence: str, current: str, cast: Cast, coming: bool) -> tuple[str, bool]:
    """(whom a sentence is about, whether it goes on about a newcomer without a name)."""
    opening = opening_of(sentence)
    if opening is None or opening.kind == "I":
        return "", False
    if opening.kind in ("he", "she"):
        gender = "male" if opening.kind == "he" else "female"
        if current and cast.gender(current) in (gender, "unknown"):
            return current, False
        return "", coming
    return _named(opening, cast), False


def _named(opening: Tag, cast: Cast) -> str:
    if opening.kind == "name":
        return cast.called(opening.text)
    return cast.of_role(opening.text)


def _look_words(sentence: str) -> list[str]:
    if not _DESCRIBES.search(sentence):
        return []
    found = []
    for match in _WORD.finditer(sentence):
        word = match[0].lower()
        if word in LOOK_WORDS and not _NEGATED.search(sentence[: match.start()]):
            found.append(word)
    return found


def _ahead(sentence: str, at: Named) -> list[str]:
    """`old`, `thin` in `old Crane`, `the thin Mr. Crane`."""
    match = _BEFORE.search(sentence[: at.start])
    return [w.lower() for w in _WORD.findall(match[0]) if w in LOOK_WORDS] if match else []
