"""`reelwright use`."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from reelwright.cli import giving
from reelwright.cli.saying import say, say_json, tell

Shot = Annotated[str, typer.Argument(help="A shot by scene and number (1.1/2), or by its id.")]
File = Annotated[
    Optional[Path],  # noqa: UP045 — typer reads the annotation at run time
    typer.Argument(help="Your picture (PNG, JPEG, WebP) or clip (MP4, MOV, WebM)."),
]
Owner = Annotated[str, typer.Option("--production", help="The production that is meant.")]
Back = Annotated[bool, typer.Option("--back", help="Undo: what the film had before.")]
Take = Annotated[int, typer.Option("--take", help="Ask the service for this take instead.", min=0)]


def use(
    shot: Shot,
    file: File = None,
    production: Owner = "",
    back: Back = False,
    take: Take = 0,
    json: giving.Json = False,
) -> int:
    """Put your own clip or picture in the place of a shot's. A picture becomes its first frame."""
    from reelwright.film.errors import BadInput
    from reelwright.studio.settings import read_settings
    from reelwright.studio.steering.patching import use as use_file

    if sum((file is not None, back, bool(take))) != 1:
        raise BadInput(
            "options",
            "say one thing about the shot",
            "Name a file, or give --back, or --take NUMBER.",
        )
    done = use_file(read_settings(), shot, file, production=production, take=take, back=back)
    if json:
        say_json(done.model_dump())
        return 0
    what = "goes back" if back else f"asks for take {take}" if take else f"uses {file}"
    say(f"{done.production}  shot {done.shots[0].place}  {what}")
    for note in done.notes:
        tell(note)
    if done.buys:
        tell("Run the command that made the film again: a clip is bought that begins with it.")
    elif take or back:
        tell("Run the command that made the film again: it tells what is to be bought.")
    else:
        tell(f"Cut the film with it: reelwright cut {done.production}")
    return 0
