"""A line of text as runs: stretches of one font and one direction, in the order they are seen."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from reelwright.media import fonts
from reelwright.media.fonts import Face

_JOINERS = "\u200c\u200d"
_DROPPED = ("Cc", "Cf", "Cs")
_RIGHT_TO_LEFT = ("R", "AL")


@dataclass(frozen=True)
class Run:
    """Characters that one font draws, from the left or (`rtl`) from the right."""

    text: str
    font: Path
    rtl: bool = False


def clean(text: str) -> str:
    """Composed characters, white space as spaces or line ends, nothing invisible but joiners."""
    kept = []
    for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " ")):
        category = unicodedata.category(character)
        if category == "Zs":
            kept.append(" ")
        elif category in ("Zl", "Zp") or character in "\r\n":
            kept.append("\n")
        elif category not in _DROPPED or character in _JOINERS:
            kept.append(character)
    return "".join(kept)


@lru_cache(maxsize=4096)
def runs(line: str, face: Face) -> tuple[Run, ...]:
    """The runs of a clean line from left to right. `BadInput` when no font has a character."""
    found = [
        Run("".join(character for character, _ in pairs), font)
        for font, pairs in groupby(_fonts(line, face), key=lambda pair: pair[1])
    ]
    if not any(_strong(run.text) for run in found):
        return tuple(found)
    first = next((c for c in line if unicodedata.bidirectional(c) in ("L", "R", "AL")), "a")
    return _in_sight([piece for run in found for piece in _pieces(run)], _strong(first))


def _fonts(line: str, face: Face) -> list[tuple[str, Path]]:
    """Each character with its font; spaces and marks that a neighbour's font has stay with it."""
    own = fonts.chain(face)[0]
    last, chosen = own, []
    for character in line:
        if character not in _JOINERS:
            neutral = not character.isalnum()
            kept = neutral and ord(character) in fonts.coverage(last)
            last = last if kept else fonts.pick(character, face)
        chosen.append((character, last))
    return chosen


def _strong(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)


def _pieces(run: Run) -> list[Run]:
    """A run in at most three: what stands before its first and after its last letter is neutral."""
    letters = [index for index, character in enumerate(run.text) if character.isalnum()]
    if not letters:
        return [run]
    first, last = letters[0], letters[-1] + 1
    while last < len(run.text) and unicodedata.category(run.text[last])[0] == "M":
        last += 1
    texts = (run.text[:first], run.text[first:last], run.text[last:])
    return [Run(text, run.font, _strong(text)) for text in texts if text]


def _in_sight(pieces: list[Run], base: bool) -> tuple[Run, ...]:
    """From reading order to left-to-right order, in a line whose direction is `base`.

    A piece without letters goes with its neighbours if they agree, else with the line: the rules N1
    and N2 of the Unicode bidirectional algorithm, on whole runs.
    """
    wordy = [any(character.isalnum() for character in piece.text) for piece in pieces]
    settled = []
    for index, piece in enumerate(pieces):
        before = next((pieces[i].rtl for i in range(index - 1, -1, -1) if wordy[i]), base)
        after = next((pieces[i].rtl for i in range(index + 1, len(pieces)) if wordy[i]), base)
        neutral = before if before == after else base
        settled.append(piece if wordy[index] else Run(piece.text, piece.font, neutral))
    stretches = [list(group) for _, group in groupby(settled, key=lambda run: run.rtl)]
    for stretch in stretches:
        if stretch[0].rtl:
            stretch.reverse()
    return tuple(run for stretch in (stretches[::-1] if base else stretches) for run in stretch)
