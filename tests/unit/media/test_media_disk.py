from pathlib import Path

import pytest

from reelwright.film.errors import MachineTrouble
from reelwright.media import disk


def test_room_is_asked_for_before(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet"
    disk.require(folder, 1000)
    with pytest.raises(MachineTrouble, match=r"1000000.0 GB are needed") as trouble:
        disk.require(folder, 10**15)
    assert "Free some space" in trouble.value.remedy
    assert disk.free(folder) > 0
