"""How much is read before a work is refused. Megabytes here are 10**6 bytes."""

from collections.abc import Iterable

from reelwright.film.errors import BadInput

MEGABYTE = 1_000_000
TEXT_BYTES = 50 * MEGABYTE
"""Extracted text, as UTF-8. The longest novels have about 10 MB."""

FILE_BYTES = 500 * MEGABYTE
"""Size of a book file: pictures may make a book large, but not larger than this."""

IN_PROCESS_BYTES = 2 * MEGABYTE
"""Text files up to this size are read in the asking process, larger ones in a confined one."""

MEMORY_MB = 480
"""Address space of a confined reader, so that it stays under 500 MB with the interpreter."""

CPU_SECONDS = 30
WALL_SECONDS = 90.0

TOO_MUCH_TEXT = "holds more than 50 MB of text, which is more than any single work has"
SPLIT = "Split it into several files, or give one part of it."


def bad(cause: str, remedy: str = "") -> BadInput:
    """A refusal of the given work. `cause` follows the file's name: `is empty`."""
    return BadInput("source", cause, remedy)


class TextBudget:
    """Counts extracted text and refuses more than `TEXT_BYTES` of it."""

    def __init__(self) -> None:
        self.left = TEXT_BYTES

    def take(self, text: str) -> str:
        """`text` itself, once it is counted."""
        self.left -= len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
        if self.left < 0:
            raise bad(TOO_MUCH_TEXT, SPLIT)
        return text

    def take_all(self, texts: Iterable[str]) -> None:
        """Count many texts."""
        for text in texts:
            self.take(text)
