"""Shots: what the camera does for each piece of a scene. Looks at this scene only.

Sizes are wished for by what a piece tells and settled against the one shot before, so that an
edited line changes its own shot and hardly ever the next one's.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reelwright.film.shot import Size
from reelwright.film.story import Line, Mood
from reelwright.writing.answers import Piece, ShotFound
from reelwright.writing.rules.people.names_in import Named, names_in
from reelwright.writing.rules.people.whois import role_gender
from reelwright.writing.rules.scenes.mood import deeds, felt
from reelwright.writing.rules.shots.acts import act_of
from reelwright.writing.rules.shots.moves import motion_of, move_of
from reelwright.writing.rules.shots.pieces import (
    Group,
    groups_of,
    seen_seconds,
    spoken_seconds,
)
from reelwright.writing.rules.shots.things import insert_of
from reelwright.writing.rules.speech.tags import opening_of

_SELF = re.compile(r"\b(?:I|me|my|myself|we|us|our)\b")
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_THEIRS = re.compile(r"\b(?:[Hh]is|[Hh]im|[Hh]er)\b")
_THEY = re.compile(r"\b[Tt]hey\b")


@dataclass
class _Stage:
    """Who has been seen (who was seen last stands last) and heard in the scene so far."""

    place: str
    mood: Mood
    people: Sequence[Named]
    seen: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    spoke: list[str] = field(default_factory=list)
    inserts: list[str] = field(default_factory=list)
    last: tuple[str, str] = ("", "")

    def other(self, name: str, ahead: Sequence[str] = ()) -> str:
        """Whom `name` talks to: who was just shown, the last other speaker, the next, any."""
        near = [*self.shown, *reversed(self.spoke), *ahead, *reversed(self.seen)]
        return next((other for other in near if other and other != name), "")

    def show(self, shot: ShotFound, absent: Sequence[str]) -> None:
        """Remember a shot; who is only talked of has not been seen in it."""
        self.last = (shot.size, shot.subject)
        self.shown = [name for name in shot.characters if name not in absent]
        self.seen = [n for n in self.seen if n not in self.shown] + self.shown[::-1]
        if shot.size == "insert":
            self.inserts.append(shot.subject)


def shots_of(
    lines: Sequence[Line], place: str, mood: Mood, people: Sequence[Named]
) -> list[ShotFound]:
    """The shots of one scene, first to last; every piece of every line is in exactly one."""
    stage = _Stage(place, mood, people)
    groups = groups_of(lines)
    shots: list[ShotFound] = []
    if not groups or lines[groups[0].pieces[0].line].kind == "dialogue":
        shots.append(_silent(stage))
    for index, group in enumerate(groups):
        ahead = [lines[g.pieces[0].line].speaker for g in groups[index + 1 : index + 4]]
        final = index == len(groups) - 1
        shot = _shot(group, lines, stage, first=not shots, final=final, ahead=ahead)
        absent = _talked_of(group, lines, stage, ahead)
        cast = sorted(shot.characters, key=lambda name: name in absent)
        shots.append(shot.model_copy(update={"characters": cast}))
        stage.show(shots[-1], absent)
    return shots


def _talked_of(
    group: Group, lines: Sequence[Line], stage: _Stage, ahead: Sequence[str]
) -> list[str]:
    """Whom only a speech names: neither seen nor heard in the scene so far, nor right after."""
    told = [lines[piece.line] for piece in group.pieces]
    if any(line.kind != "dialogue" for line in told):
        return []
    known = {*stage.seen, *stage.spoke, *ahead, *(line.speaker for line in told)}
    text = " ".join(piece.text for piece in group.pieces)
    return [name for name in names_in(text, stage.people) if name not in known]


def _silent(stage: _Stage) -> ShotFound:
    stage.last = ("wide", stage.place)
    return ShotFound(
        size="wide",
        move=move_of("wide", "", stage.mood, first=True),
        subject=stage.place,
        seconds=3.0,
        action="the place lies before us",
    )


def _shot(
    group: Group,
    lines: Sequence[Line],
    stage: _Stage,
    *,
    first: bool,
    final: bool,
    ahead: Sequence[str],
) -> ShotFound:
    text = " ".join(piece.text for piece in group.pieces)
    told = [lines[piece.line] for piece in group.pieces]
    spoken = [line.speaker for line in told if line.kind == "dialogue"]
    if spoken and not first:
        size, subject, cast = _dialogue(text, spoken, stage, ahead)
    else:
        size, subject, cast = _narration(text, stage, first=first, final=final)
    stage.spoke += [name for name in dict.fromkeys(spoken) if name]
    return ShotFound(
        size=size,
        move=move_of(size, text, stage.mood, first=first, final=final),
        subject=subject,
        characters=cast,
        pieces=list(group.pieces),
        seconds=_seconds(group.pieces, lines),
        motion=motion_of(text),
        action=act_of(text, spoken=bool(spoken), reacts=bool(spoken) and subject not in spoken),
    )


def _seconds(pieces: Sequence[Piece], lines: Sequence[Line]) -> float:
    heard = sum(len(p.text.split()) for p in pieces if lines[p.line].kind != "action")
    if heard:
        return spoken_seconds(heard)
    return seen_seconds(sum(len(piece.text.split()) for piece in pieces))


def _dialogue(
    text: str, spoken: Sequence[str], stage: _Stage, ahead: Sequence[str]
) -> tuple[Size, str, list[str]]:
    speakers = list(dict.fromkeys(name for name in spoken if name))
    named = [name for name in names_in(text, stage.people) if name not in speakers]
    if not speakers:
        listener = stage.other("", ahead)
        cast = list(dict.fromkeys([*named, *([listener] if listener else [])]))
        subject = cast[0] if cast else stage.place
        return _settle(("medium", "close-up", "full"), subject, stage), subject, cast
    speaker = speakers[0]
    listener = next((n for n in speakers[1:]), "") or stage.other(speaker, ahead)
    if len(speakers) > 1:
        cast = list(dict.fromkeys([*speakers, *named]))
        size = _settle(("two-shot", "medium", "over-shoulder"), speaker, stage)
        return size, speaker, cast
    reacts = stage.spoke and stage.spoke[-1] == speaker and stage.last[1] == speaker
    if reacts and listener and _turn(text) % 3 == 0 and len(named) == 0:
        size = _settle(("close-up", "medium"), listener, stage)
        return size, listener, [listener]
    return _speaking(text, speaker, listener, named, stage)


def _speaking(
    text: str, speaker: str, listener: str, named: Sequence[str], stage: _Stage
) -> tuple[Size, str, list[str]]:
    wishes: tuple[Size, ...]
    if not stage.spoke and listener:
        wishes = ("two-shot", "over-shoulder", "medium")
    elif "!" in text or (felt(text) and _turn(text) % 2 == 0):
        wishes = ("close-up", "medium", "over-shoulder")
    elif listener and _turn(text) % 2 == 0:
        wishes = ("over-shoulder", "medium", "close-up")
    else:
        wishes = ("medium", "close-up", "over-shoulder")
    crowd = [name for name in named if name != listener]
    if crowd:
        wishes = ("medium", "two-shot", "full")
    elif not listener:
        wishes = tuple(size for size in wishes if size not in {"over-shoulder", "two-shot"})
        wishes = wishes if len(wishes) > 1 else (*wishes, "full")
    size = _settle(wishes, speaker, stage)
    cast = [speaker]
    if listener and (size in {"over-shoulder", "two-shot"} or listener in named):
        cast.append(listener)
    cast += [name for name in named if name not in cast]
    if size == "close-up" and len(cast) > 1:
        size = _settle(("over-shoulder", "medium", "two-shot"), speaker, stage)
    return size, speaker, cast


def _narration(
    text: str, stage: _Stage, *, first: bool, final: bool
) -> tuple[Size, str, list[str]]:
    cast = _cast(text, stage)
    if first:
        return "wide", stage.place, cast
    thing = insert_of(text)
    fresh = stage.last[0] != "insert" and thing not in stage.inserts[-2:]
    known = set(cast) <= set(stage.seen)
    if thing and fresh and known and len(cast) < 2 and not final:
        return "insert", thing, cast
    if not cast:
        empty: tuple[Size, ...] = ("full", "medium") if final else ("full", "wide", "medium")
        return _settle(empty, stage.place, stage), stage.place, cast
    subject = cast[0]
    wishes: tuple[Size, ...]
    if len(cast) > 1:
        wishes = (
            ("two-shot", "full", "medium") if _turn(text) % 2 else ("full", "two-shot", "medium")
        )
    elif final:
        wishes = ("wide", "full", "medium")
    elif subject not in stage.seen:
        wishes = ("full", "medium", "close-up")
    elif felt(text):
        wishes = ("close-up", "medium", "full")
    elif deeds(text):
        wishes = ("medium", "full", "close-up")
    else:
        wishes = (
            ("full", "medium", "close-up") if _turn(text) % 2 else ("medium", "close-up", "full")
        )
    return _settle(wishes, subject, stage), subject, cast


def _cast(text: str, stage: _Stage) -> list[str]:
    """Whom told text shows: the named, the narrator behind `I`, one person behind a pronoun."""
    cast = names_in(text, stage.people)
    for person in stage.people:
        if person.narrator and person.name not in cast and _SELF.search(text):
            cast.append(person.name)
    if cast:
        return cast
    gender = _meant(text)
    if gender != "unknown":
        fits = {p.name for p in stage.people if p.gender == gender and not p.narrator}
        near = next((name for name in reversed(stage.seen) if name in fits), "")
        if near:
            return [near]
    if (text[:1].islower() or _THEIRS.search(text)) and stage.shown:
        return stage.shown[:2]
    return stage.seen[-2:] if _THEY.search(text) else cast


def _meant(text: str) -> str:
    """The gender of whom a text without a name is about: `The old man …`, else its pronoun."""
    opening = opening_of(text)
    if opening and opening.kind == "role" and opening.text.startswith("the "):
        return role_gender(opening.text)
    pronoun = _PRONOUN.search(text)
    if pronoun is None:
        return "unknown"
    return "male" if pronoun.group().lower() == "he" else "female"


def _settle(wishes: Sequence[Size], subject: str, stage: _Stage) -> Size:
    """The first wish that differs from the shot before in size or subject."""
    return next((size for size in wishes if (size, subject) != stage.last), "medium")


def _turn(text: str) -> int:
    """A number by which pieces differ in treatment: from its words alone."""
    return hashlib.sha256(text.encode()).digest()[0]
