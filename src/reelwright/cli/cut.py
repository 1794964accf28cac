"""`reelwright cut`."""

from pathlib import Path
from typing import Annotated

import typer

from reelwright.cli import giving, spending
from reelwright.cli.make import Out
from reelwright.cli.saying import say, say_json, tell
from reelwright.cli.status import Production

Scene = Annotated[str, typer.Option(help="Only this scene, such as 2.3 (see plan).")]


def cut(
    production: Production = "",
    scene: Scene = "",
    out: Out = Path("films"),
    budget: spending.Budget = "",
    yes: spending.Yes = False,
    json: giving.Json = False,
) -> int:
    """Cut the film again, or one scene of it, making what is missing."""
    from reelwright.cli.live import live
    from reelwright.cli.newest import newest
    from reelwright.cli.placing import require_place
    from reelwright.studio.making import cut_again
    from reelwright.studio.settings import read_settings

    settings = read_settings()
    place = require_place(out)
    buying = spending.buying(budget, yes, (), 0, silent=json)
    with live(quiet=json) as watch:
        path, outcome = cut_again(
            settings, production or newest(settings), scene=scene, out=place, watch=watch,
            buying=buying,
        )  # fmt: skip
    if json:
        say_json({"production": outcome.production, "film": str(path), "made": outcome.made})
    else:
        spending.tell_causes(outcome)
        tell(f"{outcome.made} made, {outcome.reused} reused")
        spending.tell_account(outcome)
        say(str(path))
    return spending.exit_code(outcome)
