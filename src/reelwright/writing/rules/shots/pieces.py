"""Cutting lines into pieces that one shot can carry: 2.5 to 7 seconds of speech."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.film.story import Line
from reelwright.writing.answers import Piece
from reelwright.writing.rules.text.sentences import sentences

WORDS_A_SECOND = 2.5
"""Speech at 150 words a minute (facts of the trade: dialogue 150–160, narration 140–150)."""
MOST_WORDS = 17
"""7 seconds of speech."""
ENDLESS_WORDS = 30
LONG_WORDS = 20
"""Sentences up to this length (8 seconds) are cut where a voice breathes, or not at all."""
FEW_WORDS = 6
"""2.4 seconds: fewer words than this share a shot with their neighbour where they can."""
GOOD_WORDS = 13
"""5.2 seconds: sentences are gathered up to this length."""

_CLAUSE = re.compile(r"(?<=[,;:—…])\s+|(?<=—)(?=\w)|\s+(?=[–-]\s)")
_STRONG = re.compile(r"\s+(?=(?:and|but|when|because|while|until|before|after)\s)")
_JOINT = re.compile(
    r"(?<! by)(?<! of)(?<! in)(?<! to)(?<! for)(?<! with)(?<! on)(?<! from)(?<! at)(?<! upon)"
    r"(?<! so)(?<! as)(?<! than)\s+(?=(?:and|but|which|that|when|because|while|until|who|where|"
    r"before|after|if|though|or|with|as)\s)"
)


_PREPOSITION = re.compile(
    r"\s+(?=(?:in which|of which|to which|for|from|during|upon|against|through|towards|into|in|at|"
    r"by|over|under|beside|between|without)\s)"
)


@dataclass(frozen=True)
class Group:
    """The pieces of one shot: one line's words, or two short lines that answer each other."""

    pieces: tuple[Piece, ...]

    @property
    def words(self) -> int:
        return sum(len(piece.text.split()) for piece in self.pieces)


def pieces_of(text: str) -> list[str]:
    """`text` cut at sentences, long sentences at clauses; joined by a space it is `text` again."""
    gathered: list[str] = []
    whole = False
    for sentence in sentences(text):
        parts = _clauses(sentence)
        joins = whole and len(parts) == 1
        if joins and len(gathered[-1].split()) + len(sentence.split()) <= GOOD_WORDS:
            gathered[-1] = f"{gathered[-1]} {sentence}"
        else:
            gathered += parts
        whole = len(parts) == 1
    return gathered


def _clauses(sentence: str) -> list[str]:
    words = len(sentence.split())
    if words <= MOST_WORDS:
        return [sentence]
    ways: tuple[tuple[re.Pattern[str], int], ...] = ((_CLAUSE, 4), (_STRONG, 6))
    if words > LONG_WORDS:
        ways = (*ways, (_JOINT, 5), (_PREPOSITION, 7))
    for pattern, least in ways:
        cut = _middle(sentence, pattern, least)
        if cut is not None:
            return [*_clauses(cut[0]), *_clauses(cut[1])]
    return _chopped(sentence)


def _middle(sentence: str, pattern: re.Pattern[str], least: int) -> tuple[str, str] | None:
    """The two halves at the joint nearest the middle, None when a half would be too short."""
    total = len(sentence.split())
    best: tuple[int, int, int] | None = None
    left = at = 0
    for match in pattern.finditer(sentence):
        left += len(sentence[at : match.start()].split())
        at = match.start()
        short = min(left, total - left)
        if short >= least and (best is None or short > best[0]):
            best = (short, match.start(), match.end())
    return (sentence[: best[1]].strip(), sentence[best[2] :].strip()) if best else None


def _chopped(sentence: str) -> list[str]:
    """A sentence without any joint, cut after whole words: no shot lasts longer than a breath."""
    words = sentence.split()
    if len(words) <= ENDLESS_WORDS:
        return [sentence]
    return [" ".join(words[i : i + MOST_WORDS]) for i in range(0, len(words), MOST_WORDS)]


def groups_of(lines: Sequence[Line]) -> list[Group]:
    """The pieces of a scene's lines, gathered into shots."""
    groups: list[Group] = []
    for index, line in enumerate(lines):
        for text in pieces_of(line.text):
            piece = Piece(line=index, text=text)
            if groups and _shares(groups[-1], piece, lines):
                groups[-1] = _joined(groups[-1], piece)
            else:
                groups.append(Group((piece,)))
    return groups


def _joined(group: Group, piece: Piece) -> Group:
    """The group with a piece more; words of one line stay one piece and one breath."""
    *others, last = group.pieces
    if last.line == piece.line:
        return Group((*others, Piece(line=last.line, text=f"{last.text} {piece.text}")))
    return Group((*group.pieces, piece))


def _shares(group: Group, piece: Piece, lines: Sequence[Line]) -> bool:
    """Whether a piece joins the shot before it: a tag's action, or words too few to stand alone."""
    before, here = lines[group.pieces[-1].line], lines[piece.line]
    words = group.words + len(piece.text.split())
    if before.kind == "action" and here.kind == "dialogue":
        return bool(before.speaker) and before.speaker == here.speaker
    few = min(len(piece.text.split()), group.words) < FEW_WORDS
    if not few or words > MOST_WORDS or before.kind != here.kind or len(group.pieces) > 2:
        return False
    if here.kind != "dialogue":
        return True
    return bool(before.speaker and here.speaker)


def spoken_seconds(words: int) -> float:
    """How long so many words are heard, with a breath behind them."""
    return max(2.0, round(words / WORDS_A_SECOND + 0.5, 1))


def seen_seconds(words: int) -> float:
    """How long action is seen that so many words tell: a page of script is a minute."""
    return min(7.0, max(2.5, round(words / 3.0 + 1.0, 1)))
