"""`make`: what was given becomes a finished film, with its files laid out for people."""

import json
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.film.errors import BadInput, Interrupted, Trouble
from reelwright.film.order import Stop
from reelwright.film.production import Stage
from reelwright.ledger.productions import Production
from reelwright.studio.desk import Watch
from reelwright.studio.home import Home, own_home, require_space
from reelwright.studio.layout import lay_out, scene_file
from reelwright.studio.opening import Given, find_production, open_production
from reelwright.studio.planning import storyboard
from reelwright.studio.produce import Outcome, produce, record_film, unwatched
from reelwright.studio.settings import Settings


@dataclass
class Run:
    """A run under way: ask it to stop from any thread; it ends within seconds."""

    stopping: threading.Event

    def stop(self) -> None:
        self.stopping.set()

    def stopped(self) -> bool:
        return self.stopping.is_set()


def fresh_run() -> Run:
    return Run(threading.Event())


def make(
    settings: Settings,
    given: Given,
    *,
    until: Stage = "cut",
    out: Path | None = None,
    watch: Watch = unwatched,
    run: Run | None = None,
) -> Outcome:
    """Make the film of what was given, up to and with stage `until`; lay its files out in `out`.

    Whatever was made before is reused. Ctrl-C (or `run.stop()`) ends it within seconds, everything
    made so far is kept, and the same call goes on. Raises `Trouble`.
    """
    run = run or fresh_run()
    with own_home(settings) as home:
        require_space(home)
        production, _ = open_production(home, given)
        return _run(home, production, until, out, watch, run)


def go_on(
    settings: Settings,
    name: str,
    *,
    until: Stage = "cut",
    out: Path | None = None,
    watch: Watch = unwatched,
    run: Run | None = None,
) -> Outcome:
    """Go on with a known production, at its newest revision, as `make` does."""
    with own_home(settings) as home:
        require_space(home)
        production = find_production(home, name)
        return _run(home, production, until, out, watch, run or fresh_run())


def cut_again(
    settings: Settings, name: str, *, scene: str = "", out: Path, watch: Watch = unwatched
) -> tuple[Path, Outcome]:
    """Cut a known production again and lay its files out.

    Answers the path of the film, or of the one scene with key `scene`. Raises `BadInput` for an
    unknown scene.
    """
    if not scene:
        outcome = go_on(settings, name, out=out, watch=watch)
        return Path(outcome.film), outcome
    keys = [one.key for one in storyboard(settings, name).screenplay.scenes]
    if scene not in keys:
        raise BadInput("cut", f"there is no scene {scene!r}", f"Scenes: {', '.join(keys)}")
    outcome = go_on(settings, name, out=out, watch=watch)
    return out / scene_file(outcome.production, keys.index(scene) + 1), outcome


def _run(
    home: Home, production: Production, until: Stage, out: Path | None, watch: Watch, run: Run
) -> Outcome:
    from reelwright.studio.engine import Engine

    def work(production_id: str, number: int) -> dict[str, Any]:
        outcome = _produce(home, production_id, number, until, out, watch, run.stopped)
        return outcome.model_dump()

    began = time.time()
    with Engine(home, work) as engine:
        try:
            done = engine.run(production.id)
        except KeyboardInterrupt:
            run.stop()
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
    home: Home,
    production_id: str,
    number: int,
    until: Stage,
    out: Path | None,
    watch: Watch,
    stop: Stop,
) -> Outcome:
    from reelwright.studio.filming import Filmed, film

    outcome, filmed = produce(
        home,
        production_id,
        number,
        lambda revision: film(
            revision.source, revision.wish, until, apart=out is not None and until == "cut"
        ),
        stop,
        watch,
    )
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
        path = lay_out(home.store, production_id, filmed, out)
    frames, rate = filmed.timeline.frames, filmed.timeline.house.rate
    return outcome.model_copy(
        update={"film": str(path), "seconds": frames / rate, "skipped": len(_skipped(filmed))}
    )


def _skipped(filmed: Any) -> list[str]:
    """Shots that are not in the film because something they need failed."""
    return [one.shot.id for one in filmed.footage if one.clip is None]


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
            },
            "cost_usd": 0.0,
            "quoted_usd": 0.0,
        }
    )
