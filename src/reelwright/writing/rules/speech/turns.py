"""Turns: the speeches of a text in order, each with its tags and what is told before it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reelwright.writing.rules.speech.quotes import Piece
from reelwright.writing.rules.speech.tags import Tag, beat, tag_ahead, tag_behind

LONG_TAIL = 25
"""Words told behind a speech from which the next paragraph no longer answers it directly."""
LONG_TOLD = 70
"""Words of told paragraphs that end a conversation: people have come, gone or moved on."""


@dataclass
class Turn:
    """One speaker's speech in one paragraph.

    `gap`: told-only paragraphs since the turn before; a told tail of that one counts as half a
    paragraph, a long one as a whole. `continues`: it goes on with the unclosed speech before.
    `before`: what is told since the speech before, in order; `scores`: candidate -> points.
    `focus`: whom the told text before is about: a name, "LAST" for the last speaker, or "";
    `present`: who acts or is addressed right here.
    """

    paragraph: int
    pieces: list[int]
    gap: float = 0
    continues: bool = False
    tags: list[Tag] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    addressed: set[str] = field(default_factory=set)
    scores: dict[str, float] = field(default_factory=dict)
    focus: str = ""
    present: frozenset[str] = frozenset()


def turns_of(cut: Sequence[Sequence[Piece]]) -> list[Turn]:
    """All turns in order, not yet scored."""
    turns: list[Turn] = []
    for index, parts in enumerate(cut):
        for turn in _split(index, parts):
            if turns:
                _follow(turn, turns[-1], cut)
            else:
                turn.before = [p.text for earlier in cut[:index] for p in earlier]
                turn.gap = index
            turns.append(turn)
    return turns


def _follow(turn: Turn, last: Turn, cut: Sequence[Sequence[Piece]]) -> None:
    end = last.pieces[-1]
    tail = [p.text for p in cut[last.paragraph][end + 1 :] if not p.speech]
    if last.paragraph == turn.paragraph:
        tail = []
    between = [p.text for parts in cut[last.paragraph + 1 : turn.paragraph] for p in parts]
    head = [p.text for p in cut[turn.paragraph][: turn.pieces[0]] if not p.speech]
    turn.before = tail + between + head
    turn.gap = max(0, turn.paragraph - last.paragraph - 1)
    if not turn.gap:
        turn.gap = _pause(tail)
    elif sum(len(text.split()) for text in between) > LONG_TOLD:
        turn.gap += 1
    turn.continues = (
        turn.paragraph == last.paragraph + 1
        and turn.pieces[0] == 0
        and end == len(cut[last.paragraph]) - 1
        and not cut[last.paragraph][end].closed
        and not any(tag.strong and tag.kind in ("I", "name") for tag in turn.tags)
    )


def _pause(tail: Sequence[str]) -> float:
    """How far a told tail (`… said he. He sat down and …`) keeps the next speech off."""
    words = sum(len(text.split()) for text in tail)
    if words > LONG_TAIL:
        return 1
    return 0.5 if any(len(told.split()) > 5 and _own_sentence(told) for told in tail) else 0


def _own_sentence(told: str) -> bool:
    return told.lstrip()[0].isupper() or ". " in told


def _split(index: int, parts: Sequence[Piece]) -> list[Turn]:
    """One turn per paragraph, a new one where a tag names another subject than the tag before."""
    turns: list[Turn] = []
    for i, piece in enumerate(parts):
        if not piece.speech:
            continue
        behind = _tag_behind(parts, i)
        if not turns or (behind and _is_other(turns[-1], behind) and _sentence_between(parts, i)):
            turns.append(Turn(index, []))
        turns[-1].pieces.append(i)
        if behind:
            turns[-1].tags.append(behind)
    for turn in turns:
        if not turn.tags:
            turn.tags.extend(_weaker_tags(parts, turn))
    return turns


def _is_other(turn: Turn, tag: Tag) -> bool:
    """Whether a tag names somebody else than the turn's tags: a pronoun may mean the same."""
    return any(
        (known.kind, known.text) != (tag.kind, tag.text) and tag.kind not in ("he", "she")
        for known in turn.tags[:1]
    )


def _tag_behind(parts: Sequence[Piece], i: int) -> Tag | None:
    if i + 1 < len(parts) and not parts[i + 1].speech:
        return tag_behind(parts[i + 1].text)
    return None


def _sentence_between(parts: Sequence[Piece], i: int) -> bool:
    return i > 0 and not parts[i - 1].speech and parts[i - 1].text.rstrip()[-1:] in ".!?:"


def _weaker_tags(parts: Sequence[Piece], turn: Turn) -> list[Tag]:
    """Tags from who acts around a speech that no verb of speaking follows."""
    first = turn.pieces[0]
    ahead = [parts[first - 1]] if first > 0 and not parts[first - 1].speech else []
    behind = [parts[i + 1] for i in turn.pieces if i + 1 < len(parts) and not parts[i + 1].speech]
    found = [tag_ahead(p.text) for p in ahead] + [beat(p.text) for p in behind]
    return [tag for tag in found if tag][:2]
