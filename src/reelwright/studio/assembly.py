"""Footage becomes a Timeline: pictures, voices, music, air, captions and chapter markers."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Protocol

from reelwright import cutting
from reelwright.film.order import Missing, Take
from reelwright.film.production import Wish
from reelwright.film.shot import Shot, Storyboard
from reelwright.film.timeline import Caption, Item, Marker, Sound, Timeline, Transition
from reelwright.studio.pacing import Pace, edge, transition


class Shown(Protocol):
    """Footage as far as the timeline needs it."""

    @property
    def shot(self) -> Shot: ...
    @property
    def clip(self) -> Take | None: ...
    @property
    def pace(self) -> Pace | None: ...


Beds = Mapping[str, tuple[Take | Missing, Take | Missing]]
"""Scene key -> (music, air)."""

COMMENT = "Preview drawn and voiced by Reelwright's animatic; made by a program."


def assemble(
    board: Storyboard,
    footage: Sequence[Shown],
    wish: Wish,
    card: Take | Missing | None,
    beds: Beds,
) -> Timeline:
    """The timeline of everything that was made, in order."""
    shown = [one for one in footage if one.clip is not None and one.pace is not None]
    items = list(_items(shown, wish, card, brisk=board.seconds is not None))
    cards = [None] * (len(items) - len(shown))
    return laid(board, wish, items, [*cards, *shown], edge(wish), beds)


def laid(
    board: Storyboard,
    wish: Wish,
    items: Sequence[Item],
    shows: Sequence[Shown | None],
    out: Transition,
    beds: Beds,
) -> Timeline:
    """The timeline of these items: `shows` tells what each of them shows, None for cards. Sounds,
    captions and chapters are laid by rule."""
    picture = Timeline(
        house=wish.house,
        title=wish.title,
        author=wish.author,
        language=wish.language or "en",
        comment=COMMENT,
        items=tuple(items),
        burned=wish.subtitles == "burned",
        out=out,
    )
    starts = zip(shows, picture.starts(), strict=True)
    placed = [(one, start) for one, start in starts if one is not None]
    return picture.model_copy(
        update={
            "sounds": (*_voices(placed), *_music(placed, picture, beds), *_air(placed, beds)),
            "captions": _captions(placed, picture, wish),
            "chapters": tuple(_markers(board, placed)),
        }
    )


def _items(
    shown: Sequence[Shown], wish: Wish, card: Take | Missing | None, *, brisk: bool
) -> Iterator[Item]:
    if isinstance(card, Take):
        yield Item(clip=card.sha256, frames=int(str(card.facts["frames"])))
    for index, one in enumerate(shown):
        first = index == 0
        into = edge(wish) if first else transition(one.shot, wish.house, brisk=brisk)
        if first and isinstance(card, Take):
            into = Transition(kind="fade", frames=2 * wish.house.gop)
        assert one.clip is not None
        yield Item(
            clip=one.clip.sha256,
            frames=int(str(one.clip.facts["frames"])),
            scene=one.shot.scene,
            shot=one.shot.id,
            into=into,
            house=one.clip.facts.get("house") is True,
        )


Placed = Sequence[tuple[Shown, int]]


def _voices(placed: Placed) -> Iterator[Sound]:
    for one, start in placed:
        for spoken in one.pace.spoken if one.pace else ():
            yield Sound(clip=spoken.voice.sha256, at=start + spoken.at, frames=spoken.frames)


def _music(placed: Placed, picture: Timeline, beds: Beds) -> Iterator[Sound]:
    """One bed for each run of scenes with the same music; the first begins with the film."""
    runs = [
        (music, [start for _, start in run])
        for music, run in groupby(placed, key=lambda pair: beds[pair[0].shot.scene][0])
    ]
    starts = [0, *(run[1][0] for run in runs[1:])]
    ends = [*starts[1:], picture.frames]
    for (music, _), start, end in zip(runs, starts, ends, strict=True):
        if isinstance(music, Take):
            yield Sound(clip=music.sha256, at=start, frames=end - start, role="music")


def _air(placed: Placed, beds: Beds) -> Iterator[Sound]:
    """Room tone or weather under every scene, so that no scene is digitally silent."""
    for scene, run in groupby(placed, key=lambda pair: pair[0].shot.scene):
        shots = list(run)
        air = beds[scene][1]
        last, start = shots[-1]
        if isinstance(air, Take) and last.pace is not None:
            length = start + last.pace.frames - shots[0][1]
            yield Sound(clip=air.sha256, at=shots[0][1], frames=length, role="effect")


def _captions(placed: Placed, picture: Timeline, wish: Wish) -> tuple[Caption, ...]:
    """Captions of everything said; the last one ends with the film."""
    found = cutting.captions(_said(placed, wish), wish.house.rate)
    return tuple(
        caption.model_copy(update={"end": min(caption.end, picture.frames)})
        for caption in found
        if caption.start < picture.frames
    )


def _said(placed: Placed, wish: Wish) -> list[tuple[float, Sequence[Sequence[object]], str, str]]:
    """(film seconds, words, text, speaker) of every spoken line."""
    said: list[tuple[float, Sequence[Sequence[object]], str, str]] = []
    for one, start in placed:
        for spoken in one.pace.spoken if one.pace else ():
            words = spoken.voice.facts["words"]
            assert isinstance(words, list)
            said.append(
                (
                    (start + spoken.at) / wish.house.rate,
                    [word for word in words if isinstance(word, list)],
                    spoken.line.text,
                    spoken.line.speaker,
                )
            )
    return said


def _markers(board: Storyboard, placed: Placed) -> Iterator[Marker]:
    """A marker where each chapter begins; a film of one chapter is marked by scenes instead."""
    scenes = {scene.key: scene for scene in board.screenplay.scenes}
    chapters = {scene.chapter for scene in scenes.values()}
    seen: set[str] = set()
    for one, start in placed:
        scene = scenes[one.shot.scene]
        mark = str(scene.chapter) if len(chapters) > 1 else scene.key
        if mark in seen:
            continue
        titled = scene.chapter_title or f"Chapter {scene.chapter}"
        # Players expect the first chapter at 0: the title card belongs to it.
        yield Marker(
            at=start if seen else 0,
            title=titled if len(chapters) > 1 else scene.slug,
        )
        seen.add(mark)
