"""`export`: a finished film, its subtitles, its screenplay, or all of it for an editing program."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from reelwright import formats
from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.studio.handing import Wants, handed
from reelwright.studio.home import open_home
from reelwright.studio.opening import slug
from reelwright.studio.settings import Settings
from reelwright.studio.viewing import Finished, finished

SUBTITLES = ("srt", "vtt")
SCRIPTS = ("fountain", "fdx")
EXCHANGES = ("otio", "otioz", "fcp7xml", "edl")
KINDS = ("mp4", *SUBTITLES, *SCRIPTS, *EXCHANGES)
ENDINGS = {kind: "xml" if kind == "fcp7xml" else kind for kind in KINDS}


@dataclass(frozen=True)
class Handing:
    """How a film is handed to editing programs.

    Its files are put into the folder `media`, by default one beside the timeline; the timeline
    refers to them relative to itself, or with `absolute` by their whole paths.
    """

    wants: Wants = field(default_factory=Wants)
    media: Path | None = None
    absolute: bool = False


def kind_of(name: str) -> str:
    """What a file of this name should hold: by its ending, else the film."""
    ending = Path(name).suffix.lower().removeprefix(".")
    return next((kind for kind, known in ENDINGS.items() if known == ending), "mp4")


def export(
    settings: Settings,
    name: str,
    kind: str,
    to: Path | None,
    *,
    force: bool = False,
    handing: Handing | None = None,
) -> Path:
    """Write the newest cut of a production as `kind` to `to`, or to `<title>.<ending>` here.

    An existing file is only replaced with `force`. Raises `BadInput`.
    """
    if kind not in KINDS:
        raise BadInput("export", f"cannot export as {kind!r}", f"Use {', '.join(KINDS)}.")
    film = finished(settings, name)
    path = _place(film, kind, to, force=force)
    with _appearing(path) as part:
        if kind == "mp4":
            shutil.copyfile(film.film, part)
        elif kind in EXCHANGES:
            _hand_over(settings, film, kind, path, part, handing or Handing())
        else:
            part.write_text(_text(film, kind), encoding="utf-8")
    return path


def _place(film: Finished, kind: str, to: Path | None, *, force: bool) -> Path:
    own = f"{slug(film.timeline.title or film.production)}.{ENDINGS[kind]}"
    path = to or Path(own)
    if path.is_dir():
        path = path / own
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
    return path


@contextmanager
def _appearing(path: Path) -> Iterator[Path]:
    """A file that gets its name when it is complete, and is gone when it never is."""
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise MachineTrouble(
            "export",
            f"{error.filename or path} cannot be written: {error.strerror or error}",
            "Name another file with --to.",
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _text(film: Finished, kind: str) -> str:
    """The film's subtitles or screenplay in a text format."""
    write = formats.writer(f".{kind}").write
    if kind in SCRIPTS:
        return str(write(film.storyboard.screenplay))
    return str(write(film.timeline.captions, film.timeline.house.rate))


def _hand_over(
    settings: Settings, film: Finished, kind: str, path: Path, part: Path, handing: Handing
) -> None:
    """Write the timeline to `part`, to be `path`, and bring its files along."""
    writer = formats.writer(f".{ENDINGS[kind]}")
    folder = handing.media or path.with_name(f"{path.stem}_media")
    url = writer.url if kind == "otioz" else _url_in(folder, kind, path, absolute=handing.absolute)
    with open_home(settings) as home:
        found = handed(
            home, film.production, film.timeline, film.storyboard, handing.wants, url
        )  # fmt: skip
    if kind == "otioz":
        writer.write(found.exchange, found.files, part)
        return
    _bring(found.files, folder)
    text = str(writer.write(found.exchange))
    part.write_text(text, encoding="ascii" if kind == "edl" else "utf-8", newline="\n")


def _url_in(folder: Path, kind: str, path: Path, *, absolute: bool) -> Callable[[str], str]:
    """How a file in `folder` is referred to. FCP 7 XML knows whole paths only."""
    whole = folder.absolute()
    if kind == "fcp7xml":
        return lambda name: "file://localhost/" + quote((whole / name).as_posix().lstrip("/"))
    if absolute:
        return lambda name: (whole / name).as_uri()
    near = Path(os.path.relpath(whole, path.absolute().parent)).as_posix()
    return lambda name: quote(f"{near}/{name}")


def _bring(files: Mapping[str, Path], folder: Path) -> None:
    """Copy what is not there yet; names end with the hash of the bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in files.items():
        target = folder / name
        if target.is_file() and target.stat().st_size == source.stat().st_size:
            continue
        with _appearing(target) as part:
            shutil.copyfile(source, part)
