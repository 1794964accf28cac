"""`reelwright archive`."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from reelwright.cli import giving
from reelwright.cli.saying import say, say_json, tell

Production = Annotated[str, typer.Argument(help="A production's id, name or source file.")]
File = Annotated[
    Optional[Path],  # noqa: UP045 — typer reads the annotation at run time
    typer.Argument(help="The file to write, such as film.zip."),
]
Restore = Annotated[
    Optional[Path],  # noqa: UP045 — typer reads the annotation at run time
    typer.Option("--restore", help="Put this archive into the data folder."),
]
Force = Annotated[bool, typer.Option("--force", help="Write over an existing file.")]


def archive(
    production: Production = "",
    file: File = None,
    restore: Restore = None,
    force: Force = False,
    json: giving.Json = False,
) -> int:
    """Write a production with its takes and its money to one file, or restore one."""
    from reelwright.film.errors import BadInput

    if restore is not None:
        if production or file:
            raise BadInput("options", "--restore takes one file", "reelwright archive --restore F")
        return _restored(restore, json)
    if not production or file is None:
        raise BadInput(
            "options", "a production and a file are needed", "reelwright archive STORY film.zip"
        )
    return _archived(production, file, force, json)


def _archived(production: str, file: Path, force: bool, json: bool) -> int:
    from reelwright.studio import archiving
    from reelwright.studio.settings import read_settings

    done = archiving.archive(read_settings(), production, file, force=force)
    if json:
        say_json(done.model_dump())
        return 0
    tell(
        f"{done.production}: {done.revisions} revisions, {done.takes} takes, "
        f"{done.charged_usd:.2f} USD paid, {done.bytes / 1e6:.1f} MB"
    )
    if done.under_way:
        tell(f"{done.under_way} jobs are under way: what becomes of them stays with this folder")
    if done.missing:
        tell(f"{len(done.missing)} files were not in the store any more and are not in it")
    say(done.file)
    return 0


def _restored(file: Path, json: bool) -> int:
    from reelwright.studio.restoring import restore
    from reelwright.studio.settings import read_settings

    done = restore(read_settings(), file)
    if json:
        say_json(done.model_dump())
        return 0
    if not done.new:
        tell("All of it is here already: nothing was changed.")
    say(
        f"{done.production}  {done.title}  {done.revisions} revisions, {done.takes} takes, "
        f"{done.charged_usd:.2f} USD paid"
    )
    return 0
