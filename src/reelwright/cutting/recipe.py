"""The recipes of the cut: joins, then scenes and sound, then the film."""

import math
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from reelwright.cutting import orders
from reelwright.cutting.burning import burned, under
from reelwright.cutting.fitting import Fit
from reelwright.cutting.plan import Group, Join, Over, Part, Plan, Stretch, off_key, planned
from reelwright.cutting.sound.mp3 import mp3_order
from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Missing, Order, Recipe, Take
from reelwright.film.timeline import Caption, House, Item, Marker, Origin, Sound, Timeline

Rendered = dict[Part, Take]

FADED = 3.0
"""Seconds: more than any sound takes to fade."""


def cut(timeline: Timeline, fit: Fit = "pad") -> Recipe[Take]:
    """Cut a whole film; returns its Take.

    Clips that are not in the house format are rendered once, all others are copied, but for what
    lies under words or a logo that are drawn into the picture.
    """
    # The sound first: one long job, and it does not wait for a picture.
    track = orders.track_order(timeline.sounds, timeline.frames, timeline.house)
    sound, (shaded, parts) = yield [track, _pictures(timeline, fit)]
    (heard,) = _all_made([sound])
    return (yield from _one(orders.film_order(parts, heard, shaded)))


def _pictures(timeline: Timeline, fit: Fit) -> Recipe[tuple[Timeline, list[Stretch]]]:
    """All that is seen of a film, and the timeline as it was cut by."""
    timeline = yield from _shaded((yield from _in_house(timeline, fit)))
    plan = _plan(timeline)
    rendered = yield from _rendered(plan.rendered, timeline)
    kept = [group for group in plan.groups if group.scene]
    scenes = _all_made(
        (yield [orders.scene_order(_stretches(g.parts, rendered), timeline.house) for g in kept])
    )
    return timeline, _film_parts(plan, rendered, dict(zip(kept, scenes, strict=True)))


class Apart(NamedTuple):
    """One scene as a film of its own, and its sound alone: an MP3, or what became of it."""

    film: Take
    sound: Take | Missing


def cut_scenes(
    timeline: Timeline, fit: Fit = "pad", loops: Collection[str] = ()
) -> Recipe[dict[str, Apart]]:
    """Cut every scene with its picture, sound and subtitles, by key; the pictures are the film's
    own Takes. Of a scene that an edit has taken apart it is the first part.

    Transitions to its neighbours belong to the film and are left out. `loops` are sounds that begin
    anywhere: with the scene, so that it stays what it is when another one gets longer.
    """
    if not any(item.scene for item in timeline.items):
        return {}
    timeline = yield from _shaded((yield from _in_house(timeline, fit)))
    groups: dict[str, Group] = {}
    for group in _plan(timeline).groups:
        if group.scene:
            groups.setdefault(group.scene, group)
    scenes = yield [_scene(group, timeline, loops) for group in groups.values()]
    return dict(zip(groups, scenes, strict=True))


def _scene(group: Group, timeline: Timeline, loops: Collection[str]) -> Recipe[Apart]:
    rendered = yield from _rendered(group.rendered, timeline)
    window = _window(timeline, group, loops)
    answers = yield [
        orders.scene_order(_stretches(group.parts, rendered), timeline.house),
        # The same when only the picture of the scene changes.
        orders.track_order(window.sounds, group.frames, timeline.house),
    ]
    picture, sound = _all_made(answers)
    whole = Stretch(clip=picture.sha256, start=0, frames=group.frames)
    # From the track, not from the film: a changed picture leaves the sound alone.
    answers = yield [orders.film_order([whole], sound, window), mp3_order(sound.sha256)]
    return Apart(_all_made(answers[:1])[0], answers[1])


def _in_house(timeline: Timeline, fit: Fit) -> Recipe[Timeline]:
    """The same timeline with a rendered body in place of every item that cannot be copied: from
    what its clip was itself rendered from, if it was."""
    strange = off_key(timeline)
    if not strange:
        return timeline
    items = list(timeline.items)
    origins = [_begun(items[index], fit) for index in strange]
    answers = yield [
        orders.body_order(
            Item(clip=origin.clip, start=origin.start, frames=items[index].frames),
            timeline.house, origin.fit, origin.lut,
        )
        for index, origin in zip(strange, origins, strict=True)
    ]  # fmt: skip
    for index, origin, take in zip(strange, origins, _all_made(answers), strict=True):
        items[index] = items[index].model_copy(
            update={"clip": take.sha256, "start": 0, "house": True, "origin": origin}
        )
    return timeline.model_copy(update={"items": tuple(items)})


def _begun(item: Item, fit: Fit) -> Origin:
    """Where the pictures of an item come from, at its first frame."""
    origin = item.origin or Origin(clip=item.clip, fit=fit)
    return origin.model_copy(update={"start": origin.start + item.start})


def _plan(timeline: Timeline) -> Plan:
    captions = timeline.captions if timeline.burned else ()
    over = Over(captions=captions, titles=timeline.titles, logos=timeline.logos)
    plan = planned(timeline)
    return burned(plan, over, timeline.house) if over else plan


def _shaded(timeline: Timeline) -> Recipe[Timeline]:
    """The same timeline with what is behind each title measured."""
    if not timeline.titles:
        return timeline
    plan, house = planned(timeline), timeline.house
    behind = [(title, under(plan, title.start, title.end)) for title in timeline.titles]
    seen = [(title, parts) for title, parts in behind if parts]
    answers = yield [orders.shade_order(title, parts, house) for title, parts in seen]
    titles = tuple(
        title.model_copy(update={"shade": take.sha256})
        for (title, _), take in zip(seen, _all_made(answers), strict=True)
    )
    return timeline.model_copy(update={"titles": titles})


def _rendered(parts: Sequence[Part], timeline: Timeline) -> Recipe[Rendered]:
    if not parts:
        return {}
    house = timeline.house
    answers = yield [
        orders.join_order(part, house)
        if isinstance(part, Join)
        else orders.lettered_order(part, house)
        for part in parts
    ]
    return dict(zip(parts, _all_made(answers), strict=True))


def _stretches(parts: Sequence[Part], rendered: Rendered) -> list[Stretch]:
    found: list[Stretch] = []
    for part in parts:
        if part in rendered:
            found.append(Stretch(clip=rendered[part].sha256, start=0, frames=part.frames))
        elif isinstance(part, Stretch):
            found.append(part)
    return found


def _film_parts(plan: Plan, rendered: Rendered, scenes: dict[Group, Take]) -> list[Stretch]:
    parts: list[Stretch] = []
    for piece in plan.pieces:
        if isinstance(piece, Join):
            parts += _stretches([piece], rendered)
        elif piece in scenes:
            parts.append(Stretch(clip=scenes[piece].sha256, start=0, frames=piece.frames))
        else:
            parts += _stretches(piece.parts, rendered)
    return parts


def _window(timeline: Timeline, group: Group, loops: Collection[str]) -> Timeline:
    """Sounds, captions and markers of one scene, counted from its own first frame."""
    begin, end = group.at, group.at + group.frames
    sounds = tuple(
        _heard(s, begin, end, s.clip in loops, timeline.house)
        for s in timeline.sounds
        if s.at < end and s.at + s.frames > begin
    )
    captions = tuple(
        Caption(start=max(c.start, begin) - begin, end=min(c.end, end) - begin, lines=c.lines)
        for c in timeline.captions
        if c.start < end and c.end > begin
    )
    title = f"{timeline.title} · {group.scene}" if timeline.title else group.scene
    return timeline.model_copy(
        update={
            "sounds": sounds,
            "captions": captions,
            "chapters": _markers(timeline.chapters, begin, end),
            "title": title,
        }
    )


def _heard(sound: Sound, begin: int, end: int, loops: bool, house: House) -> Sound:
    """A sound as it is heard in frames [begin, end). How long it goes on after them is nothing to
    them, if it does not fade before."""
    first = max(sound.at, begin) if loops else sound.at
    last = min(sound.at + sound.frames, end + math.ceil(FADED * house.rate))
    return Sound(clip=sound.clip, at=first - begin, frames=last - first, role=sound.role)


def _markers(markers: Sequence[Marker], begin: int, end: int) -> tuple[Marker, ...]:
    return tuple(Marker(at=m.at - begin, title=m.title) for m in markers if begin <= m.at < end)


def _one(order: Order) -> Recipe[Take]:
    answers = yield [order]
    return _all_made(answers)[0]


def _all_made(answers: Sequence[Any]) -> list[Take]:
    takes: list[Take] = []
    for answer in answers:
        if isinstance(answer, Missing):
            raise MachineTrouble(
                answer.stage or "cut", answer.cause, "Run the same command again to go on."
            )
        takes.append(answer)
    return takes
