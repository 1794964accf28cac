"""Captions from word timings: cut at sense, readable in time, two lines of 42 characters.

Figures of the trade (Netflix and BBC subtitle guidelines agree on them): at most 2 lines of 42
characters, 17 characters a second where the voice allows, 5/6 to 7 seconds, 2 frames between two.
"""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from reelwright.cutting.lettering.words import Word, timed
from reelwright.film.timeline import GLUE, Caption

LINE = 42
"""Columns of a line; a wide (East Asian) character takes two."""

SHORT = 0.38
"""Part of a line below which a caption is short: joined with a neighbour where that makes sense."""

READING = 17.0
"""Characters a second."""

SHORTEST, LONGEST = 5 / 6, 7.0
"""Seconds a caption is shown."""

GAP = 2
"""Frames between two captions."""

LINGER = 1.0
"""Seconds a caption may stay after its last word when reading needs them."""

LEAD = 0.3
"""Seconds a caption may come before its first word when reading needs them."""

LATE = 0.35
"""Seconds a caption may come after its first word when the one before needs them."""

_CLOSERS = "\"'”’»)]}"
_BREAKS = (".!?…。！？", ";:—–；：", ",、，")
_OPENERS = (
    "and but or nor so yet for because although though while when where who whom whose which that "
    "than if unless until after before since as with without from into at by to in on of"
)
_BEFORE = frozenset(_OPENERS.split())


class Draft(NamedTuple):
    """A caption before it has its frames: seconds of its voice, its lines, and when each of their
    words begins."""

    begin: float
    end: float
    lines: tuple[str, ...]
    heard: tuple[float, ...]

    @property
    def reading(self) -> float:
        """Seconds it should be shown for."""
        return min(LONGEST, max(SHORTEST, sum(map(len, self.lines)) / READING))


def captions(
    words: Sequence[tuple[float, Sequence[Any], str, str]],
    rate: int,
    columns: int = LINE,
    *,
    spoken: bool = False,
) -> tuple[Caption, ...]:
    """Captions for lines heard at (film second, [[word, start, end], …], text, speaker).

    `text` is shown as written; the timings say when. A line begins a new caption, so a new speaker
    always does. Returned captions are in order and never overlap. `columns` is the longest line;
    `spoken`: the captions tell when each of their words is heard.
    """
    drafts: list[Draft] = []
    for begin, facts, text, _ in sorted(words, key=lambda line: line[0]):
        tokens = timed(text, facts, begin)
        drafts += _drafts(tokens, min(LINE, columns))
    return _placed(drafts, rate, spoken=spoken)


def _drafts(words: Sequence[Word], line: int) -> list[Draft]:
    """The cheapest way to cut one line into captions (dynamic programming over the breaks)."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        choices = []
        for begin in range(end - 1, -1, -1):
            cost = _cost(words, begin, end, line)
            if cost is None:
                break
            choices.append((best[begin][0] + cost, begin))
        best.append(min(choices))
    cuts = [len(words)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    return [
        Draft(
            words[a].begin,
            words[b - 1].end,
            _lines(words[a:b], line),
            tuple(w.begin for w in words[a:b]),
        )
        for a, b in pairwise(cuts)
    ]


def _cost(words: Sequence[Word], begin: int, end: int, line: int) -> float | None:
    """How bad it is to show words [begin, end) as one caption; None where it does not fit."""
    shown = words[begin:end]
    wide = _columns(_joined(shown))
    seconds = words[end - 1].end - words[begin].begin
    if end - begin > 1 and wide > line and (wide > 2 * line or not _splits(shown, line)):
        return None
    if end - begin > 1 and seconds > LONGEST:
        return None
    cost = 4.0 + (_badness(words, end) if end < len(words) else 0.0)
    if seconds < SHORTEST:
        cost += 12 * (SHORTEST - seconds)
    if wide < SHORT * line:
        cost += 3
    if end < len(words):
        pause = words[end].begin - words[end - 1].end
        cost -= min(4.0, 6 * max(0.0, pause - 0.15))
    inner = max((_rank(w.text) for w in words[begin : end - 1]), default=0)
    return cost + (2.5 if inner == 3 else 0)


def _badness(words: Sequence[Word], at: int) -> float:
    """How bad a break before word `at` is: none after a sentence, much inside a phrase."""
    return (10.0, 3.0, 1.2, 0.0)[_rank(words[at - 1].text)] - (
        4.0 if not _rank(words[at - 1].text) and _opens(words[at].text) else 0.0
    )


def _rank(word: str) -> int:
    """3 at the end of a sentence, 2 of a clause, 1 of a phrase, 0 inside one."""
    last = word.rstrip(_CLOSERS)[-1:]
    for rank, marks in zip((3, 2, 1), _BREAKS, strict=True):
        if last and last in marks:
            return rank
    return 0


def _opens(word: str) -> bool:
    return word.strip("“‘\"'(").lower() in _BEFORE


def _columns(text: str) -> int:
    """Columns of a text, in which `GLUE` takes none."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text if c != GLUE)


def _joined(words: Sequence[Word]) -> str:
    """Words as they are written; ones without a space between them have `GLUE` there."""
    first, *others = words
    return first.text + "".join(f"{GLUE if w.glued else ' '}{w.text}" for w in others)


def _splits(words: Sequence[Word], line: int) -> list[int]:
    """Where the words can be cut into two lines (0: one line is enough)."""
    if _columns(_joined(words)) <= line:
        return [0]
    return [
        at
        for at in range(1, len(words))
        if _columns(_joined(words[:at])) <= line and _columns(_joined(words[at:])) <= line
    ]


def _lines(words: Sequence[Word], line: int) -> tuple[str, ...]:
    """One line, or two cut at sense and about equally long, the lower one rather the longer."""
    splits = _splits(words, line)
    if not splits or splits == [0]:
        return (_joined(words),)

    def bad(at: int) -> float:
        upper, lower = _columns(_joined(words[:at])), _columns(_joined(words[at:]))
        last = words[at - 1].text
        sense = (0, 6, 9, 10)[_rank(last)] + (5 if _opens(words[at].text) else 0)
        return abs(upper - lower) + (2 if upper > lower else 0) - 1.6 * sense

    at = min(splits, key=bad)
    return (_joined(words[:at]), _joined(words[at:]))


def _placed(drafts: Sequence[Draft], rate: int, *, spoken: bool) -> tuple[Caption, ...]:
    """Give every draft its frames: as long as reading needs, as far as its neighbours allow."""
    shown: list[Caption] = []
    free = 0
    for index, draft in enumerate(drafts):
        following = drafts[index + 1] if index + 1 < len(drafts) else None
        start = max(free, round(draft.begin * rate))
        end = max(round(draft.end * rate), start + 1)
        need = _up(draft.reading * rate)
        end += max(0, min(need - (end - start), round(LINGER * rate), _room(following, end, rate)))
        earlier = max(0, min(need - (end - start), round(LEAD * rate), start - free))
        start -= earlier
        short = _up(SHORTEST * rate) - (end - start)
        if short > 0:
            end += short if following is None else min(short, round(LATE * rate))
        end = min(end, start + int(LONGEST * rate))
        # A word lights up with its first sound, the first one with its caption.
        lit = tuple(max(start, round(second * rate)) for second in draft.heard) if spoken else ()
        lines = draft.lines if spoken else tuple(one.replace(GLUE, "") for one in draft.lines)
        shown.append(Caption(start=start, end=end, lines=lines, spoken=lit))
        free = end + GAP
    return tuple(shown)


def _room(following: Draft | None, end: int, rate: int) -> int:
    """Frames between a caption's voice and the next one's."""
    return 10**9 if following is None else max(0, round(following.begin * rate) - GAP - end)


def _up(frames: float) -> int:
    return -int(-frames // 1)
