"""`make`: what was given becomes a finished film, with its files laid out for people."""

import json
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reelwright.film.errors import BadInput, Interrupted, Trouble
from reelwright.film.order import Missing
from reelwright.film.production import STAGES, Stage
from reelwright.ledger import productions
from reelwright.ledger.productions import Production
from reelwright.studio.desk import Watch
from reelwright.studio.home import Home, own_home, require_space
from reelwright.studio.layout import lay_out, scene_file
from reelwright.studio.opening import Given, find_production, open_production
from reelwright.studio.produce import Outcome, produce, record_film, unwatched
from reelwright.studio.settings import Settings
from reelwright.studio.signing import sealed, signer
from reelwright.studio.spending.work import Buying, Run, Work, fresh_run

if TYPE_CHECKING:
    from reelwright.studio.spending.till import Till


def make(
    settings: Settings,
    given: Given,
    *,
    until: Stage = "cut",
    out: Path | None = None,
    watch: Watch = unwatched,
    run: Run | None = None,
    buying: Buying | None = None,
) -> Outcome:
    """Make the film of what was given, up to and with stage `until`; lay its files out in `out`.

    Whatever was made before is reused. Ctrl-C (or `run.stop()`) ends it within seconds, everything
    made so far is kept, and the same call goes on. `buying` says what may be spent, and how the
    user is asked. Raises `Trouble`.
    """
    work = Work(until, out, watch, run or fresh_run(), buying or Buying())
    with own_home(settings) as home:
        require_space(home)
        production, _ = open_production(home, given)
        return _run(home, production, work)


def go_on(
    settings: Settings,
    name: str,
    *,
    until: Stage = "cut",
    out: Path | None = None,
    watch: Watch = unwatched,
    run: Run | None = None,
    buying: Buying | None = None,
) -> Outcome:
    """Go on with a known production, at its newest revision, as `make` does."""
    work = Work(until, out, watch, run or fresh_run(), buying or Buying())
    with own_home(settings) as home:
        require_space(home)
        production = find_production(home, name)
        return _run(home, production, work)


def cut_again(
    settings: Settings, name: str, *, scene: str = "", out: Path, watch: Watch = unwatched,
    buying: Buying | None = None,
) -> tuple[Path, Outcome]:  # fmt: skip
    """Cut a known production again and lay its files out; `buying` says what may be spent.

    Answers the path of the film, or of the one scene with key `scene`. Raises `BadInput` for an
    unknown scene.
    """
    if not scene:
        outcome = go_on(settings, name, out=out, watch=watch, buying=buying)
        return Path(outcome.film), outcome
    from reelwright.studio.planning import storyboard

    keys = [one.key for one in storyboard(settings, name).screenplay.scenes]
    if scene not in keys:
        raise BadInput("cut", f"there is no scene {scene!r}", f"Scenes: {', '.join(keys)}")
    outcome = go_on(settings, name, out=out, watch=watch, buying=buying)
    return out / scene_file(outcome.production, keys.index(scene) + 1), outcome


def _run(home: Home, production: Production, work: Work) -> Outcome:
    """Free work first; then, if services are asked for, the bill, the user's word, and the rest."""
    signer(home.settings)  # who cannot sign shall know it before anything is made
    with home.look() as connection:
        revision = productions.newest_revision(connection, production.id)
    assert revision is not None
    if work.buying.job:
        from reelwright.studio.alone import made_alone

        return made_alone(home, production, revision, work)
    if not revision.wish.paid or STAGES.index(work.until) < STAGES.index("clips"):
        return _engined(home, production, work)
    from reelwright.studio.buying import bought

    if not revision.wish.voices:  # then every length is known before anybody is asked
        _engined(home, production, replace(work, until="panels"))
    return bought(home, production, revision, work, _engined)


def _engined(home: Home, production: Production, work: Work, till: "Till | None" = None) -> Outcome:
    from reelwright.studio.engine import Engine

    def step(production_id: str, number: int) -> dict[str, Any]:
        return _produce(home, production_id, number, work, till).model_dump()

    began = time.time()
    with Engine(home, step) as engine:
        try:
            done = engine.run(production.id)
        except KeyboardInterrupt:
            work.run.stop()
            with suppress(Trouble):
                engine.wait(patience=2)  # until the work has wound down: nothing is left behind
            raise _interrupted() from None
        except Interrupted:
            raise _interrupted() from None
    return Outcome.model_validate(done | {"wall_seconds": time.time() - began})


def _interrupted() -> Interrupted:
    return Interrupted(
        "make",
        "stopped; everything made so far is kept",
        "Go on with the same command.",
    )


def _produce(
    home: Home, production_id: str, number: int, work: Work, till: "Till | None"
) -> Outcome:
    from reelwright.studio.filming import Filmed, film

    outcome, filmed = produce(
        home,
        production_id,
        number,
        lambda revision: film(
            revision.source, revision.wish, work.until,
            apart=work.out is not None and work.until == "cut", patches=revision.patches,
            catalogue=till.counter.catalogue if till else None, scenes=work.buying.scenes,
        ),
        work.run.stopped,
        work.watch,
        till,
        work.leave,
        _otherwise if till else lambda _: (),
    )  # fmt: skip
    out = work.out
    assert isinstance(filmed, Filmed)
    if filmed.film is None or filmed.timeline is None:
        return outcome
    record_film(
        home,
        outcome,
        filmed.film,
        filmed.timeline.model_dump_json(),
        filmed.storyboard.model_dump_json(),
    )
    path = home.store.local(filmed.film.sha256)
    if out is not None:
        path = lay_out(home.store, production_id, filmed, out, sealed(home, filmed))
    frames, rate = filmed.timeline.frames, filmed.timeline.house.rate
    return outcome.model_copy(
        update={"film": str(path), "seconds": frames / rate, "skipped": len(_skipped(filmed))}
    )


def _otherwise(filmed: Any) -> list[Missing]:
    """What failed, and was then bought from another model."""
    from reelwright.studio.replacing import shot_otherwise

    return [missing for one in filmed.footage for missing in shot_otherwise(one)]


def _skipped(filmed: Any) -> list[str]:
    """Shots that are not in the film because something they need failed."""
    return [one.shot.id for one in filmed.footage if one.clip is None and not one.left_out]


def as_json(outcome: Outcome) -> str:
    """The one JSON object that `make --json` ends with."""
    return json.dumps(
        {
            "production": outcome.production,
            "film": outcome.film,
            "seconds": round(outcome.seconds, 3),
            "wall_seconds": round(outcome.wall_seconds, 3),
            "jobs": {
                "made": outcome.made,
                "reused": outcome.reused,
                "failed": outcome.failed,
                "skipped": outcome.skipped,
                "replaced": len(outcome.replaced),
            },
            "cost_usd": round(outcome.cost_micros / 1e6, 6),
            "quoted_usd": round(outcome.quoted_micros / 1e6, 6),
            **({"part": outcome.part} if outcome.part else {}),
        }
    )
