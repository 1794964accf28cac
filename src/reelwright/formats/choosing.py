"""Choosing some chapters of a work: `1,3-5`."""

import re

from reelwright.film.source import Source
from reelwright.formats.limits import bad

_RANGE = re.compile(r"(\d{1,9})?\s*(-|–|\.\.)?\s*(\d{1,9})?")


def select(source: Source, chapters: str) -> Source:
    """The chapters named by `chapters`, in the work's order; their numbers and titles stay."""
    there = [c.number for c in source.chapters]
    wanted: set[int] = set()
    for part in re.split(r"[,;]", chapters):
        wanted |= set(_numbers(part.strip(), chapters, there))
    return source.model_copy(
        update={"chapters": tuple(c for c in source.chapters if c.number in wanted)}
    )


def _numbers(part: str, whole: str, there: list[int]) -> list[int]:
    match = _RANGE.fullmatch(part)
    if not match or not (match[1] or match[3]):
        raise bad(
            f"the chapters '{whole}' cannot be understood",
            "Write numbers and ranges, like 2 or 1,3-5.",
        )
    first = int(match[1]) if match[1] else there[0]
    last = int(match[3]) if match[3] else (there[-1] if match[2] else first)
    if first > last:
        raise bad(f"the range {part} runs backwards", f"Write {last}-{first}.")
    missing = next((n for n in (first, last) if n not in there), None)
    if missing is not None:
        raise bad(f"there is no chapter {missing}", f"The work has {_known(there)}.")
    return [n for n in there if first <= n <= last]


def _known(there: list[int]) -> str:
    if len(there) == 1:
        return f"one chapter, number {there[0]}"
    if there == list(range(there[0], there[-1] + 1)):
        return f"chapters {there[0]} to {there[-1]}"
    return "chapters " + ", ".join(map(str, there))
