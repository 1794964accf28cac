"""Bringing: a file of the user's own is verified and stored, like anything a service makes."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import JsonValue

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.studio.home import Home, require_space
from reelwright.studio.spending import proving
from reelwright.studio.steering.looking import clip_facts

LARGEST = 8 << 30
"""Bytes of a file; more than an hour of the best that services make."""


@dataclass(frozen=True)
class Brought:
    """A stored file: `facts` as for Takes (`seconds` of a clip, `width` and `height`)."""

    kind: Literal["picture", "clip"]
    sha256: str
    facts: dict[str, JsonValue]

    @property
    def seconds(self) -> float:
        return float(str(self.facts.get("seconds", 0.0)))


def bring(home: Home, file: Path) -> Brought:
    """Copy, decode in full, and store. Raises `BadInput` for what is neither picture nor clip."""
    path = file.expanduser()
    _require_file(path)
    require_space(home)
    scratch = home.scratch / "bring"
    scratch.mkdir(parents=True, exist_ok=True)
    try:
        copy = scratch / "file"
        shutil.copyfile(path, copy)
        kind, facts, copy = _proved(copy, file)
        sha256, _ = home.store.put(copy)
        return Brought(kind, sha256, facts)
    except OSError as error:
        reason = error.strerror or str(error)
        raise MachineTrouble("use", f"{file} cannot be taken in: {reason}") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _require_file(path: Path) -> None:
    try:
        size = path.stat().st_size if path.is_file() else -1
    except (OSError, ValueError):
        size = -1
    if size < 0:
        raise BadInput("use", f"there is no file {str(path)!r}", "Name a picture or a clip.")
    if size > LARGEST:
        raise BadInput(
            "use", f"{str(path)!r} has {size >> 30} GB", f"Use at most {LARGEST >> 30} GB."
        )


def _proved(
    copy: Path, told: Path
) -> tuple[Literal["picture", "clip"], dict[str, JsonValue], Path]:
    """What it is and what it holds; a picture that lies on its side is stored upright."""
    try:
        proving.picture(copy)
    except BadInput:
        pass  # then it is a clip, or nothing
    else:
        upright = _upright(copy)
        return "picture", proving.picture(upright), upright
    try:
        return "clip", clip_facts(copy), copy
    except BadInput as trouble:
        why = trouble.cause.replace(repr(copy.name), "it")
        raise BadInput(
            "use",
            f"{str(told)!r} is neither a picture nor a clip that can be read: {why}",
            "Use a PNG, JPEG or WebP picture, or an MP4, MOV or WebM clip.",
        ) from None


def _upright(path: Path) -> Path:
    """Cameras note how they were held; not everybody who gets the picture reads that note."""
    from PIL import Image, ImageOps

    with Image.open(path, formats=("PNG", "JPEG", "WEBP")) as image:
        if image.getexif().get(0x0112, 1) == 1:
            return path
        turned = path.with_name("upright")
        ImageOps.exif_transpose(image).save(turned, "PNG")
    return turned
