"""What failed and was made by another model: when it counts as made, and when it does not."""

import pytest

from reelwright.studio.replacing import Known, replaced
from reelwright.studio.whereabouts import Place, Whereabouts


def place(shot: str) -> Place:
    return Place(scene="1.1", number=1, shot=shot, text="")


def asked(*jobs: tuple[str, str, str, str]) -> frozenset[str]:
    """What is replaced of (name, shot, maker, work), in the order in which they were asked for."""
    where = Whereabouts(places={name: place(shot) for name, shot, _, _ in jobs})
    known = {
        name: Known(kind="image" if maker == "images" else "clip", maker=maker, work=work)
        for name, _, maker, work in jobs
    }
    return replaced(where, known)


FAILED = ("a", "1", "kling/k", "failed")


@pytest.mark.parametrize(("work", "found"), [
    ("accepted", {"a"}), ("failed", set()), ("ticketed", set()), ("planned", set()),
    ("skipped", set()),
])  # fmt: skip
def test_it_counts_once_the_next_model_has_made_the_shot(work: str, found: set[str]) -> None:
    assert asked(FAILED, ("b", "1", "runway/r", work)) == found


def test_each_model_that_failed_before_is_replaced() -> None:
    lost = ("b", "1", "runway/r", "lost")
    assert asked(FAILED, lost, ("c", "1", "seedance/s", "accepted")) == {"a", "b"}


def test_other_shots_do_not_count() -> None:
    assert asked(FAILED, ("b", "2", "runway/r", "accepted")) == frozenset()


def test_a_part_of_a_long_shot_is_not_replaced_by_another_part() -> None:
    first = ("a", "1", "kling/k", "accepted")
    second = ("b", "1", "kling/k", "failed")
    assert asked(first, second) == frozenset()
    assert asked(second, first) == frozenset()
    parts = (("c", "1", "runway/r", "accepted"), ("d", "1", "runway/r", "accepted"))
    assert asked(first, second, *parts) == {"b"}
    unfinished = (("c", "1", "runway/r", "accepted"), ("d", "1", "runway/r", "failed"))
    assert asked(first, second, *unfinished) == frozenset()


def test_a_first_frame_is_replaced_by_nothing() -> None:
    picture = ("a", "1", "images", "failed")
    assert asked(picture, ("b", "1", "kling/k", "accepted")) == frozenset()
