"""`reelwright export`."""

from pathlib import Path
from typing import Annotated

import typer

from reelwright.cli import giving
from reelwright.cli.saying import say, say_json
from reelwright.cli.status import Production

Kind = Annotated[
    str,
    typer.Option(
        "--as",
        help="mp4, srt, vtt, fountain, fdx, otio, otioz, fcp7xml or edl; else by --to's ending.",
    ),
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
    to: To = "",
    force: Force = False,
    media: Media = "",
    absolute: Absolute = False,
    prompts: Prompts = False,
    with_money: WithMoney = False,
    takes: Takes = False,
    json: giving.Json = False,
) -> int:
    """Write the film, its subtitles, its screenplay, or a timeline for editing programs."""
    from reelwright.cli.newest import newest
    from reelwright.studio.exporting import Handing, kind_of
    from reelwright.studio.exporting import export as export_film
    from reelwright.studio.handing import Wants
    from reelwright.studio.settings import read_settings

    settings = read_settings()
    kind = kind or kind_of(to)
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
