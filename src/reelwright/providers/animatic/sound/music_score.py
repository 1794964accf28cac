"""From a mood and a seed to notes: harmony with voice leading, figures, and a slow melody."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from reelwright.film.noun import digest
from reelwright.film.story import Mood
from reelwright.providers.animatic.sound.music_moods import SHAPES, STYLES, Chord, Part, Style


@dataclass(frozen=True)
class Note:
    """One tone: `at` and `long` in beats, `pitch` in MIDI numbers, `force` 0…1, `level` in dB."""

    instrument: str
    at: float
    long: float
    pitch: int
    force: float
    level: float


@dataclass(frozen=True)
class Bar:
    """One bar of the form: its chord as pitch classes, root first, and where it stands."""

    number: int
    phrase: int
    letter: str
    chord: tuple[int, ...]

    @property
    def root(self) -> int:
        return self.chord[0]


@dataclass(frozen=True)
class Score:
    """A loop of `beats` beats."""

    style: Style
    beats: int
    notes: tuple[Note, ...]


def score(mood: Mood, seed: int) -> Score:
    """The loop of a mood; `seed` chooses key, progressions and melody."""
    style = STYLES[mood]
    dice = random.Random(int(digest([mood, seed])[:12], 16))
    key = dice.choice(style.keys)
    chosen = {
        letter: dice.choice(options) for letter, options in sorted(style.progressions.items())
    }
    bars = [
        Bar(4 * p + b, p, letter, _classes(chord, key))
        for p, letter in enumerate(style.form)
        for b, chord in enumerate(chosen[letter])
    ]
    notes: list[Note] = []
    for part in style.parts:
        part_dice = random.Random(dice.random())
        notes += _PATTERNS[part.pattern](_Desk(style, part, tuple(bars), key, part_dice))
    return Score(style, len(bars) * style.meter, tuple(notes))


@dataclass(frozen=True)
class _Desk:
    """What a player has before him."""

    style: Style
    part: Part
    bars: tuple[Bar, ...]
    key: int
    dice: random.Random

    @property
    def played(self) -> list[Bar]:
        return [bar for bar in self.bars if self.part.phrases[bar.phrase] == "x"]

    def note(self, bar: Bar, beat: float, long: float, pitch: int, force: float) -> Note:
        loose = self.dice.uniform(-0.06, 0.06)
        at = bar.number * self.style.meter + beat
        return Note(self.part.instrument, at, long, pitch, force + loose, self.part.level)

    def tones(self, bar: Bar) -> list[int]:
        """The chord's tones within the part's range, rising."""
        part = self.part
        return [p for p in range(part.low, part.high + 1) if p % 12 in bar.chord]


def _classes(chord: Chord, key: int) -> tuple[int, ...]:
    root, shape = chord
    return tuple((key + root + step) % 12 for step in SHAPES[shape])


def _nearest(pitch_class: int, to: int) -> int:
    """The pitch of that class nearest to `to`."""
    return to + (pitch_class - to + 6) % 12 - 6


def lead(bars: Sequence[Bar], low: int, high: int) -> list[tuple[int, ...]]:
    """A voicing of three or four voices for every bar, each voice moving as little as it can."""
    voicings: list[tuple[int, ...]] = []
    before: tuple[int, ...] = ()
    for bar in bars:
        options = _voicings(bar.chord, low, high)
        centre = (low + high) / 2

        def cost(
            voicing: tuple[int, ...], old: tuple[int, ...] = before, at: float = centre
        ) -> float:
            spread = abs(sum(voicing) / len(voicing) - at)
            if not old:
                return spread
            moved = sum(min(abs(v - o) for o in old) for v in voicing)
            moved += abs(voicing[-1] - old[-1])
            return moved + 0.35 * spread

        before = min(options, key=lambda voicing: (cost(voicing), voicing))
        voicings.append(before)
    return voicings


def _voicings(chord: tuple[int, ...], low: int, high: int) -> list[tuple[int, ...]]:
    places = [[p for p in range(low, high + 1) if p % 12 == c] for c in chord]
    found = []
    for pitches in product(*places):
        ordered = sorted(pitches)
        gaps = [b - a for a, b in pairwise(ordered)]
        # Close low intervals growl, wide holes fall apart.
        if all(gap <= 10 for gap in gaps) and all(
            gap >= (3 if a < 55 else 2 if a < 62 else 1)
            for gap, a in zip(gaps, ordered, strict=False)
        ):
            found.append(tuple(ordered))
    return found or [tuple(sorted(place[0] for place in places))]


def _sustain(desk: _Desk) -> list[Note]:
    voicings = lead(desk.bars, desk.part.low, desk.part.high)
    meter, notes = desk.style.meter, []
    for bar, voicing in zip(desk.bars, voicings, strict=True):
        if desk.part.phrases[bar.phrase] != "x":
            continue
        swell = 0.55 + 0.15 * (bar.number % 4 in {1, 2})
        notes += [desk.note(bar, 0, meter + 0.35, pitch, swell) for pitch in voicing]
    return notes


def _roots(desk: _Desk) -> list[Note]:
    middle = (desk.part.low + desk.part.high) // 2
    meter = desk.style.meter
    return [desk.note(bar, 0, meter * 0.98, _nearest(bar.root, middle), 0.6) for bar in desk.played]


def _pedal_roots(desk: _Desk) -> list[Note]:
    """The tonic held under everything, which is what makes other chords pull."""
    middle = (desk.part.low + desk.part.high) // 2
    tonic = _nearest(desk.key, middle)
    return [desk.note(bar, 0, desk.style.meter * 1.02, tonic, 0.6) for bar in desk.played]


def _pedal(desk: _Desk) -> list[Note]:
    """One high tone through a phrase: the fifth of the key, or the tonic."""
    middle = (desk.part.low + desk.part.high) // 2
    notes = []
    for bar in desk.played:
        if bar.number % 2 == 0:
            pitch = _nearest((desk.key + 7) % 12 if bar.number % 8 < 4 else desk.key, middle)
            notes.append(desk.note(bar, 0.5, desk.style.meter * 2 - 0.6, pitch, 0.5))
    return notes


def _figure(
    desk: _Desk, steps: Sequence[int], length: float, hold: float, force: float
) -> list[Note]:
    """A broken chord: `steps` count chord tones upward from the lowest of the range."""
    notes = []
    for bar in desk.played:
        tones = desk.tones(bar)
        for i, step in enumerate(steps):
            beat = i * length
            if step < 0 or beat >= desk.style.meter:
                continue
            accent = 0.1 if i == 0 else 0.0
            notes.append(desk.note(bar, beat, hold, tones[step % len(tones)], force + accent))
    return notes


def _rolling(desk: _Desk) -> list[Note]:
    shapes = ((0, 2, 4, 5, 6, 5, 4, 2), (0, 3, 4, 6, 5, 4, -1, 3), (0, 2, 3, 5, -1, 4, 3, 2))
    return _figure(desk, desk.dice.choice(shapes), 0.5, 2.5, 0.5)


def _broken(desk: _Desk) -> list[Note]:
    shapes = ((0, 2, 3, 2, 4, 2, 3, 2), (0, 2, 4, 3, -1, 2, 3, 2), (0, -1, 2, 3, 4, 3, 2, -1))
    return _figure(desk, desk.dice.choice(shapes), 0.5, 1.8, 0.48)


def _waltz(desk: _Desk) -> list[Note]:
    shapes = ((0, 2, 4), (0, -1, 3, -1, 2, 3), (0, -1, 2, 3, 4, -1))
    steps = desk.dice.choice(shapes)
    return _figure(desk, steps, 3 / len(steps), 2.6, 0.5)


def _circling(desk: _Desk) -> list[Note]:
    shapes = ((0, -1, 2, 1, -1, 3, -1, 2), (2, -1, -1, 3, 1, -1, 0, -1))
    return _figure(desk, desk.dice.choice(shapes), 0.5, 2.5, 0.45)


def _ostinato(desk: _Desk) -> list[Note]:
    shapes = ((0, 0, 1, 0, 0, 1, 0, 2), (0, 0, 0, 1, 0, 0, 2, 1))
    return _figure(desk, desk.dice.choice(shapes), 0.5, 0.45, 0.55)


def _offbeat(desk: _Desk) -> list[Note]:
    voicings = dict(zip(desk.bars, lead(desk.bars, desk.part.low, desk.part.high), strict=True))
    return [
        desk.note(bar, beat, 0.5, pitch, 0.45)
        for bar in desk.played
        for beat in ((0.5, 1.5, 2.5, 3.5) if bar.number % 4 != 3 else (0.5, 1.5, 2.5))
        for pitch in voicings[bar]
    ]


def _walking(desk: _Desk) -> list[Note]:
    middle = (desk.part.low + desk.part.high) // 2
    notes = []
    for bar in desk.played:
        root = _nearest(bar.root, middle)
        fifth = _nearest(bar.chord[-1] if len(bar.chord) < 4 else bar.chord[2], root - 3)
        notes += [desk.note(bar, 0, 0.9, root, 0.6), desk.note(bar, 2, 0.9, fifth, 0.52)]
    return notes


def _sparkle(desk: _Desk) -> list[Note]:
    notes = []
    for bar in desk.played:
        beat = desk.dice.choice((1.0, 1.5, 2.0, 2.5, 3.0))
        if desk.dice.random() < 0.75:
            notes.append(desk.note(bar, beat, 3, desk.dice.choice(desk.tones(bar)), 0.42))
    return notes


def _tolls(desk: _Desk) -> list[Note]:
    middle = (desk.part.low + desk.part.high) // 2
    notes = []
    for bar in desk.played:
        if bar.number % 2 == 0:
            root = _nearest(bar.root, middle)
            notes += [desk.note(bar, 0, 6, root, 0.5), desk.note(bar, 0.02, 6, root - 12, 0.42)]
        elif desk.dice.random() < 0.6:
            notes.append(desk.note(bar, 2, 4, _nearest(bar.chord[-1], middle + 5), 0.35))
    return notes


def _beats(desk: _Desk, hits: Sequence[tuple[float, float]]) -> list[Note]:
    return [
        desk.note(bar, beat, 1, desk.part.low, force) for bar in desk.played for beat, force in hits
    ]


def _pulse(desk: _Desk) -> list[Note]:
    return _beats(desk, ((0, 0.6), (1.5, 0.35), (2, 0.45)))


def _heartbeat(desk: _Desk) -> list[Note]:
    return _beats(desk, ((0, 0.55), (0.42, 0.38), (2, 0.5), (2.42, 0.33)))


def _march(desk: _Desk) -> list[Note]:
    return _beats(desk, ((0, 0.65), (2, 0.4), (3, 0.4)))


_RHYTHMS: dict[int, tuple[tuple[tuple[float, float], ...], ...]] = {
    4: (
        ((0, 2), (2, 1), (3, 1)), ((0, 3), (3, 1)), ((0, 1.5), (1.5, 0.5), (2, 2)),
        ((1, 1), (2, 2)), ((0, 4),), ((0, 2), (2, 2)),
    ),
    3: (((0, 2), (2, 1)), ((0, 3),), ((0, 1), (1, 2)), ((0, 1.5), (1.5, 0.5), (2, 1))),
}  # fmt: skip


def _melody(desk: _Desk) -> list[Note]:
    """A tune: one motif for every letter of the form, bent to the chords each time it returns."""
    motifs: dict[str, list[tuple[tuple[tuple[float, float], ...], list[int]]]] = {}
    scale = [
        p for p in range(desk.part.low, desk.part.high + 1)
        if (p - desk.key) % 12 in desk.style.scale
    ]  # fmt: skip
    notes: list[Note] = []
    pitch = (desk.part.low + desk.part.high) // 2
    for bar in desk.played:
        motif = motifs.setdefault(bar.letter, _motif(desk))
        rhythm, walk = motif[bar.number % 4]
        for (beat, long), step in zip(rhythm, walk, strict=True):
            strong = beat in {0, 2} or long >= 2
            pitch = _step(pitch, step, scale, desk.tones(bar) if strong else scale, bar.chord)
            notes.append(desk.note(bar, beat, long * 0.97, pitch, 0.5 + 0.08 * (beat == 0)))
    return notes


def _motif(desk: _Desk) -> list[tuple[tuple[tuple[float, float], ...], list[int]]]:
    """Four bars of rhythm and steps: question, its echo, a rise, and a long tone to rest on."""
    options = _RHYTHMS[desk.style.meter]
    first, third = desk.dice.choice(options[:4]), desk.dice.choice(options)
    rest = ((0.0, float(desk.style.meter)),)
    walks = []
    for rhythm, drift in ((first, 0), (first, -1), (third, 1), (rest, -1)):
        walks.append((rhythm, [desk.dice.choice((-2, -1, 1, 1, 2)) + drift for _ in rhythm]))
    walks[1] = (first, [step + desk.dice.choice((0, -1)) for step in walks[0][1]])
    return walks


def _step(
    pitch: int, step: int, scale: Sequence[int], allowed: Sequence[int], chord: Sequence[int]
) -> int:
    """Go `step` scale degrees, then to the nearest allowed tone; turn back at the range's ends."""
    nearest = min(range(len(scale)), key=lambda i: abs(scale[i] - pitch))
    index = nearest + step
    if not 1 <= index < len(scale) - 1:
        index = nearest - step
    aim = scale[max(0, min(len(scale) - 1, index))]
    best = min(allowed, key=lambda p: (abs(p - aim), p))
    # A half-tone against the harmony on the way is a mistake to most ears.
    if any((best - tone) % 12 in {1, 11} for tone in chord) and best % 12 not in chord:
        best = min((p for p in scale if p % 12 in chord), key=lambda p: abs(p - aim), default=best)
    return best


_PATTERNS: dict[str, Callable[[_Desk], list[Note]]] = {
    "sustain": _sustain, "roots": _roots, "pedal-roots": _pedal_roots, "pedal": _pedal,
    "rolling": _rolling, "broken": _broken, "waltz": _waltz, "circling": _circling,
    "ostinato": _ostinato, "offbeat": _offbeat, "walking": _walking, "sparkle": _sparkle,
    "tolls": _tolls, "pulse": _pulse, "heartbeat": _heartbeat, "march": _march, "melody": _melody,
}  # fmt: skip
