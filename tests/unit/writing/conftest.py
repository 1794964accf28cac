"""The examples, written once for all tests; the repository's root is made importable."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from reelwright.film.production import Wish  # noqa: E402 (the path is set first)
from reelwright.film.shot import Storyboard  # noqa: E402
from reelwright.film.source import Source  # noqa: E402
from tests.unit.writing.driving import prose, script_source, story_text, write  # noqa: E402


@pytest.fixture(scope="session")
def story() -> Source:
    return prose(*story_text())


@pytest.fixture(scope="session")
def story_board(story: Source) -> Storyboard:
    return write(story, Wish())


@pytest.fixture(scope="session")
def script_board() -> Storyboard:
    return write(script_source(), Wish(recipe="script"))
