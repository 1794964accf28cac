"""`reelwright retry`."""

from pathlib import Path

from reelwright.cli import giving, spending
from reelwright.cli.make import Out
from reelwright.cli.saying import say, tell
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
    from reelwright.studio.making import as_json
    from reelwright.studio.settings import read_settings
    from reelwright.studio.steering import retrying

    name, owner = other(subject, failed, production, "reelwright retry 12")
    settings = read_settings()
    buying = spending.buying(budget, yes, (), max_concurrent, silent=json, refresh=refresh)
    place = require_place(out)
    with live(quiet=json) as watch:
        if failed:
            done = retrying.retry_failed(
                settings, production=owner, out=place, watch=watch, buying=buying
            )
        else:
            done = retrying.retry(
                settings, name, production=owner, out=place, watch=watch, buying=buying
            )
    for job in done.left:
        tell(f"job {job} is left alone: another model has made its shot (reelwright retry {job})")
    if json:
        say(as_json(done.outcome))
    elif done.tried:
        spending.tell_outcome(done.outcome, "")
    else:
        tell("Nothing else has failed." if done.left else "No job has failed.")
    return spending.exit_code(done.outcome)
