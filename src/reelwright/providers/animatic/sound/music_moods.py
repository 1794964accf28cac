"""What each mood is played as: tempo, harmony, and who plays.

A bed is a loop of a few phrases of four bars. Chords are (semitones above the tonic, shape); each
progression is one phrase, a chord to a bar.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from reelwright.film.story import Mood

Chord = tuple[int, str]
Phrase = tuple[Chord, ...]

SHAPES: Mapping[str, tuple[int, ...]] = {
    "M": (0, 4, 7), "m": (0, 3, 7), "M7": (0, 4, 7, 11), "m7": (0, 3, 7, 10), "7": (0, 4, 7, 10),
    "M9": (0, 2, 4, 7), "m9": (0, 2, 3, 7), "s4": (0, 5, 7), "s2": (0, 2, 7), "d": (0, 3, 6),
    "5": (0, 7),
}  # fmt: skip

MAJOR = (0, 2, 4, 5, 7, 9, 11)
LYDIAN = (0, 2, 4, 6, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)
DORIAN = (0, 2, 3, 5, 7, 9, 10)
PHRYGIAN = (0, 1, 3, 5, 7, 8, 10)


@dataclass(frozen=True)
class Part:
    """One player. `pattern` says how the harmony is played (see music_score), `level` in dB.

    `phrases` tells in which phrases of the form it plays, one letter each: `x` plays, `.` rests.
    """

    instrument: str
    pattern: str
    level: float
    phrases: str
    low: int = 48
    high: int = 76


@dataclass(frozen=True)
class Style:
    """How a mood is played. `beat` is in samples of the synthesiser (24,000 a second)."""

    beat: int
    meter: int
    form: str
    keys: tuple[int, ...]
    scale: tuple[int, ...]
    progressions: Mapping[str, tuple[Phrase, ...]]
    parts: tuple[Part, ...]
    reverb: float
    tail: float
    brightness: float


STYLES: Mapping[Mood, Style] = {
    "calm": Style(
        beat=21600, meter=4, form="AABA", keys=(0, 2, 5, 7), scale=MAJOR,
        progressions={
            "A": (((0, "M9"), (9, "m7"), (5, "M7"), (7, "s4")),
                  ((0, "M9"), (4, "m7"), (5, "M9"), (5, "M7"))),
            "B": (((5, "M7"), (4, "m7"), (2, "m7"), (7, "s4")),
                  ((9, "m7"), (5, "M7"), (0, "M9"), (7, "M"))),
        },
        parts=(
            Part("strings", "sustain", -9, "xxxx", 52, 74),
            Part("harp", "rolling", -16, "x.xx", 52, 80),
            Part("piano", "melody", -8, ".xx.", 67, 84),
            Part("bass", "roots", -13, "xxxx", 34, 48),
        ),
        reverb=0.34, tail=2.6, brightness=0.75,
    ),
    "warm": Style(
        beat=20000, meter=4, form="AABA", keys=(0, 3, 5, 10), scale=MAJOR,
        progressions={
            "A": (((0, "M"), (7, "M"), (9, "m7"), (5, "M9")),
                  ((5, "M9"), (7, "M"), (4, "m7"), (9, "m7"))),
            "B": (((2, "m7"), (7, "M"), (4, "m7"), (9, "m")),
                  ((9, "m7"), (4, "m7"), (5, "M7"), (7, "s4"))),
        },
        parts=(
            Part("strings", "sustain", -10, "xxxx", 50, 72),
            Part("piano", "broken", -11, "xxxx", 52, 74),
            Part("cello", "melody", -10, ".xxx", 57, 74),
            Part("bass", "roots", -12, "xxxx", 34, 48),
        ),
        reverb=0.30, tail=2.2, brightness=0.8,
    ),
    "tense": Style(
        beat=15000, meter=4, form="AABBA", keys=(0, 2, 9, 11), scale=MINOR,
        progressions={
            "A": (((0, "m"), (0, "m"), (8, "M"), (7, "s4")),
                  ((0, "m"), (0, "s2"), (1, "M"), (0, "m"))),
            "B": (((5, "m"), (0, "m"), (8, "M"), (1, "M")),
                  ((3, "M"), (10, "M"), (1, "M"), (7, "M"))),
        },
        parts=(
            Part("strings", "sustain", -11, "xxxxx", 48, 68),
            Part("spiccato", "ostinato", -10, "xxxxx", 38, 58),
            Part("violins", "pedal", -14, ".xxx.", 79, 86),
            Part("bass", "pedal-roots", -13, "xxxxx", 31, 43),
            Part("drum", "pulse", -13, ".xxx.", 36, 36),
        ),
        reverb=0.26, tail=2.2, brightness=0.7,
    ),
    "sad": Style(
        beat=24000, meter=3, form="AABA", keys=(0, 2, 4, 9), scale=MINOR,
        progressions={
            "A": (((0, "m9"), (8, "M7"), (3, "M"), (10, "s4")),
                  ((0, "m"), (5, "m7"), (8, "M7"), (7, "s4"))),
            "B": (((5, "m7"), (10, "M"), (3, "M7"), (8, "M7")),
                  ((8, "M7"), (3, "M"), (5, "m9"), (7, "m7"))),
        },
        parts=(
            Part("strings", "sustain", -11, "xxxx", 50, 70),
            Part("piano", "waltz", -10, "xxxx", 55, 74),
            Part("cello", "melody", -9, ".xx.", 55, 72),
            Part("bass", "roots", -14, "x.xx", 34, 46),
        ),
        reverb=0.36, tail=2.8, brightness=0.6,
    ),
    "joyful": Style(
        beat=13500, meter=4, form="AABABA", keys=(0, 2, 5, 7), scale=MAJOR,
        progressions={
            "A": (((0, "M"), (5, "M"), (0, "M"), (7, "M")),
                  ((0, "M"), (9, "m"), (5, "M"), (7, "M"))),
            "B": (((9, "m"), (2, "m7"), (7, "7"), (0, "M")),
                  ((5, "M"), (0, "M"), (2, "m7"), (7, "7"))),
        },
        parts=(
            Part("strings", "sustain", -15, "xxxxxx", 55, 74),
            Part("pizzicato", "offbeat", -14, "xxxxxx", 57, 74),
            Part("pizzicato", "walking", -8, "xxxxxx", 38, 52),
            Part("flute", "melody", -11, ".xx.xx", 69, 86),
            Part("bells", "sparkle", -17, "x..x.x", 79, 91),
        ),
        reverb=0.22, tail=1.6, brightness=0.95,
    ),
    "mysterious": Style(
        beat=22500, meter=4, form="AABA", keys=(0, 1, 4, 9), scale=DORIAN,
        progressions={
            "A": (((0, "m9"), (0, "m9"), (8, "m"), (8, "m")),
                  ((0, "m9"), (3, "m"), (0, "m9"), (8, "M7"))),
            "B": (((5, "M"), (3, "M"), (1, "M7"), (7, "s4")),
                  ((9, "m"), (5, "M"), (1, "M7"), (0, "s2"))),
        },
        parts=(
            Part("choir", "sustain", -11, "xxxx", 53, 72),
            Part("celesta", "circling", -15, "xx.x", 67, 86),
            Part("harp", "sparkle", -14, "..xx", 60, 80),
            Part("bass", "roots", -13, "xxxx", 33, 45),
            Part("violins", "pedal", -19, ".xx.", 81, 88),
        ),
        reverb=0.42, tail=3.2, brightness=0.7,
    ),
    "dark": Style(
        beat=27000, meter=4, form="ABA", keys=(0, 2, 9, 10), scale=PHRYGIAN,
        progressions={
            "A": (((0, "5"), (0, "m"), (1, "M"), (0, "m")),
                  ((0, "5"), (8, "m"), (0, "m"), (1, "M"))),
            "B": (((6, "d"), (5, "m"), (1, "M"), (0, "5")),
                  ((3, "m"), (1, "M"), (8, "m"), (7, "d"))),
        },
        parts=(
            Part("strings", "sustain", -9, "xxx", 41, 62),
            Part("choir", "sustain", -16, ".xx", 50, 65),
            Part("piano", "tolls", -10, "xxx", 33, 50),
            Part("bass", "pedal-roots", -12, "xxx", 29, 41),
            Part("drum", "heartbeat", -12, ".xx", 31, 31),
        ),
        reverb=0.40, tail=3.4, brightness=0.5,
    ),
    "grand": Style(
        beat=18000, meter=4, form="AABA", keys=(0, 2, 3, 10), scale=MAJOR,
        progressions={
            "A": (((0, "M"), (10, "M"), (5, "M"), (0, "M")),
                  ((0, "M"), (9, "m"), (5, "M9"), (7, "s4"))),
            "B": (((9, "m"), (5, "M"), (0, "M"), (7, "M")),
                  ((8, "M"), (10, "M"), (0, "M"), (7, "s4"))),
        },
        parts=(
            Part("strings", "sustain", -8, "xxxx", 50, 76),
            Part("choir", "sustain", -14, "..xx", 55, 74),
            Part("harp", "rolling", -17, "xxx.", 52, 79),
            Part("horn", "melody", -7, ".xxx", 55, 72),
            Part("bass", "roots", -10, "xxxx", 31, 45),
            Part("drum", "march", -12, "..xx", 36, 36),
        ),
        reverb=0.36, tail=3.0, brightness=0.85,
    ),
}  # fmt: skip
