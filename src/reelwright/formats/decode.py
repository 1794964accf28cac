"""Bytes to text: the encoding is told by marks, by validity, and only then by statistics."""

import codecs
import re
from pathlib import Path

from reelwright.formats import clean, limits

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 32_768
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
# What cp1252 text holds beyond ASCII: quotes, dashes, dots, currency, and letters that mostly
# stand beside other Latin letters. Text of other encodings read as cp1252 fails this soon.
_WESTERN = re.compile(
    "[‘’“”„‚–—…•™€£§°©«»¿¡½¼¾ºª\u00a0´·×]|(?:(?<=[A-Za-z])[À-ÖØ-öø-ÿŒœŠšŽžŸ]|[À-ÖØ-öø-ÿŒœŠšŽžŸ](?=[a-z]))"
)


def text_of(path: Path) -> str:
    """The text of a file, cleaned (`clean.characters`). Refuses binary and too large files."""
    if path.stat().st_size > 4 * limits.TEXT_BYTES:
        raise limits.bad(limits.TOO_MUCH_TEXT, limits.SPLIT)
    text = decoded(path.read_bytes())
    limits.TextBudget().take(text)
    return clean.characters(text)


def decoded(data: bytes) -> str:
    """`data` as text; `BadInput` where it is no text."""
    text = _decode(data)
    strange = len(_CONTROLS.findall(text, 0, 4_000_000))
    if strange > max(8, min(len(text), 4_000_000) // 200):
        raise limits.bad("is a binary file, not text", "Give a text, a book or a script.")
    return text.replace("\ufffd", "")


def _decode(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    if name := _wide(data[:_SAMPLE]):
        return data.decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    loose = data.decode("utf-8", "replace")
    if loose.count("\ufffd") * 20 < len(_NOT_ASCII.findall(data)) or (
        loose.count("\ufffd") < 3 and (len(_NOT_ASCII.findall(data)) > 8)
    ):
        return loose
    return data.decode(_guessed(data), "replace")


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: Western text has a zero in nearly every other byte."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.05 * half else ""


def _guessed(data: bytes) -> str:
    sample = _strange_lines(data)
    western = sample.decode("cp1252", "replace")
    strange = sum(1 for c in western if ord(c) > 127)
    if len(_WESTERN.findall(western)) >= 0.95 * strange:
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else "cp1252"


def _strange_lines(data: bytes) -> bytes:
    """The lines with other than ASCII bytes, at most `_SAMPLE` bytes of them: these tell."""
    lines, size = [], 0
    for line in data[: 40 * _SAMPLE].splitlines(keepends=True):
        if _NOT_ASCII.search(line):
            lines.append(line[:_SAMPLE])
            size += len(line)
        if size > _SAMPLE:
            break
    return b"".join(lines)[:_SAMPLE] or data[:_SAMPLE]
