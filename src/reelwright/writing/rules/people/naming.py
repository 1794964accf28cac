"""Naming: which names are persons, and which names mean the same person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from reelwright.film.story import Gender
from reelwright.writing.rules.people.evidence import Forms
from reelwright.writing.rules.people.lexicon_people import (
    ABBREVIATED,
    NAMING_TITLES,
    OTHER_TITLES,
    SOFT_TITLES,
    TITLES,
)
from reelwright.writing.rules.people.names import gender_of, is_given, is_no_person

_BARE_TITLES = frozenset(
    (w,) for w in {"Mr", "Mrs", "Ms", "Miss", "Sir", "Messrs", "Esq", "Master"} | SOFT_TITLES
)

_DROPPED = frozenset(["Mr", "Mrs", "Miss", "Ms", "Dear", "Old", "Young", "Little", "Poor"])
"""Titles that a person's fullest name goes without when it has a given name."""
_MARRIED = frozenset({"Mrs", "Frau", "Madame", "Señora", "Signora"})
_RANKS = OTHER_TITLES - SOFT_TITLES
"""`Captain Bell` is not `Mrs. Bell`: a rank beside a married name is the husband's."""


@dataclass
class Cluster:
    """All names of one person, with their counts added up."""

    name: str
    core: tuple[str, ...]
    gender: Gender
    forms: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def likely(self) -> Gender:
        """The gender, judged by the pronouns around when no title or given name tells."""
        male, female = self.counts["male"], self.counts["female"]
        if self.gender != "unknown" or male == female:
            return self.gender
        return "male" if male > female else "female"

    def add(self, form: str, counts: Counter[str]) -> None:
        self.forms.append(form)
        self.counts.update(counts)
        gender = gender_of(tuple(form.split()))
        if self.gender == "unknown" and gender != "unknown":
            self.gender = _gender(gender)


def clusters(forms: Forms, links: Sequence[tuple[str, str]] = ()) -> list[Cluster]:
    """Persons among `forms`: fullest names first, then every shorter form to its best match.

    `links` are pairs of names that the text says mean one person.
    """
    found: list[Cluster] = []
    later: list[str] = []
    for form in sorted(forms, key=lambda f: (-len(core_of(f)), -forms[f]["n"], f)):
        words = tuple(form.split())
        if is_no_person(words) or words in _BARE_TITLES:
            continue
        match = _match(words, found, forms)
        if match is not None:
            match.add(form, forms[form])
        elif _is_person(words, forms[form]):
            new = Cluster(_full_name(form), core_of(form), _gender(gender_of(words)))
            new.add(form, forms[form])
            found.append(new)
        else:
            later.append(form)
    for form in later:
        match = _match(tuple(form.split()), found, forms)
        if match is not None:
            match.add(form, forms[form])
    _unite(found, links)
    for cluster in found:
        cluster.forms = [printed(f) for f in cluster.forms]
    return found


def _unite(found: list[Cluster], links: Sequence[tuple[str, str]]) -> None:
    """Make one person of two that are linked; the name by which more is told stays."""
    for one, other in links:
        first, second = (next((c for c in found if f in c.forms), None) for f in (one, other))
        if first is None or second is None or first is second:
            continue
        if {first.gender, second.gender} == {"male", "female"}:
            continue
        keep, drop = sorted(
            (first, second), key=lambda c: (-c.counts["told"], -c.counts["n"], c.name)
        )
        keep.forms.extend(drop.forms)
        keep.counts.update(drop.counts)
        found.remove(drop)


def core_of(form: str) -> tuple[str, ...]:
    """The words of a name without titles."""
    return tuple(w for w in form.split() if w not in TITLES)


def _full_name(form: str) -> str:
    """The form a person is called by: no `Mr.` before a given name."""
    core = core_of(form)
    title = form.split(maxsplit=1)[0]
    plain = len(core) > 1 and title in _DROPPED and is_given(core[0])
    of_husband = title == "Mrs" and gender_of(core) == "male"
    return printed(" ".join(core)) if plain and not of_husband else printed(form)


def printed(form: str) -> str:
    """A name as it is written: `Mr. Holmes`; a title alone with its article: `the King`."""
    words = [f"{w}." if w in ABBREVIATED else w for w in form.split()]
    text = " ".join(words)
    return f"the {text}" if not core_of(form) or "of" in words else text


def _gender(text: str) -> Gender:
    return "male" if text == "male" else "female" if text == "female" else "unknown"


def _match(words: tuple[str, ...], found: list[Cluster], forms: Forms) -> Cluster | None:
    """The person that a name means, the most often named (by this title) when several fit."""
    core = tuple(w for w in words if w not in TITLES)
    gender = gender_of(words)
    fitting = [c for c in found if _fits(core, words, gender, c)]
    if not core:
        return max(fitting, key=lambda c: _titled(words[0], c, forms)) if fitting else None
    return max(fitting, key=lambda c: c.counts["n"]) if fitting else None


def _titled(title: str, cluster: Cluster, forms: Forms) -> tuple[int, int]:
    """How often a person is named with a title, and at all."""
    return sum(forms[f]["n"] for f in cluster.forms if title in f.split()), cluster.counts["n"]


def _fits(core: tuple[str, ...], words: tuple[str, ...], gender: str, cluster: Cluster) -> bool:
    if gender != "unknown" and cluster.likely not in ("unknown", gender):
        return False
    held = {word for form in cluster.forms for word in form.split()}
    if (_MARRIED & held and _RANKS & set(words)) or (_RANKS & held and _MARRIED & set(words)):
        return False
    if not core:
        return any(words[0] in form.split() for form in cluster.forms)
    whole = cluster.core
    if len(core) > 1:
        plural = core[-1].removesuffix("s")
        return bool(whole) and core[0] == whole[0] and whole[-1] in (core[-1], plural)
    ranked = any(w in TITLES - SOFT_TITLES - NAMING_TITLES or w in ("Mr", "Mrs") for w in words)
    return bool(whole) and (core[0] == whole[-1] or (core[0] == whole[0] and not ranked))


def _is_person(words: tuple[str, ...], counts: Counter[str]) -> bool:
    core = tuple(w for w in words if w not in TITLES)
    titled = any(w in TITLES and w not in SOFT_TITLES for w in words)
    if not core:
        return counts["said"] > 0 and counts["n"] > 1
    acts = 2 * counts["said"] + counts["agent"] + counts["voc"] + counts["poss"]
    against = 2 * counts["place"] + counts["the"]
    if titled or (len(core) > 1 and is_given(core[0])):
        return True
    if 2 * counts["the"] >= counts["n"]:
        return False
    if is_given(core[0]) and counts["mid"]:
        return acts >= against and acts - counts["poss"] + counts["mid"] > 1
    return counts["mid"] > 0 and acts >= 2 and acts > against
