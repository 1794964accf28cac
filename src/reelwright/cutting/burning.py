"""Which frames lie under what is to be drawn into the picture: arithmetic in frames."""

from collections.abc import Iterator

from reelwright.cutting.lettering.entrances import entering, leaving, logo_comes
from reelwright.cutting.plan import Group, Join, Over, Part, Plan, Stretch
from reelwright.film.timeline import Caption, House, Logo, Title


def burned(plan: Plan, over: Over, house: House) -> Plan:
    """The same film with what is `over` it given to the joins and stretches that lie under it.

    A stretch is divided at its key frames, so that only what lies under something is rendered.
    """
    pieces: list[Group | Join] = []
    at = 0
    for piece in plan.pieces:
        if isinstance(piece, Join):
            pieces.append(_join(piece, at, over, house))
        else:
            parts = tuple(_parts(piece, over, house))
            pieces.append(piece.model_copy(update={"parts": parts}))
        at += piece.frames
    return Plan(pieces=tuple(pieces))


def under(plan: Plan, begin: int, end: int) -> tuple[Stretch, ...]:
    """What of the clips is seen between two film frames; both sides of a transition in full."""
    found: list[Stretch] = []
    at = 0
    for piece in plan.pieces:
        for part in piece.parts if isinstance(piece, Group) else (piece,):
            first, last = max(begin - at, 0), min(end - at, part.frames)
            if first < last and isinstance(part, Stretch):
                found.append(part.part(first, last - first))
            elif first < last and isinstance(part, Join):
                found += [side for side in (part.before, part.after) if side is not None]
            at += part.frames
    return tuple(found)


def _parts(group: Group, over: Over, house: House) -> Iterator[Part]:
    at = group.at
    for part in group.parts:
        if isinstance(part, Join):
            yield _join(part, at, over, house)
        else:
            yield from _divided(part, at, over, house)
        at += part.frames


def _join(join: Join, at: int, over: Over, house: House) -> Join:
    return join.model_copy(update={"over": _within(over, at, at + join.frames, house)})


def _divided(part: Stretch, at: int, over: Over, house: House) -> Iterator[Stretch]:
    """Runs of whole GOPs, in turn free and with something over them."""
    over = _near(over, at, at + part.frames)
    begun, covered_before = 0, False
    for begin in range(0, part.frames, house.gop):
        end = min(begin + house.gop, part.frames)
        covered = bool(_within(over, at + begin, at + end, house))
        if covered != covered_before and begin:
            yield _run(part, at, (begun, begin), over, house)
            begun = begin
        covered_before = covered
    yield _run(part, at, (begun, part.frames), over, house)


def _run(part: Stretch, at: int, span: tuple[int, int], over: Over, house: House) -> Stretch:
    begin, end = span
    return part.part(begin, end - begin, _within(over, at + begin, at + end, house))


def _within(over: Over, begin: int, end: int, house: House) -> Over:
    """What is seen between two film frames, counted from the first of them."""
    return Over(
        captions=tuple(_caption(c, begin, end) for c in over.captions if _seen(c, begin, end)),
        titles=tuple(_title(t, begin, end, house) for t in over.titles if _seen(t, begin, end)),
        logos=tuple(_logo(one, begin, end, house) for one in over.logos if _seen(one, begin, end)),
    )


def _logo(one: Logo, begin: int, end: int, house: House) -> Logo:
    """Its edges as far as they decide how it is seen here, as of a title."""
    comes = logo_comes(house.rate)
    return one.model_copy(
        update={
            "start": max(one.start - begin, -comes),
            "end": min(one.end - begin, end - begin + comes),
        }
    )


def _near(over: Over, begin: int, end: int) -> Over:
    """What is seen between two film frames, as it is: a film has many captions, a stretch few."""
    return Over(
        captions=tuple(one for one in over.captions if _seen(one, begin, end)),
        titles=tuple(one for one in over.titles if _seen(one, begin, end)),
        logos=tuple(one for one in over.logos if _seen(one, begin, end)),
    )


def _seen(one: Caption | Title | Logo, begin: int, end: int) -> bool:
    return max(one.start, begin) < min(one.end, end)


def _caption(one: Caption, begin: int, end: int) -> Caption:
    return Caption(
        start=max(one.start, begin) - begin,
        end=min(one.end, end) - begin,
        lines=one.lines,
        spoken=tuple(
            # What lit up long ago and what will light up later is the same to these frames.
            min(max(frame, begin), end) - begin
            for frame in one.spoken
        ),
    )


def _title(one: Title, begin: int, end: int, house: House) -> Title:
    """Its edges as far as they decide how it is seen here: it is whole after it has come and before
    it goes."""
    come, go = entering(one.overlay, house.rate), leaving(one.overlay, house.rate)
    return one.model_copy(
        update={
            "start": max(one.start - begin, -come),
            "end": min(one.end - begin, end - begin + go),
        }
    )
