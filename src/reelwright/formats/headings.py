"""Telling a heading from a line of the story, where nothing but the words says so."""

import re
from dataclasses import dataclass
from typing import Literal

HeadingKind = Literal["part", "chapter", "special", "titled", "numeral", "capitals"]

PART, CHAPTER, NUMERAL = 1, 2, 3
"""Levels of headings in plain text: a part holds chapters, a numbered section is in a chapter."""

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen first second third fourth fifth sixth seventh eighth "
    "ninth tenth eleventh twelfth last"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORD = "(?:" + "|".join(f"{_ONES} {_TENS}".split()) + ")"
_NUMBER = rf"(?:the\s+)?(?:\d{{1,3}}|[ivxlc]{{1,8}}|{_WORD}(?:[-\s]{_WORD})?)(?![\w’'])"
_REST = r"\s*(?:[.:—–\-]+\s*)?(?P<title>.*)"
_PART_WORD = "part|book|volume|teil|buch|partie|livre|tome|parte|libro"
_CHAPTER_WORD = (
    "chapter|chap\\.?|stave|canto|letter|adventure|kapitel|chapitre|cap[ií]tulo|capitolo"
)
_PART = re.compile(rf"(?:{_PART_WORD})\s+{_NUMBER}{_REST}", re.IGNORECASE)
_CHAPTER = re.compile(rf"(?:{_CHAPTER_WORD})\s+{_NUMBER}{_REST}", re.IGNORECASE)
_SPECIAL = re.compile(
    r"(?:prologue|epilogue|interlude|intermezzo|prelude|coda|prolog|epilog|épilogue|prólogo|epílogo"
    r"|conclusion)(?:\s*[.:—–\-]\s*(?P<title>.*))?\.?",
    re.IGNORECASE,
)
_TITLED = re.compile(r"(?P<number>\d{1,3}|[IVXLC]{1,8})(?:[.:)]|\s[—–-])\s+(?P<title>\S.*)")
_NUMERAL = re.compile(r"[-–—]?\s*(?P<number>\d{1,3}|[IVXLC]{1,8})\s*[.):]?\s*[-–—]?")
_ROMAN = re.compile(r"(?:X{0,3}|XL|LX{0,3}|XC|C{1,3})(?:IX|IV|V?I{0,3})")
_SENTENCE_END = re.compile(r"[.,;:…—]['\"”’»)]*$")
_QUOTED = re.compile(r"^[\"“«‘]|[\"”»]$")
BREAK_LINE = re.compile(r"(?:[*·•⁂~#=+_—–\-◆◇❦❧✦✻✽.oO0]\s*){1,40}")
_BREAK_WORDS = ("oOo", "o0o", "oOOo", "ooo", "-o-")
_LONGEST = 90


@dataclass(frozen=True)
class Found:
    """A heading: how it was told, at which level it stands, and its number (0: none)."""

    kind: HeadingKind
    level: int
    number: int = 0


def heading_of(line: str) -> Found | None:
    """What kind of heading `line` can be by its own words; None for a line of the story."""
    line = line.strip()
    if not line or len(line) > _LONGEST or _QUOTED.search(line):
        return None
    named = _named(line)
    if named:
        return named
    if match := _NUMERAL.fullmatch(line):
        number = numeral(match["number"])
        return Found("numeral", NUMERAL, number) if number else None
    match = _TITLED.fullmatch(line)
    if match and _title_like(match["title"]) and numeral(match["number"]):
        return Found("titled", CHAPTER, numeral(match["number"]))
    return Found("capitals", CHAPTER) if capitals(line) else None


def _named(line: str) -> Found | None:
    if (match := _PART.fullmatch(line)) and _title_like(match["title"]):
        return Found("part", PART)
    if (match := _CHAPTER.fullmatch(line)) and _title_like(match["title"]):
        return Found("chapter", CHAPTER)
    if (match := _SPECIAL.fullmatch(line)) and _title_like(match["title"] or ""):
        return Found("special", CHAPTER)
    return None


def _title_like(title: str) -> bool:
    """Nothing, or a few words that begin high and do not end as a sentence does."""
    title = title.strip().rstrip(".") if title.count(".") == 1 else title.strip()
    if not title:
        return True
    first = next((c for c in title if c.isalnum()), "")
    words = len(title.split())
    return words <= 12 and (first.isupper() or first.isdigit()) and not _SENTENCE_END.search(title)


def numeral(text: str) -> int:
    """The value of an Arabic or a proper Roman numeral in capitals; 0 for anything else."""
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or not _ROMAN.fullmatch(text):
        return 0
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    total = 0
    for here, after in zip(text, text[1:] + " ", strict=True):
        total += -values[here] if values.get(after, 0) > values[here] else values[here]
    return total


def capitals(line: str) -> bool:
    """Whether a line is a title in capitals: letters, none of them small, a word of three."""
    if line != line.upper():
        return False
    letters = [c for c in line if c.isalpha()]
    return (
        len(letters) >= 3
        and not any(c.islower() for c in letters)
        and any(c.isupper() for c in letters)
        and len(line.split()) <= 12
        and not _SENTENCE_END.search(line.rstrip("."))
        and bool(re.search(r"[^\W\d_]{3}", line))
    )


def is_bare(title: str) -> bool:
    """Whether a heading is a number without a title: `IV`, `Chapter 4`."""
    found = heading_of(title)
    if found is None or found.kind not in {"chapter", "numeral"}:
        return False
    match = _CHAPTER.fullmatch(title.strip())
    return not (match and match["title"].strip(" ."))


def is_part(title: str) -> bool:
    return bool(_PART.fullmatch(title.strip()))


def is_break(line: str) -> bool:
    """`* * *`, `---`, `⁂` and their like."""
    line = line.strip()
    if line in _BREAK_WORDS:
        return True
    signs = line.replace(" ", "")
    if not signs or len(signs) > 40 or len(line) > 80 or not BREAK_LINE.fullmatch(line):
        return False
    if any(c in "oO0" for c in signs):
        return False
    return len(signs) >= 3 or signs in {"*", "**", "#", "⁂", "~", "•", "◆", "◇", "❦", "❧", "✦", "✻"}


_SMALL = frozenset(
    {
        "a", "an", "and", "as", "at", "but", "by", "de", "du", "for", "from", "in", "into", "la",
        "le", "nor", "of", "off", "on", "or", "over", "the", "to", "up", "von", "with",
    }
)  # fmt: skip
_KEPT = re.compile(r"[IVXLC]{1,8}[.:]?")


def title_case(title: str) -> str:
    """A title in capitals in mixed case: `A SCANDAL IN BOHEMIA` → `A Scandal in Bohemia`."""
    if any(c.islower() for c in title):
        return title
    words = title.split()
    done = []
    for index, word in enumerate(words):
        small = word.lower()
        after_stop = index == 0 or words[index - 1].endswith((":", ".", "—", "-"))
        if _KEPT.fullmatch(word) and numeral(word.rstrip(".:")):
            done.append(word)
        elif small in _SMALL and not after_stop and index < len(words) - 1:
            done.append(small)
        else:
            done.append(re.sub(r"(?:^|(?<=[-—“‘(]))\w", lambda m: m[0].upper(), small))
    return " ".join(done)
