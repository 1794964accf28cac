"""`export`: a finished film, its subtitles or its screenplay as one file."""

import shutil
from pathlib import Path

from reelwright import formats
from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.studio.opening import slug
from reelwright.studio.settings import Settings
from reelwright.studio.viewing import Finished, finished

KINDS = ("mp4", "srt", "vtt", "fountain")


def _text(film: Finished, kind: str) -> str:
    """The film's subtitles or screenplay in a text format."""
    write = formats.writer(f".{kind}").write
    if kind == "fountain":
        return str(write(film.storyboard.screenplay))
    return str(write(film.timeline.captions, film.timeline.house.rate))


def kind_of(name: str) -> str:
    """What a file of this name should hold: by its ending, else the film."""
    ending = Path(name).suffix.lower().removeprefix(".")
    return ending if ending in KINDS else "mp4"


def export(
    settings: Settings, name: str, kind: str, to: Path | None, *, force: bool = False
) -> Path:
    """Write the newest cut of a production as `kind` to `to`, or to `<title>.<kind>` here.

    An existing file is only replaced with `force`. Raises `BadInput`.
    """
    if kind not in KINDS:
        raise BadInput("export", f"cannot export as {kind!r}", f"Use {', '.join(KINDS)}.")
    film = finished(settings, name)
    path = to or Path(f"{slug(film.timeline.title or film.production)}.{kind}")
    if path.is_dir():
        path = path / f"{slug(film.timeline.title or film.production)}.{kind}"
    if not path.parent.is_dir():
        raise BadInput(
            "export",
            f"there is no folder {path.parent}",
            "Make it, or name another file with --to.",
        )
    if path.exists() and not force:
        raise BadInput(
            "export", f"{path} exists already", "Use --force, or name another with --to."
        )
    part = path.with_name(f".{path.name}.part")
    try:
        if kind == "mp4":
            shutil.copyfile(film.film, part)
        else:
            part.write_text(_text(film, kind), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise MachineTrouble(
            "export", f"{path} cannot be written: {error.strerror}", "Name another file with --to."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return path
