"""When each written word is heard: the text as written, matched with the voice's own words."""

import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from reelwright.media.letters import breaking

LONGEST = 40
"""Characters of a word; what is longer is none, and is cut."""

PHRASE = 8
"""Characters after which Chinese and Japanese, which have no spaces, are cut into pieces."""

_ENDS = "。！？，、；：…"


class Word(NamedTuple):
    """A word as written, and the film seconds between which it is heard. `glued`: there is no
    space before it."""

    text: str
    begin: float
    end: float
    glued: bool = False


def timed(text: str, facts: Sequence[Any], at: float) -> list[Word]:
    """The words of `text` with film seconds; `facts` are [[word, start, end], …] from `at` on.

    A voice may read other words than are written (numbers, abbreviations): what does not match is
    laid between its matched neighbours in proportion to its letters.
    """
    parts = [(part, n > 0) for token in text.split() for n, part in enumerate(_pieces(token))]
    if not parts:
        return []
    tokens = [part for part, _ in parts]
    heard = [(str(w), float(s), float(e)) for w, s, e in facts]
    if not heard:
        heard = [("", 0.0, max(0.8, len(text) / 15))]
    spans = _matched(tokens, heard)
    return [
        Word(token, at + begin, at + max(begin, end), glued)
        for (token, glued), (begin, end) in zip(parts, _filled(tokens, spans, heard), strict=True)
    ]


def _pieces(token: str) -> list[str]:
    """A word as it is, but for what has no spaces: clauses, in phrases of about equal length."""
    clauses: list[list[str]] = [[]]
    for part in breaking.pieces(token):
        if clauses[-1] and clauses[-1][-1][-1] in _ENDS:
            clauses.append([])
        clauses[-1].append(part)
    return [cut for clause in clauses for phrase in _phrases(clause) for cut in _cut(phrase)]


def _phrases(clause: Sequence[str]) -> list[str]:
    """The parts of a clause joined to as few phrases of at most about `PHRASE` as there can be."""
    long = sum(map(len, clause))
    size = long / -(-long // PHRASE)
    found, done = [""], 0
    for part in clause:
        if found[-1] and done + len(part) / 2 > size * len(found):
            found.append("")
        found[-1] += part
        done += len(part)
    return found


def _cut(part: str) -> list[str]:
    if len(part) <= LONGEST:
        return [part]
    half = LONGEST // 2
    return [part[i : i + half] for i in range(0, len(part), half)]


def _matched(
    tokens: Sequence[str], heard: Sequence[tuple[str, float, float]]
) -> list[tuple[float, float] | None]:
    spans: list[tuple[float, float] | None] = [None] * len(tokens)
    if len(tokens) == len(heard):
        return [(start, end) for _, start, end in heard]
    written = [_plain(token) for token in tokens]
    spoken = [_plain(word) for word, _, _ in heard]
    for block in SequenceMatcher(None, written, spoken, autojunk=False).get_matching_blocks():
        for offset in range(block.size):
            if written[block.a + offset]:
                spans[block.a + offset] = heard[block.b + offset][1:]
    return spans


def _filled(
    tokens: Sequence[str],
    spans: Sequence[tuple[float, float] | None],
    heard: Sequence[tuple[str, float, float]],
) -> list[tuple[float, float]]:
    """Unmatched runs share the time between their neighbours."""
    filled: list[tuple[float, float]] = []
    last = heard[0][1]
    index = 0
    while index < len(tokens):
        span = spans[index]
        if span is not None:
            filled.append(span)
            last = span[1]
            index += 1
            continue
        stop = index
        while stop < len(tokens) and spans[stop] is None:
            stop += 1
        upcoming = spans[stop] if stop < len(tokens) else None
        until = upcoming[0] if upcoming else heard[-1][2]
        filled += _shared(tokens[index:stop], last, max(last, until))
        last = max(last, until)
        index = stop
    return filled


def _shared(tokens: Sequence[str], begin: float, end: float) -> list[tuple[float, float]]:
    letters = sum(len(token) + 1 for token in tokens)
    spans, at = [], begin
    for token in tokens:
        until = at + (end - begin) * (len(token) + 1) / letters
        spans.append((at, until))
        at = until
    return spans


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in folded if c.isalnum())
