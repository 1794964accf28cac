"""Fountain scripts, in and out. What is written is read back as the same elements.

Syntax: fountain.io/syntax. Also taken as transitions, because writers mean them so: `FADE IN:`,
`FADE OUT.` and their like. Parentheticals are directions to the actor and are not spoken: dropped.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from reelwright.film.source import Source
from reelwright.film.story import Line, Scene, Screenplay
from reelwright.formats import decode, scripting
from reelwright.formats.clean import one_line
from reelwright.formats.scripting import Element

_KEYS = frozenset(
    {
        "title", "credit", "author", "authors", "source", "notes", "draft", "date", "contact",
        "copyright", "revision", "language", "font", "episode", "series", "company", "phone",
        "email", "address",
    }
)  # fmt: skip
_KEY = re.compile(r"\s{0,3}([A-Za-z][A-Za-z ]{0,30}?)\s*:\s*(.*)")
_NUMBERED = re.compile(r"\s*#[\w.\-]{1,20}#\s*$")
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3}|_)(?=\S)([^*_]{1,2000}?)(?<!\\)\1")
_ESCAPED = re.compile(r"\\([*_\[\]/~()\\!@>.#=])")
_TO_ESCAPE = re.compile(r"([*_\\]|\[(?=\[)|/(?=\*))")
_SPECIAL = re.compile(r"[!@>~.#=(]")
NARRATOR = "NARRATOR"


def read(path: Path) -> Source:
    """The script in a Fountain file."""
    return parse(decode.text_of(path))


def parse(text: str) -> Source:
    """The script in `text`, whose characters are clean."""
    lines = _without_notes(text).split("\n")
    facts, lines = _title_page(lines)
    return scripting.compose(
        list(_elements(lines)),
        facts.get("title", ""),
        facts.get("author", "") or facts.get("authors", ""),
        facts.get("language", ""),
    )


def _without_notes(text: str) -> str:
    """Without `/* … */` and `[[ … ]]`; a note ends at an empty line, one never closed is kept."""
    text = _cut(text, "/*", "*/", across=True)
    return _cut(text, "[[", "]]", across=False)


def _cut(text: str, opening: str, closing: str, across: bool) -> str:
    kept: list[str] = []
    at = look = 0
    while (start := text.find(opening, look)) >= 0 and (end := text.find(closing, start + 2)) >= 0:
        look = start + 2
        escaped = text[start - 1 : start] == "\\"
        if escaped or not (across or "\n\n" not in text[start : min(end, start + 20_000)]):
            continue
        kept.append(text[at:start])
        at = look = end + 2
    return "".join([*kept, text[at:]])


def _title_page(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    first = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    match = _KEY.fullmatch(lines[first]) if first < len(lines) else None
    if not match or match[1].lower().split()[0] not in _KEYS:
        return {}, lines
    facts: dict[str, str] = {}
    key = ""
    index = first
    while index < len(lines) and lines[index].strip():
        line = lines[index]
        if (match := _KEY.fullmatch(line)) and not line.startswith(("   ", "\t")):
            key = match[1].lower()
            facts.setdefault(key, plain(match[2]))
        elif key:
            facts[key] = f"{facts[key]} {plain(line)}".strip()
        index += 1
    return facts, lines[index:]


def plain(text: str) -> str:
    """Words without marks of emphasis and escapes."""
    for _ in range(3):
        text = _EMPHASIS.sub(r"\2", text)
    return one_line(_ESCAPED.sub(r"\1", text))


def _elements(lines: list[str]) -> Iterator[Element]:
    """The elements, group by group: groups are set apart by empty lines."""
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            group.append(line.strip())
        elif group:
            if line and is_dialogue(group):
                group.append("")
                continue
            yield from _group([g for g in group if g])
            group = []


def is_dialogue(group: list[str]) -> bool:
    """Whether a group is dialogue: a name in capitals (or after `@`) over at least one line."""
    if len(group) < 2:
        return False
    cue = group[0]
    if cue.startswith("@"):
        return len(cue) > 1
    if cue[0] in "!.>#=~" or scripting.SLUG.fullmatch(cue) or len(cue) > 120:
        return False
    name = scripting.speaker_of(cue)
    letters = [c for c in name if c.isalpha()]
    return bool(letters) and letters[0].isupper() and not any(c.islower() for c in letters)


def _group(lines: list[str]) -> Iterator[Element]:
    if is_dialogue(lines) and not scripting.TRANSITION.fullmatch(lines[0]):
        yield from _dialogue(lines)
        return
    action: list[str] = []
    for index, line in enumerate(lines):
        alone = len(lines) == 1
        found = _forced(line) or _plain_kind(line, index == 0, alone)
        if found is None:
            action.append(line.removeprefix("!"))
            continue
        if action:
            yield Element("action", plain(" ".join(action)))
            action = []
        if found.text:
            yield found
    if action:
        yield Element("action", plain(" ".join(action)))


def _dialogue(lines: list[str]) -> Iterator[Element]:
    speaker = plain(scripting.speaker_of(lines[0].removeprefix("@")))
    spoken = [
        line.removeprefix("~").strip()
        for line in lines[1:]
        if not (line.startswith("(") and line.endswith(")"))
    ]
    if text := plain(" ".join(spoken)):
        yield Element("dialogue", text, speaker)


def _forced(line: str) -> Element | None:
    """Elements named by a sign. An element without text is left out by the caller."""
    if line.startswith("#"):
        title = line.lstrip("#")
        return Element("section", plain(title), level=len(line) - len(title))
    if line.startswith("=") or (line.startswith("~") and not line[1:].strip()):
        return Element("action", "")
    if line.startswith("~"):
        return Element("action", plain(line[1:]))
    if line.startswith(".") and line[1:2].isalnum():
        return Element("slug", plain(_NUMBERED.sub("", line[1:])))
    if line.startswith(">"):
        centred = line.endswith("<")
        return Element("action" if centred else "transition", plain(line[1:].rstrip("<")))
    return None


def _plain_kind(line: str, first: bool, alone: bool) -> Element | None:
    if first and len(line) <= 200 and scripting.SLUG.fullmatch(line):
        return Element("slug", plain(_NUMBERED.sub("", line)))
    if alone and len(line) <= 60 and scripting.TRANSITION.fullmatch(line):
        return Element("transition", plain(line))
    return None


def write(screenplay: Screenplay) -> str:
    """The screenplay as Fountain text; narration becomes the voice-over of a narrator."""
    pages = [_head(screenplay)] if screenplay.title or screenplay.author else []
    chapter = None
    for scene in screenplay.scenes:
        if scene.chapter != chapter:
            chapter = scene.chapter
            pages.append(f"# {_escaped(scene.chapter_title or f'Chapter {chapter}')}")
        pages += _scene(scene)
    return "\n\n".join(pages) + "\n"


def _head(screenplay: Screenplay) -> str:
    lines = [f"Title: {_escaped(screenplay.title)}"] if screenplay.title else []
    if screenplay.author:
        lines += ["Credit: written by", f"Author: {_escaped(screenplay.author)}"]
    return "\n".join(lines)


def _scene(scene: Scene) -> Iterator[str]:
    yield _escaped(scene.slug)
    for line in scene.lines:
        if text := _escaped(line.text):
            yield _written(line, text)


def _written(line: Line, text: str) -> str:
    if line.kind == "action":
        special = scripting.SLUG.match(text) or scripting.TRANSITION.fullmatch(text)
        return f"!{text}" if special or _SPECIAL.match(text) else text
    if _SPECIAL.match(text):
        text = f"\\{text}"
    if line.kind == "narration":
        return f"{NARRATOR} (V.O.)\n{text}"
    name = one_line(line.speaker.replace("(", "").replace(")", "")) or "VOICE"
    cue = _escaped(name.upper())
    return f"{cue if is_dialogue([cue, text]) else '@' + cue}\n{text}"


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(r"\\\1", one_line(text))
