"""The recipe `storyboard`: a prompt becomes one scene of one shot per 5 seconds."""

from reelwright.film.errors import BadInput
from reelwright.film.order import Recipe
from reelwright.film.production import Wish
from reelwright.film.shot import Size, Storyboard
from reelwright.film.source import Source
from reelwright.film.story import Line
from reelwright.writing.answers import Beat, BeatsAnswer, CastAnswer
from reelwright.writing.asking import ask
from reelwright.writing.board import storyboard_of
from reelwright.writing.boards import given_text, persons_of, scene_of, shot_of, staged_beat
from reelwright.writing.looks import cast_of
from reelwright.writing.rules.people.names_in import Named, names_in
from reelwright.writing.rules.shots.acts import act_of
from reelwright.writing.rules.shots.moves import move_of
from reelwright.writing.staging import Staged

_PEOPLED: tuple[Size, ...] = ("medium", "close-up", "full")
_EMPTY: tuple[Size, ...] = ("full", "medium", "close-up")
MOST_SECONDS = 600


def storyboard(source: Source, wish: Wish) -> Recipe[Storyboard]:
    """The storyboard of a prompt; its shots last `wish.seconds` together, to the second.

    Raises BadInput for an empty prompt or a length outside 1 to 600 seconds.
    """
    prompt, address = given_text(source)
    if not any(c.isalnum() for c in prompt):
        raise BadInput("write", "the prompt is empty", "Say in a sentence what is to be seen.")
    if not 1 <= wish.seconds <= MOST_SECONDS:
        raise BadInput("write", f"{wish.seconds} seconds cannot be made", "Ask for 1 to 600.")
    cast, beats = yield [
        ask("figures", {"prompt": prompt}, CastAnswer),
        ask(
            "storyboard",
            {"prompt": prompt, "seconds": wish.seconds},
            BeatsAnswer,
            lambda a: _wrong(a, wish.seconds),
        ),
    ]
    people = [Named(name=p.name, aliases=tuple(p.aliases)) for p in cast.players]
    staged: list[Staged] = []
    seen: list[str] = []
    for number, beat in enumerate(beats.beats, 1):
        names = names_in(beat.text, people) or seen[-1:]
        seen += [name for name in names if name not in seen]
        staged.append(_staged(beat, number, names, address, staged))
    return storyboard_of(source, wish, cast_of(persons_of(cast.players)), staged, wish.seconds)


def _wrong(answer: BeatsAnswer, seconds: int) -> str:
    total = sum(beat.seconds for beat in answer.beats)
    return "" if abs(total - seconds) < 0.001 else f"the beats last {total} s, not {seconds}"


def _staged(
    beat: Beat, number: int, names: list[str], address: str, before: list[Staged]
) -> Staged:
    line = Line(kind="action", text=beat.spoken, address=address) if beat.spoken else None
    scene = scene_of(beat, number, line, names)
    same = bool(before) and before[-1].scene.place == scene.place
    last = before[-1].shots[-1] if before else None
    subject, size = beat.place, "wide"
    if same and beat.thing and len(names) < 2 and (last is None or last.size != "insert"):
        subject, size = beat.thing, "insert"
    elif same:
        subject = names[0] if names else beat.place
        wishes = ("two-shot", *_PEOPLED) if len(names) > 1 else _PEOPLED if names else _EMPTY
        size = wishes[number % len(wishes)] if len(names) < 2 else wishes[0]
        if last and (last.size, last.subject) == (size, subject):
            size = wishes[(number + 1) % len(wishes)]
    found = shot_of(
        next(s for s in _ALL if s == size),
        move_of(next(s for s in _ALL if s == size), beat.text, beat.mood, first=size == "wide"),
        subject,
        names,
        beat.seconds,
        text=beat.spoken,
        action=act_of(beat.text, spoken=False),
    )
    return staged_beat(scene, [found], address)


_ALL: tuple[Size, ...] = (
    "wide", "full", "medium", "two-shot", "over-shoulder", "close-up", "insert",
)  # fmt: skip
