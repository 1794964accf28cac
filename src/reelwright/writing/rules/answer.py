"""The rules' answers to text Orders, one function a task."""

from collections import Counter
from collections.abc import Callable
from typing import Any, get_args

from reelwright.film.noun import canonical
from reelwright.film.order import Order
from reelwright.film.story import Gender, Line
from reelwright.writing.answers import (
    Answer,
    CastAnswer,
    CondenseAnswer,
    PeopleAnswer,
    ScenesAnswer,
    ShotsAnswer,
    SpeechAnswer,
    Stretch,
)
from reelwright.writing.rules.people.figures import figures_in
from reelwright.writing.rules.people.finding import Person, people_of
from reelwright.writing.rules.people.names_in import Named, mentions
from reelwright.writing.rules.people.players import cast_of_script
from reelwright.writing.rules.scenes.cutting import scenes_of
from reelwright.writing.rules.shots.adverts import advert_beats
from reelwright.writing.rules.shots.beats import storyboard_beats
from reelwright.writing.rules.shots.staging import shots_of
from reelwright.writing.rules.speech.attribution import attribute
from reelwright.writing.rules.text.condense import condense
from reelwright.writing.rules.text.runs import Wanted
from reelwright.writing.rules.text.units import Unit

Params = dict[str, Any]


def answer(order: Order) -> str:
    """Canonical JSON that answers `order`. Raises KeyError for a task that no rule knows."""
    params: Params = dict(order.params)
    found = TASKS[str(params["task"])](params)
    return canonical(found.model_dump(mode="json"))


def _people(params: Params) -> Answer:
    findings: Any = people_of(params["paragraphs"])
    return PeopleAnswer(findings=findings)


def _speech(params: Params) -> Answer:
    named = [Named.model_validate(p) for p in params["people"]]
    text = "\n".join(params["paragraphs"])
    counts = Counter(name for _, _, name in mentions(text, named))
    people = [_person(person, counts[person.name]) for person in named]
    spans = attribute(params["paragraphs"], people)
    return SpeechAnswer(
        paragraphs=[
            [Stretch(kind=s.kind, text=s.text, speaker=s.speaker) for s in paragraph]
            for paragraph in spans
        ]
    )


def _person(named: Named, mentions: int) -> Person:
    """A person as the chapter shows one: who matters is told by the namings in it alone."""
    gender: Gender = next((g for g in get_args(Gender) if g == named.gender), "unknown")
    return Person(
        name=named.name,
        aliases=named.aliases,
        gender=gender,
        mentions=mentions,
        narrator=named.narrator,
    )


def _scenes(params: Params) -> Answer:
    return ScenesAnswer(scenes=scenes_of(params["paragraphs"], params["kinds"]))


def _cast(params: Params) -> Answer:
    return CastAnswer(players=cast_of_script(params["action"], params["speakers"]))


def _figures(params: Params) -> Answer:
    return CastAnswer(players=figures_in(params["prompt"]))


def _storyboard(params: Params) -> Answer:
    return storyboard_beats(params["prompt"], params["seconds"])


def _advert(params: Params) -> Answer:
    return advert_beats(params["brief"], params["seconds"])


def _condense(params: Params) -> Answer:
    units = [Unit(**unit) for unit in params["units"]]
    people = [Named.model_validate(p) for p in params["people"]]
    wanted = Wanted(
        words=params["words"],
        opening=params["opening"],
        closing=params["closing"],
        new=tuple(params["new"]),
    )
    return CondenseAnswer(kept=condense(units, people, wanted))


def _shots(params: Params) -> Answer:
    lines = [Line.model_validate(line) for line in params["lines"]]
    people = [Named.model_validate(p) for p in params["people"]]
    return ShotsAnswer(shots=shots_of(lines, params["place"], params["mood"], people))


TASKS: dict[str, Callable[[Params], Answer]] = {
    "people": _people,
    "cast": _cast,
    "figures": _figures,
    "storyboard": _storyboard,
    "advert": _advert,
    "speech": _speech,
    "scenes": _scenes,
    "condense": _condense,
    "shots": _shots,
}
"""Task -> rule."""
