"""Staging: scenes of lines become scenes of shots, one text Order a scene."""

from collections.abc import Sequence

from pydantic import JsonValue

from reelwright.film.noun import Noun
from reelwright.film.order import Recipe
from reelwright.film.shot import TransitionKind
from reelwright.film.story import Line, Scene
from reelwright.writing.answers import ShotFound, ShotsAnswer
from reelwright.writing.asking import ask
from reelwright.writing.rules.people.finding import Person
from reelwright.writing.rules.people.names_in import Named, mentions, names_in
from reelwright.writing.rules.people.whois import key_of, titles_alone


class Staged(Noun):
    """A scene with its shots, before they have ids and prompts.

    `anchor` is the address that shots without a line hang on; `passed` says that time has passed,
    `memory` that it is remembered or dreamt. `into` is how the scene follows the one before, where
    the work itself tells.
    """

    scene: Scene
    shots: tuple[ShotFound, ...]
    anchor: str
    passed: bool = False
    memory: bool = False
    into: TransitionKind | None = None


def named_of(people: Sequence[Person], text: str) -> list[Named]:
    """The persons that `text` names, with the aliases it uses, and the narrator if `I` is told.

    Counts over the book and aliases used elsewhere stay out: an edit elsewhere changes no Order.
    Only a title that stands alone here (`Doctor`) brings the name along that it belongs to.
    """
    titles = titles_alone(text)
    found: list[Named] = []
    for person in people:
        known = Named(
            name=person.name,
            aliases=tuple(person.aliases),
            gender=person.gender,
            narrator=person.narrator,
        )
        forms = {text[start:end] for start, end, _ in mentions(text, [known])}
        used = tuple(
            a
            for a in person.aliases
            if (a in forms and person.name not in a) or titles.intersection(key_of(a)[:1])
        )
        if forms or (person.narrator and " I " in f" {text} "):
            found.append(known.model_copy(update={"aliases": used}))
    return sorted(found, key=lambda named: named.name)


def people_params(people: Sequence[Named]) -> JsonValue:
    """Persons as params of a text Order."""
    return [person.model_dump(mode="json") for person in people]


def stage(
    scene: Scene,
    people: Sequence[Named],
    anchor: str,
    passed: bool,
    *,
    memory: bool = False,
    into: TransitionKind | None = None,
) -> Recipe[Staged]:
    """Ask for the shots of one scene."""
    text = " ".join(line.text for line in scene.lines)
    speakers = {line.speaker for line in scene.lines}
    present = [p for p in people if p.name in speakers or p.narrator or names_in(text, [p])]
    (found,) = yield [
        ask(
            "shots",
            {
                "lines": [
                    {"kind": line.kind, "text": line.text, "speaker": line.speaker}
                    for line in scene.lines
                ],
                "place": scene.place.name,
                "kind": scene.place.kind,
                "time": scene.time,
                "mood": scene.mood,
                "people": people_params(present),
            },
            ShotsAnswer,
            lambda answer: _wrong(answer, scene.lines),
        )
    ]
    cast = dict.fromkeys(name for shot in found.shots for name in shot.characters)
    dressed = scene.model_copy(update={"characters": tuple(cast)})
    return Staged(
        scene=dressed,
        shots=tuple(found.shots),
        anchor=anchor,
        passed=passed,
        memory=memory,
        into=into,
    )


def _wrong(answer: ShotsAnswer, lines: Sequence[Line]) -> str:
    """What is wrong with an answer: pieces must tell all lines, whole and in order."""
    told: list[list[str]] = [[] for _ in lines]
    before = 0
    for piece in (piece for shot in answer.shots for piece in shot.pieces):
        if piece.line >= len(lines) or piece.line < before:
            return f"line {piece.line} is out of order"
        before = piece.line
        told[piece.line].append(piece.text)
    for index, (line, parts) in enumerate(zip(lines, told, strict=True)):
        if "".join(" ".join(parts).split()) != "".join(line.text.split()):
            return f"the pieces of line {index} do not add up to its text"
    return ""
