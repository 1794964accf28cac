"""Recutting: footage laid out as somebody has edited it, instead of in the story's order.

What cannot be as the edit says, because the film has changed since, is as near to it as can be.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reelwright.film.edit import Edit, EditItem, EditSound
from reelwright.film.errors import BadInput
from reelwright.film.order import Missing, Take
from reelwright.film.production import Wish
from reelwright.film.shot import Shot, Storyboard
from reelwright.film.timeline import Item, Origin, Sound, Timeline, Transition
from reelwright.studio.assembly import NO_EFFECTS, Effects, Shown, laid
from reelwright.studio.pacing import Pace, Spoken, transition
from reelwright.studio.scoring import Beds, known


@dataclass(frozen=True)
class Window:
    """A part of one shot's footage, with the lines that are heard from its first frame on."""

    shot: Shot
    clip: Take
    pace: Pace
    origin: Origin | None


def recut(
    edit: Edit,
    board: Storyboard,
    footage: Sequence[Shown],
    wish: Wish,
    card: Take | Missing | None,
    beds: Beds,
    effects: Effects = NO_EFFECTS,
    ending: Take | Missing | None = None,
) -> Timeline:
    """The timeline of everything that was made, as the edit orders it; credits that it does not
    know come last."""
    made = {one.shot.id: one for one in footage if one.clip is not None and one.pace is not None}
    cards = [one for one in (card, ending) if isinstance(one, Take)]
    entries = _entries(edit, board, made, cards, wish)
    if isinstance(ending, Take) and not any(one.item.card == len(cards) for one in entries):
        entries.append(_Entry(EditItem(card=len(cards))))
    out = edit.out
    items = _fitted([_item(entry.item, made, cards) for entry in entries])
    if not any(item.shot for item in items):
        raise BadInput(
            "cut",
            f"nothing is left of what {edit.file or 'the edit'} shows",
            "Drop the edit: reelwright edit PRODUCTION --back",
        )
    if items[-1].frames < items[-1].into.after + out.before:
        out = Transition()
    spoken = _spoken(edit, entries, items, made)
    shows = [
        Window(
            made[item.shot].shot,
            _clip(made[item.shot]),
            Pace(frames=item.frames, spoken=tuple(lines)),
            item.origin,
        )
        if item.shot
        else None
        for item, lines in zip(items, spoken, strict=True)
    ]
    timeline = laid(board, wish, items, shows, out, beds, effects)
    if edit.sounds is None:
        return timeline
    return _bedded(edit.sounds, entries, timeline, known(beds, effects))


@dataclass(frozen=True)
class _Entry:
    """An item of the edit and its number there; None for what has come since."""

    item: EditItem
    number: int | None = None


def _clip(one: Shown) -> Take:
    assert one.clip is not None
    return one.clip


def _entries(
    edit: Edit,
    board: Storyboard,
    made: Mapping[str, Shown],
    cards: Sequence[Take],
    wish: Wish,
) -> list[_Entry]:
    """What of the edit can be shown, and each shot that is new after the one before it."""
    found = [
        _Entry(item, number)
        for number, item in enumerate(edit.items)
        if (item.shot in made if item.shot else 0 < item.card <= len(cards))
    ]
    known = {item.shot for item in edit.items} | set(edit.left_out)
    before = ""
    for shot in board.shots:
        if shot.id in made and shot.id not in known:
            into = transition(shot, wish.house, brisk=board.seconds is not None)
            fresh = _Entry(EditItem(shot=shot.id, into=into))
            found.insert(_place(found, before), fresh)
        before = shot.id
    return found


def _place(entries: Sequence[_Entry], before: str) -> int:
    """Where a new shot belongs: after the last showing of the shot before it, else behind the cards
    at the beginning."""
    places = [n for n, entry in enumerate(entries, 1) if entry.item.shot == before != ""]
    if places:
        return places[-1]
    return next((n for n, entry in enumerate(entries) if entry.item.shot), len(entries))


def _item(entry: EditItem, made: Mapping[str, Shown], cards: Sequence[Take]) -> Item:
    """The item, inside what its clip has."""
    clip = _clip(made[entry.shot]) if entry.shot else cards[entry.card - 1]
    length = int(str(clip.facts["frames"]))
    start = max(0, min(entry.start, length - 1))
    left = length - start
    return Item(
        clip=clip.sha256,
        frames=left if entry.frames is None else max(1, min(entry.frames, left)),
        start=start,
        scene=made[entry.shot].shot.scene if entry.shot else "",
        shot=entry.shot,
        into=entry.into,
        house=clip.facts.get("house") is True if entry.shot else True,
        origin=made[entry.shot].origin if entry.shot else None,
    )


def _fitted(items: Sequence[Item]) -> list[Item]:
    """Transitions for which there are too few frames become cuts, as does one from nothing."""
    found: list[Item] = []
    for item in items:
        into = item.into
        room = found[-1].frames - found[-1].into.after if found else 0
        lacks = into.before > room if found else into.overlap > 0
        if lacks or into.after > item.frames or into.frames < 2:
            found.append(item.model_copy(update={"into": Transition()}))
        else:
            found.append(item)
    return found


def _spoken(
    edit: Edit,
    entries: Sequence[_Entry],
    items: Sequence[Item],
    made: Mapping[str, Shown],
) -> list[list[Spoken]]:
    """The lines of each item, from its first frame on: as the edit has put them, else by rule."""
    lines: list[list[Spoken]] = [[] for _ in items]
    named = {sound.clip for sound in edit.sounds or ()} | set(edit.silent)
    every = [(one.shot.id, spoken) for one in made.values() for spoken in _pace(one).spoken]
    for shot, spoken in every:
        if edit.sounds is None or spoken.voice.sha256 not in named:
            for place in _homes(shot, spoken, items):
                at = max(0, spoken.at - items[place].start)
                lines[place].append(spoken.model_copy(update={"at": at}))
    for place, item in enumerate(items):
        lines[place] = _inside(lines[place], item.frames)
    if edit.sounds is None:
        return _in_turn(lines, Timeline(items=tuple(items)).starts())
    numbers = {entry.number: place for place, entry in enumerate(entries)}
    known = {spoken.voice.sha256: spoken for _, spoken in reversed(every)}
    for sound in edit.sounds:
        home = numbers.get(sound.item)
        if sound.role == "voice" and sound.clip in known and home is not None:
            one = known[sound.clip]
            frames = one.frames if sound.frames is None else sound.frames
            lines[home].append(one.model_copy(update={"at": sound.at, "frames": frames}))
    return [sorted(some, key=lambda one: one.at) for some in lines]


def _pace(one: Shown) -> Pace:
    assert one.pace is not None
    return one.pace


def _homes(shot: str, spoken: Spoken, items: Sequence[Item]) -> list[int]:
    """The items in which a line of a shot begins, else the one that shows most of it, if any."""
    own = [place for place, item in enumerate(items) if item.shot == shot]
    begun = [p for p in own if items[p].start <= spoken.at < items[p].start + items[p].frames]
    if begun:
        return begun
    shown = {place: _common(spoken, items[place]) for place in own}
    best = max(shown, key=lambda place: shown[place], default=None)
    return [best] if best is not None and shown[best] > 0 else []


def _common(spoken: Spoken, item: Item) -> int:
    end = min(spoken.at + spoken.frames, item.start + item.frames)
    return end - max(spoken.at, item.start)


def _inside(lines: Sequence[Spoken], frames: int) -> list[Spoken]:
    """The lines moved to the front as far as they would else be heard beyond their item's end: no
    word is cut off."""
    ordered = sorted(lines, key=lambda one: one.at)
    if not ordered:
        return []
    over = ordered[-1].at + ordered[-1].frames - frames
    shift = min(max(0, over), ordered[0].at)
    return [one.model_copy(update={"at": one.at - shift}) for one in ordered]


def _in_turn(lines: Sequence[Sequence[Spoken]], starts: Sequence[int]) -> list[list[Spoken]]:
    """Nobody speaks before the line before has ended, which may run on from an earlier item."""
    found: list[list[Spoken]] = []
    silent = 0
    for some, start in zip(lines, starts, strict=True):
        found.append([])
        for one in some:
            at = max(one.at, silent - start)
            silent = start + at + one.frames
            found[-1].append(one.model_copy(update={"at": at}))
    return found


def _bedded(
    sounds: Sequence[EditSound],
    entries: Sequence[_Entry],
    timeline: Timeline,
    takes: Collection[str],
) -> Timeline:
    """Music and effects where the edit has put them; those that have changed since (they are not
    among `takes`), by rule."""
    numbers = {entry.number: place for place, entry in enumerate(entries)}
    starts = timeline.starts()
    found = [sound for sound in timeline.sounds if sound.role == "voice"]
    for role in ("music", "effect"):
        wanted = [sound for sound in sounds if sound.role == role]
        if any(sound.clip not in takes for sound in wanted):
            found += [sound for sound in timeline.sounds if sound.role == role]
            continue
        for sound in wanted:
            place = numbers.get(sound.item)
            if place is None:
                continue
            at = starts[place] + sound.at
            frames = timeline.frames - at if sound.frames is None else sound.frames
            if frames > 0 and at < timeline.frames:
                found.append(Sound(clip=sound.clip, at=at, frames=frames, role=sound.role))
    return timeline.model_copy(update={"sounds": tuple(found)})
