"""Placed lines to blocks: which lines are headings, and where paragraphs begin."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reelwright.formats import headings
from reelwright.formats.blocks import BREAK, Block, heading, paragraph
from reelwright.formats.clean import characters, one_line
from reelwright.formats.hyphens import Hyphens
from reelwright.formats.pdf_lines import Place

_SENTENCE_END = re.compile(r"[.!?…:—][\"'”’»)\]]*$")
_BY_WORDS = 50
"""Headings told by their words stand below those told by their size."""

_BY_OUTLINE = 20
"""Headings of the pages stand below those of an outline."""

_LARGER = 1.12
_BREAK_GAP = 2.2
_PARAGRAPH_GAP = 1.35


@dataclass(frozen=True)
class Measure:
    """What is usual in the text: `size` of a line, `spacing` from line to line, margins by side of
    the sheet (even and odd pages), and whether paragraphs begin with an indented line. Points.
    """

    size: float
    spacing: float
    left: tuple[float, float]
    right: tuple[float, float]
    indented: bool

    def indent(self, line: Place) -> float:
        return line.left - self.left[line.page % 2]

    def short(self, line: Place) -> bool:
        """Whether a line ends clearly before the right margin."""
        side = line.page % 2
        return line.right < self.right[side] - 0.12 * (self.right[side] - self.left[side])

    def centred(self, line: Place) -> bool:
        side = line.page % 2
        before, behind = line.left - self.left[side], self.right[side] - line.right
        return before > 2 * self.size and abs(before - behind) < 0.35 * (before + behind)


def measured(lines: Sequence[Place]) -> Measure:
    """The usual measures of a text with at least one line."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    size = sizes.most_common(1)[0][0] or 1.0
    body = [line for line in lines if abs(line.size - size) <= 0.1 * size]
    gaps = Counter(
        round(a.top - b.top, 1) for a, b in pairwise(body)
        if a.page == b.page and 0 < a.top - b.top < 4 * size
    )  # fmt: skip
    spacing = gaps.most_common(1)[0][0] if gaps else 1.2 * size
    sides = [[line for line in body if line.page % 2 == side] or body for side in (0, 1)]
    left = tuple(_left(side) for side in sides)
    right = tuple(_high(sorted(line.right for line in side)) for side in sides)
    first = sum(0.6 * size <= line.left - left[line.page % 2] <= 5 * size for line in body)
    return Measure(
        size, spacing, (left[0], left[1]), (right[0], right[1]), first >= 0.04 * len(body)
    )


def _left(body: Sequence[Place]) -> float:
    """The left margin: the leftmost place at which many lines begin."""
    lefts = Counter(round(line.left) for line in body)
    most = lefts.most_common(1)[0][1]
    return float(min(left for left, count in lefts.items() if count >= 0.25 * most))


def _high(values: Sequence[float]) -> float:
    return values[int(0.9 * (len(values) - 1))]


def blocks_of(
    lines: Sequence[Place], marks: Mapping[int, list[tuple[str, int]]], hyphens: Hyphens
) -> list[Block]:
    """The blocks of all pages. `marks`: index of a line → headings of the outline before it; a
    heading whose words are the line's own replaces it.
    """
    if not lines:
        return []
    usual = measured(lines)
    below = _BY_OUTLINE if len(marks) >= 2 else 0
    told = {index: level + below for index, level in _headings(lines, usual).items()}
    setting = _Setting(usual, hyphens)
    for index, line in enumerate(lines):
        for title, level in marks.get(index, ()):
            setting.head(title, level)
        if any(same(line.text, title) for title, _ in marks.get(index, ())):
            setting.skip(line)
        elif index in told:
            setting.head_line(line, told[index])
        else:
            setting.text(line)
    return setting.done()


def same(text: str, title: str) -> bool:
    """Whether a line shows a title, or the beginning or the end of it."""
    a, b = (re.sub(r"\W+", "", t.casefold()) for t in (text, title))
    return bool(a) and (a == b or (len(a) >= 4 and (b.startswith(a) or b.endswith(a))))


@dataclass
class _Setting:
    """Blocks as they grow, line by line."""

    usual: Measure
    hyphens: Hyphens
    blocks: list[Block] = field(default_factory=list)
    _held: list[str] = field(default_factory=list)
    _last: Place | None = None
    _outlined: bool = False

    def head(self, title: str, level: int) -> None:
        """A heading that the outline gives."""
        self._flush()
        self.blocks.append(heading(title, level))
        self._outlined = True
        self._last = None

    def skip(self, line: Place) -> None:
        """A line that shows what the outline has given."""
        self._flush()
        self._last = line

    def head_line(self, line: Place, level: int) -> None:
        """A heading among the lines; several lines of one size are one heading."""
        above = self._last if not self._held else None
        self._flush()
        self._last = line
        text = one_line(characters(line.text.replace("\ufffe", "-")))
        before = self.blocks[-1] if self.blocks else None
        if before is None or before.kind != "heading":
            self.blocks.append(heading(text, level))
        elif self._outlined and same(text, before.text):
            return
        elif (
            _one_heading(above, line)
            and before.level == level
            and not headings.is_bare(before.text)
        ):
            self.blocks[-1] = heading(f"{before.text} {text}", level)
        else:
            self.blocks.append(heading(text, level))

    def text(self, line: Place) -> None:
        """A line of the story, or a break."""
        self._outlined = False
        if headings.is_break(line.text):
            self._flush()
            self.blocks.append(BREAK)
            return
        step = _step(self._last if self._held else None, line, self.usual)
        if step:
            self._flush()
        if step == "break":
            self.blocks.append(BREAK)
        self._held.append(line.text)
        self._last = line

    def done(self) -> list[Block]:
        self._flush()
        return self.blocks

    def _flush(self) -> None:
        if text := one_line(characters(self.hyphens.join(self._held))):
            self.blocks.append(paragraph(text))
        self._held.clear()


def _one_heading(above: Place | None, line: Place) -> bool:
    return (
        above is not None
        and above.page == line.page
        and abs(above.size - line.size) <= 0.04 * line.size
        and above.top - line.top < 2 * line.size
    )


def _step(last: Place | None, line: Place, usual: Measure) -> str:
    """What begins with `line` after `last`: "" (nothing), "paragraph" or "break"."""
    if last is None:
        return "paragraph"
    gap = (last.top - line.top) / usual.spacing
    if last.page == line.page and gap > _PARAGRAPH_GAP:
        lines_left_free = _BREAK_GAP if usual.indented else 2 * _BREAK_GAP
        return "break" if gap > lines_left_free else "paragraph"
    turned = last.page != line.page or gap <= 0
    return "paragraph" if _begins(last, line, usual, turned) else ""


def _begins(last: Place, line: Place, usual: Measure, turned: bool) -> bool:
    """Whether a paragraph begins with `line`, told by indents and by how `last` ended."""
    side = last.page % 2
    wide = usual.right[side] - usual.left[side]
    if usual.centred(last) or (turned and usual.right[side] - last.right > 0.3 * wide):
        return True
    ended = bool(_SENTENCE_END.search(last.text))
    if usual.indent(line) >= 0.6 * usual.size:
        quoted = abs(last.left - line.left) < 0.3 * usual.size and not usual.short(last)
        return ended or not quoted
    return not usual.indented and usual.short(last) and ended


def _headings(lines: Sequence[Place], usual: Measure) -> dict[int, int]:
    """Index of a line → level, for lines that are headings by their size or their words."""
    sized = {
        index: line.size for index, line in enumerate(lines)
        if line.size > _LARGER * usual.size and _speaks(line.text)
    }  # fmt: skip
    ranks = {size: rank for rank, size in enumerate(_distinct(sized.values()), 1)}
    told = {index: ranks[_nearest(size, ranks)] for index, size in sized.items()}
    expected = 1
    for index, line in enumerate(lines):
        found = headings.heading_of(line.text) if index not in told else None
        if found is None or not _apart(lines, index, usual):
            if index in told and told[index] < headings.NUMERAL:
                expected = 1
            continue
        if found.kind == "numeral":
            if found.number not in {1, expected}:
                continue
            expected = found.number + 1
        elif found.kind in {"capitals", "titled"} and not usual.centred(line):
            continue
        told[index] = _BY_WORDS + found.level
    return told


def _speaks(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    return letters >= 2 or bool(headings.numeral(text.strip(" .")))


def _distinct(sizes: Iterable[float]) -> list[float]:
    """The sizes from large to small, those within 4 % taken as one."""
    found: list[float] = []
    for size in sorted(set(sizes), reverse=True):
        if not found or size < 0.96 * found[-1]:
            found.append(size)
    return found


def _nearest(size: float, ranks: Mapping[float, int]) -> float:
    return min(ranks, key=lambda known: (abs(known - size), -known))


def _apart(lines: Sequence[Place], index: int, usual: Measure) -> bool:
    """Whether a line stands alone: with room above, or centred, or first on its page."""
    line = lines[index]
    before = lines[index - 1] if index else None
    first = before is None or before.page != line.page
    roomy = before is not None and before.top - line.top > 1.3 * usual.spacing
    return usual.short(line) and (
        usual.centred(line) or ((first or roomy) and not line.text.endswith(","))
    )
