"""The rows of `bench.chaos`, for group `money`: `yield from money_chaos.measure(folder)`."""

import sys
from collections.abc import Iterator
from pathlib import Path

from bench.row import Row

STAGE = Path(__file__).parents[1] / "tests" / "e2e"
"""Where the tests find what they share."""


def measure(folder: Path) -> Iterator[Row]:
    """Killed, traced and frozen. Takes about 40 minutes on two cores."""
    if str(STAGE) not in sys.path:
        sys.path.append(str(STAGE))
    from bench import chaos

    yield from chaos.measure(folder)
