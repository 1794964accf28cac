"""The recipe `advert`: a brief of one line becomes an advertisement of exactly so many seconds."""

import math
from collections.abc import Mapping, Sequence

from reelwright.film.errors import BadInput
from reelwright.film.order import Recipe
from reelwright.film.production import Wish
from reelwright.film.shot import Move, Size, Storyboard, TransitionKind
from reelwright.film.source import Source
from reelwright.film.story import Character, Line
from reelwright.writing.answers import Beat, BeatsAnswer, ShotFound
from reelwright.writing.asking import ask
from reelwright.writing.board import storyboard_of
from reelwright.writing.boards import (
    given_text,
    scene_of,
    shot_of,
    staged_beat,
    with_overlays,
)
from reelwright.writing.looks import cast_of
from reelwright.writing.rules.people.finding import Person
from reelwright.writing.rules.shots.beats import split_seconds
from reelwright.writing.staging import Staged

FEWEST, MOST = 10, 500
"""Code points of a brief (requirement A1)."""
LENGTHS = (9, 120)
OVERLAY_WORDS = 6
STYLE = (
    "bright commercial photography, crisp detail, clean composition, rich natural colours, "
    "gentle depth of field"
)
CUSTOMER = "the customer"
_PLAN: tuple[tuple[Size, Move, str], ...] = (
    ("medium", "push-in", "enjoys {it} with a smile"),
    ("full", "pan-right", "walks through the frame with {it}"),
    ("close-up", "static", "looks up from {it}, delighted"),
    ("wide", "pull-out", "stands in the open, at ease"),
)
_TROUBLED: tuple[tuple[Size, Move, str], ...] = (
    ("close-up", "push-in", "looks down, worn out"),
    ("medium", "handheld", "struggles and gives up"),
    ("full", "static", "stands with sinking shoulders"),
    ("wide", "pull-out", "waits alone"),
)
_SHOWN: tuple[tuple[Size, Move], ...] = (("insert", "push-in"), ("insert", "static"))
BETWEEN: TransitionKind = "dissolve"
"""How the shots of an advertisement follow one another (requirement A6)."""
TURNS: Mapping[tuple[str, str], TransitionKind] = {
    ("BAB", "After"): "wipe-right",
    ("PAS", "Solution"): "push-left",
}
"""(framework, the beat by which all turns to the good) -> how that beat follows."""


def advert(source: Source, wish: Wish) -> Recipe[Storyboard]:
    """The storyboard of an advertisement that lasts `wish.seconds` to the second.

    Raises BadInput for a brief outside 10 to 500 code points, or a length outside 9 to 120 s.
    """
    text, address = given_text(source)
    brief = text.strip()
    if not FEWEST <= len(brief) <= MOST or not any(c.isalnum() for c in brief):
        raise BadInput(
            "write",
            f"the brief has {len(brief)} characters; {FEWEST} to {MOST} with words are needed",
            "Say in one or two sentences what is sold, to whom, and why it is good.",
        )
    if not LENGTHS[0] <= wish.seconds <= LENGTHS[1]:
        raise BadInput("write", f"{wish.seconds} seconds cannot be made", "Ask for 15, 30 or 60.")
    (answer,) = yield [
        ask(
            "advert",
            {"brief": brief, "seconds": wish.seconds},
            BeatsAnswer,
            lambda a: _wrong(a, wish.seconds),
        )
    ]
    cast = _cast(brief)
    staged: list[Staged] = []
    overlays: list[str] = []
    turn = next((b for b in answer.beats if (answer.framework, b.text) in TURNS), None)
    for number, beat in enumerate(answer.beats, 1):
        scene, words = _staged(beat, number, address, last=number == len(answer.beats))
        into = TURNS[answer.framework, turn.text] if turn is not None and beat is turn else None
        staged.append(scene.model_copy(update={"into": into}))
        overlays += words
    styled = wish if wish.style else wish.model_copy(update={"style": STYLE})
    board = storyboard_of(source, styled, cast, staged, wish.seconds, BETWEEN)
    return board.model_copy(update={"shots": with_overlays(board.shots, overlays)})


def _wrong(answer: BeatsAnswer, seconds: int) -> str:
    total = sum(beat.seconds for beat in answer.beats)
    if abs(total - seconds) > 0.001:
        return f"the scenes last {total} s, not {seconds}"
    if not 3 <= len(answer.beats) <= 5:
        return f"{len(answer.beats)} scenes; 3 to 5 are needed"
    long = [b.overlay for b in answer.beats if len(b.overlay.split()) > OVERLAY_WORDS]
    return f"overlays of at most {OVERLAY_WORDS} words are needed: {long}" if long else ""


def _cast(brief: str) -> tuple[Character, ...]:
    """The one person who is seen to want the product; the look follows from the brief."""
    female = sum(map(ord, brief)) % 2 == 0
    person = Person(
        name=CUSTOMER,
        gender="female" if female else "male",
        age="young",
        mentions=1,
        hints=("jacket",),
    )
    (customer,) = cast_of([person])
    return (customer,)


def _closed(text: str) -> str:
    return text if text[-1] in ".!?" else f"{text}."


def _staged(beat: Beat, number: int, address: str, *, last: bool) -> tuple[Staged, list[str]]:
    lengths = split_seconds(int(beat.seconds), [1.0] * max(1, math.ceil(beat.seconds / 5)))
    line = (
        Line(kind="narration", text=_closed(beat.spoken), address=address) if beat.spoken else None
    )
    shots: list[ShotFound] = []
    for index, seconds in enumerate(lengths):
        shots.append(
            _shot(beat, number, index, seconds, line, still=last and index == len(lengths) - 1)
        )
    cast = list(dict.fromkeys(name for shot in shots for name in shot.characters))
    scene = scene_of(beat, number, line, cast)
    return staged_beat(scene, shots, address), [beat.overlay] + [""] * (len(shots) - 1)


def _shot(
    beat: Beat, number: int, index: int, seconds: float, line: Line | None, *, still: bool
) -> ShotFound:
    text = line.text if line and index == 0 else ""
    product = f"{'an' if beat.picture[:1].lower() in 'aeiou' else 'a'} {beat.picture}"
    if beat.thing and (index % 2 == 0 or still):
        size, move = _SHOWN[1 if still else 0]
        return shot_of(size, move, beat.thing, [], seconds, text=text, action=product)
    plan: Sequence[tuple[Size, Move, str]] = _TROUBLED if beat.mood in {"sad", "tense"} else _PLAN
    size, move, action = plan[(number + index) % len(plan)]
    return shot_of(
        size, move, CUSTOMER, [CUSTOMER], seconds, text=text, action=action.format(it=product)
    )
