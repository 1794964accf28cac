"""A line of text as runs: stretches of one font and one direction, in the order they are seen."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from reelwright.film.overlay import Face
from reelwright.media.letters import bidi, breaking, fonts

_JOINERS = "\u200c\u200d"
_AS_TEXT, _AS_PICTURE = "\ufe0e", "\ufe0f"
_INVISIBLE = frozenset((*_JOINERS, _AS_TEXT, _AS_PICTURE))
_DROPPED = ("Cc", "Cf", "Cs")


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
def runs(line: str, face: Face, han: fonts.Han = "sc", base: int | None = None) -> tuple[Run, ...]:
    """The runs of a clean line from left to right. `BadInput` when no font has a character.

    `han` says as in which language Chinese characters are drawn (`fonts.han`), `base` whether the
    text that the line is from is read from the right (1), None to take that from the line.
    """
    fitted = _fonts(line, face, han)
    found = bidi.levels(line, base)
    pairs = list(zip(fitted, found, strict=True))
    split: list[tuple[Run, int]] = []
    at = 0
    for (font, level), group in groupby(pairs):
        long = len(list(group))
        split.append((Run(line[at : at + long], font, bool(level % 2)), level))
        at += long
    order = bidi.in_sight([level for _, level in split])
    return tuple(split[index][0] for index in order)


def _fonts(line: str, face: Face, han: fonts.Han) -> list[Path]:
    """The font of each character: a cluster has one if one has all of it; spaces and signs that
    the font before them has stay with it."""
    chain = fonts.chain(face, han)
    last, chosen = chain[0], []
    for cluster in breaking.clusters(line):
        codes = {ord(c) for c in cluster if c not in _INVISIBLE}
        neutral = not any(c.isalnum() for c in cluster)
        stays = neutral and last != fonts.EMOJI and codes <= fonts.coverage(last)
        if codes and (_AS_PICTURE in cluster or not stays):
            tried = (fonts.EMOJI, *chain) if _AS_PICTURE in cluster else chain
            whole = next((path for path in tried if codes <= fonts.coverage(path)), None)
            if whole is None:
                chosen += _apart(cluster, face, han)
                continue
            last = whole
        chosen += [last] * len(cluster)
    return chosen


def _apart(cluster: str, face: Face, han: fonts.Han) -> list[Path]:
    """A font for each character. `BadInput` when there is none for one of them."""
    first = next(c for c in cluster if c not in _INVISIBLE)
    return [fonts.pick(first if c in _INVISIBLE else c, face, han) for c in cluster]
