"""Quotes: cutting paragraphs into what is spoken and what is told, in the quoting styles of Europe.

Known styles: “double”, ‘single’, "straight", 'straight single', „German“, «French», »reversed«,
and the dialogue dash. A work keeps to one style; it is found by counting.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reelwright.writing.rules.people.lexicon_people import FOREIGN_VERBS

Style = Literal["“”", "‘’", '""', "''", "„“", "«»", "»«", "—", ""]

_DASH = re.compile(r"^\s*[—–―]\s*(?=\S)|^\s*-\s+(?=[^\W\d_])")
_SINGLE_OPEN = re.compile(r"(?:^|(?<=[\s—–(\[“]))[‘'](?=[^\W\d_]|[…—“¿¡])")
_CLOSES = re.compile(r"[’'](?!\w)")
_NEAR = 200
"""Letters before a quote that tell whether it is spoken: a bound, so that time stays linear."""
_ENDS_SPOKEN = re.compile(r"[.,!?;:…—–-][’'”\"»)]*\s*$")
_LEADS_IN = re.compile(r"(?:^|[.,:;!?…—–-][’'”\"»)]*)\s*$")
_WRITTEN = re.compile(
    r"\b(?:letter|note|telegram|paper|card|advertisement|inscription|sign|message|notice|label|"
    r"paragraph|words|envelope|headline|entry|page|title|slip|book|diary|placard|plate)\b"
    r"[^.!?]*:\s*$|\b(?:it|which|this|that)\b[^.!?]{0,30}\b(?:ran|read|runs|reads)\b[^.!?]*:\s*$|"
    r"\b(?:written|printed|inscribed|scrawled|engraved|headed|entitled|signed)\b[^.!?]{0,60}$",
    re.IGNORECASE,
)
_INSERTED = re.compile(rf"(?<=[!?…,.\w])[,\s]\s?(?:{'|'.join(sorted(FOREIGN_VERBS))})[\s-].*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph. Speech stands without its quotes; `closed` is False for a speech
    that the next paragraph continues (no closing mark), `opened` False for one that continues
    without an opening mark."""

    speech: bool
    text: str
    closed: bool = True


def style_of(paragraphs: Sequence[str]) -> Style:
    """The quoting style that opens most stretches; "" when nothing is quoted."""
    text = "\n".join(paragraphs)
    counts: dict[Style, int] = {
        "“”": len(re.findall(r"“[^„]", text)),
        "„“": text.count("„"),
        "«»": len(re.findall(r"«\s?\w", text)),
        "»«": len(re.findall(r"(?:^|\s)»\w", text)),
        '""': text.count('"') // 2,
        "‘’": len(_SINGLE_OPEN.findall(text)) if "‘" in text else 0,
        "''": 0 if "‘" in text else len(_SINGLE_OPEN.findall(text)),
        "—": sum(1 for p in paragraphs if _DASH.match(p)),
    }
    if counts["„“"]:
        counts["“”"] = 0
    if counts["“”"] > 2 and counts["“”"] * 3 > counts["‘’"]:
        counts["‘’"] = 0
    if counts['""'] * 3 > counts["''"]:
        counts["''"] = 0
    if counts["—"] < len(paragraphs) // 50 + 2:
        counts["—"] = 0
    best = max(counts, key=lambda style: counts[style])
    return best if counts[best] else ""


def pieces(paragraph: str, style: Style) -> list[Piece]:
    """The pieces of one paragraph in order. Quoted words, titles and letters are told, not spoken.

    Joined, with the quotes put back, they are the paragraph.
    """
    if not style:
        return [Piece(False, paragraph)] if paragraph.strip() else []
    if style == "—":
        return _dashed(paragraph)
    found: list[Piece] = []
    at = 0
    for start, end, close in _stretches(paragraph, style):
        near = paragraph[max(at, start - _NEAR) : start]
        inner = paragraph[start + 1 : close]
        if _is_speech(near, inner, closed=close < end, first=not found):
            _tell(found, paragraph[at:start])
            found.append(Piece(True, inner.strip(), close < end))
            at = end
    _tell(found, paragraph[at:])
    return found


def _tell(found: list[Piece], told: str) -> None:
    if told.strip():
        found.append(Piece(False, told))


def _is_speech(told: str, inner: str, closed: bool, first: bool) -> bool:
    if not inner.strip() or _WRITTEN.search(told):
        return False
    if first and not told.strip():
        return True
    if not closed:
        return bool(_LEADS_IN.search(told))
    return bool(_ENDS_SPOKEN.search(inner)) and (
        bool(_LEADS_IN.search(told)) or len(inner.split()) > 3
    )


def _stretches(text: str, style: Style) -> list[tuple[int, int, int]]:
    """(start, end, close) of each quoted stretch: text[start+1:close] is inside, `end` is behind
    the closing mark; close == end == len(text) when it stays open."""
    if style in ("‘’", "''"):
        return _single(text)
    opening, closings = {
        "“”": ("“", "”"),
        '""': ('"', '"'),
        "„“": ("„", "“”"),
        "«»": ("«", "»"),
        "»«": ("»", "«"),
    }[style]
    found = []
    at = text.find(opening)
    while at >= 0:
        ends = [e for e in (text.find(c, at + 1) for c in closings) if e >= 0]
        if not ends:
            found.append((at, len(text), len(text)))
            break
        close = min(ends)
        found.append((at, close + 1, close))
        at = text.find(opening, close + 1)
    return found


def _single(text: str) -> list[tuple[int, int, int]]:
    found = []
    opening = _SINGLE_OPEN.search(text)
    while opening:
        start = opening.start()
        following = _SINGLE_OPEN.search(text, start + 1)
        limit = following.start() if following else len(text)
        close = _single_close(text, start + 1, limit)
        if close < 0:
            found.append((start, len(text), len(text)))
            break
        found.append((start, close + 1, close))
        opening = _SINGLE_OPEN.search(text, close + 1)
    return found


def _single_close(text: str, start: int, limit: int) -> int:
    """Where a single-quoted stretch closes: a mark no letter follows, best behind punctuation."""
    marks = [m.start() for m in _CLOSES.finditer(text, start, limit)]
    for mark in marks:
        if text[mark - 1] in '.,!?;:…—–-”"':
            return mark
    return marks[-1] if marks else -1


def _dashed(paragraph: str) -> list[Piece]:
    """A dialogue dash opens speech; a further dash or a verb of speaking begins what is told."""
    opening = _DASH.match(paragraph)
    if not opening:
        return [Piece(False, paragraph)] if paragraph.strip() else []
    found: list[Piece] = []
    for part in re.split(r"\s+[—–―]\s*|[—–―](?=[\s.,;:])", paragraph[opening.end() :]):
        if not part.strip(" .,;:"):
            continue
        if found and found[-1].speech and part.lstrip()[0].islower():
            found.append(Piece(False, part))
            continue
        inserted = _INSERTED.search(part)
        spoken = part[: inserted.start()] if inserted else part
        found.append(Piece(True, spoken.strip(" ,").removeprefix(". ")))
        if inserted:
            found.append(Piece(False, inserted[0].lstrip(" ,")))
    return found
