"""Where each shot can be seen by itself: arithmetic in the frames of a film."""

from collections.abc import Iterator, Sequence

from reelwright.film.noun import Noun
from reelwright.film.timeline import Timeline

SAMPLES = 240
"""Frames of a film that are looked at to find its best one."""

MOST = 8
"""Frames of one shot among them."""

MOMENTS = 6
"""Shots in a preview."""


class Window(Noun):
    """The film frames [start, start + frames) of a shot that no transition touches.

    Of a shot that transitions cover wholly it is the one in the middle.
    """

    shot: str
    start: int
    frames: int

    @property
    def middle(self) -> int:
        return self.start + self.frames // 2


def windows(timeline: Timeline) -> list[Window]:
    """One for each showing of a shot, in the film's order; none for cards."""
    items = timeline.items
    ends = [*(item.into for item in items[1:]), timeline.out]
    found = []
    for item, start, following in zip(items, timeline.starts(), ends, strict=True):
        if not item.shot:
            continue
        begin, end = start + item.into.after, start + item.frames - following.before
        if begin >= end:
            begin = start + item.frames // 2
            end = begin + 1
        found.append(Window(shot=item.shot, start=begin, frames=end - begin))
    return found


def first_showings(found: Sequence[Window]) -> list[Window]:
    """One window a shot: where it is first seen."""
    firsts: dict[str, Window] = {}
    for one in found:
        firsts.setdefault(one.shot, one)
    return list(firsts.values())


def samples(timeline: Timeline) -> list[tuple[int, str]]:
    """(frame, shot) among which the best one is looked for, evenly spread over all shots.

    Those under burned captions are left out, if others remain.
    """
    found = _spread(windows(timeline), SAMPLES)
    each = max(1, min(MOST, SAMPLES // max(1, len(found))))
    frames = sorted({
        (one.start + one.frames * (2 * number + 1) // (2 * each), one.shot)
        for one in found
        for number in range(each)
    })  # fmt: skip
    if not timeline.burned:
        return frames
    bare = [one for one in frames if not any(c.start <= one[0] < c.end for c in timeline.captions)]
    return bare or frames


def moments(timeline: Timeline) -> Iterator[tuple[int, int]]:
    """(first frame, frames) of the second that a preview shows of each of a few shots."""
    for one in _spread(windows(timeline), MOMENTS):
        frames = min(one.frames, timeline.house.rate)
        yield one.middle - frames // 2, frames


def _spread(found: Sequence[Window], most: int) -> list[Window]:
    """At most so many of them, evenly."""
    count = min(most, len(found))
    return [found[(2 * number + 1) * len(found) // (2 * count)] for number in range(count)]
