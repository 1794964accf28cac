"""From a timeline to stretches of clips and the joins between them: pure arithmetic in frames."""

from collections.abc import Sequence

from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.film.timeline import Caption, Item, Timeline, Transition


class Stretch(Noun):
    """`frames` frames of a clip, from its frame `start`, copied as they are.

    With `captions` (frames counted from the stretch's first) they are drawn into it instead.
    """

    clip: str
    start: int
    frames: int
    captions: tuple[Caption, ...] = ()


class Join(Noun):
    """A transition's own segment: the end of one clip, the beginning of the next.

    `before` is None for a fade in at the beginning of the film. `extra` frames at the end show only
    `after`: they reach to the clip's next key frame, where its copied stretch can begin. `captions`
    (frames counted from the join's first) are drawn into it.
    """

    kind: str
    before: Stretch | None
    after: Stretch
    extra: int = 0
    captions: tuple[Caption, ...] = ()

    @property
    def frames(self) -> int:
        if self.kind == "dissolve":
            return self.after.frames
        return self.after.frames + (self.before.frames if self.before else 0)


Part = Stretch | Join


class Group(Noun):
    """What is joined first and kept: the parts of one scene. `scene` is "" for cards."""

    scene: str
    at: int
    parts: tuple[Part, ...]

    @property
    def frames(self) -> int:
        return sum(part.frames for part in self.parts)

    @property
    def rendered(self) -> tuple[Part, ...]:
        """Joins, and stretches with captions."""
        return tuple(part for part in self.parts if isinstance(part, Join) or part.captions)


class Plan(Noun):
    """The picture of a film: groups, and the joins between them (never inside a scene)."""

    pieces: tuple[Group | Join, ...]

    @property
    def rendered(self) -> tuple[Part, ...]:
        """Every part of the film that cannot be copied, in order."""
        found: list[Part] = []
        for piece in self.pieces:
            found += [piece] if isinstance(piece, Join) else piece.rendered
        return tuple(found)

    @property
    def groups(self) -> tuple[Group, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Group))


def planned(timeline: Timeline) -> Plan:
    """Lay out the picture; raises `BadInput` when the transitions do not fit their clips."""
    items = timeline.items
    _checked(items)
    leads = _leads(items, timeline.house.gop)
    pieces: list[Group | Join] = []
    parts: list[Part] = []
    at = begun = 0
    for index, item in enumerate(items):
        join = _join(items, index, leads[index])
        if index and item.scene != items[index - 1].scene:
            _close(pieces, items[index - 1].scene, begun, parts)
            begun = at + (join.frames if join else 0)
            if join:
                pieces.append(join)
        elif join and not index:
            pieces.append(join)
            begun = join.frames
        elif join:
            parts.append(join)
        tail = _tail(items, index)
        body = item.frames - leads[index] - tail
        if body:
            parts.append(Stretch(clip=item.clip, start=item.start + leads[index], frames=body))
        at += (join.frames if join else 0) + body
    _close(pieces, items[-1].scene, begun, parts)
    return Plan(pieces=tuple(pieces))


def off_key(timeline: Timeline) -> tuple[int, ...]:
    """Indices of the items that cannot be copied: not in house format, or begun off a key frame.

    An item that follows by a transition may begin anywhere: its join reaches to the next key frame.
    """
    return tuple(
        index
        for index, item in enumerate(timeline.items)
        if not item.house or (item.into.kind == "cut" and item.start % timeline.house.gop)
    )


def _checked(items: Sequence[Item]) -> None:
    if not items:
        raise BadInput("cut", "the timeline has no pictures", "Make some shots first.")
    if items[0].into.kind == "dissolve":
        raise BadInput(
            "cut", "the first shot cannot dissolve from anything", "Let it begin by cut."
        )
    for index, item in enumerate(items):
        needed = _needed(item.into) + _tail(items, index)
        if item.frames < max(1, needed) or item.start < 0:
            raise BadInput(
                "cut",
                f"shot {index + 1} is {item.frames} frames long, its transitions take {needed}",
                "Give it a longer clip or shorter transitions.",
            )
        if item.into.kind != "cut" and item.into.frames < 2:
            cause = f"a {item.into.kind} cannot last {item.into.frames} frames"
            raise BadInput("cut", cause, "Use a cut.")


def _needed(into: Transition) -> int:
    """Frames of an item that the transition into it shows."""
    if into.kind == "cut":
        return 0
    return into.frames if into.kind == "dissolve" else into.frames - into.frames // 2


def _tail(items: Sequence[Item], index: int) -> int:
    """Frames of an item that the transition out of it shows."""
    if index + 1 == len(items):
        return 0
    following = items[index + 1].into
    return following.frames - _needed(following) if following.kind == "fade" else following.overlap


def _leads(items: Sequence[Item], gop: int) -> list[int]:
    """Frames of each item that its join takes: up to the key frame where copying can begin."""
    leads = []
    for index, item in enumerate(items):
        needed = _needed(item.into)
        reached = -(-(item.start + needed) // gop) * gop - item.start if needed else 0
        leads.append(min(reached, item.frames - _tail(items, index)))
    return leads


def _join(items: Sequence[Item], index: int, lead: int) -> Join | None:
    item = items[index]
    if item.into.kind == "cut":
        return None
    before = None
    if index:
        last = items[index - 1]
        tail = _tail(items, index - 1)
        before = Stretch(clip=last.clip, start=last.start + last.frames - tail, frames=tail)
    return Join(
        kind=item.into.kind,
        before=before,
        after=Stretch(clip=item.clip, start=item.start, frames=lead),
        extra=lead - _needed(item.into),
    )


def _close(pieces: list[Group | Join], scene: str, at: int, parts: list[Part]) -> None:
    if parts:
        pieces.append(Group(scene=scene, at=at, parts=tuple(parts)))
        parts.clear()
