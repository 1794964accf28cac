"""`reelwright edit`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli import giving, spending
from reelwright.cli.make import Out
from reelwright.cli.saying import say, say_json, tell

if TYPE_CHECKING:
    from reelwright.studio.steering.importing import Taken

Owner = Annotated[
    str,
    typer.Argument(
        help="A production's id, name or source file; left away, the edit says whose it is.",
        show_default=False,
    ),
]
File = Annotated[str, typer.Argument(help="The edit: an .otio or .otioz file.", show_default=False)]
Back = Annotated[
    bool, typer.Option("--back", help="Drop the edit: the film is as its story goes again.")
]


def edit(
    production: Owner,
    file: File = "",
    out: Out = Path("films"),
    back: Back = False,
    budget: spending.Budget = "",
    yes: spending.Yes = False,
    json: giving.Json = False,
) -> int:
    """Take an edit back from an editing program, and cut the film by it.

    It stays in force for every later run, also after changes of the story, until --back.
    """
    from reelwright.cli.live import live
    from reelwright.cli.placing import require_place
    from reelwright.film.errors import BadInput
    from reelwright.studio.making import go_on
    from reelwright.studio.settings import read_settings
    from reelwright.studio.steering.importing import go_back, take_over

    if back and file:
        raise BadInput("options", "--back takes no file", "Name the production alone.")
    settings = read_settings()
    place = require_place(out)
    if back:
        taken = go_back(settings, production)
    else:
        owner = production if file else ""
        taken = take_over(settings, owner, Path(file or production).expanduser())
        _tell(taken)
    buying = spending.buying(budget, yes, (), 0, silent=json)
    with live(quiet=json) as watch:
        outcome = go_on(settings, taken.production, out=place, watch=watch, buying=buying)
    if json:
        facts = outcome.model_dump(include={"film", "seconds", "made", "reused"})
        say_json(taken.model_dump() | facts)
    else:
        spending.tell_causes(outcome)
        tell(
            f"{outcome.made} made, {outcome.reused} reused; the film lasts {outcome.seconds:.1f} s"
        )
        spending.tell_account(outcome)
        say(outcome.film)
    return spending.exit_code(outcome)


def _tell(taken: "Taken") -> None:
    left = f", {taken.left_out} shots left out" if taken.left_out else ""
    tell(f"{taken.production}: {taken.clips} clips{left} (revision {taken.revision})")
    for note in taken.notes:
        tell(f"  {note}")
