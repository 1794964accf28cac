"""CMX 3600 edit decision lists, out: the picture alone, as cuts and dissolves.

One event for each item, in non-drop-frame timecode from 01:00:00:00 on. A dissolve begins where its
event begins: the item before ends there. What goes through black is a dissolve to `BL` and one from
it; other transitions are dissolves of the same length, and a comment says which they are. Not every
reader takes a list that begins with a dissolve: a film that rises from black has its first frame
black and rises in the others.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reelwright.film.timeline import Timeline
from reelwright.formats.clean import one_line
from reelwright.formats.exchange import HOUR, Exchange, Seen, seen

REEL = 8
"""Characters of a reel's name, the most that the format has."""
BLACK = "BL"
TITLE = 60
COMMENT = 72


@dataclass(frozen=True, slots=True)
class _Side:
    """One line of an event: a reel from its frame `source` on. `dissolve` frames at its beginning
    are mixed with what was there before; 0 is a cut."""

    reel: str
    source: int
    frames: int
    dissolve: int = 0


def write(exchange: Exchange) -> str:
    """The picture of the film as an edit decision list."""
    timeline = exchange.timeline
    reels = named(timeline)
    lines = [f"TITLE: {plain(exchange.title, TITLE) or 'FILM'}", "FCM: NON-DROP FRAME", ""]
    at = HOUR * timeline.house.rate
    before, number = _Side(BLACK, 0, 0), 0
    for index, one in enumerate(cuts := seen(timeline)):
        comments = list(_comments(index, cuts, exchange))
        out = cuts[index + 1].before if index + 1 < len(cuts) else timeline.out.before
        for side in _sides(one, one.end - out, reels):
            number += 1
            lines += _event(number, before, side, at, timeline.house.rate)
            at += side.frames
            before = side
            if side.reel != BLACK:
                lines += comments
    if out := timeline.out.before:
        lines += _event(number + 1, before, _Side(BLACK, 0, out, out), at, timeline.house.rate)
    return "\n".join(lines) + "\n"


def named(timeline: Timeline) -> dict[str, str]:
    """A reel for every clip: eight digits of its hash, no two the same."""
    reels: dict[str, str] = {}
    taken = {BLACK}
    for clip in dict.fromkeys(item.clip for item in timeline.items):
        digits = clip.upper()
        tries = (digits[n : n + REEL] for n in range(len(digits) - REEL + 1))
        counted = (f"{n:0{REEL}d}" for n in range(10**REEL))
        reel = next((t for t in tries if t not in taken), "") or next(
            c for c in counted if c not in taken
        )
        taken.add(reel)
        reels[clip] = reel
    return reels


def _sides(one: Seen, end: int, reels: Mapping[str, str]) -> Iterator[_Side]:
    """The lines that an item makes: black before it if it rises from black, then itself until film
    frame `end`, where the transition after it begins."""
    into, reel = one.item.into, reels[one.item.clip]
    if into.overlap:
        begin, source, dissolve = one.at - one.before, one.source - one.before, into.frames
    else:
        begin, source, dissolve = one.at, one.source, one.after
        if one.before:
            yield _Side(BLACK, 0, one.before, one.before)
    if dissolve and not begin:
        yield _Side(BLACK, 0, 1)
        begin, source, dissolve = 1, source + 1, dissolve - 1
    yield _Side(reel, source, end - begin, dissolve)


def _event(number: int, before: _Side, side: _Side, at: int, rate: int) -> Iterator[str]:
    """The lines of one event; a dissolve names first what it comes from."""
    head = f"{number:03d}"
    if not side.dissolve:
        yield _line(head, side, "C       ", at, rate)
        return
    end = _Side(before.reel, before.source + before.frames, 0)
    yield _line(head, end, "C       ", at, rate)
    yield _line(head, side, f"D    {side.dissolve:03d}", at, rate)


def _line(head: str, side: _Side, how: str, at: int, rate: int) -> str:
    times = (side.source, side.source + side.frames, at, at + side.frames)
    return f"{head}  {side.reel:<{REEL}} V     {how} {' '.join(timecode(t, rate) for t in times)}"


def _comments(index: int, cuts: Sequence[Seen], exchange: Exchange) -> Iterator[str]:
    item = cuts[index].item
    dissolves = item.into.overlap and index
    if dissolves:
        yield _comment("FROM CLIP NAME", _file(cuts[index - 1], exchange))
    yield _comment("TO CLIP NAME" if dissolves else "FROM CLIP NAME", _file(cuts[index], exchange))
    yield _comment("COMMENT", exchange.name(item))
    if item.shot:
        yield _comment("SHOT", item.shot)
    if item.into.kind not in ("cut", "dissolve"):
        yield _comment("TRANSITION", f"{item.into.kind} {item.into.frames}")


def _file(one: Seen, exchange: Exchange) -> str:
    media = exchange.media.get(one.item.clip)
    return media.name if media else one.item.clip[:REEL]


def _comment(key: str, text: str) -> str:
    return f"* {key}: {plain(text, COMMENT)}"


def plain(text: str, longest: int) -> str:
    """Printable ASCII on one line: anything else could end a line or be read as an event."""
    split = unicodedata.normalize("NFKD", text)
    kept = (c for c in split if not unicodedata.combining(c))
    return one_line("".join(c if " " <= c <= "~" or c.isspace() else "?" for c in kept))[:longest]


def timecode(frame: int, rate: int) -> str:
    """`01:00:00:00`, non-drop-frame; hours begin again after a day."""
    seconds, frames = divmod(frame, rate)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours % 24:02d}:{minutes:02d}:{seconds:02d}:{frames:02d}"
