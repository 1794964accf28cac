"""The child process that reads content credentials: a stranger's file is parsed here."""

import json
import sys
from pathlib import Path
from typing import Any

import c2pa

FAULTS = {
    "_C2paManifestNotFound": "none",
    "_C2paRemoteManifest": "elsewhere",
    "_C2paVerify": "broken",
    "_C2paDecoding": "broken",
    "_C2paManifest": "broken",
    "_C2paAssertion": "broken",
    "_C2paAssertionNotFound": "broken",
    "_C2paJson": "broken",
    "_C2paSignature": "broken",
}
"""The library's errors; any other one is about the file itself."""

TELLING = (
    ("remote manifest", "elsewhere"),
    ("provenance not found", "none"),
    ("C2PA", "broken"),
)
"""What is told in its error of no kind."""

KINDS = (
    (4, b"ftypqt  ", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x89PNG", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (8, b"WEBP", "image/webp"),
    (0, b"GIF8", "image/gif"),
    (8, b"WAVE", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
)
"""(offset, bytes there, media type): a file is what it is, whatever its name."""


def main() -> None:
    asked = json.loads(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(_read(Path(asked["path"]), asked["trust"], asked["context"])))


def _read(path: Path, trust: str, context: dict[str, Any]) -> dict[str, Any]:
    if trust:
        context = context | {"trust": {"user_anchors": trust}}
    with path.open("rb") as file:
        head = file.read(32)
        kind = next((name for at, sign, name in KINDS if head[at:].startswith(sign)), "")
        if not kind:
            return {
                "fault": "unreadable",
                "told": "it is no film, picture or sound of a known kind",
            }
        file.seek(0)
        try:
            with (
                c2pa.Context.from_dict(context) as settled,
                c2pa.Reader(kind, file, context=settled) as reader,
            ):
                return {"report": json.loads(reader.json())}
        except c2pa.C2paError as error:
            return {"fault": _fault(error), "told": str(error)[:500]}


def _fault(error: c2pa.C2paError) -> str:
    known = FAULTS.get(type(error).__name__)
    if known:
        return known
    return next((fault for sign, fault in TELLING if sign in str(error)), "unreadable")


if __name__ == "__main__":
    main()
