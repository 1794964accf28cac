"""Plain text: a novel or a story, or a script in the plain layout."""

import re
from pathlib import Path

from reelwright.film.source import Source
from reelwright.formats import composing, decode, fountain, matter, prose

_SLUG = re.compile(r"^[ \t]*(?:\d+\s+)?(?:INT|EXT|INT\.?/EXT|I/E)[. ][^a-z\n]{3,80}$", re.MULTILINE)


def read(path: Path) -> Source:
    """The work in a plain text file, whatever its encoding."""
    return parse(decode.text_of(path))


def parse(text: str) -> Source:
    """The work in `text`, whose characters are clean."""
    if _is_script(text):
        return fountain.parse(text)
    text, facts = matter.without_licence(text)
    text, header = _header(text)
    facts = facts | header
    return composing.compose(
        prose.blocks_of(text),
        facts.get("title", ""),
        facts.get("author", ""),
        facts.get("language", ""),
    )


def _is_script(text: str) -> bool:
    """At least two sluglines, and one for every 600 words."""
    slugs = len(_SLUG.findall(text))
    return slugs >= 2 and slugs * 600 >= len(text.split())


def _header(text: str) -> tuple[str, dict[str, str]]:
    """`Title: …` and `Author: …` at the very top are facts about the work."""
    top = text.lstrip("\n")
    lines = top.split("\n", 12)[:12]
    count = 0
    while count < len(lines) and matter.FIELD.fullmatch(lines[count].strip()):
        count += 1
    if not count:
        return text, {}
    return top.split("\n", count)[count] if top.count("\n") >= count else "", matter.fields(
        lines[:count]
    )
