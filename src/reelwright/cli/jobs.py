"""`reelwright jobs`."""

from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli import giving
from reelwright.cli.saying import say, say_json, tell
from reelwright.cli.status import Production

if TYPE_CHECKING:
    from reelwright.studio.steering.queueing import Queued

Failed = Annotated[
    bool, typer.Option("--failed", help="Only jobs that failed and were not replaced.")
]
Open = Annotated[bool, typer.Option("--open", help="Only the queue: what is still to be made.")]

CHOICES = (
    "Try one again: reelwright retry JOB. Leave it to the animatic: reelwright skip JOB. What is "
    "refused for its content needs other words in the story, or a second service in --with."
)
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
    from reelwright.studio.settings import read_settings
    from reelwright.studio.steering.queueing import Only, queue

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
    elif failed:
        tell(CHOICES)
    return 0


def told(job: "Queued") -> str:
    """A job in a line: number, state, kind, maker, shot, money and error."""
    parked = job.last.parked if job.last else ""
    work = "replaced" if job.replaced else "parked" if parked else job.work
    line = f"{job.id:>6}  {work:<10} {job.kind:<7} {job.provider}/{job.model}"
    parts = [job.place] if job.place else []
    parts += _paid(job)
    parts += [one for one in (parked or job.error,) if one]
    return "  ".join([line, *parts])


def _paid(job: "Queued") -> list[str]:
    """What is known of the money of all tries, and where the work is."""
    words = {"charged": "paid", "written_off": "written off"}
    sums = dict.fromkeys(words, 0.0)
    for one in job.attempts:
        if one.money in sums:
            sums[one.money] += one.charged_usd
    parts = [f"{words[name]} {amount:.2f} USD" for name, amount in sums.items() if amount]
    last = job.last
    if last is not None and last.money == "held":
        parts.insert(0, f"holds {last.held_usd:.2f} USD")
        parts += [f"id {last.ticket}"] if last.ticket else []
    if len(job.attempts) > 1:
        parts.append(f"{len(job.attempts)} tries")
    return parts
