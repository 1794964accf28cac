"""Every service with every fault: how many requests are sent, what is billed, what is booked.

One job is never billed twice, unless the service's own file was bad (it is paid for all the same,
and a new try is a new job). What is booked is never less than what is billed.
"""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.chaos.hand import order
from tests.chaos.shop import LATE, Shop, shop
from tests.standins import downloads
from tests.standins.workflow import WORKFLOW

from reelwright.film.order import Order, Take
from reelwright.studio.home import own_home
from reelwright.studio.settings import Settings

SERVICES = (
    "kling", "kling-legacy", "comfyui", "seedance", "replicate", "elevenlabs", "runway", "google",
)  # fmt: skip
BLIND = ("runway", "google")
"""They neither know nor show what they took."""
AT_ONCE = ("elevenlabs", "google")
"""They answer with the thing itself: nothing is polled or fetched."""
SILENT = ("kling-legacy", "replicate", "google")
"""They do not say what a job has cost."""


class End(NamedTuple):
    """How it ends: the answer ("take", or why there is none), requests sent, jobs billed, and where
    the money is: charged, presumed (charged, but the service did not say so), held, written off,
    or gone (given back)."""

    answer: str
    posts: int
    billed: int
    money: str


def usual(name: str) -> str:
    if name == "comfyui":
        return "free"
    return "presumed" if name in SILENT else "charged"


def good(name: str, posts: int = 1, billed: int = 1) -> End:
    return End("take", posts, billed, usual(name))


def parked(name: str, billed: int) -> End:
    return End("parked", 1, billed, "free" if name == "comfyui" else "held")


LATER = ("file url", "inner url", "poll broken", "poll gone")
"""Faults of polls and of what they name."""
FETCHING = (
    "expired", "truncated", "corrupt", "bad file", "html", "drip", "changed", "cut off",
)  # fmt: skip
KINDS = (
    "", "drop before", "drop after", "delay", "limited", "limited for 7 s", "broken", "unavailable",
    "moderated", "moderated later", "fails later", "never ends", "wrong types", "no cost",
    "huge answer", *LATER, *FETCHING,
)  # fmt: skip
PAUSE = {"replicate": 30.0, "google": 22.0, "elevenlabs": 1.0}
"""Seconds that a service asks for in the body of a 429; the others say nothing: a minute."""


def expected(name: str, kind: str) -> End:
    """What must come of a fault at a service."""
    if name in AT_ONCE and kind in (*LATER, *FETCHING):
        return good(name)  # there is no such moment
    return SPECIAL.get((name, kind)) or RULES.get(kind, good)(name)


def not_taken(name: str) -> End:
    """Sent again only where it is certain that nothing was taken."""
    return parked(name, 0) if name in BLIND else good(name, posts=2)


def taken_unheard(name: str) -> End:
    return parked(name, 1) if name in BLIND else good(name)


def twice(name: str) -> End:
    """Refused, or failed, for nothing: sent once more."""
    return good(name, posts=2)


def documented(name: str) -> End:
    """5xx: Google says that nothing is taken, the others do not."""
    return twice(name) if name == "google" else not_taken(name)


def moderated(_name: str) -> End:
    return End("moderated", 1, 0, "gone")


def overdue(name: str) -> End:
    """Nobody waits for it, its money is held, and it is still asked for."""
    return End("overdue", 1, 1, "free" if name == "comfyui" else "held")


def paid_again(name: str) -> End:
    """The service's own file was bad: it is paid for, and so is the next one."""
    return good(name, posts=2, billed=2)


RULES: dict[str, Callable[[str], End]] = {
    "drop before": not_taken, "huge answer": not_taken,
    "broken": documented, "unavailable": documented,
    "drop after": taken_unheard, "delay": taken_unheard, "wrong types": taken_unheard,
    "limited": twice, "limited for 7 s": twice, "fails later": twice,
    "moderated": moderated, "moderated later": moderated,
    "never ends": overdue, "file url": overdue, "inner url": overdue,
    "bad file": paid_again,
}  # fmt: skip
SPECIAL = {
    ("comfyui", "moderated"): End("refused", 1, 0, "free"),
    ("comfyui", "moderated later"): twice("comfyui"),  # an error like any other there
    ("comfyui", "file url"): End("refused", 1, 1, "free"),
    ("comfyui", "inner url"): End("refused", 1, 1, "free"),
    # It does not say what content that it refuses later costs, so the most is presumed.
    ("replicate", "moderated"): End("moderated", 1, 0, "presumed"),
    ("replicate", "moderated later"): End("moderated", 1, 0, "presumed"),
    ("replicate", "file url"): End("refused", 1, 1, "presumed"),
    ("google", "moderated later"): End("moderated", 1, 0, "presumed"),
    ("google", "never ends"): End("parked", 1, 1, "held"),
    # It charges for content that it refuses.
    ("runway", "moderated"): End("moderated", 1, 1, "charged"),
    ("runway", "moderated later"): End("moderated", 1, 1, "charged"),
    **{(name, "poll gone"): End("failed", 1, 1, "written off") for name in ("runway", "replicate")},
    **{
        (name, "no cost"): End("take", 1, 1, "presumed")
        for name in ("kling", "seedance", "elevenlabs", "runway")
    },
}


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """An empty data folder."""
    with tempfile.TemporaryDirectory(prefix="shop-", dir=_memory()) as folder:
        with own_home(Settings(home=Path(folder) / "home", min_free_mb=0)):
            pass
        yield Path(folder) / "home"


def _memory() -> Path | None:
    """Written to memory: hundreds of ledgers sync at every step, and no power will fail."""
    return Path("/dev/shm") if Path("/dev/shm").is_dir() else None


def ended(found: Shop, answer: object) -> End:
    total = found.total
    told = "take" if isinstance(answer, Take) else str(getattr(answer, "reason", answer))
    if found.name == "comfyui":
        booked = "free"
    elif total.held:
        booked = "held"
    elif total.written_off:
        booked = "written off"
    elif not total.charged:
        booked = "gone"
    else:
        booked = "presumed" if found.unconfirmed else "charged"
    return End(told, found.standin.posts(), len(found.standin.bill()), booked)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SERVICES)
def test_a_fault(name: str, kind: str, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "DRIP", 0.0)
    with opened(name, template) as found:
        plan(found, kind)
        [answer] = found.buy(the_order(name))
        if kind == "delay":
            time.sleep(LATE)  # until the service has taken it
        assert ended(found, answer) == expected(name, kind)
        assert_covered(found)
        if kind.startswith("limited"):
            pause = PAUSE.get(name, 60.0)
            asked = 7.0 if kind.endswith("7 s") and name != "google" else pause
            assert found.clock() - found.began >= asked


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "google"])
def test_what_comes_late_is_taken_in(name: str, template: Path) -> None:
    with opened(name, template) as found:
        plan(found, "never ends")
        [answer] = found.buy(the_order(name))
        assert ended(found, answer).answer == "overdue"
        found.catch_up()
        [answer] = found.buy(the_order(name))
        assert ended(found, answer) == good(name)
        assert_covered(found)


@pytest.mark.parametrize("name", SERVICES)
def test_an_id_given_twice(name: str, template: Path) -> None:
    """Whatever comes for it could be either's: the second job is left to the user."""
    with opened(name, template) as found:
        found.standin.faults.add("same id", after=1)
        first, second = found.buy(the_order(name), the_order(name, 2))
        assert isinstance(first, Take)
        assert found.standin.posts() == len(found.standin.bill()) == 2
        if name in AT_ONCE:
            assert isinstance(second, Take)
        else:
            assert not isinstance(second, Take)
            assert second.reason == "parked"
            assert name == "comfyui" or found.total.held > 0
        assert_covered(found)


@pytest.mark.parametrize("name", BLIND)
def test_a_service_that_loses_jobs_is_left_alone(name: str, template: Path) -> None:
    """After three nothing more is sent there before the user has decided, and nobody waits."""
    with opened(name, template) as found:
        found.standin.faults.add("drop after", times=3)
        answers = found.buy(*(the_order(name, number) for number in range(5)), seconds=600.0)
        assert [getattr(one, "reason", "") for one in answers] == ["parked"] * 3 + ["refused"] * 2
        assert "reelwright resolve" in getattr(answers[-1], "cause", "")
        assert found.standin.posts() == len(found.standin.bill()) == 3
        assert_covered(found)


@pytest.mark.parametrize("hours", [-2.0, -0.25, 0.05, 2.0])
@pytest.mark.parametrize("name", SERVICES)
def test_a_clock_that_is_wrong(name: str, hours: float, template: Path) -> None:
    """Where lost requests are found by their time alone, nothing is sent with a wrong clock: what
    had been taken would seem not to be there, and be bought twice."""
    with opened(name, template) as found:
        found.clock.at += hours * 3600
        plan(found, "drop after")
        [answer] = found.buy(the_order(name))
        if name in ("replicate", "elevenlabs"):
            assert ended(found, answer) == End("refused", 0, 0, "gone")
            assert "clock" in str(getattr(answer, "cause", ""))
        else:
            assert ended(found, answer) == expected(name, "drop after")
        assert_covered(found)


@contextmanager
def opened(name: str, template: Path) -> Iterator[Shop]:
    with (
        tempfile.TemporaryDirectory(prefix="shop-", dir=_memory()) as folder,
        shop(name, template, Path(folder) / "home") as found,
    ):
        yield found


def the_order(name: str, number: int = 1) -> Order:
    return order(name, number, workflow=json.dumps(WORKFLOW))


def assert_covered(found: Shop) -> None:
    """What is booked is never less than the bill, never above the cap, and in order."""
    due = round(sum(usd for _, usd in found.standin.bill()) * 1_000_000)
    assert due <= found.total.charged + found.total.held <= found.budget
    assert found.wrong() == []


def plan(found: Shop, kind: str) -> None:
    """Tell the stand-in what to do wrong."""
    faults = found.standin.faults
    if kind == "delay":
        found.clock.catches_up = True
        faults.add("delay", seconds=LATE)
    elif kind.startswith("limited"):
        faults.add("limited", seconds=7.0 if "7" in kind else 0.0)
    elif kind == "bad file":
        faults.add("bad file", times=2)
    elif kind == "changed":
        faults.add("cut off")
        faults.add("changed")
    elif kind == "poll gone" and found.name == "replicate":
        faults.add("poll gone", after=1)  # before it is ordered, the model is looked up
    elif kind:
        planned: Any = kind
        faults.add(planned)
