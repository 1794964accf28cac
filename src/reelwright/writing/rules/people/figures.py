"""Persons of a prompt who have no name: `an old lighthouse keeper`, `two children`, `a fox`."""

import re

from reelwright.film.story import Age, Gender
from reelwright.writing.answers import Player

_NOUNS: dict[str, tuple[Gender, Age]] = {
    "man": ("male", "adult"), "woman": ("female", "adult"), "boy": ("male", "child"),
    "girl": ("female", "child"), "child": ("unknown", "child"), "children": ("unknown", "child"),
    "king": ("male", "old"), "queen": ("female", "adult"), "prince": ("male", "young"),
    "princess": ("female", "young"), "knight": ("male", "adult"), "keeper": ("male", "old"),
    "sailor": ("male", "adult"), "captain": ("male", "adult"), "fisherman": ("male", "old"),
    "farmer": ("male", "adult"), "baker": ("unknown", "adult"),
    "painter": ("unknown", "adult"),
    "musician": ("unknown", "adult"),
    "pianist": ("female", "adult"), "violinist": ("female", "young"),
    "detective": ("male", "adult"), "thief": ("unknown", "young"),
    "astronaut": ("unknown", "adult"),
    "robot": ("unknown", "adult"), "runner": ("female", "young"), "dancer": ("female", "young"),
    "doctor": ("female", "adult"), "nurse": ("female", "adult"), "soldier": ("male", "young"),
    "mother": ("female", "adult"), "father": ("male", "adult"), "grandmother": ("female", "old"),
    "grandfather": ("male", "old"), "daughter": ("female", "child"), "son": ("male", "child"),
    "traveller": ("unknown", "adult"),
    "traveler": ("unknown", "adult"),
    "stranger": ("male", "adult"),
    "witch": ("female", "old"), "wizard": ("male", "old"), "monk": ("male", "old"),
    "clockmaker": ("male", "old"), "watchmaker": ("male", "old"), "teacher": ("female", "adult"),
    "student": ("unknown", "young"), "shepherd": ("male", "young"), "pilot": ("female", "adult"),
    "chef": ("unknown", "adult"), "gardener": ("unknown", "old"), "couple": ("unknown", "young"),
    "pirate": ("male", "adult"), "explorer": ("unknown", "adult"), "scientist": ("female", "adult"),
    "lady": ("female", "adult"), "gentleman": ("male", "adult"), "postman": ("male", "adult"),
    "barista": ("unknown", "young"), "cyclist": ("unknown", "young"), "hiker": ("unknown", "young"),
}  # fmt: skip
_FOUND = re.compile(
    rf"\b(?:an?|the|two|three|his|her|their|one)\s+((?:[a-z-]+\s+){{0,3}}?)({'|'.join(_NOUNS)})\b",
    re.IGNORECASE,
)


def figures_in(prompt: str) -> list[Player]:
    """Nameless persons in order of appearance, each noun once, with the words told of them."""
    players: dict[str, Player] = {}
    for match in _FOUND.finditer(prompt):
        noun = match.group(2).lower()
        if noun in players or len(players) >= 4:
            continue
        words = match.group(1).lower().split()
        gender, age = _NOUNS[noun]
        if "old" in words or "elderly" in words:
            age = "old"
        elif "young" in words:
            age = "young" if age != "child" else age
        for told, said in (("female", r"[Ss]he|[Hh]er"), ("male", r"[Hh]e|[Hh]is")):
            if gender == "unknown" and re.search(rf"\b(?:{said})\b", prompt):
                gender = "female" if told == "female" else "male"
        name = f"the {noun}"
        players[noun] = Player(name=name, aliases=[noun], gender=gender, age=age, hints=words)
    return list(players.values())
