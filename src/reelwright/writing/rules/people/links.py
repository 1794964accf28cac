"""Links: two names that a text itself says mean one person, and roles that it gives to names."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from reelwright.writing.rules.people.lexicon_people import PASSING_ROLES, ROLES, TITLES
from reelwright.writing.rules.people.names import Named, named
from reelwright.writing.rules.speech.quotes import Piece

REVEAL = 60
"""Paragraphs within which a second name that a visitor gives unmasks the first."""

_SELF = re.compile(
    r"\b(?:I am|I’m|I'm|[Mm]y (?:\w+ )?name is|[Mm]y name’s|[Cc]all me|address me as)\s(?:the\s)?$"
)
_APPOSITION = re.compile(r"^,\s(?:and\s)?(?:the\s)?(?:[a-z]+\s)?$")
_ROLES = "|".join(sorted(ROLES - PASSING_ROLES))
_ROLE_AFTER = re.compile(
    rf"^(?:,|\s(?:is|was))\s(?:the|an?|our|my)\s(?:[\w-]+\s){{0,3}}?({_ROLES})\b(?!\s(?:of|and)\b)"
)
_ROLE_BEFORE = re.compile(rf"\b(?:[Tt]he|[Oo]ur|[Mm]y)\s(?:[a-z-]+\s){{0,2}}?({_ROLES}),?\s$")


def appositions(cut: Sequence[Sequence[Piece]], lower: frozenset[str]) -> list[tuple[str, str]]:
    """`Paul Weber, Duke of Lorne, and hereditary King of Ys`: pairs of names for one person."""
    found = []
    for parts in cut:
        for piece in parts:
            chain: Named | None = None
            before: Named | None = None
            for name in named(piece.text, lower):
                between = piece.text[before.end : name.start] if before else ""
                noble = name.words[0] in TITLES and "of" in name.words
                if before and noble and _APPOSITION.match(between) and (_full(before) or chain):
                    found.append((before.text, name.text))
                    chain = name
                else:
                    chain = None
                before = name
    return sorted(set(found))


def _full(name: Named) -> bool:
    return len(name.words) > 1 and name.words[0] not in TITLES


def roles_given(cut: Sequence[Sequence[Piece]], lower: frozenset[str]) -> Counter[tuple[str, str]]:
    """(name, role) pairs: `Merryweather is a bank director`, `our landlady, Mrs. Hudson`."""
    found: Counter[tuple[str, str]] = Counter()
    for parts in cut:
        for piece in parts:
            for name in named(piece.text, lower):
                after = _ROLE_AFTER.match(piece.text[name.end : name.end + 60])
                before = _ROLE_BEFORE.search(piece.text[max(0, name.start - 40) : name.start])
                for match in (after, before):
                    if match:
                        found[name.text, match[1]] += 1
    return found


def unmasked(cut: Sequence[Sequence[Piece]], lower: frozenset[str]) -> list[tuple[str, str]]:
    """Pairs of names that one speaker gave for himself, the second within `REVEAL` paragraphs.

    They are one person's only when nobody is told of by the second name before the first is given,
    nor by the first one after the second is: two visitors would both go on acting.
    """
    given: list[tuple[int, str]] = []
    told: dict[str, list[int]] = {}
    for index, parts in enumerate(cut):
        for piece in parts:
            for name in named(piece.text, lower):
                if not piece.speech:
                    told.setdefault(name.words[0] if name.words[0] in TITLES else name.text, [])
                    told[name.words[0] if name.words[0] in TITLES else name.text].append(index)
                elif _SELF.search(piece.text[: name.start]):
                    given.append((index, name.text))
    found = []
    for (first_at, first), (second_at, second) in pairwise(given):
        if first == second or second_at - first_at > REVEAL:
            continue
        early = any(at <= first_at for at in _told_of(second, told))
        late = any(at > second_at for at in _told_of(first, told))
        if not early and not late:
            found.append((first, second))
    return sorted(set(found))


def _told_of(name: str, told: dict[str, list[int]]) -> list[int]:
    words = name.split()
    key = words[0] if words[0] in TITLES else name
    return told.get(key, []) + (told.get(words[-1], []) if words[-1] != key else [])
