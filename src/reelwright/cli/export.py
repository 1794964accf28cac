"""`reelwright export`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli import giving
from reelwright.cli.saying import say, say_json, tell
from reelwright.cli.status import Production

if TYPE_CHECKING:
    from reelwright.studio.settings import Settings

Kind = Annotated[
    str,
    typer.Option(
        "--as",
        help="mp4, mov, webm, gif, webp, thumbnail, sheet, proxies (several: mp4,sheet); or one of "
        "srt, vtt, fountain, fdx, otio, otioz, fcp7xml, edl; else by --to's ending.",
    ),
]
Size = Annotated[
    str, typer.Option(help="480p, 720p, 1080p or 4k (several: 480p,1080p); else the film's own.")
]
Out = Annotated[
    str, typer.Option("--out", help="Folder: files get their names in exports/ and proxies/ there.")
]
To = Annotated[str, typer.Option("--to", help="File to write; by default in this folder.")]
Force = Annotated[bool, typer.Option("--force", help="Write over an existing file.")]
Media = Annotated[
    str,
    typer.Option("--media", help="Folder for a timeline's files; by default one beside it."),
]
Absolute = Annotated[
    bool, typer.Option("--absolute", help="Refer to a timeline's files by their whole paths.")
]
Prompts = Annotated[bool, typer.Option("--prompts", help="Put each shot's prompt in (otio).")]
WithMoney = Annotated[bool, typer.Option("--with-money", help="Put in what each cost (otio).")]
Takes = Annotated[
    bool, typer.Option("--takes", help="Bring originals and other takes along (otio).")
]


def export(
    production: Production = "",
    kind: Kind = "",
    size: Size = "",
    to: To = "",
    out: Out = "",
    force: Force = False,
    media: Media = "",
    absolute: Absolute = False,
    prompts: Prompts = False,
    with_money: WithMoney = False,
    takes: Takes = False,
    json: giving.Json = False,
) -> int:
    """Write the film in any form and size, what shows it in small, its subtitles, its screenplay,
    or a timeline for editing programs."""
    from reelwright.cli.newest import newest
    from reelwright.studio.delivering import MEDIA
    from reelwright.studio.exporting import Handing, kind_of
    from reelwright.studio.exporting import export as export_film
    from reelwright.studio.handing import Wants
    from reelwright.studio.settings import read_settings

    settings = read_settings()
    kind = kind or kind_of(to)
    if size or out or "," in kind or (kind in MEDIA and kind != "mp4"):
        return _media(settings, production or newest(settings), kind, size, to, out, force, json)
    path = export_film(
        settings,
        production or newest(settings),
        kind,
        Path(to).expanduser() if to else None,
        force=force,
        handing=Handing(
            wants=Wants(prompts=prompts, money=with_money, takes=takes),
            media=Path(media).expanduser() if media else None,
            absolute=absolute,
        ),
    )
    if json:
        say_json({"file": str(path), "as": kind, "bytes": path.stat().st_size})
    else:
        say(str(path))
    return 0


def _media(
    settings: "Settings",
    production: str,
    kind: str,
    size: str,
    to: str,
    out: str,
    force: bool,
    json: bool,
) -> int:
    """Films and pictures, which may have to be made first."""
    from reelwright.cli.live import live
    from reelwright.cli.placing import require_place
    from reelwright.film.errors import BadInput
    from reelwright.studio.exporting import asked, export_media

    if to and out:
        raise BadInput("options", "--to and --out name two places", "Give one of them.")
    asks = asked(_words(kind), _words(size))
    place = require_place(Path(out)) if out else None
    with live(quiet=json) as watch:
        done = export_media(
            settings,
            production,
            asks,
            to=Path(to).expanduser() if to else None,
            out=place,
            force=force,
            watch=watch,
        )
    if json:
        say_json(done.model_dump())
        return 0
    for one in done.files:
        say(one.file)
        if one.note:
            tell(f"{one.file}: {one.note}")
    tell(f"{done.made} made, {done.reused} reused")
    return 0


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]
