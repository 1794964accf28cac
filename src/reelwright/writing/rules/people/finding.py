"""People: who is in a story, under which names, how often, and how they look."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reelwright.film.story import Age, Gender
from reelwright.writing.rules.people.evidence import (
    Forms,
    evidence_of,
    lower_words,
    roles_said,
)
from reelwright.writing.rules.people.hints import hints_of
from reelwright.writing.rules.people.lexicon_people import (
    CHILD_WORDS,
    OLD_WORDS,
    PASSING_ROLES,
    YOUNG_WORDS,
)
from reelwright.writing.rules.people.links import appositions, roles_given, unmasked
from reelwright.writing.rules.people.naming import Cluster, clusters, printed
from reelwright.writing.rules.people.person import Person
from reelwright.writing.rules.people.whois import Cast, key_of, role_gender
from reelwright.writing.rules.speech.attribution import speakers_of
from reelwright.writing.rules.speech.quotes import Piece, pieces, style_of

__all__ = ["Person", "find_people", "merge_people", "people_of"]

FIRST_PERSON = 0.008
"""Share of "I" among the told words from which a story is told in the first person: the Sherlock
Holmes stories have 0.02 and more, stories in the third person next to none."""
NAMELESS = "Narrator"
"""The name of a narrator whom nobody names."""
HINTS = 8
MENTIONS_A_SLIP = 40
"""Namings for which one look word may be somebody else's."""
_WOMANLY = frozenset({"lovely", "pretty", "beautiful"})
"""Look words that a text gives to men only by a slip of the reader."""
_TOLD_SEX: dict[str, re.Pattern[str]] = {
    "male": re.compile(r"\b[Mm]y wife\b"),
    "female": re.compile(r"\b[Mm]y husband\b"),
}
_HEARD_SEX: dict[str, re.Pattern[str]] = {
    "male": re.compile(r"\bmy (?:dear |good )?(?:fellow|boy)\b|\bold (?:chap|fellow)\b"),
    "female": re.compile(r"\bmy (?:dear |good )?(?:girl|lady)\b"),
}
"""What tells a narrator's sex: the spouse of whom `I` tells, forms of address that `I` hears."""
SPEAKING_ROLE = 2
"""How often `said the miller` must stand for somebody without a name to be one of the cast."""


def find_people(chapters: Sequence[Sequence[str]]) -> list[Person]:
    """The persons of a whole work, most important first; chapters are lists of paragraphs."""
    return merge_people([people_of(chapter) for chapter in chapters])


def people_of(chapter: Sequence[str]) -> dict[str, Any]:
    """What one chapter tells about persons, JSON-able; `merge_people` makes persons of it."""
    style, lower = style_of(chapter), lower_words(chapter)
    cut = [pieces(paragraph, style) for paragraph in chapter]
    forms, first_person, words = evidence_of(cut, lower)
    found: dict[str, Any] = {
        "forms": {name: _sorted(counts) for name, counts in sorted(forms.items())},
        "links": [list(p) for p in [*appositions(cut, lower), *unmasked(cut, lower)]],
        "given": [[*pair, n] for pair, n in sorted(roles_given(cut, lower).items())],
        "roles": _sorted(roles_said(cut)),
        "first_person": first_person,
        "words": words,
        "sexes": _sorted(_sexes(cut)),
    }
    people = merge_people([found])
    spoken = speakers_of(cut, people)
    # Who tells the book is known by the whole book only: one chapter may take another for him.
    teller = {person.name: NAMELESS for person in people if person.narrator}
    heard = {(p, teller.get(s, s)) for (p, _), s in spoken.items() if s}
    lines = Counter(speaker for _, speaker in heard)
    hints = hints_of(cut, Cast(people), spoken)
    found["lines"] = _sorted(lines)
    found["hints"] = {name: _sorted(words) for name, words in sorted(hints.items()) if words}
    return found


def _sexes(cut: Sequence[Sequence[Piece]]) -> Counter[str]:
    """How often the chapter tells that its narrator is `male` or `female`."""
    votes: Counter[str] = Counter()
    for piece in (piece for parts in cut for piece in parts):
        for sex, pattern in (_HEARD_SEX if piece.speech else _TOLD_SEX).items():
            votes[sex] += len(pattern.findall(piece.text))
    return votes


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return {key: count for key, count in sorted(counts.items()) if count}


def merge_people(findings: Sequence[Mapping[str, Any]]) -> list[Person]:
    """The persons that the findings of all chapters tell of, most important first."""
    forms: Forms = {}
    for finding in findings:
        for name, counts in finding["forms"].items():
            forms.setdefault(name, Counter()).update(counts)
    words = sum(f["words"] for f in findings)
    told_by_i = words > 0 and sum(f["first_person"] for f in findings) / words >= FIRST_PERSON
    links = sorted({(one, other) for f in findings for one, other in f["links"]})
    found = clusters(forms, links)
    narrator = _narrator(found) if told_by_i else None
    if told_by_i and narrator is None:
        narrator = Cluster(NAMELESS, (), "unknown", [NAMELESS])
        found.append(narrator)
    if narrator is not None and narrator.gender == "unknown":
        narrator.gender = _narrating(findings)
    _give_roles(found, findings)
    found.extend(_role_players(found, findings))
    lines, hints = _by_cluster(found, findings, narrator)
    people = [_person(c, c is narrator, lines[c.name], hints[c.name]) for c in found]
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


def _narrating(findings: Sequence[Mapping[str, Any]]) -> Gender:
    """The narrator's gender as most chapters tell it."""
    votes: Counter[str] = Counter()
    for finding in findings:
        votes.update(finding["sexes"])
    return _gender_of(max(sorted(votes), key=lambda sex: votes[sex], default="unknown"))


def _give_roles(found: Sequence[Cluster], findings: Sequence[Mapping[str, Any]]) -> None:
    """`the director` becomes a name of the only person whom the text calls a director."""
    holders: dict[str, set[str]] = {}
    for name, role, _ in (given for f in findings for given in f["given"]):
        cluster = next((c for c in found if printed(name) in c.forms), None)
        if cluster:
            holders.setdefault(role, set()).add(cluster.name)
    spoken = {role for f in findings for role in f["roles"]}
    for role, names in sorted(holders.items()):
        if len(names) == 1 and role in spoken:
            next(c for c in found if c.name in names).forms.append(f"the {role}")


def _role_players(
    found: Sequence[Cluster], findings: Sequence[Mapping[str, Any]]
) -> Iterable[Cluster]:
    """Persons who speak but have no name: `the miller`."""
    said: Counter[str] = Counter()
    for finding in findings:
        said.update(finding["roles"])
    known = {key_of(form)[-1].lower() for c in found for form in c.forms if form.startswith("the ")}
    titled = {word.lower() for c in found for form in c.forms for word in form.split()[:1]}
    for role, count in sorted(said.items()):
        if count < SPEAKING_ROLE or role in PASSING_ROLES or role in known or role in titled:
            continue
        gender = role_gender(role)
        name = f"the {role}"
        yield Cluster(
            name,
            (),
            _gender_of(gender),
            [name],
            Counter({"n": count, "told": count, "said": count}),
        )


def _by_cluster(
    found: Sequence[Cluster], findings: Sequence[Mapping[str, Any]], narrator: Cluster | None
) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Lines and look words by cluster; chapters may know a person by another of the names."""
    owner = {form: c.name for c in reversed(found) for form in (*c.forms, c.name)}
    if narrator is not None:
        owner[NAMELESS] = narrator.name
    lines: Counter[str] = Counter()
    hints: dict[str, Counter[str]] = {c.name: Counter() for c in found}
    for finding in findings:
        for name, count in finding.get("lines", {}).items():
            if name in owner:
                lines[owner[name]] += count
        for name, words in finding.get("hints", {}).items():
            if name in owner:
                hints[owner[name]].update(words)
    return lines, hints


def _person(cluster: Cluster, narrator: bool, lines: int, looks: Counter[str]) -> Person:
    doubtful = cluster.counts["n"] // MENTIONS_A_SLIP
    slips = _WOMANLY if cluster.likely == "male" else frozenset()
    looks = Counter({w: n for w, n in looks.items() if n > doubtful and w not in slips})
    hints = [word for word, _ in sorted(looks.items(), key=lambda h: (-h[1], h[0]))]
    return Person(
        name=cluster.name,
        aliases=tuple(dict.fromkeys(a for a in cluster.forms if a != cluster.name)),
        gender=cluster.likely,
        age=_age(looks),
        mentions=cluster.counts["n"],
        lines=lines,
        narrator=narrator,
        hints=tuple(hints[:HINTS]),
    )


def _gender_of(text: str) -> Gender:
    return "male" if text == "male" else "female" if text == "female" else "unknown"


def _age(looks: Mapping[str, int]) -> Age:
    """The age most look words speak for; a single `child` or `boy` may be somebody else's."""
    small = "small" in looks or "little" in looks
    votes: dict[Age, int] = {
        "old": sum(n for w, n in looks.items() if w in OLD_WORDS),
        "young": sum(n for w, n in looks.items() if w in YOUNG_WORDS),
        "child": sum(n for w, n in looks.items() if w in CHILD_WORDS and (n > 1 or small))
        + (2 * looks.get("girl", 0) if small else 0),
    }
    best = max(votes, key=lambda age: votes[age])
    return best if votes[best] else "adult"
