"""Plain text to blocks: how its paragraphs are set apart, and which lines are headings."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.formats import headings, matter
from reelwright.formats.blocks import BREAK, Block, heading, paragraph
from reelwright.formats.clean import one_line
from reelwright.formats.hyphens import Hyphens

_INDENT = re.compile(r"^(?: {2,}|\t)")
_SENTENCE_END = re.compile(r"[.!?…:—][\"'”’»)_*]*$")
_LONG_LINE = 110
"""A file whose typical full line is longer than this is not wrapped: each line is a paragraph."""


@dataclass(frozen=True)
class _Stack:
    """Lines without an empty line between them; `gap` empty lines stood before."""

    lines: tuple[str, ...]
    gap: int


def blocks_of(text: str) -> list[Block]:
    """The blocks of a plain text whose characters are already clean."""
    stacks = _split(_stacks(text))
    width = _wrap_width(text)
    usual = Counter(s.gap for s in stacks[1:]).most_common(1)
    gap = max(1, usual[0][0]) if usual else 1
    hyphens = Hyphens(text) if re.search(r"\w-\n\s*\w", text) else None
    marks = _headings(stacks)
    blocks: list[Block] = []
    for index, stack in enumerate(stacks):
        if index in marks:
            blocks += marks[index]
        elif len(stack.lines) == 1 and headings.is_break(stack.lines[0]):
            blocks.append(BREAK)
        else:
            if stack.gap >= gap + 2 and blocks and blocks[-1].kind == "text":
                blocks.append(BREAK)
            blocks += _paragraphs(stack.lines, width, hyphens)
    return blocks


def _stacks(text: str) -> list[_Stack]:
    stacks: list[_Stack] = []
    lines: list[str] = []
    gap = 0
    for line in [*text.split("\n"), ""]:
        if line.strip():
            lines.append(line.rstrip())
            continue
        if lines:
            stacks.append(_Stack(tuple(lines), gap))
            lines, gap = [], 0
        gap += 1
    return stacks


def _split(stacks: Sequence[_Stack]) -> list[_Stack]:
    """Headings over a text without an empty line between, and bylines below titles, set apart."""
    done: list[_Stack] = []
    for index, stack in enumerate(stacks):
        lines = stack.lines
        if index < 4 and 2 <= len(lines) <= 4 and any(matter.author_in(line) for line in lines):
            done += [_Stack((line,), stack.gap) for line in lines]
        elif _headed(stack):
            done += [_Stack(lines[:1], stack.gap), _Stack(lines[1:], 1)]
        else:
            done.append(stack)
    return done


def _headed(stack: _Stack) -> bool:
    if len(stack.lines) < 2 or _candidate(stack):
        return False
    found, below = (headings.heading_of(line) for line in stack.lines[:2])
    strong = found is not None and found.kind in {"part", "chapter", "special", "numeral"}
    return strong and below is None


def _wrap_width(text: str) -> int:
    """The column at which the lines are wrapped; 0 where they are not."""
    lengths = sorted(len(line.rstrip()) for line in text.split("\n") if line.strip())
    if not lengths:
        return 0
    full = lengths[int(len(lengths) * 0.9)]
    return 0 if full > _LONG_LINE or full < 30 else full


def _paragraphs(lines: Sequence[str], width: int, hyphens: Hyphens | None) -> list[Block]:
    """The paragraphs in a stack: by indented first lines, or where a line ends before it must."""
    indented = [bool(_INDENT.match(line)) for line in lines]
    by_indent = any(indented[1:]) and not all(indented)
    groups: list[list[str]] = []
    for index, line in enumerate(lines):
        if headings.is_break(line) and len(lines) > 1:
            groups.append([])
            continue
        new = not groups or not groups[-1] or width == 0
        if not new:
            new = indented[index] if by_indent else _ended(lines[index - 1], line, width)
        if new:
            groups.append([line])
        else:
            groups[-1].append(line)
    found: list[Block] = []
    for group in groups:
        joined = one_line(hyphens.join(group) if hyphens else " ".join(group))
        found.append(paragraph(joined) if joined else BREAK)
    return found


def _ended(line: str, following: str, width: int) -> bool:
    """Whether `line` ended although the next word had room on it, with a sentence's end."""
    word = len(following.split(maxsplit=1)[0])
    return len(line) + 1 + word < 0.85 * width and bool(_SENTENCE_END.search(line))


def _headings(stacks: Sequence[_Stack]) -> dict[int, list[Block]]:
    """Which stacks are headings; an empty list marks one that is dropped (a table of contents)."""
    found = {i: f for i, s in enumerate(stacks) if (f := _candidate(s))}
    chosen = _trusted(found, stacks)
    marks: dict[int, list[Block]] = {}
    for index in sorted(chosen):
        if index in marks:
            continue
        title = one_line(" ".join(stacks[index].lines))
        kind = chosen[index].kind
        follower = chosen.get(index + 1)
        titled = kind in {"chapter", "numeral", "part"}
        if (
            titled
            and follower
            and follower.kind == "capitals"
            and _text_after(index + 1, stacks, chosen)
        ):
            marks[index + 1] = []
            title = f"{title.rstrip('.:')}. {one_line(stacks[index + 1].lines[0])}"
        marks[index] = [heading(title, chosen[index].level)]
    return marks | _contents(stacks, marks)


def _text_after(index: int, stacks: Sequence[_Stack], chosen: dict[int, headings.Found]) -> bool:
    return index + 1 < len(stacks) and index + 1 not in chosen


def _candidate(stack: _Stack) -> headings.Found | None:
    """A heading stands alone, or its title follows on the next line."""
    if len(stack.lines) == 1:
        if matter.named(stack.lines[0]):
            return headings.Found("special", headings.CHAPTER)
        return headings.heading_of(stack.lines[0])
    if len(stack.lines) == 2:
        first, second = (line.strip() for line in stack.lines)
        found = headings.heading_of(first)
        titled = len(second) <= 70 and not _SENTENCE_END.search(second) and second[:1].isupper()
        if found and found.kind in {"chapter", "part", "special"} and titled:
            return found
    return None


def _trusted(
    found: dict[int, headings.Found], stacks: Sequence[_Stack]
) -> dict[int, headings.Found]:
    """Weak signs count only in company: numerals in order, capitals with room above them."""
    named = any(f.kind == "chapter" for f in found.values())
    chosen: dict[int, headings.Found] = {}
    for kinds in (("numeral",), ("titled",)):
        chosen |= _in_order({i: f for i, f in found.items() if f.kind in kinds})
    usual = Counter(s.gap for s in stacks[1:]).most_common(1)
    gap = usual[0][0] if usual else 1
    for index, item in found.items():
        if item.kind in {"part", "chapter", "special"}:
            chosen[index] = item
        elif item.kind == "capitals":
            after_heading = index - 1 in found
            roomy = index == 0 or stacks[index].gap > gap
            if after_heading or (roomy and not named):
                chosen[index] = item
    return chosen


def _in_order(found: dict[int, headings.Found]) -> dict[int, headings.Found]:
    """Those that count 1, 2, 3 …, or begin again at 1."""
    chosen: dict[int, headings.Found] = {}
    expected = 1
    for index in sorted(found):
        number = found[index].number
        if number in {expected, 1}:
            chosen[index] = found[index]
            expected = number + 1
    return chosen


def _contents(stacks: Sequence[_Stack], marks: dict[int, list[Block]]) -> dict[int, list[Block]]:
    """Everything below a heading `Contents` up to the first paragraph or the first real chapter."""
    dropped: dict[int, list[Block]] = {}
    for index, stack in enumerate(stacks):
        if not matter.CONTENTS.fullmatch(stack.lines[0].strip().rstrip(".:")):
            continue
        lines = {one_line(line).casefold() for line in stack.lines[1:]}
        dropped[index] = []
        for later in range(index + 1, len(stacks)):
            texts = [one_line(line).casefold() for line in stacks[later].lines]
            story = len(" ".join(texts).split()) > 25 and _SENTENCE_END.search(texts[-1])
            if story or (later in marks and any(_listed(t, lines) for t in texts)):
                break
            lines.update(texts)
            dropped[later] = []
        else:
            return {}
    return dropped


def _listed(text: str, lines: set[str]) -> bool:
    return any(line.startswith(text) for line in lines)
