"""The fonts that come with the installation, and which characters each can draw.

Only these are ever used, never the machine's own: the same words give the same pixels everywhere.
"""

import hashlib
import unicodedata
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Literal

from reelwright.film.errors import BadInput
from reelwright.film.overlay import Face

_FOLDER = Path(__file__).parent / "fontfiles"

_FILES: dict[Face, str] = {
    "serif": "SourceSerifPro-Regular.otf",
    "serif-bold": "SourceSerifPro-Semibold.otf",
    "serif-italic": "SourceSerifPro-It.otf",
    "sans": "SourceSansPro-Regular.otf",
    "sans-bold": "SourceSansPro-Semibold.otf",
}

_NEXT: dict[Face, tuple[Face, ...]] = {
    "serif": ("sans",),
    "serif-bold": ("sans-bold",),
    "serif-italic": ("serif", "sans"),
    "sans": ("serif",),
    "sans-bold": ("serif-bold",),
}

Han = Literal["sc", "jp"]
"""As in which language a Chinese character is drawn, where its shape differs: Chinese, Japanese."""

_BOLD: frozenset[Face] = frozenset({"serif-bold", "sans-bold"})
_SCRIPTS = ("arabic", "hebrew", "devanagari", "thai", "kr")
_RARE = ("noto-sans-symbols-400-normal.woff2", "noto-sans-sc-rare-400-normal.woff2")
EMOJI = _FOLDER / "noto-emoji-600-normal.woff2"


@lru_cache
def chain(face: Face, han: Han = "sc") -> tuple[Path, ...]:
    """Font files to try for a face, in order: itself, its relatives, other scripts, emoji."""
    weight = 600 if face in _BOLD else 400
    asian = (han, "jp" if han == "sc" else "sc")
    scripts = [f"noto-sans-{name}-{weight}-normal.woff2" for name in (*_SCRIPTS, *asian)]
    names = (_FILES[face], *(_FILES[other] for other in _NEXT[face]), *scripts, *_RARE)
    return (*(_FOLDER / name for name in names), EMOJI)


def han(text: str) -> Han:
    """Japanese where kana are written, else Chinese."""
    return "jp" if any("\u3041" <= c <= "\u30ff" for c in text) else "sc"


@lru_cache
def coverage(path: Path) -> frozenset[int]:
    """The code points a font file has glyphs for."""
    # By name: the package has no type information, and most commands draw no text.
    library = import_module("fontTools.ttLib")
    with library.TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=65536)
def pick(character: str, face: Face, han: Han = "sc") -> Path:
    """The first font of the face's chain that can draw a character; `BadInput` if none can."""
    for path in chain(face, han):
        if ord(character) in coverage(path):
            return path
    name = unicodedata.name(character, "an unnamed character")
    raise BadInput(
        "text",
        f"no font here can draw {character!r} (U+{ord(character):04X}, {name})",
        "Write it in Latin, Greek, Cyrillic, Chinese, Japanese, Korean, Arabic, Hebrew, "
        "Devanagari or Thai letters.",
    )


@lru_cache
def version() -> str:
    """SHA-256 (hex) over all font files, for the keys of what is drawn with them."""
    total = hashlib.sha256()
    for path in sorted(path for path in _FOLDER.iterdir() if path.suffix in (".otf", ".woff2")):
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
