"""The same command with a PostgreSQL database: same film, nothing made twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from stage import SMALL, STORY, made
from tests.databases import postgresql


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with postgresql() as server:
        yield server.create().set(drivername="postgresql").render_as_string(hide_password=False)


def test_a_film_is_the_same_on_both_databases(tmp_path: Path, url: str) -> None:
    story = tmp_path / "story.md"
    story.write_text(STORY)
    there = ("--out", tmp_path / "there", *SMALL)
    first = made(tmp_path / "home", story, *there, REELWRIGHT_DATABASE=url)
    again = made(tmp_path / "home", story, *there, REELWRIGHT_DATABASE=url)
    assert again["jobs"]["made"] == 0
    assert again["jobs"]["reused"] == first["jobs"]["made"] + first["jobs"]["reused"]
    here = made(tmp_path / "other", story, "--out", tmp_path / "here", *SMALL)
    assert not (tmp_path / "home" / "reelwright.db").exists()
    assert Path(first["film"]).read_bytes() == Path(here["film"]).read_bytes()
