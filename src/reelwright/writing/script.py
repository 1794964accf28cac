"""The recipe `script`: sluglines, action and dialogue become scenes and shots, nothing left out.

Action is seen, not read aloud. Only a wish for other than the default minutes condenses a script.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reelwright.film.errors import BadInput
from reelwright.film.order import Recipe
from reelwright.film.production import Wish
from reelwright.film.shot import Storyboard, TransitionKind
from reelwright.film.source import Chapter, Passage, Source
from reelwright.film.story import Line, Place, Scene, Time, Weather
from reelwright.writing.answers import CastAnswer, Player
from reelwright.writing.asking import ask
from reelwright.writing.board import storyboard_of
from reelwright.writing.budget import WORDS_A_SECOND, shares_of
from reelwright.writing.condensing import condensed, entrances
from reelwright.writing.looks import cast_of
from reelwright.writing.rules.people.finding import Person
from reelwright.writing.rules.people.players import spoken_name
from reelwright.writing.rules.scenes.clock import weather_in
from reelwright.writing.rules.scenes.mood import mood_of
from reelwright.writing.rules.scenes.places import place_by_things
from reelwright.writing.rules.scenes.slugs import Slug, slug_of, told_transition
from reelwright.writing.rules.text.units import Unit
from reelwright.writing.staging import Staged, named_of, stage

_ASIDE = re.compile(r"\s*\((?:[^()]*)\)\s*")


@dataclass
class _Draft:
    """A scene being read: its slug and the passages under it."""

    slug: Slug | None
    first: int
    passages: list[tuple[int, Passage]] = field(default_factory=list)
    passed: bool = False
    memory: bool = False
    into: TransitionKind | None = None


def script(source: Source, wish: Wish) -> Recipe[Storyboard]:
    """The storyboard of a script. Raises BadInput when nothing is seen or spoken in it."""
    chapters = [c for c in source.chapters if any(map(_has_words, c.passages))]
    if not chapters:
        raise BadInput("write", "the script holds no scene", "Give a script with action in it.")
    answers = yield [
        ask(
            "cast",
            {
                "action": [p.text for p in c.passages if p.kind in {"action", "text"}],
                "speakers": [_cue(p.speaker) for p in c.passages if p.kind == "dialogue"],
            },
            CastAnswer,
        )
        for c in chapters
    ]
    people = _merged([player for answer in answers for player in answer.players])
    staged = yield [_chapter(chapter, people, wish) for chapter in chapters]
    scenes = [scene for chapter in staged for scene in chapter]
    if not scenes:
        raise BadInput("write", "the script holds no scene", "Give a script with action in it.")
    return storyboard_of(source, wish, cast_of(people), scenes)


def _has_words(passage: Passage) -> bool:
    return any(c.isalnum() for c in passage.text)


def _cue(speaker: str) -> str:
    """`IRIS (V.O.)` -> `IRIS`."""
    return " ".join(_ASIDE.sub(" ", speaker).strip(" ^").split())


def _merged(players: Sequence[Player]) -> list[Person]:
    people: dict[str, Person] = {}
    for player in players:
        known = next(
            (p for p in people.values() if {p.name, *p.aliases} & {player.name, *player.aliases}),
            None,
        )
        if known is None:
            people[player.name] = Person(
                name=player.name,
                aliases=tuple(player.aliases),
                gender=player.gender,
                age=player.age,
                mentions=player.lines,
                lines=player.lines,
                hints=tuple(player.hints),
            )
            continue
        names = dict.fromkeys([*known.aliases, player.name, *player.aliases])
        people[known.name] = Person(
            name=known.name,
            aliases=tuple(name for name in names if name != known.name),
            gender=known.gender if known.gender != "unknown" else player.gender,
            age=known.age,
            mentions=known.mentions + player.lines,
            lines=known.lines + player.lines,
            hints=known.hints or tuple(player.hints),
        )
    return list(people.values())


def _chapter(chapter: Chapter, people: Sequence[Person], wish: Wish) -> Recipe[list[Staged]]:
    drafts = [d for d in _drafts(chapter) if d.passages]
    speakers = {name: p.name for p in people for name in (p.name, *p.aliases)}
    units = [_units(draft, speakers) for draft in drafts]
    present = named_of(people, " ".join(f"{u.speaker} {u.text}" for us in units for u in us))
    words = sum(unit.words for scene in units for unit in scene)
    if wish.minutes != Wish().minutes and words > wish.minutes * 60 * WORDS_A_SECOND * 1.1:
        shares = shares_of(units, wish.minutes)
        news = entrances(units, present)
        kept: list[list[Unit]] = yield [
            condensed(units[s.scene], present, s, news[s.scene]) for s in shares
        ]
        drafts = [drafts[share.scene] for share in shares]
        units = kept
    scenes = _scenes(chapter, drafts, units)
    staged: list[Staged] = yield [
        stage(
            scene,
            present,
            chapter.passages[draft.first].address,
            draft.passed,
            memory=draft.memory,
            into=draft.into,
        )
        for scene, draft in zip(scenes, drafts, strict=True)
    ]
    return staged


def _drafts(chapter: Chapter) -> list[_Draft]:
    drafts = [_Draft(None, 0)]
    for index, passage in enumerate(chapter.passages):
        if passage.kind in {"slug", "break"}:
            slug = slug_of(passage.text) if passage.kind == "slug" else drafts[-1].slug
            before = drafts[-1]
            told = not before.passages  # by a transition right before, which has begun a draft
            passed = before.passed if told else passage.kind == "break"
            drafts.append(
                _Draft(
                    slug,
                    index,
                    passed=passed or bool(slug and slug.later),
                    memory=slug.memory if slug else before.memory,
                    into=before.into if told else None,
                )
            )
        elif passage.kind == "transition":
            into, last = told_transition(passage.text), drafts[-1]
            if into is not None and last.passages:
                drafts.append(_Draft(last.slug, index, passed=True, memory=last.memory, into=into))
        elif _has_words(passage):
            drafts[-1].passages.append((index, passage))
    return drafts


def _units(draft: _Draft, speakers: dict[str, str]) -> list[Unit]:
    units = []
    for index, passage in draft.passages:
        text = " ".join(passage.text.split())
        if passage.kind == "dialogue":
            cue = spoken_name(_cue(passage.speaker))
            spoken = " ".join(_ASIDE.sub(" ", text).split()) or text
            units.append(Unit("dialogue", spoken, speakers.get(cue, cue), index))
        else:
            units.append(Unit("action", text, "", index))
    return units


def _scenes(
    chapter: Chapter, drafts: Sequence[_Draft], units: Sequence[Sequence[Unit]]
) -> list[Scene]:
    scenes: list[Scene] = []
    time: Time = "day"
    weather: Weather | None = None
    for number, (draft, told) in enumerate(zip(drafts, units, strict=True), 1):
        action = " ".join(unit.text for unit in told if unit.kind == "action")
        slug = draft.slug or _unslugged(action)
        before, time = time, slug.time or time
        weather = weather_in(action) or (None if draft.passed else weather)
        draft.passed = draft.passed or (number > 1 and before != time)
        scenes.append(
            Scene(
                chapter=chapter.number,
                number=number,
                place=Place(name=slug.name, kind=slug.kind),
                time=time,
                weather=weather or "clear",
                mood=mood_of(" ".join(u.text for u in told), time, weather or "clear"),
                lines=tuple(_line(chapter, unit) for unit in told),
                chapter_title=chapter.title,
            )
        )
    return scenes


def _unslugged(action: str) -> Slug:
    found = place_by_things(action)
    return Slug(found.name, found.kind, None) if found else Slug("A room", "interior", None)


def _line(chapter: Chapter, unit: Unit) -> Line:
    return Line(
        kind=unit.kind,
        text=unit.text,
        speaker=unit.speaker,
        address=chapter.passages[unit.paragraph].address,
    )
