"""`reelwright jobs`."""

from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli import giving
from reelwright.cli.saying import say, say_json, tell
from reelwright.cli.status import Production

if TYPE_CHECKING:
    from reelwright.studio.queueing import Queued, Try

Failed = Annotated[bool, typer.Option("--failed", help="Only jobs that failed.")]
Open = Annotated[bool, typer.Option("--open", help="Only the queue: what is still to be made.")]

NOTHING = {
    "all": "There are no jobs yet.",
    "failed": "No job has failed.",
    "open": "Nothing is queued or under way.",
}


def jobs(
    production: Production = "",
    failed: Failed = False,
    open_: Open = False,
    json: giving.Json = False,
) -> int:
    """Show the jobs of a production (by default the one worked on last)."""
    from reelwright.cli.newest import newest
    from reelwright.film.errors import BadInput
    from reelwright.studio.queueing import Only, queue
    from reelwright.studio.settings import read_settings

    if failed and open_:
        raise BadInput("options", "a failed job is not open", "Use --failed or --open.")
    settings = read_settings()
    only: Only = "failed" if failed else "open" if open_ else "all"
    found = queue(settings, production or newest(settings), only)
    if json:
        say_json([job.model_dump() for job in found])
        return 0
    for job in found:
        say(told(job))
    if not found:
        tell(NOTHING[only])
    return 0


def told(job: "Queued") -> str:
    """A job in a line: number, state, kind, maker, shot, money and error."""
    line = f"{job.id:>6}  {job.work:<10} {job.kind:<7} {job.provider}/{job.model}"
    parts = [job.place] if job.place else []
    last = job.last
    if last is not None:
        parts += list(_paid(last, len(job.attempts)))
    error = (last.parked if last else "") or job.error
    parts += [error] if error else []
    return "  ".join([line, *parts])


def _paid(last: "Try", tries: int) -> list[str]:
    """What is known of the money, and where the work is."""
    parts = []
    if last.money == "held":
        parts.append(f"holds {last.held_usd:.2f} USD")
    elif last.charged_usd:
        how = "written off" if last.money == "written_off" else "paid"
        parts.append(f"{how} {last.charged_usd:.2f} USD")
    if tries > 1:
        parts.append(f"{tries} tries")
    if last.ticket and last.money == "held":
        parts.append(f"id {last.ticket}")
    return parts
