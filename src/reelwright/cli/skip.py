"""`reelwright skip`."""

from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli import giving
from reelwright.cli.saying import say, say_json, tell

if TYPE_CHECKING:
    from reelwright.studio.steering.patching import Patched

Subject = Annotated[
    str,
    typer.Argument(
        help="A job's number or a shot (1.1/2, or its id); with --failed a production.",
        show_default=False,
    ),
]
Failed = Annotated[bool, typer.Option("--failed", help="Everything that failed.")]
Owner = Annotated[str, typer.Option("--production", help="The production that is meant.")]
Undo = Annotated[bool, typer.Option("--undo", help="Want it again; with --failed all of them.")]


def other(subject: str, failed: bool, production: str, example: str) -> tuple[str, str]:
    """(job or shot, production) of what was typed. Raises `BadInput`."""
    from reelwright.film.errors import BadInput

    if failed:
        if subject and production and subject != production:
            raise BadInput("options", "two productions are named", "Name one with --failed.")
        return "", subject or production
    if not subject:
        raise BadInput("options", "no job is named", f"Name one, or use --failed: {example}")
    return subject, production


def skip(
    subject: Subject = "",
    failed: Failed = False,
    production: Owner = "",
    undo: Undo = False,
    json: giving.Json = False,
) -> int:
    """Leave the paid clip of a shot out: the animatic's stands in for it, so there is no hole."""
    from reelwright.studio.settings import read_settings
    from reelwright.studio.steering import patching

    name, owner = other(subject, failed, production, "reelwright skip 12")
    settings = read_settings()
    if failed:
        done = patching.skip_failed(settings, owner, undo=undo)
    else:
        done = patching.skip(settings, name, production=owner, undo=undo)
    if json:
        say_json(done.model_dump())
    else:
        _tell(done, undo)
    return 0


def _tell(done: "Patched", undo: bool) -> None:
    if not done.shots:
        tell("No shot is skipped." if undo else "No shot has a failed clip.")
        return
    what = "is wanted again" if undo else "is skipped: the animatic's clip stands in for it"
    for shot in done.shots:
        say(f"{done.production}  shot {shot.place}  {what}")
    for job in done.under_way:
        tell(f"job {job} is under way: what comes of it is kept, but not shown")
    if undo:
        tell("Run the command that made the film again to buy what is missing.")
    else:
        tell(f"Cut the film with it: reelwright cut {done.production}")
