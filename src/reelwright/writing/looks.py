"""Looks: what the story tells, else a hash of the name, kept apart from those seen before.

Order of first appearance decides: somebody new never changes the look of anybody before.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import Any, TypeVar

from reelwright.film.story import Character, Look
from reelwright.writing.look_words import (
    ACCENTS,
    COLOURS,
    DETAILS,
    HAIR,
    HAIR_HINTS,
    HINTS,
    OLD_HAIR,
    SHAPES,
    words_of,
)
from reelwright.writing.rules.people.finding import Person

T = TypeVar("T")


def cast_of(people: Sequence[Person]) -> tuple[Character, ...]:
    """Characters with looks, in the order given: by first appearance."""
    cast: list[Character] = []
    for person in people:
        look = look_of(person, [character.look for character in cast])
        cast.append(
            Character(
                name=person.name,
                aliases=tuple(person.aliases),
                role="narrator" if person.narrator else "",
                lines=person.lines,
                mentions=person.mentions,
                look=look,
                look_words=words_of(look),
                narrator=person.narrator,
            )
        )
    return tuple(cast)


def look_of(person: Person, before: Sequence[Look]) -> Look:
    """One look, unlike those `before` in silhouette and colour as long as the tables last."""
    told = _told(person)
    child = person.age == "child"
    sex = person.gender
    group = {"male": "boy", "female": "girl"}.get(sex, "unknown") if child else sex
    garment, hat, hair = _pick(
        person.name, "shape", SHAPES[group], [(x.garment, x.hat, x.hair) for x in before]
    )
    _, colour = _pick(person.name, "colour", COLOURS, [_colour(x.colour, COLOURS) for x in before])
    _, accent = _pick(person.name, "accent", ACCENTS, [])
    shades = OLD_HAIR if person.age == "old" else HAIR
    _, hair_colour = _pick(person.name, "hair", shades, [])
    detail = _pick(person.name, "detail", DETAILS["child" if child else sex], [])
    build = _pick(person.name, "build", ("slim", "medium", "broad", "medium"), [])
    fields: dict[str, Any] = {
        "gender": sex, "age": person.age, "garment": garment, "hat": hat, "hair": hair,
        "colour": colour, "accent": accent, "hair_colour": hair_colour, "detail": detail,
        "build": "slim" if child else build, "height": _height(person, told),
        **{key: value for key, value in told.items() if key != "tall"},
    }  # fmt: skip
    return Look.model_validate(fields)


def _pick(name: str, field: str, table: Sequence[T], taken: Sequence[object]) -> T:
    """The first free entry of `table`, starting where the name's hash points; the start if none."""
    start = int.from_bytes(hashlib.sha256(f"{field}:{name}".encode()).digest()[:4], "big")
    order = [table[(start + step) % len(table)] for step in range(len(table))]
    recent = list(taken)[-len(table) + 1 :] if len(table) > 1 else []
    return next((entry for entry in order if entry not in recent), order[0])


def _colour(code: str, table: Sequence[tuple[str, str]]) -> tuple[str, str]:
    return next((entry for entry in table if entry[1] == code), ("", code))


def _told(person: Person) -> dict[str, str]:
    """Fields of the look that the story itself tells."""
    text = " ".join(person.hints).lower()
    told: dict[str, str] = {}
    for field, value, words in HINTS:
        if field not in told and re.search(rf"\b(?:{words})\b", text):
            told[field] = value
    hair = re.search(r"\b([\w-]+)[ -](?:hair|haired|headed|curls|beard|locks)\b", text)
    if hair:
        for words, code in HAIR_HINTS:
            if re.fullmatch(words, hair.group(1)):
                told["hair_colour"] = code
                break
    if re.search(r"\btall\b", text):
        told["tall"] = "tall"
    elif re.search(r"\b(?:short|small|little|tiny)\b", text):
        told["tall"] = "short"
    return told


def _height(person: Person, told: dict[str, str]) -> float:
    if person.age == "child":
        return 0.72
    base = {"male": 1.02, "female": 0.96}.get(person.gender, 0.99)
    if "tall" in told:
        return round(base + (0.08 if told["tall"] == "tall" else -0.08), 2)
    step = hashlib.sha256(f"height:{person.name}".encode()).digest()[0] % 5 - 2
    return round(base + step * 0.02, 2)
