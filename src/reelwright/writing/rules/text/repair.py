"""Repairing what a cut left dangling: a kept sentence that opens with a pronoun gets its name."""

import re
from collections.abc import Sequence

from reelwright.writing.rules.people.names_in import Named, mentions, names_in
from reelwright.writing.rules.text.units import Unit

_OPENS = re.compile(
    r"^(?:(?P<lead>(?:Then|And|But|So|Now|At last|Again),? ))?(?P<word>He|he|She|she|His|his|Her|"
    r"her)\b"
)
_LEANS = re.compile(
    r"^(?:This|That|These|Those|It|They|Such|Both|Neither|Another|There it|So|But|And|Or|Nor|For|"
    r"Yet|Still|Then|Thus|Therefore|However)\b"
)
_POINTS = re.compile(
    r"^(?:(?:This|That|These|Those|It|They|Them|Its|Their|Such|Both|Neither|One of them|The other|"
    r"The others|Another|There)\b(?! (?:was|is) (?:a|an|the|now|nearly|already|not)\b)|(?:He|She|"
    r"His|"
    r"Her) too\b)"
)
_GENDER = {"he": "male", "his": "male", "she": "female", "her": "female"}
_FAR = 6
"""Sentences behind which an antecedent is not looked for."""


def points_back(text: str) -> bool:
    """True when a sentence cannot be understood without the one before it."""
    return _POINTS.match(text) is not None


def leans_back(text: str) -> bool:
    """True when a sentence opens with a word that points at the one before."""
    return _LEANS.match(text) is not None or _OPENS.match(text) is not None


def repaired(
    units: Sequence[Unit], chosen: Sequence[int], people: Sequence[Named]
) -> list[tuple[int, str]]:
    """(index, text) of the chosen units; pronouns whose antecedent was cut are named."""
    kept = []
    before = -1
    for index in chosen:
        unit = units[index]
        text = unit.text
        if unit.kind == "narration":
            text = _named(units, index, before, people)
        kept.append((index, text))
        before = index
    return kept


def _named(units: Sequence[Unit], index: int, before: int, people: Sequence[Named]) -> str:
    text = units[index].text
    match = _OPENS.match(text)
    if match is None or before == index - 1:
        return text
    word = match.group("word").lower()
    name = _antecedent(units, index, _GENDER[word], people)
    if not name:
        return text
    if word in {"his", "her"}:
        if not re.match(r"\s+[a-z]", text[match.end() :]):
            return text
        name += "’s" if "’" in "".join(u.text for u in units) else "'s"
    return (match.group("lead") or "") + name + text[match.end() :]


def _antecedent(units: Sequence[Unit], index: int, gender: str, people: Sequence[Named]) -> str:
    fits = {p.name for p in people if p.gender in {gender, "unknown"} and not p.narrator}
    for unit in reversed(units[max(0, index - _FAR) : index]):
        named = names_in(unit.text, people) if unit.kind != "dialogue" else [unit.speaker]
        name = next((name for name in named if name in fits), "")
        if name:
            return _form(name, unit.text, people)
    return ""


def _form(name: str, text: str, people: Sequence[Named]) -> str:
    """The name as `text` has it, else the shortest form that the story uses."""
    for start, end, found in mentions(text, people):
        if found == name:
            return text[start:end]
    aliases = next((p.aliases for p in people if p.name == name), ())
    return min((a for a in (name, *aliases) if a[:1].isupper()), key=len, default=name)
