"""From a timeline to stretches of clips and the joins between them: pure arithmetic in frames."""

from collections.abc import Sequence

from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.film.shot import THROUGH, TransitionKind
from reelwright.film.timeline import Caption, Item, Logo, Origin, Timeline, Title


class Over(Noun):
    """What is drawn over the frames of one part, in frames counted from its first. Titles and logos
    may begin before it and end behind it."""

    captions: tuple[Caption, ...] = ()
    titles: tuple[Title, ...] = ()
    logos: tuple[Logo, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.captions or self.titles or self.logos)


class Stretch(Noun):
    """`frames` frames of a clip, from its frame `start`, copied as they are.

    What is `over` it is drawn into it instead, or into what it was rendered from.
    """

    clip: str
    start: int
    frames: int
    over: Over = Over()
    origin: Origin | None = None

    def part(self, first: int, frames: int, over: Over | None = None) -> "Stretch":
        """So many frames of it, from its frame `first`."""
        return self.model_copy(
            update={"start": self.start + first, "frames": frames, "over": over or Over()}
        )


class Join(Noun):
    """A transition's own segment: the end of one clip, the beginning of the next.

    `before` is None where the film begins by it, `after` where the film ends by it. `extra` frames
    at the end show only `after`: they reach to the clip's next key frame, where its copied stretch
    can begin. What is `over` it is drawn into it.
    """

    kind: TransitionKind
    before: Stretch | None
    after: Stretch | None
    extra: int = 0
    over: Over = Over()

    @property
    def frames(self) -> int:
        shown = (self.before, self.after) if self.kind in THROUGH else (self.after,)
        return sum(part.frames for part in shown if part)


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
        """Joins, and stretches with something over them."""
        return tuple(part for part in self.parts if isinstance(part, Join) or part.over)


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
    _checked(timeline)
    tails = [following.into.before for following in items[1:]] + [timeline.out.before]
    leads = _leads(items, tails, timeline.house.gop)
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
        body = item.frames - leads[index] - tails[index]
        if body:
            parts.append(_stretch(item, leads[index], body))
        at += (join.frames if join else 0) + body
    _close(pieces, items[-1].scene, begun, parts)
    if timeline.out.kind != "cut":
        pieces.append(Join(kind=timeline.out.kind, before=_end(items[-1], tails[-1]), after=None))
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


def _checked(timeline: Timeline) -> None:
    items = timeline.items
    if not items:
        raise BadInput("cut", "the timeline has no pictures", "Make some shots first.")
    for where, edge in (("first", items[0].into), ("last", timeline.out)):
        if edge.overlap:
            raise BadInput(
                "cut", f"the {where} shot has nothing to {edge.kind} with", "Use a cut or a fade."
            )
    following = [*(item.into for item in items[1:]), timeline.out]
    for index, (item, out) in enumerate(zip(items, following, strict=True)):
        needed = item.into.after + out.before
        if item.frames < max(1, needed) or item.start < 0:
            raise BadInput(
                "cut",
                f"shot {index + 1} is {item.frames} frames long, its transitions take {needed}",
                "Give it a longer clip or shorter transitions.",
            )
    for into in (items[0].into, *following):
        if into.kind != "cut" and into.frames < 2:
            cause = f"a {into.kind} cannot last {into.frames} frames"
            raise BadInput("cut", cause, "Use a cut.")


def _leads(items: Sequence[Item], tails: Sequence[int], gop: int) -> list[int]:
    """Frames of each item that its join takes: up to the key frame where copying can begin."""
    leads = []
    for item, tail in zip(items, tails, strict=True):
        needed = item.into.after
        reached = -(-(item.start + needed) // gop) * gop - item.start if needed else 0
        leads.append(min(reached, item.frames - tail))
    return leads


def _join(items: Sequence[Item], index: int, lead: int) -> Join | None:
    item = items[index]
    if item.into.kind == "cut":
        return None
    return Join(
        kind=item.into.kind,
        before=_end(items[index - 1], item.into.before) if index else None,
        after=_stretch(item, 0, lead),
        extra=lead - item.into.after,
    )


def _end(item: Item, frames: int) -> Stretch:
    """The last frames of an item."""
    return _stretch(item, item.frames - frames, frames)


def _stretch(item: Item, first: int, frames: int) -> Stretch:
    return Stretch(clip=item.clip, start=item.start + first, frames=frames, origin=item.origin)


def _close(pieces: list[Group | Join], scene: str, at: int, parts: list[Part]) -> None:
    if parts:
        pieces.append(Group(scene=scene, at=at, parts=tuple(parts)))
        parts.clear()
