"""The recipe `novel`: prose becomes a screenplay in the story's own words, then shots.

Orders per chapter: `people`, `speech`, `scenes`; per scene: `condense`, `shots`. What they carry
comes from that chapter or scene alone.
"""

from collections.abc import Sequence

from reelwright.film.errors import BadInput
from reelwright.film.order import Recipe
from reelwright.film.production import Wish
from reelwright.film.shot import Storyboard
from reelwright.film.source import Chapter, Passage, Source
from reelwright.film.story import Line, Place, Scene
from reelwright.writing.answers import PeopleAnswer, SceneFound, ScenesAnswer, SpeechAnswer
from reelwright.writing.asking import ask
from reelwright.writing.board import storyboard_of
from reelwright.writing.budget import shares_of
from reelwright.writing.condensing import condensed, entrances
from reelwright.writing.looks import cast_of
from reelwright.writing.rules.people.finding import Person, merge_people
from reelwright.writing.rules.people.names_in import Named, names_in
from reelwright.writing.rules.text.units import Unit, units_of
from reelwright.writing.staging import Staged, named_of, people_params, stage


def novel(source: Source, wish: Wish) -> Recipe[Storyboard]:
    """The storyboard of a work of prose. Raises BadInput for a work without a word to tell."""
    chapters = [c for c in source.chapters if any(_is_text(p) for p in c.passages)]
    if not chapters:
        raise BadInput("write", "the work holds no text to tell", "Give a file with a story in it.")
    answers = yield [
        ask("people", {"paragraphs": [p.text for p in c.passages if _is_text(p)]}, PeopleAnswer)
        for c in chapters
    ]
    people = merge_people([answer.findings for answer in answers])
    staged = yield [_chapter(chapter, people, wish) for chapter in chapters]
    scenes = [scene for chapter in staged for scene in chapter]
    return storyboard_of(source, wish, cast_of(_by_entrance(people, chapters)), scenes)


def _is_text(passage: Passage) -> bool:
    return passage.kind != "break" and any(c.isalnum() for c in passage.text)


def _by_entrance(people: Sequence[Person], chapters: Sequence[Chapter]) -> list[Person]:
    """Persons in the order in which the work first names them."""
    text = "\n".join(p.text for c in chapters for p in c.passages)
    order = names_in(text, [Named(name=p.name, aliases=tuple(p.aliases)) for p in people])
    rank = {name: index for index, name in enumerate(order)}
    return sorted(people, key=lambda p: (rank.get(p.name, len(rank)), p.name))


def _chapter(chapter: Chapter, people: Sequence[Person], wish: Wish) -> Recipe[list[Staged]]:
    paragraphs = [p.text if _is_text(p) else "" for p in chapter.passages]
    kinds = ["text" if text else "break" for text in paragraphs]
    present = named_of(people, "\n".join(paragraphs))
    speech, found = yield [
        ask(
            "speech",
            {"paragraphs": list(paragraphs), "people": people_params(present)},
            SpeechAnswer,
            lambda a: "" if len(a.paragraphs) == len(paragraphs) else "one list per paragraph",
        ),
        ask(
            "scenes",
            {"paragraphs": list(paragraphs), "kinds": list(kinds)},
            ScenesAnswer,
            lambda a: _gaps(a.scenes, kinds),
        ),
    ]
    units = units_of(speech.paragraphs)
    drafts = [(s, [u for u in units if s.first <= u.paragraph <= s.last]) for s in found.scenes]
    shares = shares_of([scene_units for _, scene_units in drafts], wish.minutes)
    news = entrances([scene_units for _, scene_units in drafts], present)
    kept = yield [
        condensed(drafts[share.scene][1], present, share, news[share.scene]) for share in shares
    ]
    scenes = _numbered(chapter, [drafts[s.scene][0] for s in shares], kept)
    staged: list[Staged] = yield [
        stage(scene, present, _anchor(chapter, found), found.passed, memory=found.memory)
        for scene, found in zip(scenes, [drafts[s.scene][0] for s in shares], strict=True)
    ]
    return staged


def _gaps(scenes: Sequence[SceneFound], kinds: Sequence[str]) -> str:
    """What is wrong with scenes: they must cover every paragraph once, in order."""
    covered = [i for scene in scenes for i in range(scene.first, scene.last + 1)]
    missing = [i for i, kind in enumerate(kinds) if kind == "text" and i not in set(covered)]
    if missing:
        return f"paragraphs {missing[:5]} belong to no scene"
    if covered != sorted(set(covered)) or (covered and covered[-1] >= len(kinds)):
        return "scenes overlap or are out of order"
    return ""


def _numbered(
    chapter: Chapter, found: Sequence[SceneFound], kept: Sequence[Sequence[Unit]]
) -> list[Scene]:
    return [
        Scene(
            chapter=chapter.number,
            number=number,
            place=Place(name=scene.place, kind=scene.kind),
            time=scene.time,
            weather=scene.weather,
            mood=scene.mood,
            lines=_lines(chapter, units),
            chapter_title=chapter.title,
        )
        for number, (scene, units) in enumerate(zip(found, kept, strict=True), 1)
    ]


def _lines(chapter: Chapter, units: Sequence[Unit]) -> tuple[Line, ...]:
    """Units as lines: neighbours of one kind, speaker and passage are one line."""
    lines: list[Line] = []
    parts: dict[str, int] = {}
    for unit in units:
        address = chapter.passages[unit.paragraph].address
        before = lines[-1] if lines else None
        alike = before and (before.kind, before.speaker, before.address)
        if before and alike == (unit.kind, unit.speaker, address):
            lines[-1] = before.model_copy(update={"text": f"{before.text} {unit.text}"})
            continue
        part = parts.get(address, 0)
        parts[address] = part + 1
        lines.append(
            Line(kind=unit.kind, text=unit.text, speaker=unit.speaker, address=address, part=part)
        )
    return tuple(lines)


def _anchor(chapter: Chapter, scene: SceneFound) -> str:
    """The address of a scene's first passage with text."""
    inside = chapter.passages[scene.first : scene.last + 1]
    return next((p.address for p in inside if _is_text(p)), inside[0].address)
