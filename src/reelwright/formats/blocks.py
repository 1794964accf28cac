"""What every reader of prose finds first: paragraphs, breaks and headings in a row."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, one scene break, or one heading (`level` counts from 1, the highest)."""

    kind: Literal["text", "break", "heading"]
    text: str = ""
    level: int = 0


BREAK = Block("break")


def heading(text: str, level: int) -> Block:
    return Block("heading", text, level)


def paragraph(text: str) -> Block:
    return Block("text", text)
