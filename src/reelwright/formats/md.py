"""Markdown: headings by `#` or underlining, emphasis and links as plain words, front matter."""

import re
from html import unescape
from pathlib import Path

from reelwright.film.source import Source
from reelwright.formats import composing, decode, headings, matter
from reelwright.formats.blocks import BREAK, Block, heading, paragraph
from reelwright.formats.clean import one_line

_ATX = re.compile(r" {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*")
_SETEXT = re.compile(r" {0,3}(=+|-+)\s*")
_RULE = re.compile(r" {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_QUOTE = re.compile(r"^ {0,3}>\s?")
_ITEM = re.compile(r"^ {0,3}(?:[-*+]|\d{1,3}[.)])\s+")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,20}(?:\s[^<>]{0,500})?/?>")
_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\([^()\n]{0,500}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\](?:\([^()\n]{0,500}\)|\[[^\[\]\n]{0,100}\])")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:?")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^\n]{1,2000}?\S?)\1")
_EMPHASIS = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,2000})(?<!\\)\*(?![\w*])")
_UNDERLINE = re.compile(r"(?<![\w\\])_(?=[^\s_])([^_\n]{1,2000})(?<!\\)_(?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~|\"'])")


def read(path: Path) -> Source:
    """The work in a Markdown file."""
    return parse(decode.text_of(path))


def parse(text: str) -> Source:
    """The work in `text`; a front matter between `---` lines, or `Title:` lines, give its facts."""
    text, facts = _facts(text)
    text, licence = matter.without_licence(_without_comments(text))
    facts = licence | facts
    return composing.compose(
        _blocks(text.split("\n")),
        facts.get("title", ""),
        facts.get("author", ""),
        facts.get("language", ""),
    )


def _facts(text: str) -> tuple[str, dict[str, str]]:
    lines = text.lstrip("\n").split("\n")
    if lines[0].strip() == "---":
        ends = [i for i, line in enumerate(lines[1:60], 1) if line.strip() in {"---", "..."}]
        if ends:
            return "\n".join(lines[ends[0] + 1 :]), matter.fields(lines[1 : ends[0]])
    count = 0
    while count < len(lines) and matter.FIELD.fullmatch(lines[count].strip()):
        count += 1
    return "\n".join(lines[count:]), matter.fields(lines[:count])


def _without_comments(text: str) -> str:
    """`text` without `<!-- … -->`; one that never ends is kept."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])


def _blocks(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    held: list[str] = []

    def flush() -> None:
        if text := plain(" ".join(held)):
            blocks.append(paragraph(text))
        held.clear()

    fence = ""
    for line in lines:
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1][:3]
            flush()
        elif fence or not line.strip():
            flush()
        elif found := _heading(line, held):
            if found.kind == "heading" and held and not _ATX.fullmatch(line):
                held.clear()
            flush()
            blocks.append(found)
        else:
            quoted = _QUOTE.sub("", line)
            if _ITEM.match(quoted):
                flush()
            held.append(_ITEM.sub("", quoted).strip())
            if line.endswith(("  ", "\\")):
                held[-1] = held[-1].rstrip("\\")
    flush()
    return blocks


def _heading(line: str, held: list[str]) -> Block | None:
    """A heading or a rule at this line; `held` are the lines of the paragraph above it."""
    if match := _ATX.fullmatch(line):
        title = plain(match[2] or "")
        return heading(title, len(match[1])) if title else BREAK
    if held and len(held) == 1 and (match := _SETEXT.fullmatch(line)):
        return heading(plain(held[0]), 1 if match[1][0] == "=" else 2)
    return BREAK if _RULE.fullmatch(line) or headings.is_break(line) else None


def plain(text: str) -> str:
    """The words of a Markdown paragraph without its marks."""
    for pattern, by in (
        (_FOOTNOTE, ""), (_IMAGE, ""), (_LINK, r"\1"), (_TAG, ""),
        (_STRONG, r"\2"), (_EMPHASIS, r"\1"), (_UNDERLINE, r"\1"),
    ):  # fmt: skip
        text = pattern.sub(by, text)
    return one_line(unescape(_ESCAPE.sub(r"\1", text.replace("`", ""))))
