"""`reelwright jobs`."""

from typing import Annotated

import typer

from reelwright.cli import giving
from reelwright.cli.saying import say, say_json, tell
from reelwright.cli.status import Production

Failed = Annotated[bool, typer.Option("--failed", help="Only jobs that failed.")]


def jobs(production: Production = "", failed: Failed = False, json: giving.Json = False) -> int:
    """Show the jobs of a production (by default the one worked on last)."""
    from reelwright.cli.newest import newest
    from reelwright.studio import viewing
    from reelwright.studio.settings import read_settings

    settings = read_settings()
    found = viewing.production_jobs(settings, production or newest(settings), failed=failed)
    if json:
        say_json([job.model_dump(exclude={"body"}) for job in found])
        return 0
    for job in found:
        error = f"  {job.error}" if job.error else ""
        say(f"{job.id:>6}  {job.work:<10} {job.kind:<7} {job.provider}/{job.model}{error}")
    if not found:
        tell("No job has failed." if failed else "There are no jobs yet.")
    return 0
