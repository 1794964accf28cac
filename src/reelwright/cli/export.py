"""`reelwright export`."""

from pathlib import Path
from typing import Annotated

import typer

from reelwright.cli import giving
from reelwright.cli.saying import say, say_json
from reelwright.cli.status import Production

Kind = Annotated[
    str, typer.Option("--as", help="mp4, srt, vtt or fountain; else by the ending of --to.")
]
To = Annotated[str, typer.Option("--to", help="File to write; by default in this folder.")]
Force = Annotated[bool, typer.Option("--force", help="Write over an existing file.")]


def export(
    production: Production = "",
    kind: Kind = "",
    to: To = "",
    force: Force = False,
    json: giving.Json = False,
) -> int:
    """Write the film, its subtitles or its screenplay to a file."""
    from reelwright.cli.newest import newest
    from reelwright.studio.exporting import export as export_film
    from reelwright.studio.exporting import kind_of
    from reelwright.studio.settings import read_settings

    settings = read_settings()
    kind = kind or kind_of(to)
    path = export_film(
        settings,
        production or newest(settings),
        kind,
        Path(to).expanduser() if to else None,
        force=force,
    )
    if json:
        say_json({"file": str(path), "as": kind, "bytes": path.stat().st_size})
    else:
        say(str(path))
    return 0
