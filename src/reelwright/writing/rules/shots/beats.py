"""Beats: the few scenes of a storyboard by its prompt, and whole seconds dealt out to them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from reelwright.film.story import PlaceKind, Time, Weather
from reelwright.writing.answers import Beat, BeatsAnswer
from reelwright.writing.rules.scenes.clock import dark, time_in, weather_in
from reelwright.writing.rules.scenes.mood import mood_of
from reelwright.writing.rules.scenes.places import place_by_things, places_in
from reelwright.writing.rules.shots.things import insert_of
from reelwright.writing.rules.text.sentences import sentences

_CLAUSE = re.compile(r"(?<=[,;:])\s+|\s+(?=(?:and|then|while|until|before|after|but|as)\s)")


def split_seconds(total: int, weights: Sequence[float]) -> list[int]:
    """Whole seconds in proportion to `weights`, at least 1 each, adding up to `total` exactly."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    seconds = [max(1, int(part)) for part in exact]
    order = sorted(range(len(exact)), key=lambda i: (-(exact[i] - int(exact[i])), i))
    for index in (order * total)[: max(0, total - sum(seconds))]:
        seconds[index] += 1
    return seconds


def storyboard_beats(prompt: str, seconds: int) -> BeatsAnswer:
    """One beat per 5 seconds of `seconds`, the prompt's words dealt out in order."""
    count = max(1, -(-seconds // 5))
    parts = _parts(prompt, count)
    lengths = split_seconds(seconds, [1.0] * count)
    place, kind, time, weather = _setting(prompt, parts[0])
    beats: list[Beat] = []
    for index, (part, length) in enumerate(zip(parts, lengths, strict=True)):
        found = next((f for f in places_in(part) if f.weight >= 2), None)
        if found:
            place, kind = found.name, found.kind
        time = time_in(part) or time
        weather = weather_in(part) or weather
        beats.append(
            Beat(
                text=part,
                picture=part,
                spoken="" if index and parts[index - 1] == part else part,
                seconds=length,
                place=place,
                kind=kind,
                time=time,
                weather=weather,
                mood=mood_of(prompt, time, weather),
                thing=insert_of(part),
            )
        )
    return BeatsAnswer(beats=beats)


def _setting(prompt: str, opening: str) -> tuple[str, PlaceKind, Time, Weather]:
    found = next(iter(places_in(prompt)), None) or place_by_things(prompt)
    time = time_in(opening) or time_in(prompt) or ("night" if dark(prompt) else "day")
    name, kind = (found.name, found.kind) if found else ("Outside", "exterior")
    return name, kind, time, weather_in(opening) or "clear"


def _parts(prompt: str, count: int) -> list[str]:
    """`count` stretches of the prompt; a short prompt is held over several shots."""
    parts = sentences(prompt) or [prompt.strip()]
    while len(parts) < count:
        order = sorted(range(len(parts)), key=lambda i: (-len(parts[i].split()), i))
        cut = next(((i, h) for i in order if (h := _halves(parts[i]))), None)
        if cut is None:
            break
        parts[cut[0] : cut[0] + 1] = cut[1]
    if len(parts) < count:
        return [parts[index * len(parts) // count] for index in range(count)]
    edges = [round(index * len(parts) / count) for index in range(count + 1)]
    return [" ".join(parts[a:b]) for a, b in pairwise(edges)]


def _halves(part: str) -> list[str] | None:
    best: tuple[int, list[str]] | None = None
    for match in _CLAUSE.finditer(part):
        halves = [part[: match.start()].strip(), part[match.end() :].strip()]
        least = min(len(half.split()) for half in halves)
        if least >= 3 and (best is None or least > best[0]):
            best = (least, halves)
    return best[1] if best else None
