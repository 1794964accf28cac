"""Which persons a text names, by name or alias, in order of appearance."""

import re
from collections.abc import Sequence
from functools import lru_cache

from reelwright.film.noun import Noun


class Named(Noun):
    """A person as a task knows one: enough to be recognised, nothing that counts the book."""

    name: str
    aliases: tuple[str, ...] = ()
    gender: str = "unknown"
    narrator: bool = False


@lru_cache(maxsize=512)
def _pattern(
    people: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    owners: dict[str, str] = {}
    for name, aliases in people:
        for alias in (name, *aliases):
            owners.setdefault(alias, name)
            if alias.lower().startswith(("the ", "my ", "his ", "her ", "an ", "a ")):
                owners.setdefault(alias[:1].upper() + alias[1:], name)
                owners.setdefault(alias[:1].lower() + alias[1:], name)
            if len(alias) > 2:
                owners.setdefault(alias.upper(), name)
    if not owners:
        return None, owners
    words = sorted(owners, key=lambda alias: (-len(alias), alias))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)"), owners


def mentions(text: str, people: Sequence[Named]) -> list[tuple[int, int, str]]:
    """(start, end, name of the person) of every mention in `text`."""
    pattern, owners = _pattern(tuple((p.name, p.aliases) for p in people))
    if pattern is None:
        return []
    return [(m.start(), m.end(), owners[m.group()]) for m in pattern.finditer(text)]


def names_in(text: str, people: Sequence[Named]) -> list[str]:
    """Names of the persons that `text` names, each once, in order of appearance."""
    return list(dict.fromkeys(name for _, _, name in mentions(text, people)))
