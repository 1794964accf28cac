"""The files under `--out` (N10): a projection of the store, remade from a manifest.

Copies or reflinks, never hard links: editing one must not corrupt the store. What a new revision no
longer has is removed; files that we did not put there are left alone.
"""

import json
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol, TypeVar

from reelwright.film.errors import MachineTrouble
from reelwright.ledger.store import Store, hash_file
from reelwright.media import disk
from reelwright.studio.extras import handed_out
from reelwright.studio.filming import Filmed
from reelwright.studio.opening import slug

T = TypeVar("T")

COMING = "coming"
"""The stamp of a file that is about to be placed."""

_PLACES = "|".join(
    (
        r"final/[a-z0-9_]+_complete[.]mp4",
        r"clips/{own}/scene_\d+/clip_\d+[.]mp4",
        r"scenes/{own}/scene_\d+[.]mp4",
        r"characters/{own}/[a-z0-9_]+_(?:front|side|full_body)[.]png",
        r"images/{own}/scene_\d+_(?:first|last)_frame[.]png",
        r"audio/{own}/scene_\d+[.]mp3",
    )
)
"""Every name that a production can have here, as a pattern."""


class Seal(Protocol):
    """What makes a signed copy of a film; equal marks are equal copies, though not to the byte."""

    @property
    def mark(self) -> str: ...
    def put(self, source: Path, target: Path) -> None: ...


def lay_out(
    store: Store, production: str, filmed: Filmed, out: Path, seal: Seal | None = None
) -> Path:
    """Bring `out` in line with the film; answers the path of the finished film there. The film is
    signed with `seal`, after everything else.

    Files that are right already are not touched; a new one appears under its name only when it is
    complete.
    """
    manifest = out / ".reelwright" / f"{production}.json"
    try:
        before, others = _read(manifest), _others(manifest)
        wanted = dict(_files(production, filmed, _final(production, filmed, others)))
        # Written before anything is placed: whatever kills us, the next run knows what is ours.
        _write(manifest, {name: before.get(name, COMING) for name in {**before, **wanted}})
        placed = {
            name: _place(
                store,
                sha256,
                out / name,
                before.get(name, ""),
                seal if name.startswith("final/") else None,
            )
            for name, sha256 in wanted.items()
        }
        for name in sorted(set(before) - set(wanted) - others):
            if is_ours(production, name):
                _remove(out, name)
        _write(manifest, placed)
    except OSError as error:
        raise MachineTrouble(
            "layout",
            f"{out} cannot be written: {error.strerror or error}",
            "Name another folder with --out; everything made is kept.",
        ) from error
    return out / next(name for name in wanted if name.startswith("final/"))


@dataclass(frozen=True)
class Cleared:
    """Copies that went: how many files, of how many bytes; `edited` are copies that somebody has
    changed, and which stay."""

    files: int
    bytes: int
    edited: tuple[str, ...]


def cleared(production: str, out: Path, *, dry_run: bool = False) -> Cleared:
    """Remove what is laid out of a production in `out`, but for the film itself."""
    manifest = out / ".reelwright" / f"{production}.json"
    before, others = _read(manifest), _others(manifest)
    ours = {
        name: out / name
        for name in before
        if is_ours(production, name) and name not in others and not name.startswith("final/")
    }
    there = {name: path for name, path in ours.items() if path.is_file()}
    edited = {n for n, path in there.items() if before[n] != _stamp(before[n][:64], path)}
    going = {name: there[name].stat().st_size for name in sorted(set(there) - edited)}
    try:
        for name in () if dry_run else going:
            _remove(out, name)
        if before and not dry_run:
            _write(manifest, {n: s for n, s in before.items() if n not in ours or n in edited})
    except OSError as error:
        raise MachineTrouble(
            "clean", f"{out} cannot be changed: {error.strerror or error}", "Name another --out."
        ) from error
    return Cleared(len(going), sum(going.values()), tuple(sorted(edited)))


def laid_out(production: str, out: Path) -> dict[str, str]:
    """Name -> stamp of every file of a production in `out`; empty when it has none there."""
    return _read(out / ".reelwright" / f"{production}.json")


def is_ours(production: str, name: str) -> bool:
    """Whether a name from a manifest can be one of ours: a manifest is a file anybody can edit."""
    return re.fullmatch(_PLACES.format(own=re.escape(production)), name) is not None


def _others(manifest: Path) -> set[str]:
    """The names that belong to the other productions of this folder."""
    paths = (path for path in manifest.parent.glob("*.json") if path != manifest)
    return {name for path in paths for name in _read(path)}


def _final(production: str, filmed: Filmed, others: Set[str]) -> str:
    """The film's own name, with the production's id in it if another film here has that name."""
    assert filmed.timeline is not None
    title = _snake(slug(filmed.timeline.title or production))
    name = f"final/{title}_complete.mp4"
    if name in others:
        return f"final/{title}_{production.rpartition('-')[2]}_complete.mp4"
    return name


def _read(manifest: Path) -> dict[str, str]:
    """What was laid out before; a manifest that somebody spoilt counts as none."""
    try:
        found = json.loads(manifest.read_text())
    except (FileNotFoundError, ValueError, RecursionError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _files(production: str, filmed: Filmed, final: str) -> Iterator[tuple[str, str]]:
    """(name under `out`, content hash) of every file of this film."""
    assert filmed.film is not None
    numbers = {scene.key: n for n, scene in enumerate(filmed.storyboard.screenplay.scenes, 1)}
    counts: dict[str, int] = {}
    for one in filmed.footage:
        clip = handed_out(one)
        if clip is None or filmed.extras.clips == "none":
            continue
        scene = one.shot.scene
        at = counts.get(scene, 0)
        counts[scene] = at + 1
        shown = filmed.extras.small.get(clip.sha256, clip)
        yield f"clips/{production}/scene_{numbers[scene]:03d}/clip_{at:03d}.mp4", shown.sha256
    for key, apart in filmed.extras.scenes.items():
        yield scene_file(production, numbers[key]), apart.film.sha256
        if apart.sound:
            yield f"audio/{production}/scene_{numbers[key]}.mp3", apart.sound.sha256
    for key, stills in filmed.extras.stills.items():
        for which, take in stills.items():
            yield f"images/{production}/scene_{numbers[key]}_{which}_frame.png", take.sha256
    for name, sheets in _named(filmed.extras.sheets).items():
        for view, take in sheets.items():
            yield f"characters/{production}/{name}_{view}.png", take.sha256
    yield final, filmed.film.sha256


def _named(people: Mapping[str, T]) -> dict[str, T]:
    """The same values by file name; names that are written alike in ASCII are numbered."""
    found: dict[str, T] = {}
    for name, value in people.items():
        plain = _snake(slug(name, "character")[:60].strip("-"))
        numbered = (plain if n == 1 else f"{plain}_{n}" for n in count(1))
        found[next(free for free in numbered if free not in found)] = value
    return found


def _snake(name: str) -> str:
    return name.replace("-", "_")


def scene_file(production: str, number: int) -> str:
    """Where scene `number` (from 1, in the whole film) is laid out."""
    return f"scenes/{production}/scene_{number:03d}.mp4"


def _place(store: Store, sha256: str, path: Path, before: str, seal: Seal | None = None) -> str:
    """Put the bytes at `path` unless they are there untouched; answers their stamp.

    A stamp is the hash (of a signed copy with the seal's mark) and the time of the file's last
    change: whoever edits the file changes it.
    """
    label = f"{sha256}+{seal.mark}" if seal else sha256
    if path.is_file() and before == _stamp(label, path):
        return before
    if path.exists() and not before and hash_file(path)[0] != sha256:
        raise MachineTrouble(
            "layout",
            f"{path} is there already and is not ours",
            "Move it away, or choose another folder with --out.",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    part = _part(path)
    try:
        if seal:
            seal.put(store.local(sha256), part)
        else:
            disk.copy(store.local(sha256), part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return _stamp(label, path)


def _stamp(label: str, path: Path) -> str:
    return f"{label} {path.stat().st_mtime_ns}"


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _remove(out: Path, name: str) -> None:
    """Remove one file of an older revision, and folders that this leaves empty."""
    path = out / name
    path.unlink(missing_ok=True)
    _part(path).unlink(missing_ok=True)
    for folder in path.relative_to(out).parents:
        if folder == Path():
            return
        try:
            (out / folder).rmdir()
        except OSError:
            return


def _write(manifest: Path, entries: Mapping[str, str]) -> None:
    manifest.parent.mkdir(parents=True, exist_ok=True)
    part = _part(manifest)
    part.write_text(json.dumps(entries, indent=1, sort_keys=True))
    part.replace(manifest)
