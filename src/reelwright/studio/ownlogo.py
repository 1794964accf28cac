"""The user's own logo: made a plain picture before anything is recorded, then stored."""

import hashlib
from pathlib import Path

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.studio.home import Home

REMEDY = "Use a PNG (a clear ground is kept), JPEG or WebP picture of at most 32 MB."


def checked(path: Path) -> bytes:
    """The logo as a PNG of ours. Raises `BadInput`."""
    from reelwright.media.picture import plain_png

    return plain_png(path.expanduser(), "logo", REMEDY)


def named(picture: bytes) -> str:
    """The hash under which it will be stored."""
    return hashlib.sha256(picture).hexdigest()


def keep(home: Home, picture: bytes, sha256: str) -> None:
    """Store the picture that was checked."""
    if named(picture) != sha256:
        raise BadInput("logo", "it changed while it was read", "Try again.")
    if home.store.has(sha256):
        return
    scratch = home.scratch / f"logo-{sha256}"
    try:
        home.scratch.mkdir(parents=True, exist_ok=True)
        scratch.write_bytes(picture)
        home.store.put(scratch)
    except OSError as error:
        reason = error.strerror or str(error)
        raise MachineTrouble("logo", f"the logo cannot be stored: {reason}") from error
    finally:
        scratch.unlink(missing_ok=True)
