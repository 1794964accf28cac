"""People: who is in a story, under which names, how often, and how they look."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from reelwright.film.story import Age, Gender
from reelwright.writing.rules.evidence import Forms, evidence_of, roles_said
from reelwright.writing.rules.lexicon_people import CHILD_WORDS, OLD_WORDS, YOUNG_WORDS
from reelwright.writing.rules.naming import Cluster, clusters
from reelwright.writing.rules.person import Person

__all__ = ["Person", "find_people", "merge_people", "people_of"]

FIRST_PERSON = 0.008
"""Share of "I" among the told words from which a story is told in the first person: the Sherlock
Holmes stories have 0.02 and more, stories in the third person next to none."""
HINTS = 8


def find_people(chapters: Sequence[Sequence[str]]) -> list[Person]:
    """The persons of a whole work, most important first; chapters are lists of paragraphs."""
    return merge_people([people_of(chapter) for chapter in chapters])


def people_of(chapter: Sequence[str]) -> dict[str, Any]:
    """What one chapter tells about persons, JSON-able; `merge_people` makes persons of it."""
    forms, first_person, words = evidence_of(chapter)
    return {
        "forms": {name: dict(sorted(counts.items())) for name, counts in sorted(forms.items())},
        "roles": dict(sorted(roles_said(chapter).items())),
        "first_person": first_person,
        "words": words,
    }


def merge_people(findings: Sequence[Mapping[str, Any]]) -> list[Person]:
    """The persons that the findings of all chapters tell of, most important first."""
    forms: Forms = {}
    for finding in findings:
        for name, counts in finding["forms"].items():
            forms.setdefault(name, Counter()).update(counts)
    words = sum(f["words"] for f in findings)
    told_by_i = words and sum(f["first_person"] for f in findings) / words >= FIRST_PERSON
    found = clusters(forms)
    narrator = _narrator(found) if told_by_i else None
    people = [_person(c, narrator is c) for c in found]
    if told_by_i and narrator is None:
        people.append(Person("Narrator", mentions=0, narrator=True))
    return sorted(people, key=lambda p: (-p.lines * 3 - p.mentions, p.name))


def _narrator(found: Sequence[Cluster]) -> Cluster | None:
    """Whom others address by name while the told text hardly ever names them."""
    best, score = None, 0
    for cluster in found:
        counts = cluster.counts
        worth = counts["voc"] - 3 * counts["said"] - counts["told"]
        if worth > score:
            best, score = cluster, worth
    return best


def _person(cluster: Cluster, narrator: bool) -> Person:
    counts = cluster.counts
    hints = sorted(
        ((k[5:], v) for k, v in counts.items() if k.startswith("look:")),
        key=lambda h: (-h[1], h[0]),
    )
    return Person(
        name=cluster.name,
        aliases=tuple(a for a in cluster.forms if a != cluster.name),
        gender=_gender(cluster),
        age=_age([h for h, _ in hints]),
        mentions=counts["n"],
        lines=counts["said"],
        narrator=narrator,
        hints=tuple(h for h, _ in hints[:HINTS]),
    )


def _gender(cluster: Cluster) -> Gender:
    if cluster.gender != "unknown":
        return cluster.gender
    male, female = cluster.counts["male"], cluster.counts["female"]
    if male == female:
        return "unknown"
    return "male" if male > female else "female"


def _age(hints: Sequence[str]) -> Age:
    ages: Sequence[tuple[Age, frozenset[str]]] = (
        ("old", OLD_WORDS), ("child", CHILD_WORDS), ("young", YOUNG_WORDS)
    )  # fmt: skip
    for hint in hints[:3]:
        for age, words in ages:
            if hint in words:
                return age
    return "adult"
