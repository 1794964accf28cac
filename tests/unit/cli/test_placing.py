"""--out is looked at before the work."""

from pathlib import Path

import pytest

from reelwright.cli.placing import require_place
from reelwright.film.errors import MachineTrouble


def test_a_folder_that_is_there_or_can_be_made_will_do(tmp_path: Path) -> None:
    assert require_place(tmp_path) == tmp_path
    assert require_place(tmp_path / "a" / "b") == tmp_path / "a" / "b"


def test_home_is_understood() -> None:
    assert require_place(Path("~/films-of-mine")) == Path.home() / "films-of-mine"


@pytest.mark.parametrize("beyond", ["", "out", "a/b"])
def test_a_file_in_the_way_is_named(tmp_path: Path, beyond: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(MachineTrouble, match="file is not a folder"):
        require_place(tmp_path / "file" / beyond)


def test_a_link_to_nowhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    with pytest.raises(MachineTrouble, match="link is not a folder"):
        require_place(tmp_path / "link" / "out")
