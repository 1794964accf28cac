"""Matching: the clips and sounds of somebody's edit are told apart from strangers, and become an
edit by shots."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reelwright.film.edit import Edit, EditItem, EditSound
from reelwright.film.errors import BadInput
from reelwright.film.timeline import Item, Sound, Transition
from reelwright.formats.exchange import Told

SLACK = 1
"""Frames by which an edit may reach beyond a clip: other programs round times."""
NAMED = 5
"""Clips named in one refusal at most."""
DIGITS = 12
"""Of a hash, in a file's name."""
ROOM = "Leave more of the clip, or make the transition shorter, and export again."


@dataclass(frozen=True)
class Known:
    """What a production has shown in any of its cuts.

    `places` are those of today's shots by id; `shots` the shots that a clip was, by its hash;
    `cards` the number of a card; `current` the clip of a shot in the newest cut; `lengths` those of
    clips in frames; `roles` those of sounds; `heard` the sounds that there are now.
    """

    places: Mapping[str, str]
    shots: Mapping[str, frozenset[str]]
    cards: Mapping[str, int]
    current: Mapping[str, str]
    lengths: Mapping[str, int]
    roles: Mapping[str, str]
    heard: frozenset[str]


def matched(told: Told, known: Known, file: str) -> tuple[Edit, tuple[str, ...]]:
    """The edit by shots, and what is not taken over. Raises `BadInput`."""
    matching = _Matching(told, known)
    return matching.edit(file), tuple(dict.fromkeys(matching.notes))


@dataclass
class _Matching:
    """One edit being matched."""

    told: Told
    known: Known
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clips = _by_digits((*self.known.shots, *self.known.cards, *self.known.lengths))
        self.roles = _by_digits(self.known.roles)

    def edit(self, file: str) -> Edit:
        items = self._items()
        shown = {item.shot for item in items}
        if not any(shown):
            raise BadInput("edit", f"{file} shows no shot of the film", "Export the film again.")
        there = [shot for shot in self.told.shots if shot in self.known.places]
        edit = Edit(
            file=file,
            items=tuple(items),
            out=self.told.timeline.out,
            left_out=tuple(s for s in there or self.known.places if s not in shown),
        )
        if self.told.picture_only:
            if self.known.heard:
                self.notes.append("sound follows the picture: every line stays with its shot")
            return edit
        sounds = tuple(self._sounds())
        silent = self.known.heard - {sound.clip for sound in sounds}
        return edit.model_copy(update={"sounds": sounds, "silent": tuple(sorted(silent))})

    def _items(self) -> list[EditItem]:
        found: list[EditItem] = []
        strangers: list[str] = []
        timeline = self.told.timeline
        outs = [*(item.into for item in timeline.items[1:]), timeline.out]
        for item, name, out in zip(timeline.items, self.told.names, outs, strict=True):
            one = self._item(item, name)
            if one is None:
                strangers.append(name)
                continue
            if item.frames < item.into.after + out.before:
                raise BadInput(
                    "edit",
                    f"{name!r} shows {item.frames} frames, its transitions take "
                    f"{item.into.after + out.before}",
                    ROOM,
                )
            found.append(one)
        self._require_ours(strangers)
        if found[0].into.overlap:
            found[0] = found[0].model_copy(update={"into": Transition()})
        return found

    def _require_ours(self, strangers: Sequence[str]) -> None:
        if strangers:
            listed = ", ".join(repr(name) for name in dict.fromkeys(strangers[:NAMED]))
            more = f" and {len(strangers) - NAMED} more" if len(strangers) > NAMED else ""
            raise BadInput(
                "edit",
                f"not of this film, or of an older version of it: {listed}{more}",
                "Take them out, or put your own clip in a shot's place: reelwright use SHOT FILE",
            )

    def _item(self, item: Item, name: str) -> EditItem | None:
        """The shot or card that an item shows, inside its clip; None when it is not ours."""
        clip = _whole(item.clip, self.clips)
        was = self.known.shots.get(clip, frozenset())
        shot = item.shot or min(was, default="")
        if not clip or (was and shot not in was):
            return None
        if shot not in self.known.places if shot else clip not in self.known.cards:
            return None
        if self.known.current.get(shot, clip) != clip:
            place = self.known.places[shot]
            self.notes.append(f"shot {place} has been made again since: it is shown as it is now")
        start, frames = self._inside(item, clip, name)
        whole = start + frames == self.known.lengths.get(clip, 0)
        return EditItem(
            shot=shot,
            card=0 if shot else self.known.cards[clip],
            start=start,
            frames=None if whole else frames,
            into=item.into,
        )

    def _inside(self, item: Item, clip: str, name: str) -> tuple[int, int]:
        """First frame and number of frames. Raises `BadInput` when the clip has not got them."""
        length = self.known.lengths.get(clip, 0) or item.start + item.frames
        before, over = -item.start, item.start + item.frames - length
        for much, where in ((before, "before its beginning"), (over, "after its end")):
            if much > SLACK:
                raise BadInput("edit", f"{name!r} shows {much} frames {where}", ROOM)
        start = max(0, item.start)
        return start, min(item.start + item.frames, length) - start

    def _sounds(self) -> list[EditSound]:
        timeline = self.told.timeline
        starts = timeline.starts()
        found: list[EditSound] = []
        strangers: list[str] = []
        for sound, name in zip(timeline.sounds, self.told.heard, strict=True):
            clip = _whole(sound.clip, self.roles)
            if clip:
                found.append(self._sound(sound, clip, starts))
            elif _whole(sound.clip, self.clips):
                self.notes.append("the sound of clips is not taken over")
            else:
                strangers.append(name)
        self._require_ours(strangers)
        return found

    def _sound(self, sound: Sound, clip: str, starts: Sequence[int]) -> EditSound:
        """A sound, tied to the last item that has begun before it."""
        item = max((n for n, start in enumerate(starts) if start <= sound.at), default=0)
        role = self.known.roles[clip]
        to_end = role != "voice" and sound.at + sound.frames >= self.told.timeline.frames
        return EditSound.model_validate(
            {
                "clip": clip,
                "role": role,
                "item": item,
                "at": sound.at - starts[item],
                "frames": None if to_end else sound.frames,
            }
        )


def _by_digits(hashes: Iterable[str]) -> dict[str, str]:
    return {name[:DIGITS]: name for name in hashes}


def _whole(clip: str, known: Mapping[str, str]) -> str:
    """The hash of which this is all, or the first digits; "" when it is not known."""
    found = known.get(clip[:DIGITS], "")
    return found if found.startswith(clip) else ""
