"""From script elements to a work: what readers of scripts have in common."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reelwright.film.source import Chapter, Passage, Source
from reelwright.formats import composing, headings
from reelwright.formats.clean import one_line
from reelwright.formats.limits import TextBudget

_EXTENSION = re.compile(r"\s*\([^()]{0,60}\)\s*$")
TRANSITION = re.compile(
    r"(?:[A-Z][A-Z .'’-]{0,40} TO(?: [A-Z]+)?:|FADE (?:IN|OUT|UP|TO [A-Z]+)[.:]?|CUT TO [A-Z]+[.:]?"
    r"|(?:SMASH|MATCH|JUMP|HARD) CUT[.:]?|DISSOLVE[.:]?|IRIS (?:IN|OUT)[.:]?|THE END[.!]?|FIN[.]?)"
)
SLUG = re.compile(r"(?:INT\.?/EXT|EXT\.?/INT|I/E|E/I|INT|EXT|EST)[. ].*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a script; `section` opens a chapter of level `level`."""

    kind: Literal["slug", "action", "dialogue", "transition", "section"]
    text: str
    speaker: str = ""
    level: int = 0


def speaker_of(cue: str) -> str:
    """The name in a character cue, without `(V.O.)`, `(CONT'D)` and the mark of dual dialogue."""
    name = cue.strip().rstrip("^").strip()
    while (shorter := _EXTENSION.sub("", name)) != name and shorter:
        name = shorter
    return one_line(name)


def compose(
    elements: Sequence[Element], title: str = "", author: str = "", language: str = ""
) -> Source:
    """The script as a Source. Sections make chapters where there are two or more of a level."""
    TextBudget().take_all(e.text for e in elements)
    levels = sorted(e.level for e in elements if e.kind == "section")
    level = next((n for n in levels if levels.count(n) >= 2), 0)
    chapters: list[tuple[str, list[Passage]]] = [("", [])]
    for element in elements:
        if element.kind == "section":
            if element.level <= level:
                chapters.append((one_line(element.text), []))
        elif text := one_line(element.text):
            chapters[-1][1].append(
                Passage(text=text, kind=element.kind, speaker=one_line(element.speaker))
            )
    filled = [c for c in chapters if c[1]] or chapters[:1]
    return Source(
        title=headings.title_case(one_line(title)),
        author=one_line(author),
        language=composing.language_code(language),
        form="script",
        chapters=tuple(
            Chapter(number=number, title=name, passages=tuple(passages))
            for number, (name, passages) in enumerate(filled, 1)
        ),
    )
