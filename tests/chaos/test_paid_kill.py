"""kill -9 of `reelwright make … --yes` at seeded moments, and the same command until it ends."""

import os
from pathlib import Path

import pytest
import stage
from tests.chaos.killing import Ground, besiege
from tests.chaos.service import service

KILLS = int(os.environ.get("REELWRIGHT_CHAOS_KILLS", "5"))
"""Of each service; the bench makes 1,000 in all."""
SEED = 20261125


@pytest.mark.parametrize("name", ["kling", "seedance", "runway"])
def test_killed_at_seeded_moments(tmp_path: Path, name: str) -> None:
    """kling is found by our id, seedance in a list, runway not at all."""
    with service(name) as running:
        siege = besiege(Ground(running, tmp_path / "ground"), KILLS, SEED)
    verdict = siege.verdict
    assert siege.strange == []
    assert verdict.safe, siege
    assert siege.kills == KILLS
    if name == "runway":
        assert verdict.parked <= siege.doubt
    else:
        assert verdict.completed == verdict.jobs
        assert verdict.parked == 0
    assert stage.orphans() == []
