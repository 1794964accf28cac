"""The Orders of the cut: everything that decides about a segment's bytes, and nothing else."""

from collections.abc import Sequence
from typing import Any

from reelwright.cutting.fitting import Fit
from reelwright.cutting.lettering.entrances import logo_comes
from reelwright.cutting.plan import Join, Over, Stretch
from reelwright.film.order import Order, Take
from reelwright.film.story import Mood
from reelwright.film.timeline import House, Item, Sound, Timeline, Title

PROVIDER = "cutting"
CARD_SECONDS = 3
CREDITS_SECONDS = 5


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
    """A stretch of a clip with words or a logo drawn into it."""
    inputs, places, program = _sources([part], house)
    params, inputs = _laid_over(part.over, inputs, house)
    return Order(
        kind="body",
        provider=PROVIDER,
        model="lettered-2",
        params={
            "house": house.model_dump(),
            "start": part.start,
            "frames": part.frames,
            **({"origin": places[0]} if part.origin else {}),
            **program,
            **params,
        },
        inputs=inputs,
    )


def shade_order(title: Title, parts: Sequence[Stretch], house: House) -> Order:
    """How the words of an overlay are set apart from these stretches of clips."""
    from reelwright.cutting import tools

    inputs, indexed = _indexed(parts)
    return Order(
        kind="shade",
        provider=PROVIDER,
        model="shade-1",
        params={
            "house": house.model_dump(),
            "overlay": title.overlay.model_dump(),
            "free": title.free,
            "parts": list(indexed),
            "tool": tools.lettering(house),
        },
        inputs=inputs,
    )


def _laid_over(
    over: Over, inputs: tuple[str, ...], house: House
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What is drawn over a segment, with the numbers of its inputs, and all inputs; nothing is
    mentioned that is not there."""
    from reelwright.cutting import tools

    if not over:
        return {}, inputs
    more = (*(title.shade for title in over.titles), *(logo.image for logo in over.logos))
    inputs = tuple(dict.fromkeys((*inputs, *more)))
    drawn: dict[str, Any] = {
        "captions": [
            [c.start, c.end, list(c.lines), *([list(c.spoken)] if c.spoken else [])]
            for c in over.captions
        ],
        "titles": [
            [t.start, t.end, t.overlay.model_dump(), t.free, inputs.index(t.shade)]
            for t in over.titles
        ],
        "logos": [
            [one.start, one.end, one.corner, inputs.index(one.image), logo_comes(house.rate)]
            for one in over.logos
        ],
    }
    drawn = {name: items for name, items in drawn.items() if items}
    return {"drawn": 3, **drawn, "tool": tools.lettering(house)}, inputs


def join_order(join: Join, house: House) -> Order:
    """The frames of a transition; `before` and `after` are None, or [input, start, frames] of a
    clip in the house format, or [input, start, frames, fit, table] of one to be rendered."""
    from reelwright.cutting import tools, transitions

    inputs, indexed, program = _sources([join.before, join.after], house)
    params, inputs = _laid_over(join.over, inputs, house)
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
            **program,
            **params,
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
    from reelwright.cutting import tools
    from reelwright.cutting.sound import levels

    heard = [s for s in sounds if s.frames > 0 and s.at < frames and s.at + s.frames > 0]
    heard.sort(key=lambda s: (s.at, s.role, s.clip, s.frames))
    inputs = tuple(dict.fromkeys(s.clip for s in heard))
    index = {clip: at for at, clip in enumerate(inputs)}
    return Order(
        kind="track",
        provider=PROVIDER,
        model="mix-2",
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
        model="mp4-2",
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


def credits_order(
    title: str,
    rows: Sequence[tuple[str, str]],
    house: House,
    mood: Mood = "calm",
    lut: str = "",
) -> Order:
    """The last card: the title, and (what was done, by whom) in rows; it darkens to black."""
    from reelwright.cutting import tools

    return Order(
        kind="card",
        provider=PROVIDER,
        model="credits-1",
        params={
            "house": house.model_dump(),
            "title": title,
            "rows": [list(row) for row in rows],
            "mood": mood,
            "closing": True,
            "frames": CREDITS_SECONDS * house.rate,
            "tool": tools.lettering(house),
        },
        inputs=(lut,) if lut else (),
    )


def _indexed(parts: Sequence[Stretch | None]) -> tuple[tuple[str, ...], list[Any]]:
    """Inputs without repetition, and the parts as [input, start, frames]."""
    inputs = tuple(dict.fromkeys(part.clip for part in parts if part))
    index = {clip: at for at, clip in enumerate(inputs)}
    return inputs, [[index[p.clip], p.start, p.frames] if p else None for p in parts]


def _sources(
    parts: Sequence[Stretch | None], house: House
) -> tuple[tuple[str, ...], list[Any], dict[str, Any]]:
    """As `_indexed`, but with its origin in the place of a clip that has one (then `fit` and the
    input of its colour table, or None, follow); and what else decides about the pictures."""
    from reelwright.cutting import tools

    origins = [part.origin for part in parts if part and part.origin]
    names = [part.origin.clip if part.origin else part.clip for part in parts if part]
    inputs = tuple(dict.fromkeys((*names, *(one.lut for one in origins if one.lut))))
    index: dict[str, int | None] = {name: at for at, name in enumerate(inputs)}
    places: list[Any] = []
    for part in parts:
        if part is None:
            places.append(None)
        elif part.origin is None:
            places.append([index[part.clip], part.start, part.frames])
        else:
            one = part.origin
            start = one.start + part.start
            places.append([index[one.clip], start, part.frames, one.fit, index.get(one.lut)])
    return inputs, places, {"program": tools.program(house)} if origins else {}
