"""`reelwright sign`."""

from pathlib import Path
from typing import Annotated

import typer

from reelwright.cli import giving
from reelwright.cli.saying import say, say_json
from reelwright.cli.status import Production

To = Annotated[str, typer.Option("--to", help="File to write; by default in this folder.")]
Force = Annotated[bool, typer.Option("--force", help="Write over an existing file.")]
WithPrompts = Annotated[
    bool, typer.Option("--with-prompts", help="Tell everybody the prompts of its shots, too.")
]


def sign(
    production: Production = "",
    to: To = "",
    with_prompts: WithPrompts = False,
    force: Force = False,
    json: giving.Json = False,
) -> int:
    """Write a copy of the film with content credentials: what made it, signed with your key."""
    from reelwright.cli.newest import newest
    from reelwright.studio.settings import read_settings
    from reelwright.studio.signing import sign as sign_film

    settings = read_settings()
    done = sign_film(
        settings,
        production or newest(settings),
        Path(to).expanduser() if to else None,
        prompts=with_prompts,
        force=force,
    )
    say_json(done.model_dump()) if json else say(done.file)
    return 0
