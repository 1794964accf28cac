"""`reelwright retry`."""

from pathlib import Path

from reelwright.cli import giving, spending
from reelwright.cli.make import Out
from reelwright.cli.saying import say, say_json, tell
from reelwright.cli.skip import Failed, Owner, Subject, other


def retry(
    subject: Subject = "",
    failed: Failed = False,
    production: Owner = "",
    out: Out = Path("films"),
    budget: spending.Budget = "",
    yes: spending.Yes = False,
    max_concurrent: spending.MaxConcurrent = 0,
    refresh: spending.Refresh = False,
    json: giving.Json = False,
) -> int:
    """Try a failed job again, or all of them, and go on with the film. What is made stays made."""
    from reelwright.cli.live import live
    from reelwright.cli.placing import require_place
    from reelwright.studio import retrying
    from reelwright.studio.making import as_json
    from reelwright.studio.settings import read_settings

    name, owner = other(subject, failed, production, "reelwright retry 12")
    settings = read_settings()
    buying = spending.buying(budget, yes, "", max_concurrent, silent=json, refresh=refresh)
    place = require_place(out)
    left: tuple[int, ...] = ()
    with live(quiet=json) as watch:
        if failed:
            outcome, left = retrying.retry_failed(
                settings, production=owner, out=place, watch=watch, buying=buying
            )
        else:
            outcome = retrying.retry(
                settings, name, production=owner, out=place, watch=watch, buying=buying
            )
    for job in left:
        tell(f"job {job} is left alone: another model has made its shot (reelwright retry {job})")
    if outcome is None:
        tell("Nothing that failed is missing from the film." if left else "No job has failed.")
        if json:
            say_json({"production": owner, "jobs": {"made": 0, "reused": 0, "failed": 0}})
        return 0
    say(as_json(outcome)) if json else spending.tell_outcome(outcome, "")
    return spending.exit_code(outcome)
