"""The ledger against a model, by machine: a short run here, a long one in `bench.money`."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from tests.databases import Place
from tests.unit.ledger.machine import MUTANTS, OUTCOMES, Books, Machine, at, in_memory, play

SHORT = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
HUNT = settings(SHORT, max_examples=2000, phases=[Phase.generate], report_multiple_bugs=False)


@pytest.fixture
def books(place: Place) -> Iterator[Books]:
    if place.kind == "sqlite":
        with in_memory() as found:
            yield found
        return
    url = place.fresh()
    with at(url) as found:
        yield found
    place.drop(url)


def test_the_ledger_does_what_its_model_does(books: Books) -> None:
    play(Machine, books, SHORT)
    assert books.runs >= SHORT.max_examples
    # Most of what may come of a step did come up; `bench.money` asks for all of it.
    assert len(OUTCOMES & books.taken.keys()) >= 0.75 * len(OUTCOMES), books.taken


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_machine_catches_naive_steps(mutant: type[Machine]) -> None:
    with in_memory() as books, pytest.raises((AssertionError, sa.exc.IntegrityError)):
        play(mutant, books, HUNT)
