from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.cutting.plan import Group, Join, Stretch, off_key, planned
from reelwright.film.errors import BadInput
from reelwright.film.shot import TransitionKind
from reelwright.film.timeline import House, Item, Timeline, Transition

CUT = Transition()
DISSOLVE, FADE = Transition(kind="dissolve", frames=12), Transition(kind="fade", frames=24)
ODD_FADE = Transition(kind="fade", frames=12)


def timeline(*items: Item) -> Timeline:
    return Timeline(house=House(width=160, height=90), items=items)


def item(
    clip: str, frames: int, scene: str = "1.1", into: Transition = CUT, start: int = 0
) -> Item:
    return Item(clip=clip, frames=frames, scene=scene, into=into, start=start)


FILMS = {
    "cuts": timeline(item("a", 30), item("b", 40), item("c", 50, "1.2")),
    "dissolve": timeline(item("a", 48), item("b", 48, into=DISSOLVE), item("c", 36, "1.2")),
    "between": timeline(item("a", 48), item("b", 48, "1.2", DISSOLVE), item("c", 36, "1.3", FADE)),
    "odd fade": timeline(item("a", 48), item("b", 48, into=ODD_FADE)),
    "all eaten": timeline(
        item("a", 48), item("b", 24, into=DISSOLVE), item("c", 48, into=DISSOLVE)
    ),
    "scene eaten": timeline(
        item("a", 48), item("b", 24, "1.2", DISSOLVE), item("c", 48, "1.3", DISSOLVE)
    ),
    "from black": timeline(item("a", 48, into=FADE), item("b", 48)),
    "off key": timeline(item("a", 48), item("b", 50, into=DISSOLVE, start=7)),
    "to black": timeline(item("a", 48), item("b", 48)).model_copy(update={"out": ODD_FADE}),
    "wipes": timeline(
        item("a", 48),
        item("b", 48, into=Transition(kind="wipe-left", frames=13)),
        item("c", 48, "1.2", Transition(kind="push-up", frames=7)),
        item("d", 48, "1.3", Transition(kind="white", frames=15)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILMS)
def test_the_pieces_are_as_long_as_the_film(name: str) -> None:
    film = FILMS[name]
    assert sum(piece.frames for piece in planned(film).pieces) == film.frames


@pytest.mark.parametrize("name", FILMS)
def test_copied_stretches_begin_on_key_frames_and_stay_inside_their_items(name: str) -> None:
    film = FILMS[name]
    inside = {i.clip: range(i.start, i.start + i.frames) for i in film.items}
    for group in planned(film).groups:
        for part in group.parts:
            if isinstance(part, Stretch):
                assert part.start % film.house.gop == 0
                assert part.start in inside[part.clip]
                assert part.start + part.frames - 1 in inside[part.clip]


@pytest.mark.parametrize("name", FILMS)
def test_groups_know_where_they_begin(name: str) -> None:
    at = 0
    for piece in planned(FILMS[name]).pieces:
        if isinstance(piece, Group):
            assert piece.at == at
        at += piece.frames


def test_transitions_between_scenes_are_parts_of_the_film() -> None:
    pieces = planned(FILMS["between"]).pieces
    assert [type(piece) for piece in pieces] == [Group, Join, Group, Join, Group]
    assert [g.scene for g in planned(FILMS["between"]).groups] == ["1.1", "1.2", "1.3"]


def test_a_fade_that_ends_off_a_key_frame_reaches_to_the_next() -> None:
    (join,) = planned(FILMS["odd fade"]).rendered
    assert isinstance(join, Join)
    assert (join.before, join.after, join.extra) == (
        Stretch(clip="a", start=42, frames=6),
        Stretch(clip="b", start=0, frames=12),
        6,
    )


@pytest.mark.parametrize(
    ("items", "cause"),
    [
        ((), "no pictures"),
        ((item("a", 48, into=DISSOLVE),), "first shot"),
        ((item("a", 10), item("b", 48, into=DISSOLVE)), "shot 1"),
        ((item("a", 48), item("b", 23, into=DISSOLVE), item("c", 48, into=DISSOLVE)), "shot 2"),
        ((item("a", 0),), "shot 1"),
        ((item("a", 48), item("b", 48, into=Transition(kind="fade"))), "cannot last 0"),
        ((item("a", 48, into=Transition(kind="slide-up", frames=12)),), "nothing to slide-up"),
        ((item("a", 48), item("b", 48, into=Transition(kind="wipe-up", frames=1))), "cannot last"),
    ],
)
def test_what_does_not_fit_is_refused(items: tuple[Item, ...], cause: str) -> None:
    with pytest.raises(BadInput, match=cause):
        planned(timeline(*items))


@pytest.mark.parametrize(
    ("out", "cause"),
    [
        (DISSOLVE, "last shot has nothing to dissolve"),
        (Transition(kind="fade", frames=1), "cannot last"),
        (Transition(kind="fade", frames=200), "shot 1 is 48 frames"),
    ],
)
def test_an_end_that_does_not_fit_is_refused(out: Transition, cause: str) -> None:
    with pytest.raises(BadInput, match=cause):
        planned(timeline(item("a", 48)).model_copy(update={"out": out}))


def test_a_film_that_ends_in_black_shows_its_last_frames_in_a_join_of_their_own() -> None:
    *_, group, join = planned(FILMS["to black"]).pieces
    assert isinstance(group, Group)
    assert [part.frames for part in group.parts] == [48, 42]
    assert join == Join(kind="fade", before=Stretch(clip="b", start=42, frames=6), after=None)


INTOS = st.builds(
    Transition, kind=st.sampled_from(get_args(TransitionKind)), frames=st.integers(2, 40)
)


@given(
    st.lists(st.tuples(INTOS, st.integers(0, 60), st.booleans()), min_size=1, max_size=8),
    st.sampled_from([24, 25, 30]),
    st.sampled_from(["cut", "fade", "white"]),
    st.data(),
)
def test_every_frame_of_every_item_is_shown_once_whatever_the_lengths(
    told: list[tuple[Transition, int, bool]], rate: int, kind: TransitionKind, data: st.DataObject
) -> None:
    """Lengths are any; frames are followed one by one through the plan."""
    house = House(width=160, height=90, rate=rate)
    out = Transition(kind=kind, frames=data.draw(st.integers(2, 30)))
    items: list[Item] = []
    for number, (into, spare, same) in enumerate(told):
        joined = Transition() if into.kind == "cut" or (not number and into.overlap) else into
        following = told[number + 1][0] if number + 1 < len(told) else out
        frames = max(1, joined.after + following.before + spare)
        start = data.draw(st.integers(0, 30)) if joined.kind != "cut" else 0
        scene = "1" if same else str(number)
        items.append(Item(clip=str(number), frames=frames, start=start, into=joined, scene=scene))
    film = Timeline(house=house, items=tuple(items), out=out if kind != "cut" else Transition())
    pieces = planned(film).pieces
    assert sum(piece.frames for piece in pieces) == film.frames
    seen: dict[str, list[int]] = {one.clip: [] for one in items}
    for piece in pieces:
        for part in piece.parts if isinstance(piece, Group) else (piece,):
            shown = (part,) if isinstance(part, Stretch) else (part.before, part.after)
            for run in shown:
                if run:
                    seen[run.clip] += range(run.start, run.start + run.frames)
            if isinstance(part, Stretch):
                assert part.start % house.gop == 0
    for one in items:
        assert seen[one.clip] == list(range(one.start, one.start + one.frames))


def test_only_what_cannot_be_copied_is_rendered() -> None:
    film = timeline(
        item("a", 48), item("b", 48, start=12), item("c", 48, start=5),
        item("d", 48, into=DISSOLVE, start=5), item("e", 48).model_copy(update={"house": False}),
    )  # fmt: skip
    assert off_key(film) == (2, 4)
