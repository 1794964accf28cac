"""kill -9 at any moment, then the same command again.

The film is byte-identical with an uninterrupted run's, and no Order with a recorded Take is made
again. Films absorb as many kills as they last; new ones are begun until all moments are used up.
"""

import hashlib
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
import stage

MOMENTS = int(os.environ.get("REELWRIGHT_CHAOS_MOMENTS", "50"))
SEED = 20261121
BATCHES = 5
EARLIEST, LATEST = 0.15, 0.8
"""After the start of the process, as parts of the time that an uninterrupted run takes here and
now: on a busy machine the start-up alone takes many seconds."""


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, float]:
    """The hash of the film of an uninterrupted run, and the seconds that it took."""
    began = time.monotonic()
    folder = tmp_path_factory.mktemp("whole")
    (folder / "key.md").write_text(stage.STORY)
    told = stage.made(folder / "home", folder / "key.md", "--out", folder / "out", *stage.SMALL)
    return digest(Path(told["film"])), time.monotonic() - began


@pytest.mark.parametrize("batch", range(BATCHES))
def test_killed_at_seeded_moments(tmp_path: Path, whole: tuple[str, float], batch: int) -> None:
    film_whole, seconds = whole
    moments = random.Random(SEED + batch)
    left, film = MOMENTS // BATCHES, 0
    amid: list[int] = []
    while left:
        film += 1
        folder = tmp_path / str(film)
        folder.mkdir()
        (folder / "key.md").write_text(stage.STORY)
        command = ("make", folder / "key.md", "--out", folder / "out", *stage.SMALL)
        while left:
            going = stage.begin(folder / "home", *command)
            try:
                _, told = going.communicate(timeout=moments.uniform(EARLIEST, LATEST) * seconds)
                assert going.returncode == 0, told
                break
            except subprocess.TimeoutExpired:
                os.kill(going.pid, signal.SIGKILL)
                _, told = going.communicate(timeout=30)
                if going.returncode == 0:  # it ended in that very moment
                    break
                assert going.returncode == -signal.SIGKILL, told
                amid.append(stage.takes(folder / "home"))
                left -= 1
        told_film = stage.made(folder / "home", *command[1:])
        assert digest(Path(told_film["film"])) == film_whole
        assert max(stage.executions(folder / "home").values()) == 1
        assert stage.leftovers(folder / "home") == []
        assert stage.orphans() == []
    # The moments must fall into the making, at different depths, not all into the start-up.
    assert len({takes for takes in amid if takes}) >= len(amid) // 3, amid
