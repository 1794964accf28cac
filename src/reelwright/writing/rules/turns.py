"""Turns: the speeches of a text in order, each with what its own words say about the speaker."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reelwright.writing.rules.cast import Cast, role_gender
from reelwright.writing.rules.evidence import is_addressed
from reelwright.writing.rules.lexicon_people import PASSING_ROLES
from reelwright.writing.rules.quotes import Piece
from reelwright.writing.rules.tags import Tag, beat, tag_ahead, tag_behind

WINDOW = 12
"""Paragraphs on either side in which a person must be named to be a candidate."""

_SELF = re.compile(r"\b(?:I am|I’m|my name is|call me|address me as|name’s)\s(?:the\s)?$")


@dataclass
class Turn:
    """One speaker's speech in one paragraph. `gap`: told-only paragraphs since the turn before."""

    paragraph: int
    pieces: list[int]
    gap: int = 0
    continues: bool = False
    tags: list[Tag] = field(default_factory=list)
    addressed: set[str] = field(default_factory=set)
    scores: dict[str, float] = field(default_factory=dict)


def turns_of(cut: Sequence[Sequence[Piece]], cast: Cast) -> list[Turn]:
    """All turns with the scores of their candidates; "" stands for somebody unknown."""
    present = _presence(cut, cast)
    turns: list[Turn] = []
    for index, parts in enumerate(cut):
        for turn in _split(index, parts):
            if turns:
                last = turns[-1]
                turn.gap = max(0, index - last.paragraph - 1)
                turn.continues = (
                    index == last.paragraph + 1
                    and turn.pieces[0] == 0
                    and not cut[last.paragraph][last.pieces[-1]].closed
                    and last.pieces[-1] == len(cut[last.paragraph]) - 1
                )
            _score(turn, cut, cast, present)
            turns.append(turn)
    return turns


def _presence(cut: Sequence[Sequence[Piece]], cast: Cast) -> list[dict[str, float]]:
    """By paragraph, the persons it names: 1 in told text or addressed, 0.4 when only talked of."""
    present: list[dict[str, float]] = []
    for parts in cut:
        here: dict[str, float] = {}
        for piece in parts:
            for name, at in cast.named_in(piece.text):
                told = not piece.speech or is_addressed(
                    piece.text[: at.start], piece.text[at.end :]
                )
                here[name] = max(here.get(name, 0.0), 1.0 if told else 0.4)
            if not piece.speech and cast.narrator and re.search(r"\b(?:I|me|my)\b", piece.text):
                here[cast.narrator] = 1.0
        present.append(here)
    return present


def _split(index: int, parts: Sequence[Piece]) -> list[Turn]:
    """One turn per paragraph, a new one where a tag names another subject than the tag before."""
    turns: list[Turn] = []
    for i, piece in enumerate(parts):
        if not piece.speech:
            continue
        behind = _tag_behind(parts, i)
        new_subject = (
            behind
            and turns
            and turns[-1].tags
            and (behind.kind, behind.text) != (turns[-1].tags[0].kind, turns[-1].tags[0].text)
            and _sentence_between(parts, i)
        )
        if not turns or new_subject:
            turns.append(Turn(index, []))
        turns[-1].pieces.append(i)
        if behind:
            turns[-1].tags.append(behind)
    for turn in turns:
        if not turn.tags:
            turn.tags.extend(_weaker_tags(parts, turn))
    return turns


def _tag_behind(parts: Sequence[Piece], i: int) -> Tag | None:
    if i + 1 < len(parts) and not parts[i + 1].speech:
        return tag_behind(parts[i + 1].text)
    return None


def _sentence_between(parts: Sequence[Piece], i: int) -> bool:
    return i > 0 and not parts[i - 1].speech and parts[i - 1].text.rstrip()[-1:] in ".!?:"


def _weaker_tags(parts: Sequence[Piece], turn: Turn) -> list[Tag]:
    found: list[Tag | None] = []
    first, last = turn.pieces[0], turn.pieces[-1]
    if first > 0 and not parts[first - 1].speech:
        found.append(tag_ahead(parts[first - 1].text))
    if last + 1 < len(parts):
        found.append(beat(parts[last + 1].text))
    for i in turn.pieces:
        if i + 1 < len(parts) and not parts[i + 1].speech and i != last:
            found.append(beat(parts[i + 1].text))
    return [tag for tag in found if tag]


def _score(
    turn: Turn, cut: Sequence[Sequence[Piece]], cast: Cast, present: Sequence[dict[str, float]]
) -> None:
    scores = _candidates(turn.paragraph, present)
    named = {n for t in turn.tags if t.kind == "name" for n in [cast.called(t.text)] if n}
    for name in sorted(named):
        scores.setdefault(name, 0.0)
    if cast.narrator and any(t.kind == "I" for t in turn.tags):
        scores.setdefault(cast.narrator, 0.0)
    scores[""] = -1.5
    tags = turn.tags or _tag_of_neighbour(turn, cut)
    for tag in tags:
        weight = 1.0 if tag.strong else 0.5
        for name in scores:
            scores[name] += weight * _by_tag(tag, name, cast)
    _score_words(turn, cut[turn.paragraph], cast, scores)
    turn.scores = scores


def _candidates(paragraph: int, present: Sequence[dict[str, float]]) -> dict[str, float]:
    """Persons near a paragraph with how near: at most 3 points."""
    near: dict[str, float] = {}
    for index in range(max(0, paragraph - WINDOW), min(len(present), paragraph + WINDOW + 1)):
        distance = abs(index - paragraph) + (3 if index > paragraph else 0)
        for name, weight in present[index].items():
            near[name] = near.get(name, 0.0) + weight / (1 + distance / 3)
    return {name: min(3.0, near[name]) for name in sorted(near)}


def _tag_of_neighbour(turn: Turn, cut: Sequence[Sequence[Piece]]) -> list[Tag]:
    """A told paragraph before that leads in with a colon."""
    before = turn.paragraph - 1
    if before < 0 or any(p.speech for p in cut[before]) or not cut[before]:
        return []
    told = cut[before][-1].text.rstrip()
    tag = tag_ahead(told) if told.endswith((":", ",")) else None
    return [tag] if tag else []


def _by_tag(tag: Tag, name: str, cast: Cast) -> float:
    if tag.kind == "I":
        return 14.0 if name and name == cast.narrator else -8.0
    if tag.kind == "name":
        called = cast.called(tag.text)
        if not called:
            return 8.0 if not name else 0.0
        return 14.0 if name == called else -6.0
    if tag.kind == "role":
        return _by_role(tag.text, name, cast)
    return _by_gender("male" if tag.kind == "he" else "female", name, cast)


def _by_gender(gender: str, name: str, cast: Cast) -> float:
    if not name:
        return 1.0
    if name == cast.narrator:
        return -8.0
    known = cast.gender(name)
    return 4.0 if known == gender else 2.0 if known == "unknown" else -6.0


def _by_role(role: str, name: str, cast: Cast) -> float:
    last = role.split()[-1]
    titled = cast.of_title(last)
    if titled and last not in PASSING_ROLES:
        return 12.0 if name == titled else -4.0
    if role in ("my friend", "my companion") and cast.narrator:
        return 10.0 if name == cast.lead else -4.0
    if not name:
        return 4.0
    gender = role_gender(role)
    if name in (cast.lead, cast.narrator):
        return -4.0
    if gender != "unknown" and cast.gender(name) not in (gender, "unknown"):
        return -6.0
    return 5.0


def _score_words(turn: Turn, parts: Sequence[Piece], cast: Cast, scores: dict[str, float]) -> None:
    """Who is addressed or talked of does not speak; who says `I am …` does."""
    for i in turn.pieces:
        text = parts[i].text
        for name, at in cast.named_in(text):
            before = text[: at.start]
            if is_addressed(before, text[at.end :]):
                turn.addressed.add(name)
                change = -8.0
            else:
                change = 5.0 if _SELF.search(before) else -1.5
            if name in scores:
                scores[name] += change
