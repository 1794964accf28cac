"""A sender is frozen at every boundary around the one request, another process works on the same
job, the sender wakes: billed once."""

import pytest
from tests.chaos.freezing import PERMIT, Thawed, boundaries, freeze_all
from tests.chaos.service import service
from tests.chaos.tracing import Lab

SHORT, LONG = 2.0, PERMIT + 2.0
"""Seconds: enough for another process to look at everything; more than a permit lasts."""
LANES = 10
"""All at once: they wait."""
UNSENT = (
    "before the compare-and-set", "in the commit of the compare-and-set", "before the first byte",
    "in the middle of the body",
)  # fmt: skip
SENT = ("after the last byte", "after the answer", "when the answer is on disk")
Asked = tuple[str, float, bool]
"""(boundary, seconds, whether the other process believes that the sender is gone)."""


@pytest.fixture(scope="module")
def thawed(tmp_path_factory: pytest.TempPathFactory) -> dict[Asked, Thawed]:
    lab = Lab("kling", tmp_path_factory.mktemp("frozen") / "lab", count=1)
    with service(lab.name, 0.05) as lane:
        places = boundaries(lab, lane)
    asked = [(name, SHORT, False) for name in (*UNSENT, *SENT)]
    asked += [("before the first byte", LONG, False)]
    asked += [(name, LONG, True) for name in ("before the first byte", "after the last byte")]
    wanted = [(places[name], seconds, lost) for name, seconds, lost in asked]
    return dict(zip(asked, freeze_all(lab, wanted, LANES), strict=True))


def assert_once(one: Thawed) -> None:
    assert one.posts == one.verdict.billed == 1, one
    assert one.verdict.safe, one
    assert one.verdict.completed == 1, one


@pytest.mark.parametrize("name", [*UNSENT, *SENT])
def test_while_it_holds_its_lock_nobody_else_sends(thawed: dict[Asked, Thawed], name: str) -> None:
    one = thawed[name, SHORT, False]
    assert one.meanwhile == (name in SENT), one
    assert one.codes == (0, 0), one
    assert_once(one)


def test_after_its_deadline_it_does_not_send(thawed: dict[Asked, Thawed]) -> None:
    """It gives back what it held and orders anew, like anybody else."""
    one = thawed["before the first byte", LONG, False]
    assert one.meanwhile == 0, one
    assert_once(one)


@pytest.mark.parametrize("name", ["before the first byte", "after the last byte"])
def test_the_deadline_holds_when_the_lock_does_not(thawed: dict[Asked, Thawed], name: str) -> None:
    """Who believes that it is gone finds what it sent, or proves that it sent nothing and sends."""
    one = thawed[name, LONG, True]
    assert one.meanwhile == 1, one
    assert_once(one)
