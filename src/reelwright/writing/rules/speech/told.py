"""Told text: what remains of a paragraph when spoken words are taken out."""

import re

_SPOKEN = re.compile(
    r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|(?<![\w’])‘(?=[A-Z—])[^‘]*?(?:[,.!?—…]’|$)"
)


def told_text(paragraph: str) -> str:
    """The paragraph without anything between quotation marks (an unclosed quote runs on)."""
    return " ".join(_SPOKEN.sub(" ", paragraph).split())
