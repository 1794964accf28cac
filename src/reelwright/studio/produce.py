"""`produce` drives a production's recipe and records what came of it."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reelwright.film.errors import Interrupted, MachineTrouble
from reelwright.film.noun import Noun
from reelwright.film.order import Missing, Recipe, Stop, Take
from reelwright.film.production import edited_by
from reelwright.ledger import jobs, productions
from reelwright.ledger.productions import Cut, Production, Revision
from reelwright.studio.desk import Happening, MakingDesk, Watch
from reelwright.studio.drive import drive
from reelwright.studio.home import Home
from reelwright.studio.workshop import Workshop

if TYPE_CHECKING:
    from reelwright.studio.spending.till import Till


class Outcome(Noun):
    """What a run came to. `seconds` is the film's length, `wall_seconds` the run's; `part` is the
    file of the one job or shot that was asked for."""

    production: str
    revision: int
    film: str = ""
    seconds: float = 0.0
    wall_seconds: float = 0.0
    made: int = 0
    reused: int = 0
    failed: int = 0
    skipped: int = 0
    causes: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    """What failed and was made by another model: no failure of the film."""
    parked: int = 0
    over_cap: int = 0
    cost_micros: int = 0
    quoted_micros: int = 0
    gates: tuple[str, ...] = ()
    """What is wrong, of each gate that is false (N17)."""
    alerts: tuple[str, ...] = ()
    part: str = ""
    edit: str = ""
    """The file of the user's own edit by which the film is cut."""

    @property
    def broken(self) -> int:
        """Jobs that failed: not those that wait for the user's word or for money."""
        return self.failed - self.parked - self.over_cap


def unwatched(_: Happening) -> None:
    """For callers who do not want to be told."""


def produce(
    home: Home,
    production_id: str,
    run: int,
    recipe: Callable[[Revision], Recipe[Any]],
    stop: Stop,
    watch: Watch = unwatched,
    till: "Till | None" = None,
    leave: Mapping[str, Missing] | None = None,
    otherwise: Callable[[Any], Iterable[Missing]] = lambda _result: (),
) -> tuple[Outcome, Any]:
    """Drive `recipe` over the newest revision; answer the outcome and what the recipe returned.
    `otherwise` tells, of that, what failed and was made in another way.

    Idempotent: Orders with recorded Takes are answered, the rest are made. Raises `Trouble` when
    the run could not go on, `Interrupted` when a newer run owns the production.
    """
    began = time.time()
    production, revision = _current(home, production_id)
    if production.run != run:
        raise Interrupted("make", "a newer run of this production took over")
    _set(home, production_id, status="rendering")
    workers = home.settings.workers
    desk = MakingDesk(home, production_id, revision.number, watch, till=till, leave=leave or {})
    try:
        with Workshop(workers) as workshop:
            desk.maker_of = workshop.maker_of
            result = drive(recipe(revision), desk, workers, stop)
    except Interrupted:
        _set(home, production_id, status="cancelled", error="interrupted")
        raise
    except Exception as error:
        _set(home, production_id, status="failed", error=str(error))
        raise
    replaced = {one.fingerprint for one in otherwise(result)}
    causes = [one for one in desk.tally.causes if one.fingerprint not in replaced]
    outcome = Outcome(
        production=production_id,
        revision=revision.number,
        wall_seconds=time.time() - began,
        made=desk.tally.made,
        reused=desk.tally.reused,
        failed=len(causes),
        causes=told(home, causes),
        replaced=told(home, [one for one in desk.tally.causes if one.fingerprint in replaced]),
        parked=sum(one.reason in ("parked", "overdue") for one in causes),
        over_cap=sum(one.reason == "over cap" for one in causes),
        edit=edited_by(revision.patches),
    )
    # Completed is said when the film is recorded; a run that ends before waits for the user's word.
    _set(home, production_id, status="failed" if outcome.broken else "awaiting_approval")
    return outcome, result


def record_film(home: Home, outcome: Outcome, film: Take, timeline: str, board: str) -> None:
    """Keep the finished film with its timeline and storyboard as the revision's cut."""
    with home.database.begin() as connection:
        productions.record_cut(
            connection,
            Cut(
                production=outcome.production,
                revision=outcome.revision,
                film=film.sha256,
                timeline=timeline,
                storyboard=board,
            ),
        )
        if not outcome.failed:
            productions.change(connection, outcome.production, status="completed")


def told(home: Home, found: Sequence[Missing]) -> tuple[str, ...]:
    """What is missing, by the numbers of jobs, and why: `failed: job 6 (clip): 400: no`."""
    with home.look() as connection:
        numbers = jobs.numbers(connection, (one.fingerprint for one in found))
    return tuple(
        f"{WORDS.get(one.reason, 'failed')}: job {numbers.get(one.fingerprint, '?')} "
        f"({one.stage}): {one.cause}"
        for one in found
    )


WORDS = {
    "parked": "waits for you", "overdue": "late at the service", "over cap": "not in the budget",
    "moderated": "refused for its content", "refused": "refused", "unpriced": "without a price",
    "skipped": "skipped",
}  # fmt: skip
"""Reason -> what became of the job."""


def _current(home: Home, production_id: str) -> tuple[Production, Revision]:
    with home.look() as connection:
        production = productions.find(connection, production_id)
        revision = productions.newest_revision(connection, production_id)
    if production is None or revision is None:
        raise MachineTrouble(
            "make", f"production {production_id} is not in the ledger", "See: reelwright status"
        )
    return production, revision


def _set(home: Home, production_id: str, **values: str) -> None:
    with home.database.begin() as connection:
        productions.change(connection, production_id, **values)
