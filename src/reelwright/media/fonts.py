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

Face = Literal["serif", "serif-bold", "serif-italic", "sans", "sans-bold"]

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

_OTHER_SCRIPTS = (
    "noto-sans-arabic-400-normal.woff2",
    "noto-sans-hebrew-400-normal.woff2",
    "noto-sans-devanagari-400-normal.woff2",
    "noto-sans-thai-400-normal.woff2",
    "noto-sans-symbols-400-normal.woff2",
)


@lru_cache
def chain(face: Face) -> tuple[Path, ...]:
    """Font files to try for a face, in order: itself, its relatives, other scripts."""
    names = (_FILES[face], *(_FILES[other] for other in _NEXT[face]), *_OTHER_SCRIPTS)
    return tuple(_FOLDER / name for name in names)


@lru_cache
def coverage(path: Path) -> frozenset[int]:
    """The code points a font file has glyphs for."""
    # By name: the package has no type information, and most commands draw no text.
    library = import_module("fontTools.ttLib")
    with library.TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=65536)
def pick(character: str, face: Face) -> Path:
    """The first font of the face's chain that can draw a character; `BadInput` if none can."""
    for path in chain(face):
        if ord(character) in coverage(path):
            return path
    name = unicodedata.name(character, "an unnamed character")
    raise BadInput(
        "text",
        f"no font here can draw {character!r} (U+{ord(character):04X}, {name})",
        "Write it in Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari or Thai letters.",
    )


@lru_cache
def version() -> str:
    """SHA-256 (hex) over all font files, for the keys of what is drawn with them."""
    total = hashlib.sha256()
    for name in sorted({*_FILES.values(), *_OTHER_SCRIPTS}):
        total.update(hashlib.sha256((_FOLDER / name).read_bytes()).digest())
    return total.hexdigest()
