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


class _Describing:
    """Whom the text is describing while it is read: somebody known, or a newcomer without a name."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.found: dict[str, Counter[str]] = {}
        self.current = ""
        self.heard: set[str] = set()
        self.coming: Counter[str] = Counter()
        self.coming_gender = "unknown"

    def hear(self, speaker: str) -> None:
        """A speech: who speaks first behind a newcomer's description is the newcomer."""
        new = speaker and speaker not in self.heard and speaker != self.cast.narrator
        if new and self.cast.gender(speaker) in (self.coming_gender, "unknown"):
            self._add(speaker, list(self.coming.elements()))
        self.coming = Counter()
        self.heard.add(speaker)
        self.current = speaker or self.current

    def tell(self, sentence: str) -> None:
        """A told sentence: its look words go to whom it is about."""
        newcomer = _COMING.search(sentence)
        self.current, stranger = _about(sentence, self.current, self.cast, bool(self.coming))
        words = _look_words(sentence)
        if self.current:
            self._add(self.current, words)
        elif stranger or newcomer:
            self.coming.update(words)
            self.coming_gender = role_gender(newcomer[1]) if newcomer else self.coming_gender
        for name, at in self.cast.named_in(sentence):
            self._add(name, _ahead(sentence, at))

    def _add(self, name: str, words: list[str]) -> None:
        self.found.setdefault(name, Counter()).update(words)


def hints_of(cut: Sequence[Sequence[Piece]], cast: Cast, spoken: Spoken) -> dict[str, Counter[str]]:
    """Look words by person. A newcomer's description goes to whoever speaks next, if new.

    `spoken` are the speakers by (paragraph, piece).
    """
    describing = _Describing(cast)
    for index, parts in enumerate(cut):
        for number, piece in enumerate(parts):
            if piece.speech:
                describing.hear(spoken.get((index, number), ""))
                continue
            for sentence in sentences(piece.text):
                describing.tell(sentence)
    return describing.found


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
