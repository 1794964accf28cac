"""Polling: the pace of N7, and every way in which work that was taken can end."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.simulation.bound import Fates
from tests.simulation.film import running, told
from tests.simulation.scene import scene
from tests.simulation.service import MICROS, PROVIDER, Fate, order

from reelwright.film.errors import BadInput
from reelwright.film.money import Money
from reelwright.film.order import Missing, Order, Take
from reelwright.film.provider import Limits, Polling
from reelwright.film.talk import Call, Failed, Polled, Talk, Waiting
from reelwright.studio.spending.access import Access
from reelwright.studio.spending.counter import Again, Arrived, Pending
from reelwright.studio.spending.poll import pause, poll

NEVER = Fate(seconds=1e9)


@pytest.mark.parametrize(
    ("age", "seconds"),
    [(0, 5), (29.9, 5), (30, 10), (59.9, 10), (60, 20), (119, 20), (120, 60), (5000, 60)],
)
def test_the_pace_slows_with_age(age: float, seconds: float) -> None:
    assert pause(age, 0.0) == seconds


def test_a_service_may_ask_for_more_and_never_for_less() -> None:
    assert pause(0, 15.0) == 15
    assert pause(0, 5.0, 33.0) == 33
    assert pause(200, 5.0, 1.0) == 60


def polls_of(folder: Path, polling: Polling) -> list[int]:
    with scene(folder, lambda *_: NEVER, polling=polling) as play:
        with running(play.counter, play.clock) as run:
            run.till.want(play.order("a"))
            run.for_(2150)
        began = play.service.posts_at[0]
        return [round(at - began) for _, at in play.service.polls_at]


def test_when_a_job_is_asked_for(tmp_path: Path) -> None:
    expected = [*range(5, 31, 5), 40, 50, 60, 80, 100, 120, 180, 240, 300, 900, 1500, 2100]
    assert polls_of(tmp_path, Polling()) == expected


def test_a_service_of_its_own_pace(tmp_path: Path) -> None:
    """A first poll late, none closer than the floor, the last exactly when patience ends."""
    expected = [15, 27, 39, 51, 63, 83, 100, 300, 500, 700, 900, 1100, 1300, 1500, 1700, 1900, 2100]
    polling = Polling(first=15, floor=12, most=100, late=200)
    assert polls_of(tmp_path, polling) == expected


def test_what_waits_costs_no_transaction_of_its_own(tmp_path: Path) -> None:
    with scene(tmp_path, lambda *_: NEVER) as play:
        one = play.ticketed()
        play.clock.sleep(5)
        step = poll(play.counter, one)
        assert step == Pending(again_at=play.clock() + 5)
        assert play.now(one) == one


def test_what_is_done_frees_its_slot_before_it_is_fetched(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        one = play.ticketed()
        assert play.usage().running == 1
        play.clock.sleep(30)
        step = poll(play.counter, one)
        assert isinstance(step, Arrived)
        assert step.attempt == play.now(one).model_copy(update={"next_poll_at": one.next_poll_at})
        assert play.state(one) == ("ready", "held")
        assert play.usage().running == 0
        assert play.now(one).next_poll_at > play.clock(), "nobody asks while it is being fetched"


def test_overdue_frees_the_slot_and_keeps_the_hold(tmp_path: Path) -> None:
    limits = Limits(minute=60, concurrent=1)
    with scene(tmp_path, slow_is("a", 1000), limits=limits) as play:
        with running(play.counter, play.clock) as run:
            first, second = (run.till.want(play.order(name)) for name in ("a", "b"))
            run.until(first)
            missing = first.result()
            assert isinstance(missing, Missing)
            assert (missing.reason, missing.settled) == ("overdue", False)
            assert 300 <= play.clock.since <= 301
            run.until(second)
            assert isinstance(second.result(), Take), "the queue goes on"
            assert play.clock.since <= 340
            assert play.total().held == play.cap().held == MICROS
            run.for_(1200)
        assert play.total().held == 0
        assert play.total().charged == 2 * MICROS == play.service.billed()
        assert len(play.service.posts_at) == 2
        with running(play.counter, play.clock) as run:
            late = run.till.want(order("a"))
            run.until(late, seconds=60)
            assert isinstance(late.result(), Take), "what came late answers the next run"
        assert len(play.service.posts_at) == 2


def slow_is(name: str, seconds: float) -> Fates:
    return lambda prompt, _: Fate(seconds=seconds if prompt == name else 30)


def test_the_next_run_asks_at_once_for_what_is_overdue(tmp_path: Path) -> None:
    """Nobody waits ten minutes for what may be there by now; and if it is not, for nothing."""
    with scene(tmp_path, slow_is("a", 400)) as play:
        with running(play.counter, play.clock) as run:
            run.until(run.till.want(play.order("a")))
        for seconds, reason in ((50, "overdue"), (100, "")):
            play.clock.sleep(seconds)
            with running(play.counter, play.clock) as run:
                answer = run.till.want(order("a"))
                run.until(answer, seconds=5)
            assert getattr(answer.result(), "reason", "") == reason
        assert len(play.service.posts_at) == 1


def test_when_the_retention_is_over_the_user_decides(tmp_path: Path) -> None:
    polling = Polling(most=100, late=200, retention=1000)
    with scene(tmp_path, slow_is("a", 1e9), polling=polling) as play:
        with running(play.counter, play.clock) as run:
            run.until(run.till.want(play.order("a")))
            run.for_(5000)
        asked = len(play.service.polls_at)
        (one,) = play.attempts()
        assert (one.work, one.money, one.ticket) == ("overdue", "held", "job-0")
        assert "retention" in one.parked
        with running(play.counter, play.clock) as run:
            waits = run.till.want(order("a"))
            run.until(waits, seconds=5)
            run.for_(5000)
        answer = waits.result()
        assert isinstance(answer, Missing)
        assert (answer.reason, answer.cause) == ("parked", one.parked)
        assert len(play.service.polls_at) == asked, "it is never asked for again"
        assert play.total().held == MICROS
        assert len(play.service.posts_at) == 1


def test_gone_at_the_service_is_written_off(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        one = play.ticketed()
        play.service.knows = lambda _job: False
        answer = poll(play.counter, one)
        assert isinstance(answer, Missing)
        assert answer.settled, "the money is settled: another model may be asked"
        assert play.state(one) == ("lost", "written_off")
        total = play.total()
        assert (total.held, total.charged, total.written_off) == (0, MICROS, MICROS)


def ends(*, charge: int | None, reason: str = "broken") -> Callable[[Order, str], Talk[Polled]]:
    """A service whose work comes to nothing."""

    def talk(_order: Order, ticket: str) -> Talk[Polled]:
        yield Call(url=f"/jobs/{ticket}")
        money = None if charge is None else Money(micros=charge)
        return Failed.model_validate({"cause": "no good", "reason": reason, "charge": money})

    return talk


@pytest.mark.parametrize(
    ("charge", "state", "charged"),
    [(0, "released", 0), (1000, "charged", 1000), (None, "charged", MICROS)],
)
def test_failed_work_costs_what_the_service_says(
    tmp_path: Path, charge: int | None, state: str, charged: int
) -> None:
    """A service that is silent about it is charged at the hold."""
    with scene(tmp_path) as play:
        one = play.ticketed()
        play.speaks(poll=ends(charge=charge))
        assert isinstance(poll(play.counter, one), Again)
        assert play.state(one) == ("failed", state)
        assert (play.total().held, play.total().charged) == (0, charged)
        assert not play.cap().closed


def test_a_charge_above_the_hold_closes_the_cap(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        one = play.ticketed()
        play.speaks(poll=ends(charge=5 * MICROS))
        poll(play.counter, one)
        assert play.total().charged == 5 * MICROS, "recorded in full"
        assert play.cap().closed
        play.speaks(poll=PROVIDER.poll)
        with running(play.counter, play.clock) as run:
            waits = run.till.want(play.order("b"))
            run.until(waits)
        assert getattr(waits.result(), "reason", "") == "over cap"
        assert len(play.service.posts_at) == 1


@pytest.mark.parametrize(
    ("reason", "missing"), [("moderated", "moderated"), ("invalid", "refused")]
)
def test_what_would_fail_again_is_not_tried_again(
    tmp_path: Path, reason: str, missing: str
) -> None:
    with scene(tmp_path) as play:
        one = play.ticketed()
        play.speaks(poll=ends(charge=0, reason=reason))
        answer = poll(play.counter, one)
        assert isinstance(answer, Missing)
        assert (answer.reason, answer.settled) == (missing, True)


def test_a_failure_is_tried_again_as_often_as_wished(tmp_path: Path) -> None:
    """Each try is a new attempt with a hold of its own; a service that charges for failures is
    paid for each."""
    with scene(tmp_path, lambda *_: Fate(seconds=5)) as play:
        play.speaks(poll=ends(charge=1000))
        with running(play.counter, play.clock, retries=2) as run:
            answer = run.till.want(play.order("a"))
            run.until(answer)
        assert getattr(answer.result(), "reason", "") == "failed"
        assert [one.work for one in play.attempts()] == ["failed"] * 3
        assert len({one.token for one in play.attempts()}) == 3
        assert play.total().charged == 3000


def test_no_answer_is_no_news(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        one = play.ticketed()
        play.clock.sleep(5)
        play.reached(url="http://127.0.0.1:9")
        assert poll(play.counter, one) == Pending(again_at=play.clock() + 5)
        assert play.state(one) == ("ticketed", "held")


def test_a_poll_that_is_asked_to_wait_waits(tmp_path: Path) -> None:
    def busy(_order: Order, ticket: str) -> Talk[Polled]:
        reply = yield Call(url=f"/jobs/{ticket}")
        return Waiting(wait=reply.status * 1.0)

    with scene(tmp_path) as play:
        one = play.ticketed()
        play.speaks(poll=busy)
        assert poll(play.counter, one) == Pending(again_at=play.clock() + 200)


def test_a_service_whose_key_is_gone_is_not_asked_all_the_time(tmp_path: Path) -> None:
    """Its job may be of another film: this one goes on. It is thought of again after a while."""

    def reach(_name: str) -> Access:
        raise BadInput("services", "there is no key for it")

    with scene(tmp_path) as play:
        one = play.ticketed()
        play.counter.reach = reach
        with running(play.counter, play.clock) as run:
            mine = run.till.want(order("a"))
            run.for_(3000)
            assert run.turns < 3000 / 5 + 50
        assert isinstance(mine.result(), Missing)
        assert play.state(one) == ("ticketed", "held")
        assert play.now(one).polls <= 6
        assert not any('"bug"' in event for event in told(play.home))


def test_what_somebody_else_has_settled_stays_so(tmp_path: Path) -> None:
    """Two polls of one attempt, both begun before either was through."""
    with scene(tmp_path) as play:
        one = play.ticketed()
        play.clock.sleep(30)
        assert isinstance(poll(play.counter, one), Arrived)
        assert poll(play.counter, one) == Pending(cause="somebody else has seen to it")
        play.speaks(poll=ends(charge=0))
        assert isinstance(poll(play.counter, one), Again)
        assert poll(play.counter, one) == Pending(cause="somebody else has seen to it")
        assert (play.total().held, play.total().charged) == (0, 0)
