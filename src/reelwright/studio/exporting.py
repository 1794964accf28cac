"""`export`: a finished film, its subtitles, its screenplay, or all of it for an editing program."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from reelwright import formats
from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.media import disk
from reelwright.studio.delivering import MEDIA, SIDES, VIDEOS, Ask, Delivered, deliver
from reelwright.studio.desk import Watch
from reelwright.studio.handing import Wants, handed
from reelwright.studio.home import open_home
from reelwright.studio.opening import slug
from reelwright.studio.produce import unwatched
from reelwright.studio.settings import Settings
from reelwright.studio.shelving import appearing, put, put_all, require_free, shelve
from reelwright.studio.viewing import Finished, finished

SUBTITLES = ("srt", "vtt")
SCRIPTS = ("fountain", "fdx")
EXCHANGES = ("otio", "otioz", "fcp7xml", "edl")
KINDS = ("mp4", *SUBTITLES, *SCRIPTS, *EXCHANGES)
ENDINGS = {kind: "xml" if kind == "fcp7xml" else kind for kind in KINDS}
MEDIA_ENDINGS = {"mov": "mov", "webm": "webm", "gif": "gif", "webp": "webp",
                 "jpg": "thumbnail", "jpeg": "thumbnail"}  # fmt: skip
EVERY = (*MEDIA, *SUBTITLES, *SCRIPTS, *EXCHANGES)


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
    if ending in MEDIA_ENDINGS:
        return MEDIA_ENDINGS[ending]
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
        raise BadInput("export", f"cannot export as {kind!r}", f"Use {', '.join(EVERY)}.")
    film = finished(settings, name)
    path = _place(film, kind, to, force=force)
    with appearing(path) as part:
        if kind == "mp4":
            disk.copy(film.film, part)
        elif kind in EXCHANGES:
            _hand_over(settings, film, kind, path, part, handing or Handing())
        else:
            part.write_text(_text(film, kind), encoding="utf-8")
    return path


class Exported(Noun):
    """A file that was written. `note` tells what might surprise."""

    file: str
    kind: str
    size: str
    width: int
    height: int
    seconds: float
    bytes: int
    note: str


class Exports(Noun):
    """All files that were written, and how many jobs were made and reused for them."""

    production: str
    files: tuple[Exported, ...]
    made: int
    reused: int


def asked(kinds: Sequence[str], sizes: Sequence[str]) -> list[Ask]:
    """What these options ask for: videos in every size. Raises `BadInput`."""
    for kind in kinds:
        if kind not in EVERY:
            raise BadInput("export", f"cannot export as {kind!r}", f"Use {', '.join(EVERY)}.")
        if kind not in MEDIA:
            raise BadInput(
                "export", f"{kind} is no picture or film", "Export it by itself, with --to FILE."
            )
    for size in sizes:
        if size not in SIDES:
            raise BadInput("export", f"there is no size {size!r}", f"Use {', '.join(SIDES)}.")
    if sizes and not set(kinds) & set(VIDEOS):
        raise BadInput(
            "export", f"{kinds[0]} has a size of its own", f"--size is for {', '.join(VIDEOS)}."
        )
    known = [kind for kind in MEDIA if kind in kinds]
    return [
        Ask(kind=kind, size=size)
        for kind in known
        for size in ((*dict.fromkeys(sizes),) if sizes and kind in VIDEOS else ("",))
    ]


def export_media(
    settings: Settings,
    name: str,
    asks: Sequence[Ask],
    *,
    to: Path | None = None,
    out: Path | None = None,
    force: bool = False,
    watch: Watch = unwatched,
) -> Exports:
    """Make what is asked for, and write it: below the folder `out`, to the one file `to`, or here.

    Files that are there already are left as they are. Raises `BadInput`.
    """
    if to is not None and len(asks) != 1:
        raise BadInput("export", "--to names one file", "Use --out FOLDER for several.")
    if to is not None and not to.is_dir():
        _require_folder(to.parent)
    made = deliver(settings, name, asks, watch)
    if out is not None:
        paths = shelve(made, out, force=force)
    elif to is None or to.is_dir():
        paths = put_all(made, to or Path(), force=force)
    elif len(made.files) > 1:
        raise BadInput("export", f"{asks[0].kind} are several files", "Use --out FOLDER.")
    else:
        if not force:
            require_free(to, made.files[0])
        put(made.files[0], to)
        paths = {made.files[0].name: to}
    return Exports(
        production=made.production,
        files=tuple(_exported(one, paths[one.name]) for one in made.files),
        made=made.made,
        reused=made.reused,
    )


def _exported(one: Delivered, path: Path) -> Exported:
    note = f"{one.size} is larger than the film: enlarged, not sharper" if one.enlarged else ""
    return Exported(
        file=str(path),
        kind=one.kind,
        size=one.size,
        width=one.width,
        height=one.height,
        seconds=round(one.seconds, 3),
        bytes=path.stat().st_size,
        note=note,
    )


def _place(film: Finished, kind: str, to: Path | None, *, force: bool) -> Path:
    own = f"{slug(film.timeline.title or film.production)}.{ENDINGS[kind]}"
    path = to or Path(own)
    if path.is_dir():
        path = path / own
    _require_folder(path.parent)
    if path.exists() and not force:
        raise BadInput(
            "export", f"{path} exists already", "Use --force, or name another with --to."
        )
    return path


def _require_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise BadInput(
            "export", f"there is no folder {folder}", "Make it, or name another file with --to."
        )


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
        with appearing(target) as part:
            disk.copy(source, part)
