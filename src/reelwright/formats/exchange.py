"""What programs that people edit in are handed, and what comes back: a timeline and its files.

Their timelines are cut at points, with a transition around each: both sides reach under it by
handles. Ours lets items overlap. `seen` turns one into the other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from reelwright.film.noun import Noun
from reelwright.film.timeline import Item, Sound, Timeline
from reelwright.formats.clean import characters, one_line

HOUR = 3600
"""Seconds at which films begin by custom (01:00:00:00), so that there is room before them."""

LOOPED = 8
"""Seconds from which on an effect is an ambience, which the mix repeats, as it does music."""

CUSTOM = "reelwright"
"""Our name among the metadata of others."""


class File(Noun):
    """A file beside the timeline. `url` is how the timeline refers to it, `name` is its file name.

    `frames` is its length at the house's rate (0: not known).
    """

    name: str
    url: str
    frames: int = 0


class Media(File):
    """The file with the bytes of one clip or sound. `channels` are those of a sound.

    `about` is what is known of its making; `others` are files that could take its place, by key
    (`original`, `take 2`).
    """

    channels: int = 1
    about: dict[str, JsonValue] = {}
    others: dict[str, File] = {}


class Exchange(Noun):
    """A film for other programs: media by the hash of its bytes; names and facts by shot id."""

    production: str
    timeline: Timeline
    media: dict[str, Media] = {}
    names: dict[str, str] = {}
    shots: dict[str, dict[str, JsonValue]] = {}

    @property
    def title(self) -> str:
        return told(self.timeline.title) or self.production

    def name(self, item: Item) -> str:
        """How an item is called: by its shot's place, else by what it is."""
        return told(self.names.get(item.shot, "") or item.shot or "title card")

    def files(self) -> Iterator[File]:
        """Every file that the timeline refers to, once each."""
        for one in self.media.values():
            yield one
            yield from one.others.values()


class Told(Noun):
    """An edit as it stands in somebody's file.

    `timeline` holds its items and sounds; one whose clip nobody could tell has the clip "". `names`
    are the items' names there, `heard` those of the sounds. `picture_only` tells that the sounds
    lie where we put them. `shots` are the ids of all shots that there were when it was handed out.
    `notes` say what is not taken over.
    """

    production: str = ""
    timeline: Timeline = Timeline()
    names: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    picture_only: bool = False
    shots: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """An item between its cuts: from film frame `at` on it is seen for `frames`, beginning with its
    clip's frame `source`. The transition into it plays `before` frames before `at` and `after`
    frames after it."""

    item: Item
    at: int
    frames: int
    source: int
    before: int
    after: int

    @property
    def end(self) -> int:
        return self.at + self.frames


def seen(timeline: Timeline) -> list[Seen]:
    """The picture as cuts with transitions around them."""
    found: list[Seen] = []
    for index, (item, start) in enumerate(zip(timeline.items, timeline.starts(), strict=True)):
        before, after = around(item, not index)
        cut = start + (before if item.into.overlap else 0)
        found.append(Seen(item, cut, 0, item.start + cut - start, before, after))
    ends = [*(one.at for one in found[1:]), timeline.frames]
    return [replace(one, frames=end - one.at) for one, end in zip(found, ends, strict=True)]


def around(item: Item, first: bool) -> tuple[int, int]:
    """Frames that the transition into an item plays before its cut and after it."""
    frames = 0 if item.into.kind == "cut" else item.into.frames
    return (0 if first else frames // 2), frames - frames // 2


@dataclass(frozen=True, slots=True)
class Heard:
    """A stretch of a sound: the first `frames` of its file, heard from film frame `at`.

    Music that is longer than its file is heard `of` times, one after the other; this is `turn`.
    """

    sound: Sound
    at: int
    frames: int
    turn: int = 0
    of: int = 1


def lanes(timeline: Timeline, media: Mapping[str, Media]) -> list[tuple[str, list[Heard]]]:
    """Tracks of sounds that do not overlap: (`voice 1`, …) in the order voice, music, effect."""
    found: list[tuple[str, list[Heard]]] = []
    for role in ("voice", "music", "effect"):
        tracks: list[list[Heard]] = []
        sounds = (s for s in timeline.sounds if s.role == role and s.frames > 0)
        for sound in sorted(sounds, key=lambda s: (s.at, s.clip)):
            pieces = _pieces(sound, media, LOOPED * timeline.house.rate)
            free = (t for t in tracks if t[-1].at + t[-1].frames <= sound.at)
            track = next(free, None)
            if track is None:
                tracks.append(track := [])
            track += pieces
        found += [(f"{role} {number}", track) for number, track in enumerate(tracks, 1)]
    return found


def _pieces(sound: Sound, media: Mapping[str, Media], looped: int) -> list[Heard]:
    length = media[sound.clip].frames if sound.clip in media else 0
    if not 0 < length < sound.frames:
        return [Heard(sound, sound.at, sound.frames)]
    if sound.role == "voice" or (sound.role == "effect" and length < looped):
        return [Heard(sound, sound.at, length)]
    count = -(-sound.frames // length)
    return [
        Heard(sound, sound.at + n * length, min(length, sound.frames - n * length), n, count)
        for n in range(count)
    ]


def file_name(stem: str, sha256: str, ending: str) -> str:
    """`voice_0123456789ab.wav`: the name of an exported file. The digits tell what it is even where
    a program has dropped our metadata."""
    return f"{stem}_{sha256[:12]}.{ending}"


def told(text: str, longest: int = 200) -> str:
    """Text of strangers on one line, without controls or broken characters, and not endless."""
    whole = one_line(characters(text.encode("utf-8", "replace").decode()))
    return whole if len(whole) <= longest else f"{whole[: longest - 1]}…"
