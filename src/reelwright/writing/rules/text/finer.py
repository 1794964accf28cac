"""Finer sentences: the splitter joins some (`sand. A boat`); plain words before the stop tell."""

import re

from reelwright.writing.rules.people.lexicon_people import ABBREVIATED
from reelwright.writing.rules.text.sentences import sentences

_MISSED = re.compile(r"[a-z]{3}(?P<stop>[.!?])(?P<gap>\s+)(?=[A-Z][a-z’']*\s)")
_WORD = re.compile(r"[\w’']+$")
_LONG = 40
"""Letters within which a word before a stop begins."""


def finer(text: str) -> list[str]:
    """The sentences of `text`; joined by spaces they are the text again."""
    return [part for sentence in sentences(text) for part in _cut(sentence)]


def _cut(sentence: str) -> list[str]:
    parts, start = [], 0
    for match in _MISSED.finditer(sentence):
        end = match.start("stop")
        before = _WORD.search(sentence[max(start, end - _LONG) : end])
        if before and before.group() not in ABBREVIATED:
            parts.append(sentence[start : match.start("gap")])
            start = match.end("gap")
    return [*parts, sentence[start:]]
