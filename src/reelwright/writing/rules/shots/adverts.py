"""Adverts: the few scenes of an advertisement by its framework, in the words of its brief.

AIDA wakes attention, tells what it is, why one wants it, and what to do; PAS names a problem and
solves it; BAB shows before and after. A brand is named within the first 3 seconds and at the end.
"""

from collections.abc import Callable
from typing import Literal

from reelwright.film.story import Mood, Time
from reelwright.writing.answers import Beat, BeatsAnswer
from reelwright.writing.rules.shots.beats import split_seconds
from reelwright.writing.rules.shots.briefs import Brief, head, read_brief, short, worded

MOST = 6
"""Words of an overlay (requirement A3)."""
SPOKEN = 2.3
"""Words a second of narration that fits its shot: 150 a minute, less the breath at its end."""
SHOT = 5
"""Seconds from which a beat is cut into several shots."""
LONG, MIDDLE = 45, 20
"""Seconds from which there is time for one benefit more."""


def advert_beats(brief: str, seconds: int) -> BeatsAnswer:
    """The beats of an advertisement: 3 to 5, their whole seconds adding up to `seconds`."""
    read = read_brief(brief)
    framework: Literal["AIDA", "PAS", "BAB"]
    framework, make = _FRAMEWORKS[read.framework if worded(brief) else "AIDA"]
    beats = make(read, seconds) if worded(brief) else _foreign(read)
    lengths = split_seconds(seconds, [beat.seconds for beat in beats])
    return BeatsAnswer(
        framework=framework,
        brand=read.brand,
        beats=[_timed(beat, length) for beat, length in zip(beats, lengths, strict=True)],
    )


def _timed(beat: Beat, seconds: int) -> Beat:
    """A beat of so many seconds; what is spoken fits the first of its shots."""
    first = split_seconds(seconds, [1.0] * max(1, -(-seconds // SHOT)))[0]
    most = max(1, int(first * SPOKEN))
    whole = len(beat.spoken.split()) <= most
    spoken = beat.spoken if whole else short(beat.overlay, most)
    return beat.model_copy(update={"seconds": seconds, "spoken": spoken})


def _beat(
    read: Brief,
    name: str,
    overlay: str,
    weight: float,
    mood: Mood,
    *,
    spoken: str = "",
    thing: bool = False,
    time: Time = "day",
) -> Beat:
    line = short(overlay, MOST) or short(read.product, MOST)
    heard = spoken or line
    return Beat(
        text=name,
        picture=read.product,
        overlay=line[:1].upper() + line[1:],
        spoken=heard[:1].upper() + heard[1:],
        seconds=weight,
        place=read.place.replace("-", " ").capitalize(),
        kind=read.place,
        time=time,
        mood=mood,
        thing=read.thing if thing else "",
    )


def _named(read: Brief) -> str:
    return short(read.brand, 3) if read.brand else f"the {head(read.product, 3)}"


def _meeting(read: Brief) -> Beat:
    return _beat(read, "Attention", f"Meet {_named(read)}", 3, "joyful", thing=True)


def _closing(read: Brief, name: str) -> Beat:
    return _beat(read, name, f"Try {_named(read)} today", 4, "grand", thing=True)


def _benefit(read: Brief, index: int, name: str, mood: Mood, *, time: Time = "day") -> Beat:
    """The benefit of that number; when the brief has no more, the product stands for itself."""
    if index < len(read.benefits):
        told = read.benefits[index]
        spoken = f"{_named(read)} {told}" if _acts(told) else told
        return _beat(read, name, short(told, MOST), 4, mood, spoken=spoken, time=time)
    spare = (f"Your {head(read.product, 3)}, every day", f"Worth it: {_named(read)}")
    return _beat(read, name, spare[1 if read.brand else 0], 4, mood, time=time)


def _acts(told: str) -> bool:
    """Whether a benefit goes on from the product's name: `keeps tea warm`."""
    first = told.split(maxsplit=1)[0]
    return first.islower() and first.endswith("s") and not first.endswith("ss")


def _aida(read: Brief, seconds: int) -> list[Beat]:
    beats = [_meeting(read)]
    told = read.brand and len(read.product.split()) > 1 and read.brand not in read.product
    if told:
        article = "an" if read.product[0].lower() in "aeiou" else "a"
        line = read.product if read.product.endswith("s") else f"{article} {read.product}"
        beats.append(_beat(read, "Interest", line, 3, "calm"))
    else:
        beats.append(_benefit(read, 0, "Interest", "calm"))
    first = 0 if told else 1
    beats.append(_benefit(read, first, "Desire", "warm", time="golden"))
    if seconds >= LONG:
        beats.append(_benefit(read, first + 1, "Desire", "joyful", time="golden"))
    return [*beats, _closing(read, "Action")]


def _pas(read: Brief, seconds: int) -> list[Beat]:
    brand = short(read.brand, 3)
    problem = short(read.problem, MOST - len(brand.split())) or "Does this feel familiar?"
    hook = f"{problem} {brand}." if brand else problem
    again = f"{read.object}. Again." if read.object else "There is a better way"
    beats = [
        _beat(read, "Problem", hook, 3, "sad"),
        _beat(read, "Agitate", again, 3, "tense", time="dusk"),
    ]
    if seconds >= MIDDLE:
        beats.append(_beat(read, "Solution", f"Meet {_named(read)}", 3, "warm", thing=True))
    beats.append(_benefit(read, 0, "Solution", "joyful", time="golden"))
    return [*beats, _closing(read, "Solution")]


def _bab(read: Brief, seconds: int) -> list[Beat]:
    before, after = read.change
    named = f"Before {_named(read)}"
    room = MOST - len(named.split())
    hook = f"{named}: {before}" if before and len(before.split()) <= room else named
    beats = [_beat(read, "Before", hook, 4, "sad", time="dusk")]
    if after:
        beats.append(_beat(read, "After", after, 4, "joyful", time="golden"))
        beats.append(_benefit(read, 0, "Bridge", "warm"))
    else:
        beats.append(_benefit(read, 0, "After", "joyful", time="golden"))
        if seconds >= MIDDLE:
            beats.append(_benefit(read, 1, "Bridge", "warm"))
    return [*beats, _closing(read, "Bridge")]


def _foreign(read: Brief) -> list[Beat]:
    """A brief in a script whose sentences the rules cannot turn: its own clauses, in order."""
    lines = [*read.clauses, *read.clauses, *read.clauses, *read.clauses][:4]
    names = ("Attention", "Interest", "Desire", "Action")
    moods: tuple[Mood, ...] = ("joyful", "calm", "warm", "grand")
    return [
        _beat(read, name, line, 4, mood, thing=name in {"Attention", "Action"})
        for name, line, mood in zip(names, lines, moods, strict=True)
    ]


_Framework = Literal["AIDA", "PAS", "BAB"]
_FRAMEWORKS: dict[str, tuple[_Framework, Callable[[Brief, int], list[Beat]]]] = {
    "AIDA": ("AIDA", _aida),
    "PAS": ("PAS", _pas),
    "BAB": ("BAB", _bab),
}
