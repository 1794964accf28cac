"""The Orders of the cut: everything that decides about a segment's bytes, and nothing else."""

from collections.abc import Sequence
from typing import Any, Literal

from reelwright.cutting.plan import Join, Stretch
from reelwright.film.order import Order, Take
from reelwright.film.story import Mood
from reelwright.film.timeline import Caption, House, Item, Sound, Timeline

PROVIDER = "cutting"
CARD_SECONDS = 3

Fit = Literal["pad", "crop"]


def body_order(item: Item, house: House, fit: Fit = "pad", lut: str = "") -> Order:
    """A stretch of a clip that cannot be copied, rendered once in the house format; `lut` is the
    hash of a grade's colour table."""
    from reelwright.cutting import tools

    return Order(
        kind="body",
        provider=PROVIDER,
        model="body-2",
        params={
            "house": house.model_dump(),
            "start": item.start,
            "frames": item.frames,
            "fit": fit,
            "tool": tools.program(house),
        },
        inputs=(item.clip, lut) if lut else (item.clip,),
    )


def lettered_order(part: Stretch, house: House) -> Order:
    """A stretch of a clip in the house format with captions drawn into it."""
    return Order(
        kind="body",
        provider=PROVIDER,
        model="lettered-1",
        params={
            "house": house.model_dump(),
            "start": part.start,
            "frames": part.frames,
            **_lettered(part.captions, house),
        },
        inputs=(part.clip,),
    )


def _lettered(captions: Sequence[Caption], house: House) -> dict[str, Any]:
    """Captions as [start, end, lines], and what they are drawn with; nothing without captions."""
    from reelwright.cutting import tools

    if not captions:
        return {}
    drawn = [[c.start, c.end, list(c.lines)] for c in captions]
    return {"captions": drawn, "tool": tools.lettering(house)}


def join_order(join: Join, house: House) -> Order:
    """The frames of a transition; `before` and `after` are [input, start, frames] or None."""
    from reelwright.cutting import tools, transitions

    inputs, indexed = _indexed([join.before, join.after])
    return Order(
        kind="join",
        provider=PROVIDER,
        model=f"{join.kind}-1",
        params={
            "house": house.model_dump(),
            "before": indexed[0],
            "after": indexed[1],
            "extra": join.extra,
            "look": transitions.parameters(join.kind),
            "tool": tools.encoder(house),
            **_lettered(join.captions, house),
        },
        inputs=inputs,
    )


def scene_order(parts: Sequence[Stretch], house: House) -> Order:
    """The parts of a scene, joined by packet: no encoder takes part."""
    inputs, indexed = _indexed(parts)
    return Order(
        kind="scene",
        provider=PROVIDER,
        model="packets-1",
        params={"house": house.model_dump(), "parts": list(indexed)},
        inputs=inputs,
    )


def track_order(sounds: Sequence[Sound], frames: int, house: House) -> Order:
    """The whole sound of a film (or of a stretch of it: `at` may then be negative)."""
    from reelwright.cutting import levels, tools

    heard = [s for s in sounds if s.frames > 0 and s.at < frames and s.at + s.frames > 0]
    heard.sort(key=lambda s: (s.at, s.role, s.clip, s.frames))
    inputs = tuple(dict.fromkeys(s.clip for s in heard))
    index = {clip: at for at, clip in enumerate(inputs)}
    return Order(
        kind="track",
        provider=PROVIDER,
        model="mix-1",
        params={
            "rate": house.rate,
            "frames": frames,
            "sounds": [[index[s.clip], s.at, s.frames, s.role] for s in heard],
            "levels": levels.settings(),
            "tool": tools.sound(),
        },
        inputs=inputs,
    )


def film_order(parts: Sequence[Stretch], track: Take, timeline: Timeline) -> Order:
    """The finished film (or one scene of it): picture by packet, sound, subtitles, chapters."""
    inputs, indexed = _indexed(parts)
    return Order(
        kind="film",
        provider=PROVIDER,
        model="mp4-1",
        params={
            "house": timeline.house.model_dump(),
            "parts": list(indexed),
            "track": len(inputs),
            "language": timeline.language,
            "captions": []
            if timeline.burned
            else [[c.start, c.end, *c.lines] for c in timeline.captions],
            "chapters": [[m.at, m.title] for m in timeline.chapters],
            "metadata": {
                key: text
                for key, text in (
                    ("title", timeline.title),
                    ("artist", timeline.author),
                    ("comment", timeline.comment),
                )
                if text
            },
        },
        inputs=(*inputs, track.sha256),
    )


def card_order(
    title: str,
    author: str,
    house: House,
    mood: Mood = "calm",
    closing: bool = False,
    lut: str = "",
) -> Order:
    """A card of three seconds in the house format: the title, or words at the end (`closing`).

    An opening card lights up from black, a closing one darkens to black. `lut` is the hash of a
    grade's colour table.
    """
    from reelwright.cutting import tools

    return Order(
        kind="card",
        provider=PROVIDER,
        model="card-1",
        params={
            "house": house.model_dump(),
            "title": title,
            "author": author,
            "mood": mood,
            "closing": closing,
            "frames": CARD_SECONDS * house.rate,
            "tool": tools.lettering(house),
        },
        inputs=(lut,) if lut else (),
    )


def _indexed(parts: Sequence[Stretch | None]) -> tuple[tuple[str, ...], list[Any]]:
    """Inputs without repetition, and the parts as [input, start, frames]."""
    inputs = tuple(dict.fromkeys(part.clip for part in parts if part))
    index = {clip: at for at, clip in enumerate(inputs)}
    return inputs, [[index[p.clip], p.start, p.frames] if p else None for p in parts]
