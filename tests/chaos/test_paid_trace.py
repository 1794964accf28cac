"""A process is killed before its Nth system call: a sample of what the bench tries in full.

A naive program with the same jobs, the same tracer and the same judge pays twice.
"""

from pathlib import Path

import pytest
from tests.chaos.tracing import FINDERS, HAND, Case, Lab, Tried

SAMPLES: dict[str, tuple[tuple[str, int], ...]] = {
    "kling": (
        ("connect", 1), ("sendto", 1), ("sendto", 5), ("sendto", 12), ("recvfrom", 2),
        ("fsync", 1), ("fsync", 4), ("rename", 1), ("rename", 2), ("fdatasync", 5),
        ("fdatasync", 6), ("pwrite64", 40),
    ),
    "seedance": (("sendto", 1), ("recvfrom", 2), ("rename", 1), ("fdatasync", 7)),
    "runway": (("connect", 1), ("sendto", 3), ("recvfrom", 2), ("rename", 1), ("fdatasync", 7)),
    "google": (("recvfrom", 2), ("rename", 1), ("rename", 2), ("fdatasync", 7)),
}  # fmt: skip
"""Service -> (call, N). The first request of the first three leaves in eleven pieces."""
NAIVE = (("sendto", 3), ("recvfrom", 3), ("fsync", 1), ("rename", 1))


def tried(
    name: str, folder: Path, samples: tuple[tuple[str, int], ...], program: str = HAND
) -> Tried:
    lab = Lab(name, folder / "lab", program)
    found = lab.try_all([Case(*one, seed) for seed, one in enumerate(samples)])
    missed = [one for one, case in zip(samples, found, strict=True) if not case.killed]
    assert missed == [], "they ended before their call"
    return sum(found, Tried())


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_nothing_is_paid_twice_or_lost(tmp_path: Path, name: str) -> None:
    found = tried(name, tmp_path, SAMPLES[name])
    assert found.strange == []
    assert found.verdict.safe, found
    if name in FINDERS:
        assert found.verdict.completed == found.verdict.jobs == 2 * len(SAMPLES[name])
    else:
        assert found.verdict.parked <= found.doubt
        assert found.verdict.completed + found.verdict.parked == found.verdict.jobs


def test_a_naive_program_pays_twice(tmp_path: Path) -> None:
    found = tried("kling", tmp_path, NAIVE, "tests.chaos.naive")
    assert found.verdict.double > 0
    assert not found.verdict.safe
