"""Join the numbered parts of a Fontsource package into one file of what other files do not have.

python scripts/rare_han.py OUT.woff2 FOLDER_OF_PARTS KNOWN.woff2 [KNOWN.woff2 ...]
"""

import re
import sys
import tempfile
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont

DROPPED = [
    "GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "STAT", "prep", "gasp", "VORG",
]  # fmt: skip
"""Tables that single Han characters in level lines do not need."""


def main(out: Path, parts: Path, known: list[Path]) -> None:
    have = {code for path in known for code in TTFont(path, lazy=True).getBestCmap()}
    numbered = sorted(parts.glob("*-400-normal.woff2"), key=_number)
    with tempfile.TemporaryDirectory() as folder:
        kept: list[str] = []
        for path in numbered:
            font = TTFont(path)
            fresh = {c for c in font.getBestCmap() if c not in have and 0x2E80 <= c < 0x40000}
            if not fresh or _number(path) < 0:
                continue
            have |= fresh
            options = subset.Options(hinting=False, layout_features=[], notdef_outline=False)
            options.drop_tables += DROPPED
            cut = subset.Subsetter(options)
            cut.populate(unicodes=fresh)
            cut.subset(font)
            font.flavor = None
            kept.append(str(Path(folder) / f"{len(kept)}.ttf"))
            font.save(kept[-1])
        joined = merge.Merger().merge(kept)
    joined.flavor = "woff2"
    joined.recalcTimestamp = False
    joined["head"].modified = joined["head"].created
    joined.save(out)


def _number(path: Path) -> int:
    found = re.search(r"-(\d+)-400-normal", path.name)
    return int(found[1]) if found else -1


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
