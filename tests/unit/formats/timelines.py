"""Timelines of all sorts, and the files that they play."""

from collections.abc import Sequence
from typing import get_args

from hypothesis import strategies as st

from reelwright.film.noun import digest
from reelwright.film.shot import THROUGH, TransitionKind
from reelwright.film.timeline import (
    Caption,
    House,
    Item,
    Marker,
    Sound,
    Timeline,
    Transition,
)
from reelwright.formats.exchange import Exchange, Media, file_name

CLIPS = [digest(["clip", n]) for n in range(6)]
SOUNDS = [digest(["sound", n]) for n in range(5)]
KINDS = [kind for kind in get_args(TransitionKind) if kind != "cut"]
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
"""The library ends texts at a NUL, which no text that we read has."""
HELD = 400
"""Frames that every clip has at least beyond what is shown of it."""


@st.composite
def transitions(draw: st.DrawFn, edge: bool = False) -> Transition:
    """Any transition; at an `edge` of the film one that needs no second picture."""
    if draw(st.booleans()):
        return Transition()
    kind = draw(st.sampled_from(sorted(THROUGH) if edge else KINDS))
    return Transition(kind=kind, frames=draw(st.integers(2, 60)))


@st.composite
def pictures(draw: st.DrawFn, out: Transition) -> tuple[Item, ...]:
    """Items that are long enough for their transitions."""
    count = draw(st.integers(1, 7))
    intos = [draw(transitions(edge=not n)) for n in range(count)]
    items = []
    for number, (into, following) in enumerate(zip(intos, [*intos[1:], out], strict=True)):
        shot = draw(st.sampled_from(["", f"ch1/{number:08x}.0"]))
        items.append(
            Item(
                clip=draw(st.sampled_from(CLIPS)),
                start=draw(st.integers(0, 90)),
                frames=into.after + following.before + draw(st.integers(1, 120)),
                scene="1.1" if shot else "",
                shot=shot,
                into=into,
                house=draw(st.booleans()),
            )
        )
    return tuple(items)


@st.composite
def sounds(draw: st.DrawFn) -> Sound:
    clip = draw(st.sampled_from(SOUNDS))
    return Sound(
        clip=clip,
        at=draw(st.integers(0, 400)),
        frames=draw(st.integers(1, 500)),
        role=draw(st.sampled_from(["voice", "music", "effect"])),
    )


@st.composite
def captions(draw: st.DrawFn) -> Caption:
    start = draw(st.integers(0, 300))
    lines = tuple(draw(st.lists(TEXT, min_size=1, max_size=2)))
    return Caption(start=start, end=start + draw(st.integers(1, 90)), lines=lines)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    out = draw(transitions(edge=True))
    return Timeline(
        house=House(rate=draw(st.sampled_from([24, 25, 30]))),
        title=draw(TEXT),
        author=draw(TEXT),
        comment=draw(TEXT),
        items=draw(pictures(out)),
        sounds=tuple(draw(st.lists(sounds(), max_size=6))),
        captions=tuple(draw(st.lists(captions(), max_size=3))),
        chapters=tuple(
            Marker(at=draw(st.integers(0, 300)), title=draw(TEXT))
            for _ in range(draw(st.integers(0, 2)))
        ),
        burned=draw(st.booleans()),
        out=out,
    )


def exchange(timeline: Timeline, lengths: Sequence[int] = (40, 90, 200, 300, 0)) -> Exchange:
    """A film to hand over; `lengths` are those of its sounds in frames."""
    media: dict[str, Media] = {}
    for clip in CLIPS:
        ends = [i.start + i.frames for i in timeline.items if i.clip == clip]
        name = file_name("shot", clip, "mp4")
        media[clip] = Media(name=name, url=f"media/{name}", frames=max(ends, default=0) + HELD)
    for number, clip in enumerate(SOUNDS):
        name = file_name("sound", clip, "wav")
        media[clip] = Media(
            name=name, url=f"media/{name}", frames=lengths[number], channels=1 + number % 2
        )
    return Exchange(
        production="a-film-1f0c9a",
        timeline=timeline,
        media=media,
        names={item.shot: f"1.1/{n}" for n, item in enumerate(timeline.items) if item.shot},
    )
