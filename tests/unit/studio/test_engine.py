"""The engine over a data folder: a run is asked for, begins soon, and its end is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dbos import DBOS

from reelwright.film.errors import BadInput
from reelwright.ledger import productions
from reelwright.studio.engine import POLL, QUEUE, Engine
from reelwright.studio.home import own_home
from reelwright.studio.settings import Settings


def run(folder: Path, work: Callable[[str, int], dict[str, Any]]) -> dict[str, Any]:
    """What one run of the folder's production comes to."""
    with own_home(Settings(home=folder)) as home:
        with home.database.begin() as connection:
            if productions.find(connection, "key") is None:
                productions.create(connection, "key", "The Key", id="key")
        with Engine(home, work) as engine:
            return engine.run("key")


def test_runs_are_numbered_and_what_they_come_to_is_handed_on(tmp_path: Path) -> None:
    first, second = (run(tmp_path, lambda name, n: {"of": name, "number": n}) for _ in range(2))
    assert first["of"] == second["of"] == "key"
    assert first["number"] < second["number"]


def test_trouble_is_raised_as_it_was_met(tmp_path: Path) -> None:
    met = BadInput("voice", "nobody speaks", "Let somebody speak.")

    def work(name: str, number: int) -> dict[str, Any]:
        raise met

    with pytest.raises(BadInput) as raised:
        run(tmp_path, work)
    assert raised.value is met


def test_a_run_that_has_begun_leaves_the_queue_in_peace(tmp_path: Path) -> None:
    seen = []

    def work(name: str, number: int) -> dict[str, Any]:
        queue = DBOS.retrieve_queue(QUEUE)
        assert queue is not None
        seen.append(queue.polling_interval_sec)
        return {}

    run(tmp_path, work)
    assert seen == [POLL]
    run(tmp_path / "another", work)
    assert seen == [POLL, POLL]
