"""Beats: the few scenes of an advertisement by its framework, and of a storyboard by its prompt."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from reelwright.film.story import Mood, PlaceKind, Time, Weather
from reelwright.writing.answers import Beat, BeatsAnswer
from reelwright.writing.rules.scenes.clock import dark, time_in, weather_in
from reelwright.writing.rules.scenes.mood import mood_of
from reelwright.writing.rules.scenes.places import place_by_things, places_in
from reelwright.writing.rules.shots.briefs import Brief, read_brief, short
from reelwright.writing.rules.shots.things import insert_of
from reelwright.writing.rules.text.sentences import sentences

_FRAMEWORKS: dict[str, Literal["AIDA", "PAS", "BAB"]] = {"AIDA": "AIDA", "PAS": "PAS", "BAB": "BAB"}
_CLAUSE = re.compile(r"(?<=[,;:])\s+|\s+(?=(?:and|then|while|until|before|after|but|as)\s)")


def advert_beats(brief: str, seconds: int) -> BeatsAnswer:
    """The beats of an advertisement: 3 to 5, their whole seconds adding up to `seconds`."""
    read = read_brief(brief)
    beats = {"AIDA": _aida, "PAS": _pas, "BAB": _bab}[read.framework](read, seconds)
    lengths = split_seconds(seconds, [beat.seconds for beat in beats])
    return BeatsAnswer(
        framework=_FRAMEWORKS[read.framework],
        brand=read.brand,
        beats=[b.model_copy(update={"seconds": s}) for b, s in zip(beats, lengths, strict=True)],
    )


def split_seconds(total: int, weights: Sequence[float]) -> list[int]:
    """Whole seconds in proportion to `weights`, at least 1 each, adding up to `total` exactly."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    seconds = [max(1, int(part)) for part in exact]
    order = sorted(range(len(exact)), key=lambda i: (-(exact[i] - int(exact[i])), i))
    for index in (order * total)[: max(0, total - sum(seconds))]:
        seconds[index] += 1
    return seconds


def _beat(
    read: Brief,
    name: str,
    overlay: str,
    weight: float,
    mood: Mood,
    *,
    thing: bool = False,
    time: Time = "day",
    place: PlaceKind | None = None,
) -> Beat:
    line = short(overlay) or "Made for you"
    return Beat(
        text=name,
        picture=read.product,
        overlay=line[:1].upper() + line[1:],
        spoken=line[:1].upper() + line[1:],
        seconds=weight,
        place=read.place.replace("-", " ").capitalize(),
        kind=place or read.place,
        time=time,
        mood=mood,
        thing=read.thing if thing else "",
    )


def _benefit(read: Brief, index: int) -> str:
    spare = ("Made for every day", "Simply better", "You will feel it")
    return read.benefits[index] if index < len(read.benefits) else spare[index % len(spare)]


def _closing(read: Brief) -> str:
    if read.brand:
        return f"{short(read.brand, 3)}. Try it today"
    return f"Your {short(read.product, 2)}. Try it today"


def _meeting(read: Brief) -> str:
    return (
        f"Meet {short(read.brand, 4)}" if read.brand else f"Meet your new {short(read.product, 3)}"
    )


def _aida(read: Brief, seconds: int) -> list[Beat]:
    product = read.product if read.brand and read.brand != read.product else _benefit(read, 0)
    shift = 0 if product == read.product else 1
    beats = [
        _beat(read, "Attention", _meeting(read), 3, "joyful", thing=True),
        _beat(read, "Interest", product, 4, "calm"),
        _beat(read, "Desire", _benefit(read, shift), 4, "warm", time="golden"),
    ]
    if seconds >= 45:
        beats.append(_beat(read, "Desire", _benefit(read, shift + 1), 4, "joyful", time="golden"))
    beats.append(_beat(read, "Action", _closing(read), 4, "grand", thing=True))
    return beats


def _pas(read: Brief, seconds: int) -> list[Beat]:
    worse = next((b for b in read.benefits if b != read.problem and read.problem not in b), "")
    beats = [
        _beat(read, "Problem", read.problem or "Does this feel familiar?", 3, "sad"),
        _beat(read, "Agitate", "And it only gets worse", 3, "tense", time="dusk"),
        _beat(read, "Solution", _meeting(read), 4, "warm"),
    ]
    if seconds >= 45:
        beats.append(_beat(read, "Solution", worse or _benefit(read, 0), 4, "joyful"))
    beats.append(_beat(read, "Solution", _closing(read), 4, "grand", thing=True))
    return beats


def _bab(read: Brief, seconds: int) -> list[Beat]:
    beats = [
        _beat(read, "Before", read.problem or "This is how it was", 4, "sad", time="dusk"),
        _beat(read, "After", _benefit(read, 0), 4, "joyful", time="golden"),
        _beat(read, "Bridge", f"{short(read.brand or read.product, 3)} makes it happen", 3, "warm"),
    ]
    if seconds >= 45:
        beats.append(_beat(read, "Bridge", _benefit(read, 1), 4, "warm"))
    beats.append(_beat(read, "Bridge", _closing(read), 4, "grand", thing=True))
    return beats


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
