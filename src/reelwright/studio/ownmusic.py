"""The user's own music: checked before anything is recorded, then stored with its hash.

A library is a folder with a folder for each mood. Which file a film gets is decided by names, so
that it stays when others come and go, and that two films seldom get the same.
"""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.noun import digest
from reelwright.film.production import OwnBed, Wish
from reelwright.film.story import Mood
from reelwright.ledger.store import hash_file
from reelwright.studio.home import Home

MOODS: tuple[Mood, ...] = get_args(Mood)
ENDINGS = (".wav", ".mp3", ".flac", ".m4a", ".ogg")
LARGEST = 512 << 20
"""Bytes of a file: a quarter of an hour of the best that is sold."""

OTHER = "Give a WAV, MP3, FLAC, M4A or OGG file that plays elsewhere."


@dataclass(frozen=True)
class Piece:
    """A file that was checked, and the hash that it then had."""

    path: Path
    sha256: str


def scored(
    home: Home, wish: Wish, own: Path | None, name: str, before: Wish | None
) -> tuple[Wish, tuple[Piece, ...]]:
    """The wish with the user's own music in it, and the files to keep.

    `own` is the one piece for the whole film, `name` the production's, `before` the wish that was
    recorded last: what was chosen then is chosen again while it is there. Raises `BadInput`.
    """
    if own is not None:
        piece = checked(home, own.expanduser())
        return wish.model_copy(update={"track": piece.sha256}), (piece,)
    if wish.music == "none":
        return wish, ()
    beds: dict[Mood, OwnBed] = {}
    pieces = []
    for mood in [wish.music] if wish.music else MOODS:
        kept = before.beds.get(mood) if before else None
        path = _choice(home.settings.music, mood, name, kept.name if kept else "")
        if path is not None:
            pieces.append(checked(home, path))
            beds[mood] = OwnBed(name=path.name, sha256=pieces[-1].sha256)
    return wish.model_copy(update={"beds": beds}), tuple(pieces)


def _choice(library: Path | None, mood: str, name: str, kept: str) -> Path | None:
    """The piece of a mood: the one that was kept, else the one whose name comes first by lot."""
    if library is None:
        return None
    files = {path.name: path for path in _files(library.expanduser(), mood)}
    if kept in files:
        return files[kept]
    return min(files.values(), key=lambda path: digest([name, path.name]), default=None)


def _files(library: Path, mood: str) -> Iterator[Path]:
    """Sound files of a mood's folder; a mood without a folder has none."""
    try:
        if not library.is_dir():
            raise BadInput(
                "music",
                f"REELWRIGHT_MUSIC names {str(library)!r}, which is no folder",
                "Name a folder with a folder for each mood in it, or unset it.",
            )
        folder = library / mood
        if not folder.is_dir():
            return
        for path in folder.iterdir():
            fit = path.suffix.lower() in ENDINGS and not path.name.startswith(".")
            # A name that is no Unicode could not be recorded.
            if fit and path.name.isprintable() and path.is_file():
                yield path
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        cause = f"the music of {str(library)!r} cannot be read: {reason}"
        raise BadInput("music", cause, "Correct or unset REELWRIGHT_MUSIC.") from error


def checked(home: Home, path: Path) -> Piece:
    """The hash of a file that can be heard. What is stored already was checked then."""
    _require_file(path)
    try:
        sha256 = hash_file(path)[0]
    except OSError as error:
        cause = f"{path.name!r} cannot be read: {error.strerror or error}"
        raise BadInput("music", cause, OTHER) from error
    if not home.store.has(sha256):
        from reelwright.cutting.sound import ownmusic

        place = home.scratch if home.scratch.is_dir() else None
        with tempfile.TemporaryDirectory(prefix="music-", dir=place) as folder:
            try:
                ownmusic.bed(path, Path(folder))
            except BadInput as refused:
                raise BadInput("music", refused.cause, OTHER) from refused
    return Piece(path, sha256)


def _require_file(path: Path) -> None:
    try:
        size = path.stat().st_size if path.is_file() else -1
    except (OSError, ValueError):
        size = -1
    if size < 0:
        raise BadInput("music", f"there is no file {str(path)!r}", OTHER)
    if path.suffix.lower() not in ENDINGS:
        raise BadInput("music", f"{path.name!r} is no sound file by its name", OTHER)
    if size > LARGEST:
        cause = f"{path.name!r} has {size >> 20} MB"
        raise BadInput("music", cause, f"Use at most {LARGEST >> 20} MB.")


def keep(home: Home, pieces: tuple[Piece, ...]) -> None:
    """Store the files that were checked."""
    for piece in pieces:
        if not home.store.has(piece.sha256):
            _keep(home, piece)


def _keep(home: Home, piece: Piece) -> None:
    scratch = home.scratch / f"music-{piece.sha256}"
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(piece.path, scratch / "music")
        stored, _ = home.store.put(scratch / "music")
    except OSError as error:
        reason = error.strerror or str(error)
        raise MachineTrouble("music", f"{piece.path} cannot be taken in: {reason}") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if stored != piece.sha256:
        raise BadInput("music", f"{piece.path.name!r} changed while it was read", "Try again.")
