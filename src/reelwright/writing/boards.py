"""Beats on a board: what the recipes `storyboard` and `advert` have in common."""

from collections.abc import Sequence

from reelwright.film.overlay import Overlay
from reelwright.film.shot import Move, Shot, Size
from reelwright.film.source import Source
from reelwright.film.story import Line, Place, Scene
from reelwright.writing.answers import Beat, Piece, Player, ShotFound
from reelwright.writing.rules.people.finding import Person
from reelwright.writing.staging import Staged


def given_text(source: Source) -> tuple[str, str]:
    """(text, address) of the one passage that a prompt or brief comes in."""
    passages = [p for c in source.chapters for p in c.passages]
    text = " ".join(p.text for p in passages)
    return text, passages[0].address if passages else ""


def persons_of(players: Sequence[Player]) -> list[Person]:
    """Players as persons, for their looks."""
    return [
        Person(
            name=p.name,
            aliases=tuple(p.aliases),
            gender=p.gender,
            age=p.age,
            mentions=1,
            hints=tuple(p.hints),
        )
        for p in players
    ]


def scene_of(beat: Beat, number: int, line: Line | None, cast: Sequence[str]) -> Scene:
    """The scene of one beat."""
    return Scene(
        chapter=1,
        number=number,
        place=Place(name=beat.place, kind=beat.kind),
        time=beat.time,
        weather=beat.weather,
        mood=beat.mood,
        characters=tuple(cast),
        lines=(line,) if line else (),
        chapter_title="",
    )


def shot_of(
    size: Size,
    move: Move,
    subject: str,
    cast: Sequence[str],
    seconds: float,
    *,
    text: str = "",
    action: str = "",
) -> ShotFound:
    """One shot; `text` is the whole line of its scene, or "" when it is heard in another shot."""
    return ShotFound(
        size=size,
        move=move,
        subject=subject,
        characters=list(cast),
        pieces=[Piece(line=0, text=text)] if text else [],
        seconds=seconds,
        action=action or "moves through the place",
    )


def staged_beat(scene: Scene, shots: Sequence[ShotFound], address: str) -> Staged:
    """A beat with its shots; those without words hang on the given text's address."""
    return Staged(scene=scene, shots=tuple(shots), anchor=address)


def with_overlays(shots: Sequence[Shot], overlays: Sequence[str]) -> tuple[Shot, ...]:
    """Shots with their overlay texts ("" for none), as many as shots."""
    return tuple(
        shot.model_copy(
            update={
                "overlay": Overlay(text=text, position="bottom", entrance="slide")
                if i
                else Overlay(text=text, position="centre")
            }
        )
        if text
        else shot
        for i, (shot, text) in enumerate(zip(shots, overlays, strict=True))
    )
