"""The lines of a PDF's pages with their places, and which of them are furniture of the page."""

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from reelwright.formats import headings, matter

_SPLIT = re.compile("\r\n|(?<=\ufffe)|\n|\r")
_NUMBER = re.compile(
    r"[-–—\[(|\s]*(?:page|seite|p\.)?\s*(?:\d{1,4}|[ivxlc]{1,7}|[IVXLC]{1,7})"
    r"(?:\s*(?:of|/|von)\s*\d{1,4})?[-–—\])|\s]*",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_LISTED = re.compile(r"(?:\.\s?|…|·\s?){3,}\s*\w{0,6}$|\s\d{1,4}$")
_ZONE = 3
"""Running heads and feet are among so many lines from the top or the bottom of a page."""


@dataclass(frozen=True, slots=True)
class Place:
    """One line of a page: points from the left and from the bottom; `size` is its height."""

    text: str
    page: int
    left: float
    right: float
    top: float
    size: float


def lines_of(textpage: Any, page: int) -> list[Place]:
    """The lines of a page in the order in which the file draws them."""
    text: str = textpage.get_text_range()
    exact = len(text) == textpage.count_chars()
    box = pdfium.FS_RECTF()
    edges = [ctypes.c_double() for _ in range(4)]
    found: list[Place] = []
    at = 0
    for piece in _SPLIT.split(text):
        start = text.index(piece, at) if piece else at
        at = start + len(piece)
        shown = piece.strip()
        if not shown:
            continue
        first = start + len(piece) - len(piece.lstrip())
        last = first + len(shown) - 1
        if not exact:
            first = max(0, pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, first))
            last = max(0, pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, last))
        pdfium.FPDFText_GetLooseCharBox(textpage, first, box)
        # The hyphen that ends a broken word has no box of its own: the letter before it has.
        end = last - 1 if shown.endswith("\ufffe") and last > first else last
        pdfium.FPDFText_GetCharBox(textpage, end, *edges)
        size = round(abs(box.top - box.bottom), 1)
        found.append(Place(shown, page, box.left, edges[1].value, box.top, size))
    return found


def without_furniture(pages: Sequence[list[Place]]) -> list[list[Place]]:
    """The pages without running heads, running feet, page numbers and tables of contents."""
    usual = _usual(pages)
    zones = [_zone(lines, *usual) for lines in pages]
    texts = Counter(_key(line) for zone in zones for line in zone)
    # A place on the page where the same few texts come again and again is furniture, whatever
    # stands there on one page: heads that name the chapter change with it.
    slots: Counter[tuple[int, int]] = Counter()
    repeated: Counter[tuple[int, int]] = Counter()
    often = 3 if len(pages) > 3 else 2
    for zone in zones:
        for line in zone:
            slots[_slot(line)] += 1
            repeated[_slot(line)] += texts[_key(line)] >= often or _page_number(line)
    running = {
        slot for slot, count in repeated.items()
        if count >= often and count >= 0.6 * slots[slot]
    }  # fmt: skip
    kept: list[list[Place]] = []
    for lines, zone in zip(pages, zones, strict=True):
        gone = {id(line) for line in zone if _slot(line) in running}
        gone |= _edge_number(lines)
        kept.append([line for line in lines if id(line) not in gone])
    return _without_contents(kept)


def _usual(pages: Sequence[list[Place]]) -> tuple[float, float]:
    """The commonest size of a line and the commonest step from line to line."""
    sizes = Counter(line.size for lines in pages for line in lines)
    steps = Counter(
        round(a.top - b.top, 1) for lines in pages for a, b in pairwise(lines) if a.top > b.top
    )
    size = sizes.most_common(1)[0][0] if sizes else 1.0
    return size, steps.most_common(1)[0][0] if steps else 1.2 * size


def _zone(lines: list[Place], size: float, step: float) -> list[Place]:
    """The lines at the top and at the bottom that stand off from the text, or differ in size."""
    down = sorted(lines, key=lambda line: -line.top)
    zone: dict[int, Place] = {}
    for edge in (down, down[::-1]):
        far = 0
        for index, (a, b) in enumerate(pairwise(edge[: _ZONE + 1]), 1):
            if abs(a.top - b.top) > 1.4 * step:
                far = index
        for index, line in enumerate(edge[:_ZONE]):
            if index < far or abs(line.size - size) > 0.08 * size or len(edge) <= 2:
                zone[id(line)] = line
    # Running heads are short and never larger than the text: such lines are headings.
    return [line for line in zone.values() if len(line.text) <= 100 and line.size <= 1.12 * size]


def _key(line: Place) -> str:
    """What makes two lines the same furniture: words and height, whatever their numbers are."""
    found = headings.heading_of(line.text)
    if found and found.kind in {"chapter", "part", "titled"}:
        return line.text
    return _NUMBERS.sub("#", line.text.casefold()) + f"@{round(line.top / 6)}"


def _slot(line: Place) -> tuple[int, int]:
    return round(line.top / 4), round(line.size)


def _page_number(line: Place) -> bool:
    return bool(_NUMBER.fullmatch(line.text))


def _edge_number(lines: list[Place]) -> set[int]:
    """A bare number as the lowest line of a page, even where no other page has one there."""
    if len(lines) < 2:
        return set()
    lowest = min(lines, key=lambda line: line.top)
    digits = lowest.text.strip("-–—[]() ")
    return {id(lowest)} if digits.isdigit() and len(digits) <= 4 else set()


def _without_contents(pages: list[list[Place]]) -> list[list[Place]]:
    """Without pages of contents: after their heading, as long as most lines end in a number."""
    kept: list[list[Place]] = []
    inside = False
    for lines in pages:
        titles = [matter.CONTENTS.fullmatch(line.text.strip().rstrip(".:")) for line in lines[:4]]
        listed = sum(bool(_LISTED.search(line.text)) for line in lines)
        inside = (inside or any(titles)) and listed >= 0.5 * max(1, len(lines) - 2)
        kept.append([] if inside else lines)
    return kept


def with_initials(lines: list[Place]) -> list[Place]:
    """Large initials put back before the word they begin."""
    done: list[Place] = []
    for line in lines:
        before = done[-1] if done else None
        initial = before is not None and len(before.text) <= 2 and before.text[-1:].isalpha()
        if before and initial and before.size > 1.4 * line.size and before.page == line.page:
            beside = line.left >= before.left and line.top > before.top - before.size
            if beside:
                glue = " " if before.text in {"I", "A"} and line.text[:1].isspace() else ""
                done[-1] = replace(line, text=before.text + glue + line.text, left=before.left)
                continue
        done.append(line)
    return done
