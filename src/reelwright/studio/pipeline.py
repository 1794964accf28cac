"""Stages compose: `Pipeline().then(a).then(b)`.

A thin adapter over the production's recipe, without state of its own: a stage is anything with
`async run(state) -> state`, a pipeline is itself a stage, and what a stage has made is in the
ledger, so that running a pipeline again skips it.
"""

import asyncio
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from reelwright.film.errors import Trouble
from reelwright.film.noun import Noun
from reelwright.film.production import Stage as StageName
from reelwright.film.shot import Storyboard
from reelwright.film.story import Screenplay
from reelwright.studio import viewing
from reelwright.studio.making import go_on, make
from reelwright.studio.opening import Given
from reelwright.studio.planning import storyboard
from reelwright.studio.produce import Outcome
from reelwright.studio.settings import Settings, read_settings
from reelwright.studio.spending.work import fresh_run
from reelwright.studio.viewing import Status


class State(Noun):
    """What stages hand on: frozen, saved with the production after each stage.

    `production` may be chosen by the caller; "" lets us choose. `complete` names the stages done.
    """

    model_config = Noun.model_config | {"arbitrary_types_allowed": True}

    given: Given
    production: str = ""
    home: Path | None = None
    out: Path | None = None
    storyboard: Storyboard | None = None
    outcome: Outcome | None = None
    complete: tuple[str, ...] = ()

    @property
    def screenplay(self) -> Screenplay | None:
        return self.storyboard.screenplay if self.storyboard else None


class Stage(Protocol):
    """Anything that turns a state into the next one."""

    async def run(self, state: State) -> State: ...


class Make(Noun):
    """A built-in stage: the production up to and with `until`."""

    until: StageName

    async def run(self, state: State) -> State:
        """Make what is missing up to this stage; a stage that fails leaves all before it saved."""
        settings = _with_home(state.home)
        outcome = await self._made(settings, state)
        board = state.storyboard or await asyncio.to_thread(
            storyboard, settings, outcome.production
        )
        return state.model_copy(
            update={
                "production": outcome.production,
                "storyboard": board,
                "outcome": outcome,
                "complete": (*state.complete, self.until),
            }
        )

    async def _made(self, settings: Settings, state: State) -> Outcome:
        """In a thread that a cancelled task stops and awaits: nothing goes on behind its back."""
        run = fresh_run()
        if state.outcome is None:
            given = replace(state.given, id=state.production or state.given.id)
            work = partial(make, settings, given, until=self.until, out=state.out, run=run)
        else:
            known = state.outcome.production
            work = partial(go_on, settings, known, until=self.until, out=state.out, run=run)
        going = asyncio.ensure_future(asyncio.to_thread(work))
        try:
            return await asyncio.shield(going)
        except asyncio.CancelledError:
            run.stop()
            with suppress(Trouble):
                await going
            raise


class Pipeline:
    """Stages one after the other."""

    def __init__(self, stages: tuple[Stage, ...] = ()) -> None:
        self.stages = stages

    def then(self, stage: Stage) -> "Pipeline":
        """A pipeline that goes on with `stage`; this one stays as it is."""
        return Pipeline((*self.stages, stage))

    async def run(self, state: State) -> State:
        """Run all stages; a pipeline is itself a stage."""
        for stage in self.stages:
            state = await stage.run(state)
        return state

    async def execute(self, state: State) -> State:
        """Run from this state, usually a fresh one."""
        return await self.run(state)


def whole_film() -> Pipeline:
    """The built-in stages in their order."""
    pipeline = Pipeline()
    stages: tuple[StageName, ...] = ("storyboard", "voices", "panels", "clips", "cut")
    for stage in stages:
        pipeline = pipeline.then(Make(until=stage))
    return pipeline


def generate(given: Given, *, out: Path | None = None, home: Path | None = None) -> Outcome:
    """Make the film of what is given; the same call resumes it after any stop."""
    return make(_with_home(home), given, out=out)


def resume(production: str, *, out: Path | None = None, home: Path | None = None) -> Outcome:
    """Go on with a known production from wherever it stopped, by id, name or source path."""
    return go_on(_with_home(home), production, out=out)


def status(production: str, *, home: Path | None = None) -> Status:
    """Where a production stands."""
    return viewing.status(_with_home(home), production)


def _with_home(home: Path | None) -> Settings:
    settings = read_settings()
    return settings.model_copy(update={"home": home}) if home else settings
