"""Who is meant: finding the person behind a name, a title or a role."""

import re
from collections.abc import Iterator, Sequence
from math import log2

from reelwright.writing.rules.people.lexicon_people import (
    FEMALE_ROLES,
    FEMALE_TITLES,
    MALE_ROLES,
    MALE_TITLES,
    PASSING_ROLES,
    TITLES,
)
from reelwright.writing.rules.people.names import Named, bare, is_given, named
from reelwright.writing.rules.people.person import Person

_ALONE = frozenset(
    {
        "Doctor", "Professor", "Captain", "Colonel", "Inspector", "Sergeant", "Majesty", "Highness",
        "Lordship", "Ladyship", "Count", "Baron", "Major", "General", "Father", "Mother",
    }
)  # fmt: skip
_COMPANIONS = frozenset({"my friend", "my companion"})
_TITLES_OF = {
    "Doctor": frozenset({"Dr", "Doctor"}),
    "Professor": frozenset({"Prof", "Professor"}),
    "Captain": frozenset({"Capt", "Captain"}),
    "Colonel": frozenset({"Col", "Colonel"}),
    "Majesty": frozenset({"King", "Queen", "Emperor", "Empress", "Tsar"}),
    "Highness": frozenset({"Prince", "Princess", "Duke", "Duchess"}),
    "Lordship": frozenset({"Lord", "Judge", "Baron", "Earl"}),
    "Ladyship": frozenset({"Lady", "Countess", "Baroness"}),
}


class Cast:
    """The persons of a work, looked up by any of their names."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = {p.name: p for p in people}
        self.narrator = next((p.name for p in people if p.narrator), "")
        self._names: dict[tuple[str, ...], str] = {}
        self._titled: list[tuple[tuple[str, ...], str]] = []
        for person in sorted(people, key=lambda p: (-p.mentions, p.name)):
            for name in (person.name, *person.aliases):
                self._names.setdefault(key_of(name), person.name)
                self._titled.append((key_of(name), person.name))
        others = [p for p in people if not p.narrator]
        self.lead = max(others, key=lambda p: p.mentions + p.lines).name if others else ""

    @property
    def host(self) -> str:
        """The one a narrator tells of, when nobody comes near: newcomers come to him; else ""."""
        named = sorted((p.mentions for p in self.people.values() if not p.narrator), reverse=True)
        clear = len(named) == 1 or (len(named) > 1 and named[0] >= 2 * named[1])
        return self.lead if self.narrator and clear else ""

    def called(self, name: str) -> str:
        """The person of that name, "" if none. Titles may be missing or too many."""
        key = key_of(name)
        core = tuple(w for w in key if w not in TITLES)
        given = len(core) > 1 and is_given(core[0])
        for attempt in (key, core, core[:1], () if given else core[-1:]):
            if attempt and attempt in self._names:
                return self._names[attempt]
        return self.of_title(key[0]) if len(key) == 1 and key[0] in _ALONE else ""

    def named_in(self, text: str) -> Iterator[tuple[str, Named]]:
        """The persons named in a text, with where."""
        for found in named(text):
            name = self.called(found.text)
            if name:
                yield name, found

    def of_role(self, role: str) -> str:
        """The person whom a role means all over the work: `the inspector` is Inspector Bradstreet,
        `my friend` the one a narrator tells of; "" for roles of the moment."""
        if role in _COMPANIONS and self.narrator:
            return self.lead
        words = tuple(role.split())
        for key in (words[1:], words[-1:]):
            if key in self._names:
                return self._names[key]
        return "" if words[-1] in PASSING_ROLES else self.of_title(words[-1].capitalize())

    def of_title(self, title: str) -> str:
        """The most named person with this title, also when addressed by it (`your Majesty`)."""
        wanted = _TITLES_OF.get(title, frozenset({title}))
        return next((name for key, name in self._titled if wanted.intersection(key)), "")

    def weight(self, name: str) -> float:
        """Points for mattering in the work: 1 for a person named about thirty times."""
        return 0.2 * log2(1 + self.people[name].mentions) if name in self.people else 0.0

    def gender(self, name: str) -> str:
        """`male`, `female` or `unknown`."""
        return self.people[name].gender if name in self.people else "unknown"


def titles_alone(text: str) -> frozenset[str]:
    """The title words of names that the titles standing alone in a text may mean (`Doctor`)."""
    found = {word for word in re.findall(r"\b[A-Z][a-z]+\b", text) if word in _ALONE}
    return frozenset(t for title in found for t in _TITLES_OF.get(title, {title}))


def key_of(name: str) -> tuple[str, ...]:
    """A name's words without article, full stops and possessive endings."""
    words = tuple(bare(w) for w in name.split())
    return words[1:] if words and words[0] == "the" else words


def role_gender(role: str) -> str:
    """The gender a role says: `the old woman` is female, `our visitor` unknown."""
    for word in reversed(role.split()):
        if word in FEMALE_ROLES or word.capitalize() in FEMALE_TITLES:
            return "female"
        if word in MALE_ROLES or word.capitalize() in MALE_TITLES:
            return "male"
    return "unknown"
