"""`reelwright cancel`."""

from typing import TYPE_CHECKING

from reelwright.cli import giving
from reelwright.cli.amounts import counted
from reelwright.cli.saying import say, say_json, tell
from reelwright.cli.status import Production

if TYPE_CHECKING:
    from reelwright.studio.steering.cancelling import Cancelled, Ending

FATES = {
    "unsent": "was not sent yet; nothing is owed",
    "moved": "was not sent yet; another production pays for it now",
    "stopped": "is stopped at {service}",
    "made": "was done already and is kept",
    "ended": "had ended",
    "goes on": "goes on at {service}; the next run takes in what comes of it",
    "parked": "waits for your decision: reelwright resolve {job}",
    "wanted": "goes on: another production wants it",
}


def cancel(production: Production = "", json: giving.Json = False) -> int:
    """Stop a production, at the services too; what was paid for and made is kept."""
    from reelwright.studio.settings import read_settings
    from reelwright.studio.steering.cancelling import cancel as cancel_production

    done = cancel_production(read_settings(), production)
    if json:
        say_json(done.model_dump())
    else:
        _tell(done)
    return 5 if any(one.fate == "parked" for one in done.endings) else 0


def _tell(done: "Cancelled") -> None:
    for one in done.endings:
        say(_told(one))
    say(f"{done.production}  cancelled  {counted(done.jobs, 'job')} will not be made")
    tell("The command that made the film begins it again; what is there is not bought again.")


def _told(one: "Ending") -> str:
    fate = FATES[one.fate].format(service=one.service, job=one.job)
    booked = "booked, unconfirmed:" if one.unconfirmed else "paid"
    money = f"  {booked} {one.charged / 1e6:.2f} USD" * bool(one.charged)
    money += f"  holds {one.held / 1e6:.2f} USD" * bool(one.held)
    told = one.fate in ("goes on", "ended", "parked") or one.charged
    why = f"  ({one.cause})" if one.cause and told else ""
    return f"{one.job:>6}  {one.kind:<7} {fate}{money}{why}"
