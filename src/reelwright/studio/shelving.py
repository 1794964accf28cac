"""Shelving: delivered files get their names, in a folder that the user names.

What is there already with the same bytes stays; what we have put there and nobody has changed is
replaced by its newer version; anything else is left alone, but for `force`.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.ledger.store import hash_file
from reelwright.media import disk
from reelwright.studio.delivering import Delivered, Delivery


def shelve(delivery: Delivery, out: Path, *, force: bool = False) -> dict[str, Path]:
    """Copy all files below `out`, each into its folder; answers name -> path.

    A note of what was put there lies in `out/.reelwright/exports`. Raises `BadInput` for a file
    that is not ours, before anything is copied.
    """
    manifest = out / ".reelwright" / "exports" / f"{delivery.production}.json"
    noted = _noted(manifest)
    paths = {f"{one.folder}/{one.name}": one for one in delivery.files}
    for name, one in paths.items():
        if not force and not _free(out / name, one, noted.get(name, "")):
            raise _taken(out / name)
    for name, one in paths.items():
        put(one, out / name)
        noted[name] = _stamp(one, out / name)
        _note(manifest, noted)
    return {one.name: out / name for name, one in paths.items()}


def put_all(delivery: Delivery, folder: Path, *, force: bool = False) -> dict[str, Path]:
    """Copy all files into one folder, without a note; answers name -> path."""
    for one in delivery.files:
        if not force and not _free(folder / one.name, one, ""):
            raise _taken(folder / one.name)
    for one in delivery.files:
        put(one, folder / one.name)
    return {one.name: folder / one.name for one in delivery.files}


def put(one: Delivered, path: Path) -> None:
    """Copy one file, which gets its name when it is complete."""
    if _same(path, one):
        return
    with appearing(path) as part:
        path.parent.mkdir(parents=True, exist_ok=True)
        disk.copy(one.path, part)


def require_free(path: Path, one: Delivered) -> None:
    """Raise `BadInput` when another file is there."""
    if not _free(path, one, ""):
        raise _taken(path)


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """A file that gets its name when it is complete, and is gone when it never is."""
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise MachineTrouble(
            "export",
            f"{error.filename or path} cannot be written: {error.strerror or error}",
            "Name another place with --to or --out.",
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _free(path: Path, one: Delivered, stamp: str) -> bool:
    """Whether this name can be given to this file."""
    if not path.exists():
        return True
    if not path.is_file():
        return False
    return (stamp != "" and stamp == _stamped(stamp[:64], path)) or _same(path, one)


def _same(path: Path, one: Delivered) -> bool:
    if not path.is_file() or path.stat().st_size != one.path.stat().st_size:
        return False
    return hash_file(path)[0] == one.sha256


def _taken(path: Path) -> BadInput:
    return BadInput(
        "export", f"{path} exists already", "Use --force, or name another place with --to or --out."
    )


def _stamp(one: Delivered, path: Path) -> str:
    return _stamped(one.sha256, path)


def _stamped(sha256: str, path: Path) -> str:
    """Whoever changes the file changes the time of its last change."""
    return f"{sha256} {path.stat().st_mtime_ns}"


def _noted(manifest: Path) -> dict[str, str]:
    """What was put there before; a note that somebody spoilt counts as none."""
    try:
        found = json.loads(manifest.read_text())
    except (OSError, ValueError, RecursionError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _note(manifest: Path, entries: Mapping[str, str]) -> None:
    with appearing(manifest) as part:
        manifest.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(entries, indent=1, sort_keys=True))
