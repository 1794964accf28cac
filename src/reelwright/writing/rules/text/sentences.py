"""Sentences: where one ends and the next begins, in prose with dialogue and abbreviations."""

import re
from collections.abc import Iterator
from functools import lru_cache

from reelwright.writing.rules.people.lexicon_people import ABBREVIATED, SPEECH_VERBS

_CLOSED = re.compile(r"[!?…—][”’\"'»“]+$")
_TAG = re.compile(
    r"(?:I|he|she|they|it|we|[A-Z][\w.’'-]+|(?:the|my|our|his|her)\s[\w’'-]+)"
    r"(?:\s[A-Z][\w.’'-]+){0,2}\s(?:\w+ly\s)?(?P<verb>\w+)",
    re.IGNORECASE,
)
_MISSED = re.compile(r"[a-z]{3}(?P<stop>[.!?])\s+(?=[A-Z][a-z’']*\s)")
"""A plain word, a stop, a capitalised word: the tokenizer joins some (`on the sand. A boat`)."""
_WORD = re.compile(r"[\w’']+$")
_LONG = 40
"""Letters within which a word before a stop begins."""
_ABBREVIATION = re.compile(rf"(?:^|[\s“‘\"'(])(?:{'|'.join(sorted(ABBREVIATED))})\.$")


def sentences(text: str) -> list[str]:
    """The sentences of one paragraph in order; joined by spaces they are the paragraph again.

    A speech and the words that tell who speaks stay together (`“No!” I cried.`), and no sentence
    ends after `Mr.` or an initial.
    """
    return list(_sentences(" ".join(text.split())))


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    from nupunkt import sent_tokenize  # here: a run that reuses its answers never needs it

    found: list[str] = []
    for sentence in (part for piece in sent_tokenize(text) for part in _cut(str(piece).strip())):
        if found and _belongs(found[-1], sentence):
            found[-1] = f"{found[-1]} {sentence}"
        else:
            found.append(sentence)
    return tuple(found)


def _cut(sentence: str) -> Iterator[str]:
    """`sentence` cut where the tokenizer missed an end; nothing for nothing."""
    start = 0
    for match in _MISSED.finditer(sentence):
        end = match.start("stop")
        before = _WORD.search(sentence[max(start, end - _LONG) : end])
        if before and before.group() not in ABBREVIATED:
            yield sentence[start : end + 1]
            start = match.end()
    if sentence[start:]:
        yield sentence[start:]


def _belongs(before: str, after: str) -> bool:
    """Whether `after` goes on with the sentence `before`."""
    if after[0].islower() or _ABBREVIATION.search(before):
        return True
    tag = _TAG.match(after) if _CLOSED.search(before) else None
    return tag is not None and tag["verb"] in SPEECH_VERBS
