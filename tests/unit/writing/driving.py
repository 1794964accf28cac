"""Drives recipes by the rules, and makes sources of texts and of the examples."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reelwright import writing
from reelwright.film.order import Order, Recipe, Take
from reelwright.film.production import Wish
from reelwright.film.shot import Storyboard
from reelwright.film.source import Chapter, Passage, Source, addressed

EXAMPLES = Path(__file__).parents[3] / "examples"


def take_of(order: Order, text: str) -> Take:
    return Take(
        fingerprint=order.fingerprint,
        sha256="0" * 64,
        media_type="application/json",
        size=len(text),
        facts={"text": text},
    )


def drive(
    recipe: Recipe[Any], seen: list[Order], answer: Callable[[Order], str] = writing.answer
) -> Any:
    """The recipe's result; every Order asked for is added to `seen`."""
    sent: list[Any] | None = None
    while True:
        try:
            asked = next(recipe) if sent is None else recipe.send(sent)
        except StopIteration as done:
            return done.value
        sent = []
        for wish in asked:
            if isinstance(wish, Order):
                seen.append(wish)
                sent.append(take_of(wish, answer(wish)))
            else:
                sent.append(drive(wish, seen, answer))


def write(source: Source, wish: Wish, seen: list[Order] | None = None) -> Storyboard:
    """The storyboard of a source by the rules."""
    board = drive(writing.load(wish.recipe)(source, wish), [] if seen is None else seen)
    assert isinstance(board, Storyboard)
    return board


def prose(*chapters: str) -> Source:
    """A work from texts: paragraphs by blank lines, `***` is a scene break."""
    made = []
    for number, text in enumerate(chapters, 1):
        parts = [" ".join(p.split()) for p in re.split(r"\n\s*\n", text) if p.strip()]
        passages = tuple(Passage(text=p, kind="break" if p == "***" else "text") for p in parts)
        made.append(Chapter(number=number, title=f"Part {number}", passages=passages))
    return addressed(Source(title="Told", chapters=tuple(made)))


def given(text: str) -> Source:
    """A prompt or brief as a source: one chapter, one passage."""
    return addressed(Source(chapters=(Chapter(number=1, passages=(Passage(text=text),)),)))


def story_text() -> list[str]:
    """The chapters of the example story, as texts."""
    text = (EXAMPLES / "story.md").read_text(encoding="utf-8")
    parts = re.split(r"^## .*$", text, flags=re.MULTILINE)
    return [
        re.sub(r"^\s*(?:\* ?\* ?\*|---)\s*$", "***", part, flags=re.MULTILINE) for part in parts[1:]
    ]


def script_source() -> Source:
    """The example script, read by the plainest reading of Fountain."""
    text = (EXAMPLES / "script.fountain").read_text(encoding="utf-8").split("\n\n", 1)[1]
    passages = []
    for block in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in block.strip().splitlines()]
        if not lines:
            continue
        if re.match(r"(?:INT|EXT)\.", lines[0]):
            passages.append(Passage(text=lines[0], kind="slug"))
        elif len(lines) > 1 and lines[0] == lines[0].upper():
            spoken = " ".join(line for line in lines[1:] if not line.startswith("("))
            passages.append(Passage(text=spoken, kind="dialogue", speaker=lines[0]))
        elif re.fullmatch(r"[A-Z ]+(?:TO|IN|OUT)[:.]", lines[0]):
            passages.append(Passage(text=lines[0], kind="transition"))
        else:
            passages.append(Passage(text=" ".join(lines), kind="action"))
    return addressed(Source(form="script", chapters=(Chapter(number=1, passages=tuple(passages)),)))
