"""`reelwright status`."""

from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli import giving
from reelwright.cli.amounts import counted
from reelwright.cli.saying import say, say_json, tell

if TYPE_CHECKING:
    from reelwright.studio.viewing import Status

Production = Annotated[
    str, typer.Argument(help="A production's id, name or source file.", show_default=False)
]


def status(production: Production = "", json: giving.Json = False) -> int:
    """Show one production, or all of them."""
    from reelwright.studio import viewing
    from reelwright.studio.settings import read_settings

    settings = read_settings()
    found = [viewing.status(settings, production)] if production else viewing.statuses(settings)
    if json:
        dumped = [one.model_dump() for one in found]
        say_json(dumped[0] if production else dumped)
    else:
        for one in found:
            say(_told(one))
        if not found:
            tell("There are no productions yet. Make one: reelwright make STORY")
    return 0


def _told(one: "Status") -> str:
    otherwise = f"{one.replaced} made by another model, " if one.replaced else ""
    lines = [
        f"{one.production}  {one.status}  {one.progress} %  {one.title}",
        f"  {one.completed} completed, {otherwise}{one.failed} failed, {one.skipped} skipped, "
        f"{one.pending} pending of {one.total} jobs (revision {one.revision})",
    ]
    if one.error:
        lines.append(f"  {one.error}")
    if one.parked:
        jobs = counted(one.parked, "job")
        lines.append(f"  {jobs} waiting for your decision: reelwright resolve {one.production}")
    if one.edit:
        lines.append(
            f"  cut by your edit {one.edit}; to drop that: reelwright edit {one.production} --back"
        )
    if one.film:
        lines.append(f"  film: made; to get it: reelwright export {one.production} --as mp4")
    return "\n".join(lines)
