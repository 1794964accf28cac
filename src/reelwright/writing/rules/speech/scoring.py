"""Scoring: who may speak a turn, and what its own words and the words around it say for each."""

import re
from collections.abc import Sequence

from reelwright.writing.rules.people.evidence import is_addressed
from reelwright.writing.rules.people.lexicon_people import PASSING_ROLES, ROLES
from reelwright.writing.rules.people.whois import Cast, role_gender
from reelwright.writing.rules.speech.quotes import Piece
from reelwright.writing.rules.speech.tags import SOMEBODY, Tag, opening_of, tag_ahead
from reelwright.writing.rules.speech.turns import Turn
from reelwright.writing.rules.text.sentences import sentences

WINDOW = 12
"""Paragraphs on either side in which a person must be named to be a candidate."""
RECENT = 4
FOCUS = 4
"""Sentences before a speech in which its pronoun may find its name."""
SOON = 15
"""Paragraphs before somebody first acts in which he may already speak."""
LATER = 0.3
"""How much being named after the present conversation still counts."""
NARRATOR_NEAR = 0.4
"""How much an `I` in told text counts as being named: narrators stand by more than they speak."""
STRANGER = -1.0
"""Points of somebody unknown before any sign of one."""

_I = re.compile(r"\b(?:I|me|my|we|us)\b")
_SELF = re.compile(
    r"\b(?:I am|I’m|I'm|[Mm]y (?:\w+ )?name is|[Mm]y name’s|[Cc]all me|address me as)\s(?:the\s)?$"
)
_NEWCOMER = re.compile(rf"\b[Aa]n?\s(?:[\w’-]+,?\s(?:and\s)?){{0,4}}?({'|'.join(sorted(ROLES))})\b")
_SIR = re.compile(r"\b(?:[Ss]ir|[Mm]a[’']?am|[Mm]adam)\b")
_UNSEEN = frozenset({"voice", "newcomer", "stranger"})


class Stage:
    """Who is present where in a text: by paragraph, how strongly each person is."""

    def __init__(self, cut: Sequence[Sequence[Piece]], cast: Cast) -> None:
        self.cut, self.cast = cut, cast
        self.active: dict[str, int] = {}
        self.named = [self._named_in(index, parts) for index, parts in enumerate(cut)]

    def _named_in(self, index: int, parts: Sequence[Piece]) -> dict[str, float]:
        """1 when told about or addressed, 0.1 when only talked of; the narrator by `I`."""
        here: dict[str, float] = {}
        for piece in parts:
            for name, at in self.cast.named_in(piece.text):
                before = at.ahead(piece.text)
                acts = not piece.speech or is_addressed(before, at.behind(piece.text))
                if acts or _SELF.search(before):
                    self.active.setdefault(name, index)
                here[name] = max(here.get(name, 0.0), 1.0 if acts else 0.1)
            if not piece.speech and self.cast.narrator and _I.search(piece.text):
                here[self.cast.narrator] = NARRATOR_NEAR
                self.active.setdefault(self.cast.narrator, index)
        return here

    def near(self, paragraph: int) -> dict[str, float]:
        """Persons near a paragraph with how near: at most 3 points."""
        found: dict[str, float] = {}
        last = min(len(self.named), paragraph + WINDOW + 1)
        talk = 1.0
        for index in range(max(0, paragraph - WINDOW), last):
            distance = abs(index - paragraph) + (3 if index > paragraph else 0)
            if index > paragraph and not any(p.speech for p in self.cut[index]):
                talk = LATER
            for name, weight in self.named[index].items():
                if self.active.get(name, paragraph + SOON + 1) <= paragraph + SOON:
                    near = talk * weight / (1 + distance / 3)
                    found[name] = found.get(name, 0.0) + near
        for name in self._recent(paragraph):
            found.setdefault(name, 0.0)
        return {n: min(3.0, found[n]) + self.cast.weight(n) for n in sorted(found)}

    def _recent(self, paragraph: int) -> list[str]:
        """The persons acting last before a paragraph, however far back."""
        found: list[str] = []
        for here in self.named[paragraph::-1]:
            found.extend(n for n, w in here.items() if w >= 0.5 and n not in found)
            if len(found) >= RECENT:
                break
        return found

    def just_named(self, paragraph: int) -> frozenset[str]:
        """Who acts or is addressed in a paragraph or the three before it."""
        lately = self.named[max(0, paragraph - 3) : paragraph + 1]
        return frozenset(n for here in lately for n, w in here.items() if w >= NARRATOR_NEAR)

    def comes_in(self, name: str, paragraph: int) -> bool:
        """Whether a person is named right behind a paragraph but not right before."""
        behind = self.named[paragraph + 1 : paragraph + 4]
        ahead = self.named[max(0, paragraph - 5) : paragraph + 1]
        return any(name in n for n in behind) and not any(n.get(name, 0) > 0.5 for n in ahead)


def score(turn: Turn, stage: Stage) -> None:
    """Give the turn its candidates with their points; "" stands for somebody unknown."""
    cast, parts = stage.cast, stage.cut[turn.paragraph]
    scores = stage.near(turn.paragraph)
    for tag in turn.tags:
        called = cast.called(tag.text) if tag.kind == "name" else ""
        if tag.kind == "I":
            called = cast.narrator
        if tag.kind == "role":
            called = cast.of_role(tag.text)
        if called:
            scores.setdefault(called, 0.0)
    scores[""] = STRANGER
    for tag in turn.tags or _leading_tag(turn):
        weight = 1.0 if tag.strong else 0.5
        for name in scores:
            scores[name] += weight * _by_tag(tag, name, turn, stage)
    _score_told(turn, parts, cast, scores)
    _score_words(turn, parts, cast, scores)
    turn.focus = _focus(turn, cast)
    turn.present = stage.just_named(turn.paragraph)
    turn.scores = scores


def _leading_tag(turn: Turn) -> list[Tag]:
    """Who is said to speak in a told paragraph before that ends with a colon or comma."""
    told = turn.before[-1].rstrip() if turn.before else ""
    tag = tag_ahead(told) if told.endswith((":", ",")) else None
    return [tag] if tag else []


def _by_tag(tag: Tag, name: str, turn: Turn, stage: Stage) -> float:
    cast = stage.cast
    if tag.kind == "I":
        return 14.0 if name and name == cast.narrator else -8.0
    if tag.kind == "name":
        called = cast.called(tag.text)
        if not called:
            return 8.0 if not name else 0.0
        return 14.0 if name == called else -6.0
    if tag.kind == "role":
        return _by_role(tag.text, name, turn, stage)
    return _by_gender("male" if tag.kind == "he" else "female", name, cast)


def _by_gender(gender: str, name: str, cast: Cast) -> float:
    if not name:
        return 1.0
    if name == cast.narrator:
        return -8.0
    known = cast.gender(name)
    return 4.0 if known == gender else 2.0 if known == "unknown" else -6.0


def _by_role(role: str, name: str, turn: Turn, stage: Stage) -> float:
    cast, last = stage.cast, role.rsplit(maxsplit=1)[-1]
    if role == SOMEBODY or (role.startswith(("a ", "an ")) and last not in _UNSEEN):
        return -3.0 if name else 8.0
    known = cast.of_role(role)
    if known:
        return 12.0 if name == known else -4.0
    if not name:
        return 4.0
    if last in _UNSEEN:
        return 12.0 if stage.comes_in(name, turn.paragraph) else 2.0
    return _by_role_word(last, role_gender(role), name, cast)


def _by_role_word(last: str, gender: str, name: str, cast: Cast) -> float:
    """A role of the moment is hardly the narrator or the one he tells of: they are named."""
    if name in (cast.lead, cast.narrator) and cast.narrator:
        return -4.0
    if gender != "unknown" and cast.gender(name) not in (gender, "unknown"):
        return -6.0
    return 5.0 if last in PASSING_ROLES else 3.0


def _score_told(turn: Turn, parts: Sequence[Piece], cast: Cast, scores: dict[str, float]) -> None:
    """In `he cried, grasping Holmes by the hand` he is not Holmes; a newcomer may be unknown."""
    if not turn.tags or turn.tags[0].kind not in ("he", "she"):
        _score_newcomer(turn, scores, "unknown")
        return
    gender = "male" if turn.tags[0].kind == "he" else "female"
    _score_newcomer(turn, scores, gender)
    for i in turn.pieces:
        if i + 1 >= len(parts) or parts[i + 1].speech:
            continue
        first = parts[i + 1].text.partition(". ")[0]
        for name, _ in cast.named_in(first):
            if name in scores and turn.tags[0].strong:
                scores[name] -= 4.0


def _score_newcomer(turn: Turn, scores: dict[str, float], gender: str) -> None:
    """`An elderly woman stood upon the steps` right before: somebody without a name may speak."""
    for told in turn.before[-2:]:
        for match in _NEWCOMER.finditer(told):
            if role_gender(match[1]) in (gender, "unknown"):
                scores[""] += 6.0 if gender != "unknown" else 1.0
                return


def _score_words(turn: Turn, parts: Sequence[Piece], cast: Cast, scores: dict[str, float]) -> None:
    """Who is addressed or talked of does not speak; who says `I am …` does."""
    for i in turn.pieces:
        text = parts[i].text
        for name, at in cast.named_in(text):
            before = at.ahead(text)
            if is_addressed(before, at.behind(text)):
                turn.addressed.add(name)
                change = -8.0
            else:
                change = 5.0 if _SELF.search(before) else -1.5
            if name in scores:
                scores[name] += change
        if cast.narrator in scores and _SIR.search(text):
            scores[cast.narrator] -= 2.0


def _focus(turn: Turn, cast: Cast) -> str:
    """Whom the told text since the speech before is about last; "LAST" is that speech's speaker.

    For a pronoun it is the last named person whom the pronoun fits.
    """
    if not turn.before:
        return ""
    pronoun = turn.tags[0].kind if turn.tags and turn.tags[0].kind in ("he", "she") else ""
    told = [sentence for text in turn.before for sentence in sentences(text)]
    for sentence in told[: -FOCUS - 1 : -1]:
        found = _antecedent(sentence, pronoun, cast) if pronoun else _subject(sentence, cast)
        if found is not None:
            return found
    return "LAST" if len(told) <= FOCUS else ""


def _subject(sentence: str, cast: Cast) -> str | None:
    """Whom a sentence begins with, "" for a stranger; None when it goes on about the same."""
    opening = opening_of(sentence)
    if opening is None or opening.kind in ("he", "she"):
        return None
    if opening.kind == "I":
        return cast.narrator
    return cast.called(opening.text) if opening.kind == "name" else cast.of_role(opening.text)


def _antecedent(sentence: str, pronoun: str, cast: Cast) -> str | None:
    gender = "male" if pronoun == "he" else "female"
    subject = _subject(sentence, cast)
    if subject and subject != cast.narrator and cast.gender(subject) in (gender, "unknown"):
        return subject
    named = [
        name
        for name, _ in cast.named_in(sentence)
        if name != cast.narrator and cast.gender(name) == gender
    ]
    return named[-1] if named else None
