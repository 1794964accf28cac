"""Reads an OTIO file in a process of its own: `python -m reelwright.formats.otio_tree PATH`.

Writes the edit (`Told`) as JSON, or `!` and a JSON pair of cause and remedy when it is refused. The
library reads by recursion without limit, so the depth is looked at before.
"""

import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import opentimelineio as otio
from opentimelineio import schema
from pydantic import ValidationError

from reelwright.film.errors import BadInput
from reelwright.film.shot import THROUGH
from reelwright.film.timeline import Caption, Item, Marker, Sound, Timeline, Transition
from reelwright.formats.exchange import Told, told
from reelwright.formats.otio import CAPTION, CHAPTER, DISSOLVE, sounds_digest
from reelwright.formats.otio_clips import (
    called,
    count,
    counted,
    identity,
    own,
    require_clip,
    role,
    span,
    valid,
)
from reelwright.formats.otio_edit import AGAIN, FILE_BYTES, bad

ROLES = ("voice", "music", "effect")
DEEPEST = 100
"""Brackets within brackets; a timeline of ours has 13."""
MOST = 20_000
"""Clips, gaps and transitions of one edit."""
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)


def read(path: Path) -> Told:
    """The edit in a file. Raises `BadInput`."""
    text = _text(path)
    _require_shallow(text)
    try:
        tree = otio.core.deserialize_json_from_string(text.decode())
    except (ValueError, otio.exceptions.OTIOError, KeyError, TypeError):
        raise bad("is no OpenTimelineIO file, or a damaged one") from None
    if not isinstance(tree, schema.Timeline):
        raise bad("holds no timeline")
    return _Reading(tree).told()


def _text(path: Path) -> bytes:
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            file.seek(0)
            return file.read(FILE_BYTES)
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.otio") as file:
            text = file.read(FILE_BYTES + 1)
    except (KeyError, OSError, ValueError, zipfile.BadZipFile, zlib.error, NotImplementedError):
        raise bad("is no OTIO bundle, or a damaged one") from None
    if len(text) > FILE_BYTES:
        raise bad("holds a timeline of more than 50 MB, which no edit of a film has")
    return text


def _require_shallow(text: bytes) -> None:
    depth = 0
    for token in _TOKENS.finditer(text):
        if token[0] in (b"[", b"{"):
            depth += 1
            if depth > DEEPEST:
                raise bad("is nested too deeply to be an edit")
        elif token[0] in (b"]", b"}"):
            depth -= 1


@dataclass
class _Placed:
    """A clip on the picture track, from cut to cut, with what lies around the cut before it."""

    clip: Any
    facts: dict[str, Any]
    source: int
    frames: int
    into: Transition = field(default_factory=Transition)
    before: int = 0
    after: int = 0


@dataclass
class _Reading:
    """One timeline being read."""

    tree: Any
    notes: list[str] = field(default_factory=list)
    rate: float = 0.0
    out: Transition | None = None

    def told(self) -> Told:
        facts = own(self.tree)
        base = _base(facts)
        pictures, audio = self._tracks()
        self.rate = base.house.rate if base else _rate(pictures)
        placed = self._placed(pictures)
        items = tuple(_items(placed))
        out = self.out or Transition()
        names, sounds = self._sounds(audio)
        captions, chapters = self._markers()
        timeline = (base or Timeline()).model_copy(
            update={
                "items": items,
                "sounds": sounds,
                "captions": captions,
                "chapters": chapters,
                "out": out,
            }
        )
        if not base:
            house = timeline.house.model_copy(update={"rate": round(self.rate)})
            timeline = timeline.model_copy(update={"house": house})
        production = facts.get("production")
        return Told(
            production=production if isinstance(production, str) else "",
            timeline=timeline,
            names=tuple(called(one.clip) for one in placed),
            heard=names,
            shots=_texts(facts.get("shots")),
            picture_only=not audio or facts.get("sounds") == sounds_digest(timeline),
            notes=tuple(dict.fromkeys(self.notes)),
        )

    def _tracks(self) -> tuple[Any, list[Any]]:
        """The one picture track, and the tracks of sounds."""
        tracks = [one for one in self.tree.tracks if len(one) and one.enabled]
        for track in tracks:
            if not isinstance(track, schema.Track) or track.source_range is not None:
                raise bad("holds more than plain tracks", "Flatten what is nested, export again.")
        if sum(len(track) for track in tracks) > MOST:
            raise bad(f"holds more than {MOST} clips, which no edit of a film does")
        pictures = [one for one in tracks if one.kind == schema.TrackKind.Video]
        if len(pictures) != 1:
            raise bad(
                f"has {len(pictures)} picture tracks with clips on them",
                "Bring the picture together on one track, and export again.",
            )
        return pictures[0], [one for one in tracks if one.kind == schema.TrackKind.Audio]

    def _placed(self, track: Any) -> list[_Placed]:
        found: list[_Placed] = []
        pending: list[Any] = []
        gap = 0
        for child in track:
            if isinstance(child, schema.Transition):
                pending.append(child)
                continue
            if isinstance(child, schema.Gap):
                gap += counted(child.duration(), self.rate)
                continue
            self.notes += require_clip(child)
            if gap:
                raise bad(
                    f"shows nothing before {told(child.name, 60)!r}", "Close the gap, export again."
                )
            one = self._shot(child)
            if pending:
                one.before, one.after, one.into = self._between(pending, bool(found), True)
                pending = []
            found.append(one)
        if pending:
            self.out = self._between(pending, True, False)[2]
        if not found:
            raise bad("shows no clip")
        return found

    def _shot(self, clip: Any) -> _Placed:
        begin, frames = span(clip, self.rate)
        if frames < 1:
            raise bad(f"shows nothing of {told(clip.name, 60)!r}", "Take it out, export again.")
        return _Placed(clip, own(clip), begin, frames)

    def _between(self, found: list[Any], old: bool, new: bool) -> tuple[int, int, Transition]:
        """What the transitions at one cut make: one that ends there and one that begins there go
        through black."""
        if len(found) == 2 and old and new:
            (before, end), (begin, after) = (
                (counted(one.in_offset, self.rate), counted(one.out_offset, self.rate))
                for one in found
            )
            if not end and not begin and min(before, after) >= 0 < before + after:
                return before, after, Transition(kind="fade", frames=before + after)
        if len(found) > 1:
            self.notes.append("of several transitions at one cut the last is taken")
        return self._transition(found[-1], old, new)

    def _transition(self, found: Any, old: bool, new: bool) -> tuple[int, int, Transition]:
        """The frames before and after its cut, as far as there is an `old` and a `new` picture,
        and what that makes of it."""
        before, after = counted(found.in_offset, self.rate), counted(found.out_offset, self.rate)
        if before < 0 or after < 0:
            raise bad(f"holds a transition of no length, {told(found.name, 60)!r}")
        before, after = before if old else 0, after if new else 0
        facts = own(found)
        kind = facts.get("kind", found.name)
        if found.transition_type == DISSOLVE:
            kind = "dissolve"
        elif not _is_kind(kind):
            self.notes.append(
                f"a transition that is not known here, {told(found.name, 40)!r}, is a dissolve now"
            )
            kind = "dissolve"
        if not (old and new) and kind not in THROUGH:
            kind = "fade"  # there is nothing else that it could come from or go to
        if not before + after:
            return 0, 0, Transition()
        # Of a transition at either end of the film only one half is seen.
        frames = before + after if old and new else 2 * (before + after)
        said = Transition(kind=kind, frames=count(facts.get("frames"), frames))
        kept = (not old or said.frames // 2 == before) and (
            not new or said.frames - said.frames // 2 == after
        )
        return before, after, said if kept else Transition(kind=kind, frames=frames)

    def _sounds(self, tracks: Sequence[Any]) -> tuple[tuple[str, ...], tuple[Sound, ...]]:
        names: list[str] = []
        found: list[Sound] = []
        for track in tracks:
            for name, sound in self._heard(track):
                names.append(name)
                found.append(sound)
        return tuple(names), tuple(found)

    def _heard(self, track: Any) -> Iterator[tuple[str, Sound]]:
        """The sounds of a track; turns of one piece of music are one again."""
        at = 0
        last: tuple[str, Sound] | None = None
        before: Any = None
        for child in track:
            if isinstance(child, schema.Transition):
                self.notes.append("fades between sounds are not taken over")
                continue
            frames = counted(child.duration(), self.rate)
            if isinstance(child, schema.Gap):
                before = None
            else:
                self.notes += require_clip(child)
                if last and _continues(before, child):
                    longer = {"frames": last[1].frames + frames}
                    last = (last[0], last[1].model_copy(update=longer))
                else:
                    if last:
                        yield last
                    start, _ = span(child, self.rate)
                    last = (called(child), self._sound(child, at, start, frames))
                before = child
            at += frames
        if last:
            yield last

    def _sound(self, clip: Any, at: int, start: int, frames: int) -> Sound:
        facts = own(clip)
        if start > 0:
            self.notes.append("sounds are heard from their beginning: a cut there is not kept")
        if facts.get("of", 1) == 1 and facts.get("shown") == frames:
            frames = count(facts.get("frames"), frames)
        known = facts["role"] if facts.get("role") in ROLES else role(clip)
        kept = {k: v for k, v in facts.items() if k in Sound.model_fields}
        kept |= {"clip": identity(clip, facts), "role": known, "frames": frames}
        return valid(Sound, kept | {"at": max(0, at - max(0, start))})

    def _markers(self) -> tuple[tuple[Caption, ...], tuple[Marker, ...]]:
        captions: list[Caption] = []
        chapters: list[Marker] = []
        for mark in self.tree.tracks.markers:
            facts = own(mark)
            start = counted(mark.marked_range.start_time, self.rate)
            end = start + counted(mark.marked_range.duration, self.rate)
            kind = facts.pop("kind", "")
            if kind == CAPTION:
                captions.append(valid(Caption, facts | {"start": start, "end": end}))
            elif kind == CHAPTER:
                chapters.append(valid(Marker, facts | {"at": start}))
        return tuple(captions), tuple(chapters)


def _items(placed: Sequence[_Placed]) -> Iterator[Item]:
    """Items with the parts that their transitions show beyond the cuts."""
    for one, following in zip(placed, [*placed[1:], None], strict=True):
        head = one.before if one.into.overlap else 0
        tail = following.after if following and following.into.overlap else 0
        facts = {key: value for key, value in one.facts.items() if key in Item.model_fields}
        facts |= {
            "clip": identity(one.clip, one.facts),
            "start": one.source - head,
            "frames": one.frames + head + tail,
            "into": one.into,
        }
        yield valid(Item, facts)


def _base(facts: Mapping[str, Any]) -> Timeline | None:
    """The facts of the whole film, if the file still has them."""
    if not isinstance(facts.get("timeline"), dict):
        return None
    timeline = valid(Timeline, facts["timeline"])
    if not 1 <= timeline.house.rate <= 120:
        raise bad("is damaged: its frame rate cannot be")
    return timeline


def _texts(value: Any) -> tuple[str, ...]:
    """Texts of a list from the file, as far as they are."""
    found = value if isinstance(value, list) else []
    return tuple(text for text in found[:MOST] if isinstance(text, str))


def _is_kind(kind: object) -> bool:
    try:
        return Transition.model_validate({"kind": kind}).kind != "cut"
    except ValidationError:
        return False


def _rate(track: Any) -> float:
    """The frame rate of the first clip, for files without our facts."""
    for child in track:
        if isinstance(child, schema.Clip):
            shown = child.source_range
            rate = shown.duration.rate if shown is not None else 0
            if 1 <= rate <= 120 and rate == round(rate):
                return float(rate)
    raise bad("has no whole number of frames a second")


def _continues(before: Any, clip: Any) -> bool:
    """Whether a sound is the next turn of the music that ends where it begins: as we wrote it, else
    because that was played to its end, and this is played from its beginning."""
    if before is None or clip.trimmed_range().start_time.value != 0:
        return False
    old, new = own(before), own(clip)
    if not identity(clip, new) or identity(before, old) != identity(clip, new):
        return False
    turn = old.get("turn")
    if isinstance(turn, int):
        return bool(new.get("turn") == turn + 1)
    whole = before.media_reference.available_range
    played = before.trimmed_range()
    return role(clip) != "voice" and whole is not None and bool(whole == played)


def main(path: Path) -> bytes:
    """What the parent process is told about the file."""
    try:
        return read(path).model_dump_json().encode()
    except BadInput as refusal:
        return b"!" + json.dumps([refusal.cause, refusal.remedy]).encode()
    except (UnicodeError, otio.exceptions.OTIOError):
        return b"!" + json.dumps(["is no OpenTimelineIO file, or a damaged one", AGAIN]).encode()
    except RecursionError:
        return b"!" + json.dumps(["is nested too deeply to be an edit", AGAIN]).encode()


if __name__ == "__main__":
    sys.stdout.buffer.write(main(Path(sys.argv[1])))
