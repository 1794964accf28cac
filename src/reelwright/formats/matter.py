"""Front and back matter: what a book carries that is not the story."""

import re

_NAMES = re.compile(
    r"(?:table\s+of\s+)?contents|toc|half[- ]?title(?:\s?page)?|title\s?page|cover(?:\s+page)?"
    r"|imprint|colophon|copyright(?:\s+page|\s+notice)?|uncopyright|legal(?:\s+notice)?|licen[cs]e"
    r"|dedication|epigraph|preface|foreword|introduction|introductory\s+note|publisher['’]s\s+note"
    r"|editor['’]s\s+note|translator['’]s\s+(?:note|preface)|author['’]s\s+(?:note|preface)"
    r"|transcriber['’]s\s+notes?|a\s+note\s+on\s+the\s+(?:text|type|author)|note\s+on\s+the\s+text"
    r"|acknowledge?ments?|about\s+the\s+(?:author|publisher|translator)s?|about\s+this\s+(?:book|ebook)"
    r"|also\s+by(?:\s.*)?|other\s+(?:books|works)\s+by(?:\s.*)?|books\s+by(?:\s.*)?|praise\s+for(?:\s.*)?"
    r"|(?:list\s+of\s+)?illustrations|list\s+of\s+(?:figures|plates|maps|tables)|landmarks|afterword"
    r"|appendix(?:\s.*)?|end\s?notes|footnotes|notes|glossary|bibliography|index|errata|credits"
    r"|(?:the\s+)?full\s+project\s+gutenberg.*|inhalt(?:sverzeichnis)?|impressum|widmung|vorwort"
    r"|nachwort|danksagung|table\s+des\s+mati[eè]res|sommaire|pr[ée]face|remerciements|[íi]ndice"
    r"|sommario|dedicatoria|agradecimientos|pr[óo]logo\s+del\s+editor",
    re.IGNORECASE,
)
CONTENTS = re.compile(
    r"(?:table\s+of\s+)?contents|inhalt(?:sverzeichnis)?|table\s+des\s+mati[eè]res|sommaire|[íi]ndice",
    re.IGNORECASE,
)
_IMPRINT = re.compile(
    r"copyright|©|\(c\)\s*\d{4}|all\s+rights\s+reserved|\bisbn\b|first\s+(?:published|edition|printing)"
    r"|published\s+(?:by|in)|printed\s+(?:in|by|and\s+bound)|library\s+of\s+congress|cover\s+(?:art|design)"
    r"|project\s+gutenberg|gutenberg\.org|public\s+domain|creative\s+commons|this\s+e?-?book\s+(?:is|was)"
    r"|work\s+of\s+fiction|any\s+resemblance|produced\s+by|transcrib(?:ed|er)|typeset\s+(?:in|by)"
    r"|translated\s+(?:from|by)|illustrat(?:ed|ions)\s+by|www\.|https?:",
    re.IGNORECASE,
)
_DEDICATION = re.compile(
    r"(?:to|for|in\s+memory\s+of|dedicated\s+to)\s+.{1,120}", re.IGNORECASE | re.DOTALL
)
_BYLINE = re.compile(
    r"(?:written\s+|a\s+(?:novel|story|tale)\s+)?by\s+(?P<author>[^\n]{2,80})", re.IGNORECASE
)
_ENDING = re.compile(
    r"(?:the\s+)?end\.?|finis\.?|fin\.?|ende\.?|\[?the\s+end\]?"
    r"|end\s+of\s+(?:the\s+)?project\s+gutenberg.*",
    re.IGNORECASE | re.DOTALL,
)
_GUTENBERG_START = re.compile(
    r"^\s*\*{3}\s*START OF (?:THE|THIS) PROJECT GUTENBERG[^\n]*$", re.MULTILINE | re.IGNORECASE
)
_GUTENBERG_END = re.compile(
    r"^\s*(?:\*{3}\s*END OF (?:THE|THIS)|End of(?: the)?) PROJECT GUTENBERG[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
FIELD = re.compile(r"(title|author|language|credit|by)\s*:\s*(\S.*)", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…—。！？][\"'”’»)」』]*$")


def named(title: str) -> bool:
    """Whether a heading names something that is not the story."""
    return bool(_NAMES.fullmatch(title.strip().rstrip(".:").strip("[]").strip()))


def imprint(text: str) -> bool:
    """Whether a short paragraph speaks of rights, printing and publishers."""
    return len(text) < 1500 and bool(_IMPRINT.search(text))


def ending(text: str) -> bool:
    """`The End` and its like."""
    return len(text) < 200 and bool(_ENDING.fullmatch(text.strip()))


def author_in(text: str) -> str:
    """The author in a byline, or nothing."""
    match = _BYLINE.fullmatch(text.strip())
    return match["author"].strip(" .") if match and len(match["author"].split()) <= 8 else ""


def title_page(text: str) -> bool:
    """Whether a paragraph before the first heading belongs to a title page."""
    words = len(text.split())
    return (
        imprint(text)
        or bool(author_in(text))
        or (words <= 12 and len(text) <= 120 and not _SENTENCE.search(text))
        or (words <= 20 and bool(_DEDICATION.fullmatch(text)))
    )


def without_licence(text: str) -> tuple[str, dict[str, str]]:
    """The text between the marks of a Project Gutenberg file, and the facts its header gives."""
    start = _GUTENBERG_START.search(text)
    facts = fields(text[: start.start()].splitlines()) if start else {}
    first = start.end() if start else 0
    end = _GUTENBERG_END.search(text, first)
    return text[first : end.start() if end else len(text)], facts


def fields(lines: list[str]) -> dict[str, str]:
    """`Title: …` lines as a mapping with small keys; the first of each counts."""
    found: dict[str, str] = {}
    for line in lines[:200]:
        if match := FIELD.fullmatch(line.strip()):
            key = match[1].lower()
            found.setdefault("author" if key == "by" else key, match[2].strip().strip("\"'"))
    return found
