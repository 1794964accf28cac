"""Hints: look words that a text tells of a person, found where it describes one."""

import re
from collections import Counter
from collections.abc import Sequence

from reelwright.writing.rules.people.ages import age_words
from reelwright.writing.rules.people.lexicon_people import (
    LOOK_WORDS,
    PASSING_ROLES,
    ROLES,
    SOFT_TITLES,
)
from reelwright.writing.rules.people.names import Named
from reelwright.writing.rules.people.whois import Cast, role_gender
from reelwright.writing.rules.speech.quotes import Piece
from reelwright.writing.rules.speech.tags import opening_of
from reelwright.writing.rules.text.sentences import sentences

AGE_WEIGHT = 3
"""How much a told age counts against a look word."""

Spoken = dict[tuple[int, int], str]

_DESCRIBES = re.compile(
    r"\b(?:was|were|is|looked|seemed)\s(?:(?:\w+ly|very|so|quite|still|but|rather)\s)?(?:an?\s[^.;]{0,90}|"
    r"[\w-]+(?:,?\s(?:and\s)?[\w-]+){0,2})|"
    r"\b(?:wore|wearing|dressed in|clad in|had an?)\s[^.;]{0,90}|"
    rf"\b(?:{'|'.join(sorted(ROLES))})\s(?:with|in|of)\s[^.;]{{0,90}}|"
    r"\b[Aa]n?\s(?:[\w-]+,?\s(?:and\s)?){1,4}(?:man|woman|girl|boy|lady|gentleman|fellow)\b"
    r"(?:\s(?:with|in|of)\s[^.;]{0,90})?|"
    r"\b(?:[Hh]is|[Hh]er)\s(?:[\w-]+,?\s){0,3}(?:hair|face|beard|figure|moustache|cap|hat)\b"
)
_COMING = re.compile(
    rf"\b[Aa]n?\s(?:[\w’-]+,?\s(?:and\s)?){{0,4}}?({'|'.join(sorted(ROLES))})\b(?![’'])"
)
_KINDS = frozenset(
    {
        "black", "white", "grey", "gray", "red", "brown", "golden", "yellow", "blue", "green",
        "dark", "fair", "auburn", "sandy", "silver", "flaming", "top", "silk", "straw", "fur",
        "scarlet", "purple", "long", "curly",
    }
)  # fmt: skip
_WORD = re.compile(r"[\w’'-]+")
_BEFORE = re.compile(r"(?:[\w-]+,?\s){1,3}$")
_NEGATED = re.compile(r"\b(?:no|not|without|never)\s(?:\w+\s)?$")


class _Describing:
    """Whom the text is describing while it is read: somebody known, or a nameless newcomer."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.found: dict[str, Counter[str]] = {}
        self.current = ""
        self.newest = ""
        self.host = cast.host
        self.met: set[str] = set()
        self.coming: Counter[str] = Counter()
        self.coming_gender = "unknown"

    def hear(self, speaker: str) -> None:
        """A speech: who speaks first behind a newcomer's description is the newcomer."""
        if speaker not in self.met | {"", self.cast.narrator, self.host}:
            if self.cast.gender(speaker) in (self.coming_gender, "unknown"):
                self._add(speaker, list(self.coming.elements()))
            self.coming = Counter()
            self.newest = speaker
        self.met.add(speaker)
        self.current = speaker or self.current

    def tell(self, sentence: str) -> None:
        """A told sentence: its look words go to whom it is about."""
        newcomer = _COMING.search(sentence)
        self.current, stranger = self._about(sentence)
        ages, before, sentence = age_words(sentence)
        named = [name for name, _ in self.cast.named_in(before)]
        self._add(named[-1] if named else self.current, ages * AGE_WEIGHT)
        words = _look_words(sentence)
        if self.current:
            self._add(self.current, words)
        elif stranger or newcomer:
            self.coming.update(words)
            self.coming_gender = role_gender(newcomer[1]) if newcomer else self.coming_gender
        for name, at in self.cast.named_in(sentence):
            self._add(name, _ahead(sentence, at))

    def _about(self, sentence: str) -> tuple[str, bool]:
        """(whom a sentence is about, whether it goes on about a newcomer without a name)."""
        opening = opening_of(sentence)
        if opening is None:
            return "", bool(self.coming)
        if opening.kind == "I":
            return "", False
        if opening.kind in ("he", "she"):
            gender = "male" if opening.kind == "he" else "female"
            fits = self.current and self.cast.gender(self.current) in (gender, "unknown")
            return (self.current, False) if fits else ("", bool(self.coming))
        if opening.kind == "name":
            return self.cast.called(opening.text), False
        return self._in_role(opening.text)

    def _in_role(self, role: str) -> tuple[str, bool]:
        """`Our visitor` is who came last, or somebody who has not spoken yet."""
        known = self.cast.of_role(role)
        if known or role.rsplit(maxsplit=1)[-1] not in PASSING_ROLES:
            return known, False
        if role.startswith(("a ", "an ")):
            return "", True
        fits = self.cast.gender(self.newest) in (role_gender(role), "unknown") or (
            role_gender(role) == "unknown"
        )
        return (self.newest, False) if self.newest and fits else ("", True)

    def _add(self, name: str, words: list[str]) -> None:
        if name:
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


def _look_words(sentence: str) -> list[str]:
    """Look words in the describing parts of a sentence, with colour or kind: `white beard`."""
    found = []
    for stretch in _DESCRIBES.finditer(sentence):
        before = ""
        for match in _WORD.finditer(stretch[0]):
            word = match[0].lower()
            if word in LOOK_WORDS and not _NEGATED.search(stretch[0][: match.start()]):
                found.append(f"{before} {word}" if before in _KINDS else word)
            before = word
    return found


def _ahead(sentence: str, at: Named) -> list[str]:
    """`old`, `thin` in `old Crane`, `the thin Mr. Crane`."""
    match = _BEFORE.search(at.ahead(sentence))
    if match and "how" in match[0].lower():
        return []
    titles = [w.lower() for w in at.words[:1] if w in SOFT_TITLES and w.lower() in LOOK_WORDS]
    ahead = _WORD.findall(match[0]) if match else []
    return titles + [word.lower() for word in ahead if word in LOOK_WORDS]
