"""Speech: who speaks each line, by tags, beats, forms of address, and the turns of a conversation.

Every paragraph with speech is a turn (two when two speakers are tagged in it). Each turn scores its
candidates by what its text says; a best path over all turns adds what neighbouring turns say:
speakers take turns, who is addressed answers, an unclosed speech goes on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from reelwright.writing.rules.people.person import Person
from reelwright.writing.rules.people.whois import Cast
from reelwright.writing.rules.speech.quotes import Piece, pieces, style_of
from reelwright.writing.rules.speech.scoring import Stage, score
from reelwright.writing.rules.speech.turns import Turn, turns_of

__all__ = ["Span", "attribute"]

NEW_TALK = 2
"""Told paragraphs after which a new conversation begins."""

_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a paragraph. Speech stands without its quotes; `speaker` "" is unknown."""

    kind: Literal["speech", "told"]
    text: str
    speaker: str = ""


def attribute(paragraphs: Sequence[str], people: Sequence[Person]) -> list[list[Span]]:
    """For every paragraph its spans in order, each speech with its speaker's `Person.name`."""
    style = style_of(paragraphs)
    cut = [pieces(paragraph, style) for paragraph in paragraphs]
    speakers = speakers_of(cut, people)
    return [
        [_span(piece, speakers.get((p, i), "")) for i, piece in enumerate(parts)]
        for p, parts in enumerate(cut)
    ]


def speakers_of(
    cut: Sequence[Sequence[Piece]], people: Sequence[Person]
) -> dict[tuple[int, int], str]:
    """The speaker of every spoken piece, by (paragraph, piece)."""
    turns = turns_of(cut)
    stage = Stage(cut, Cast(people))
    for turn in turns:
        score(turn, stage)
    return {
        (turn.paragraph, piece): speaker
        for turn, speaker in zip(turns, _best_path(turns), strict=True)
        for piece in turn.pieces
    }


def _span(piece: Piece, speaker: str) -> Span:
    if piece.speech:
        return Span("speech", piece.text, speaker)
    return Span("told", piece.text.strip())


def _best_path(turns: Sequence[Turn]) -> list[str]:
    """The speakers of all turns with the highest total score.

    Viterbi over pairs: who spoke last, and before that the last other speaker.
    """
    table: dict[_Pair, float] = {("", ""): 0.0}
    steps: list[dict[_Pair, _Pair]] = []
    for index, turn in enumerate(turns):
        before = turns[index - 1] if index else None
        following: dict[_Pair, float] = {}
        step: dict[_Pair, _Pair] = {}
        for pair, total in table.items():
            scores = {pair[1]: 0.0} if turn.continues else turn.scores
            for speaker, points in scores.items():
                worth = total + points + _turn_taking(turn, before, pair, speaker)
                other = pair[0] if speaker == pair[1] else pair[1]
                new = ("" if turn.gap >= NEW_TALK else other, speaker)
                if new not in following or worth > following[new]:
                    following[new], step[new] = worth, pair
        table = following
        steps.append(step)
    return _walk_back(table, steps)


def _walk_back(table: Mapping[_Pair, float], steps: Sequence[Mapping[_Pair, _Pair]]) -> list[str]:
    pair = max(table, key=lambda p: table[p])
    path: list[str] = []
    for step in reversed(steps):
        path.append(pair[1])
        pair = step[pair]
    return path[::-1]


def _turn_taking(turn: Turn, before: Turn | None, pair: _Pair, speaker: str) -> float:
    """What the turns before say about who speaks now."""
    if before is None:
        return 0.0
    other, last = pair
    if turn.continues:
        return 0.0
    worth = 0.0
    if turn.gap <= 1:
        again, back = {0: (-4.0, 2.0), 0.5: (-2.0, 1.5)}.get(turn.gap, (-1.0, 1.0))
        worth += again if speaker == last else back if speaker == other else 0.0
        worth += 2.5 if speaker and speaker in before.addressed else 0.0
        worth += 2.0 if last and last in turn.addressed else 0.0
        worth -= 1.0 if turn.addressed and not turn.addressed & {last, other} else 0.0
    if not turn.tags and speaker not in (last, other) and speaker not in turn.present:
        worth -= 2.5
    if turn.gap:
        worth += _by_focus(turn, speaker, last)
    return worth


def _by_focus(turn: Turn, speaker: str, last: str) -> float:
    """Behind told text, whom it was about speaks next; a pronoun in the tag makes that surer."""
    focus = last if turn.focus == "LAST" else turn.focus
    if not focus or focus != speaker:
        return 0.0
    return 3.0 if turn.tags and turn.tags[0].kind in ("he", "she") else 2.0
