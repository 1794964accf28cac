"""Cast: finding the person behind a name, a pronoun or a role."""

from collections.abc import Iterator, Sequence

from reelwright.writing.rules.lexicon_people import (
    FEMALE_ROLES,
    FEMALE_TITLES,
    MALE_ROLES,
    MALE_TITLES,
    TITLES,
)
from reelwright.writing.rules.names import Named, bare, named
from reelwright.writing.rules.person import Person


class Cast:
    """The persons of a work, looked up by any of their names."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = {p.name: p for p in people}
        self.narrator = next((p.name for p in people if p.narrator), "")
        self._names: dict[tuple[str, ...], str] = {}
        for person in people:
            for name in (person.name, *person.aliases):
                self._names.setdefault(key_of(name), person.name)
        others = [p for p in people if not p.narrator]
        self.lead = max(others, key=lambda p: p.mentions + p.lines).name if others else ""

    def called(self, name: str) -> str:
        """The person of that name, "" if none. Titles may be missing or too many."""
        key = key_of(name)
        core = tuple(w for w in key if w not in TITLES)
        for attempt in (key, core, core[-1:], core[:1]):
            if attempt and attempt in self._names:
                return self._names[attempt]
        return ""

    def named_in(self, text: str) -> Iterator[tuple[str, Named]]:
        """The persons named in a text, with where."""
        for found in named(text):
            name = self.called(found.text)
            if name:
                yield name, found

    def of_title(self, role: str) -> str:
        """The person whose title is this role (`inspector`: Inspector Bradstreet)."""
        title = role.capitalize()
        wanted = {title, {"Doctor": "Dr", "Professor": "Prof", "Captain": "Capt"}.get(title, title)}
        for key, name in self._names.items():
            if wanted.intersection(key):
                return name
        return ""

    def gender(self, name: str) -> str:
        return self.people[name].gender if name in self.people else "unknown"


def key_of(name: str) -> tuple[str, ...]:
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
