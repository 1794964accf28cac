"""Characters of a page turned into characters of a text."""

import re
import unicodedata

_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
_SPACES = "\t\x0b\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Controls, soft hyphens, zero-width spaces and word joiners, marks that turn the reading direction
# (they can make a text look like another), noncharacters, lone surrogates, private use. The
# zero-width joiners U+200C and U+200D stay: scripts and emoji need them.
_DROPPED = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff0-\uffff\ud800-\udfff\ue000-\uf8ff"
)
_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\x0c]")
_PARAGRAPH_END = re.compile("\u2029")
_SPACE = re.compile(f"[{_SPACES}]")
_DROP = re.compile(f"[{_DROPPED}]")
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_BLANKS = re.compile(r"\s+")


def characters(text: str) -> str:
    """`text` with one kind of line end, plain spaces, no ligatures and no invisible characters.

    A form feed ends a line. Letters with accents of their own become one character (NFC).
    """
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    text = _PARAGRAPH_END.sub("\n\n", _LINE_ENDS.sub("\n", text))
    text = _DROP.sub("", _SPACE.sub(" ", text))
    text = _LIGATURE.sub(lambda match: _LIGATURES[match[0]], text)
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """`text` without line ends and repeated blanks."""
    return _BLANKS.sub(" ", text).strip()


def shown(name: str, limit: int = 80) -> str:
    """A file's name, safe to print: no controls, no broken characters, not longer than `limit`."""
    safe = name.encode("utf-8", "replace").decode("utf-8")
    safe = "".join(c if c.isprintable() else "?" for c in safe)
    return safe if len(safe) <= limit else f"{safe[: limit // 2 - 1]}…{safe[-limit // 2 :]}"
