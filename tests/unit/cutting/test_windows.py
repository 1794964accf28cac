"""Where shots can be seen by themselves: never under a transition, never a card."""

from hypothesis import given
from hypothesis import strategies as st

from reelwright.cutting.exports.windows import (
    MOMENTS,
    SAMPLES,
    first_showings,
    moments,
    samples,
    windows,
)
from reelwright.film.shot import TransitionKind
from reelwright.film.timeline import Caption, Item, Timeline, Transition

KINDS: st.SearchStrategy[TransitionKind] = st.sampled_from(
    ["cut", "dissolve", "fade", "white", "push-left"]
)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    items = []
    for number in range(draw(st.integers(1, 12))):
        kind = draw(KINDS)
        frames = 0 if kind == "cut" or not number else draw(st.integers(2, 24))
        into = Transition(kind=kind, frames=frames) if frames else Transition()
        shot = draw(st.sampled_from(["", *map(str, range(6))]))
        items.append(Item(clip="c", frames=draw(st.integers(48, 200)), shot=shot, into=into))
    return Timeline(items=tuple(items), out=Transition(kind="fade", frames=12))


@given(timelines())
def test_no_frame_of_a_window_belongs_to_anything_else(timeline: Timeline) -> None:
    covered = set[int]()
    starts = timeline.starts()
    for item, start in zip(timeline.items, starts, strict=True):
        covered |= set(range(start - item.into.before + item.into.overlap, start + item.into.after))
        if not item.shot:
            covered |= set(range(start, start + item.frames))
    covered |= set(range(timeline.frames - timeline.out.before, timeline.frames))
    found = windows(timeline)
    assert len(found) == sum(1 for item in timeline.items if item.shot)
    for one in found:
        assert one.frames > 0
        assert not covered & set(range(one.start, one.start + one.frames))


@given(timelines())
def test_samples_and_moments_lie_in_windows_and_are_not_many(timeline: Timeline) -> None:
    found = windows(timeline)
    whole = {at: one.shot for one in found for at in range(one.start, one.start + one.frames)}
    seen = samples(timeline)
    assert all(whole[at] == shot for at, shot in seen)
    assert {shot for _, shot in seen} == {one.shot for one in found}
    assert len(seen) <= SAMPLES
    shown = list(moments(timeline))
    assert len(shown) == min(MOMENTS, len(found))
    assert all(at in whole and at + frames - 1 in whole for at, frames in shown)


def test_a_shot_that_transitions_cover_still_has_a_frame() -> None:
    long = Transition(kind="dissolve", frames=20)
    items = [
        Item(clip="c", frames=40, shot=str(n), into=long if n else Transition()) for n in range(3)
    ]
    (window,) = windows(Timeline(items=tuple(items)))[1:2]
    assert window.frames == 1


def test_a_shot_that_is_shown_twice_has_one_place() -> None:
    items = [Item(clip="c", frames=24, shot=name) for name in "abac"]
    found = first_showings(windows(Timeline(items=tuple(items))))
    assert [(one.shot, one.start) for one in found] == [("a", 0), ("b", 24), ("c", 72)]


def test_frames_under_burned_captions_are_passed_over() -> None:
    film = Timeline(
        items=(Item(clip="c", frames=96, shot="a"),),
        captions=(Caption(start=0, end=50, lines=("x",)),),
        burned=True,
    )
    assert samples(film)
    assert all(at >= 50 for at, _ in samples(film))
    all_under = film.model_copy(update={"captions": (Caption(start=0, end=96, lines=("x",)),)})
    assert samples(all_under)
