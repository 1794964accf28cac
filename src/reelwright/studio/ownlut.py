"""The user's own colour table: checked before anything is recorded, then stored with its hash."""

import shutil
from pathlib import Path

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.ledger.store import hash_file
from reelwright.studio.home import Home


def checked(path: Path) -> str:
    """The hash of a .cube file that can be used. Raises `BadInput`."""
    from reelwright.media.colour import cube

    cube.read(path.expanduser())
    return hash_file(path.expanduser())[0]


def keep(home: Home, path: Path, sha256: str) -> None:
    """Store the file that was checked."""
    if home.store.has(sha256):
        return
    scratch = home.scratch / f"lut-{sha256}"
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path.expanduser(), scratch / "lut.cube")
        stored, _ = home.store.put(scratch / "lut.cube")
    except OSError as error:
        reason = error.strerror or str(error)
        raise MachineTrouble("grade", f"{path} cannot be taken in: {reason}") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if stored != sha256:
        raise BadInput("grade", f"{path.name!r} changed while it was read", "Try again.")
