"""Which frames lie under captions that are to be drawn into the picture: arithmetic in frames."""

from collections.abc import Iterator, Sequence

from reelwright.cutting.plan import Group, Join, Part, Plan, Stretch
from reelwright.film.timeline import Caption

Lines = Sequence[Caption]


def burned(plan: Plan, captions: Lines, gop: int) -> Plan:
    """The same film with the captions given to the joins and stretches that lie under them.

    A stretch is divided at its key frames, so that only what lies under a caption is rendered.
    """
    pieces: list[Group | Join] = []
    at = 0
    for piece in plan.pieces:
        if isinstance(piece, Join):
            pieces.append(_join(piece, at, captions))
        else:
            parts = tuple(_parts(piece, captions, gop))
            pieces.append(piece.model_copy(update={"parts": parts}))
        at += piece.frames
    return Plan(pieces=tuple(pieces))


def _parts(group: Group, captions: Lines, gop: int) -> Iterator[Part]:
    at = group.at
    for part in group.parts:
        if isinstance(part, Join):
            yield _join(part, at, captions)
        else:
            yield from _divided(part, at, captions, gop)
        at += part.frames


def _join(join: Join, at: int, captions: Lines) -> Join:
    return join.model_copy(update={"captions": _within(captions, at, at + join.frames)})


def _divided(part: Stretch, at: int, captions: Lines, gop: int) -> Iterator[Stretch]:
    """Runs of whole GOPs, in turn free of captions and under some."""
    begun, under = 0, False
    for begin in range(0, part.frames, gop):
        covered = bool(_within(captions, at + begin, at + min(begin + gop, part.frames)))
        if covered != under and begin:
            yield _run(part, at, begun, begin, captions)
            begun = begin
        under = covered
    yield _run(part, at, begun, part.frames, captions)


def _run(part: Stretch, at: int, begin: int, end: int, captions: Lines) -> Stretch:
    return Stretch(
        clip=part.clip,
        start=part.start + begin,
        frames=end - begin,
        captions=_within(captions, at + begin, at + end),
    )


def _within(captions: Lines, begin: int, end: int) -> tuple[Caption, ...]:
    """What is to be read between two film frames, counted from the first of them."""
    return tuple(
        Caption(start=max(c.start, begin) - begin, end=min(c.end, end) - begin, lines=c.lines)
        for c in captions
        if max(c.start, begin) < min(c.end, end)
    )
