"""The examples, written once for all tests; the repository's root is made importable."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.unit.writing.driving import prose, script_source, story_text, write

from reelwright.film.production import Wish
from reelwright.film.shot import Storyboard
from reelwright.film.source import Source


@pytest.fixture(scope="session")
def story() -> Source:
    return prose(*story_text())


@pytest.fixture(scope="session")
def story_board(story: Source) -> Storyboard:
    return write(story, Wish())


@pytest.fixture(scope="session")
def script_board() -> Storyboard:
    return write(script_source(), Wish(recipe="script"))
