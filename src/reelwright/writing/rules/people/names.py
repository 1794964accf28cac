"""Names: runs of capitalised words in a text, and what stands around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reelwright.writing.rules.people.lexicon_names import (
    COMMON,
    EXCLAMATIONS,
    FEMALE_NAMES,
    MALE_NAMES,
    NOT_PERSONS,
    PLACE_ENDINGS,
)
from reelwright.writing.rules.people.lexicon_people import (
    ABBREVIATED,
    FEMALE_TITLES,
    MALE_TITLES,
    SOFT_TITLES,
    TITLES,
)

_TOKEN = re.compile(r"[^\W\d_][^\W_]*(?:[’'-][^\W\d_]+)*\.?|[^\w\s]|\d+")
_PARTICLES = frozenset(
    ["von", "van", "de", "der", "den", "du", "di", "da", "del", "della", "la", "le", "st"]
)
NEAR = 120
"""Letters around a name that tell what it is: a bound, so that time stays linear."""
_ENDS = frozenset('.!?:…“‘"«»„”—')


@dataclass(frozen=True, slots=True)
class Named:
    """One run of capitalised words. `initial`: it began a sentence, its capital proves little."""

    words: tuple[str, ...]
    start: int
    end: int
    initial: bool

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def ahead(self, text: str) -> str:
        """What stands right before the name in its text."""
        return text[max(0, self.start - NEAR) : self.start]

    def behind(self, text: str) -> str:
        """What stands right behind the name in its text."""
        return text[self.end : self.end + NEAR]


def bare(word: str) -> str:
    """A word without its full stop or possessive ending."""
    word = word.rstrip(".")
    return word[:-2] if word.endswith(("’s", "'s")) else word.rstrip("’'")


def is_title(word: str) -> bool:
    return bare(word) in TITLES


def named(text: str, lower: frozenset[str] | set[str] = frozenset()) -> Iterator[Named]:
    """Runs of capitalised words, common words at the beginning of sentences taken off.

    `lower` are the words that the same work also writes in lower case.
    """
    run: list[re.Match[str]] = []
    initial = fresh = True
    for token in _TOKEN.finditer(text):
        word = token[0]
        if run and _joins(run, token, text):
            run.append(token)
            if _closes(word):
                yield from _named(run, initial, lower)
                run = []
            fresh = _ends_sentence(word)
            continue
        if run:
            yield from _named(run, initial, lower)
            run = []
        if word[0].isupper():
            run, initial = [token], fresh
            if _closes(word):
                yield from _named(run, initial, lower)
                run = []
        fresh = word in _ENDS or _ends_sentence(word)
    yield from _named(run, initial, lower)


def _ends_sentence(word: str) -> bool:
    return word.endswith(".") and bare(word) not in ABBREVIATED and len(bare(word)) > 1


def _closes(word: str) -> bool:
    """A possessive or a full stop ends the run (`Holmes’s`, `Holmes.`, not `Mr.`)."""
    return word.endswith(("’s", "'s")) or _ends_sentence(word)


def _joins(run: list[re.Match[str]], token: re.Match[str], text: str) -> bool:
    if text[run[-1].end() : token.start()] not in (" ", "\u00a0"):
        return False
    word = token[0]
    if word[0].isupper():
        return bare(word) not in COMMON
    following = text[token.end() : token.end() + 2]
    if not (len(following) == 2 and following[0] == " " and following[1].isupper()):
        return False
    return word in _PARTICLES or (word == "of" and is_title(run[-1][0]))


def _named(
    run: list[re.Match[str]], initial: bool, lower: frozenset[str] | set[str]
) -> Iterator[Named]:
    first = 0
    while first < len(run) and _is_common(bare(run[first][0]), initial and first == 0, lower):
        first += 1
    kept = run[first:]
    titled = next((i for i, t in enumerate(kept) if is_title(t[0])), 0)
    if titled and all(bare(t[0]) in NOT_PERSONS for t in kept[:titled]):
        kept = kept[titled:]
    while kept and kept[-1][0].islower():
        kept = kept[:-1]
    if kept:
        words = tuple(bare(t[0]) for t in kept)
        yield Named(words, kept[0].start(), kept[-1].end(), initial and first == 0)


def _is_common(word: str, initial: bool, lower: frozenset[str] | set[str]) -> bool:
    if word in COMMON or (word in EXCLAMATIONS and not is_given(word)):
        return True
    return initial and word not in TITLES and word.lower() in lower and not is_given(word)


def is_given(word: str) -> bool:
    return word in MALE_NAMES or word in FEMALE_NAMES


def is_no_person(words: tuple[str, ...]) -> bool:
    """Whether a run is a place, a day, a people, a paper, an institution, or an exclamation."""
    if words[0] in ("St", "Saint"):
        return True
    if any(w in TITLES and w not in SOFT_TITLES for w in words[:1]) and len(words) > 1:
        return words[-1] in PLACE_ENDINGS and len(words) > 2
    if words[-1] in PLACE_ENDINGS:
        return True
    if is_given(words[0]) and len(words) > 1:
        return False
    return all(w in NOT_PERSONS or not w[0].isupper() for w in words) or (
        words[0] in NOT_PERSONS and len(words) == 1
    )


def gender_of(words: tuple[str, ...]) -> str:
    """`male`, `female` or `unknown`, by title and given name."""
    for word in words:
        if word in MALE_TITLES:
            return "male"
        if word in FEMALE_TITLES:
            return "female"
    for word in words:
        if word in SOFT_TITLES or word in TITLES:
            continue
        if word in MALE_NAMES and word not in FEMALE_NAMES:
            return "male"
        if word in FEMALE_NAMES and word not in MALE_NAMES:
            return "female"
        break
    return "unknown"
