"""OpenTimelineIO, out: everything that a timeline holds. What no other program knows stands under
`reelwright` among the metadata, and `otio_edit` reads it back.

The library is loaded when the first timeline is written.
"""

from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from reelwright.film.noun import digest
from reelwright.film.timeline import Timeline, Transition
from reelwright.formats.exchange import (
    CUSTOM,
    HOUR,
    Exchange,
    Heard,
    Media,
    Seen,
    lanes,
    seen,
    told,
)

if TYPE_CHECKING:
    from opentimelineio import schema

VERSION = 1
DISSOLVE, OTHER = "SMPTE_Dissolve", "Custom_Transition"
CHAPTER, CAPTION = "chapter", "caption"

PLACED = frozenset({"items", "sounds", "captions", "chapters", "out"})
"""What tracks and markers say of a timeline."""


def write(exchange: Exchange) -> str:
    """The film as OTIO text. The same film gives the same text."""
    from opentimelineio import opentime, schema

    timeline = exchange.timeline
    rate = timeline.house.rate
    made = schema.Timeline(
        exchange.title,
        global_start_time=opentime.RationalTime(HOUR * rate, rate),
        metadata={CUSTOM: _facts(exchange)},
    )
    picture = schema.Track("picture", kind=schema.TrackKind.Video)
    for one in seen(timeline):
        if one.before + one.after:
            picture.append(_transition(one.item.into, one.before, one.after, rate))
        picture.append(_shot(one, exchange))
    if timeline.out.before:
        picture.append(_transition(timeline.out, timeline.out.before, 0, rate))
    made.tracks.append(picture)
    for name, heard in lanes(timeline, exchange.media):
        made.tracks.append(_track(name, heard, exchange))
    made.tracks.markers.extend(_markers(timeline))
    return str(made.to_json_string(indent=1)) + "\n"


def sounds_digest(timeline: Timeline) -> str:
    """Tells whether somebody has moved the sounds."""
    placed = sorted([s.at, s.role, s.clip, s.frames] for s in timeline.sounds)
    return digest(placed)


def _facts(exchange: Exchange) -> dict[str, JsonValue]:
    return {
        "version": VERSION,
        "production": exchange.production,
        "timeline": exchange.timeline.model_dump(mode="json", exclude=set(PLACED)),
        "sounds": sounds_digest(exchange.timeline),
        "shots": list(exchange.names),
    }


def _shot(one: Seen, exchange: Exchange) -> "schema.Clip":
    from opentimelineio import schema

    item, rate = one.item, exchange.timeline.house.rate
    facts = item.model_dump(mode="json", exclude={"frames", "start", "into"})
    media = exchange.media.get(item.clip)
    facts |= exchange.shots.get(item.shot, {}) | (media.about if media else {})
    clip = schema.Clip(
        exchange.name(item),
        source_range=_range(one.source, one.frames, rate),
        metadata={CUSTOM: facts},
    )
    return _referring(clip, media, rate)


def _transition(into: Transition, before: int, after: int, rate: int) -> "schema.Transition":
    from opentimelineio import opentime, schema

    return schema.Transition(
        into.kind,
        DISSOLVE if into.kind == "dissolve" else OTHER,
        opentime.RationalTime(before, rate),
        opentime.RationalTime(after, rate),
        {CUSTOM: into.model_dump(mode="json")},
    )


def _track(name: str, heard: list[Heard], exchange: Exchange) -> "schema.Track":
    from opentimelineio import schema

    rate = exchange.timeline.house.rate
    track = schema.Track(name, kind=schema.TrackKind.Audio)
    end = 0
    for one in heard:
        if one.at > end:
            track.append(schema.Gap(source_range=_range(0, one.at - end, rate)))
        track.append(_sound(one, exchange))
        end = one.at + one.frames
    return track


def _sound(one: Heard, exchange: Exchange) -> "schema.Clip":
    from opentimelineio import schema

    sound, rate = one.sound, exchange.timeline.house.rate
    facts = sound.model_dump(mode="json", exclude={"at", "frames"})
    facts |= {"shown": one.frames, "turn": one.turn, "of": one.of, "frames": sound.frames}
    media = exchange.media.get(sound.clip)
    clip = schema.Clip(
        sound.role,
        source_range=_range(0, one.frames, rate),
        metadata={CUSTOM: facts | (media.about if media else {})},
    )
    return _referring(clip, media, rate)


def _referring(clip: "schema.Clip", media: Media | None, rate: int) -> "schema.Clip":
    """The same clip with the file that it plays, and those that could take its place."""
    from opentimelineio import schema

    if media is not None:
        files = {schema.Clip.DEFAULT_MEDIA_KEY: media, **media.others}
        clip.set_media_references(
            {
                key: schema.ExternalReference(
                    one.url, _range(0, one.frames, rate) if one.frames else None
                )
                for key, one in files.items()
            },
            schema.Clip.DEFAULT_MEDIA_KEY,
        )
    return clip


def _markers(timeline: Timeline) -> "list[schema.Marker]":
    """Chapters and captions; whole texts stand in the metadata."""
    from opentimelineio import schema

    rate = timeline.house.rate
    chapters = [
        schema.Marker(
            told(mark.title), _range(mark.at, 0, rate), schema.MarkerColor.GREEN,
            {CUSTOM: {"kind": CHAPTER, **mark.model_dump(mode="json", exclude={"at"})}},
        )
        for mark in timeline.chapters
    ]  # fmt: skip
    captions = [
        schema.Marker(
            told(" ".join(one.lines)),
            _range(one.start, one.end - one.start, rate),
            schema.MarkerColor.CYAN,
            {
                CUSTOM: {
                    "kind": CAPTION,
                    **one.model_dump(mode="json", exclude={"start", "end"}),
                }
            },
        )
        for one in timeline.captions
    ]
    return chapters + captions


def _range(start: int, frames: int, rate: int) -> Any:
    from opentimelineio import opentime

    return opentime.TimeRange(
        opentime.RationalTime(start, rate), opentime.RationalTime(frames, rate)
    )
