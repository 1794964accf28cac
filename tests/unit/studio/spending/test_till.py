"""The till: who may buy when, who pays, and what happens to those who wait."""

from concurrent.futures import Future
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.simulation.clock import AtOnce
from tests.simulation.film import running
from tests.simulation.scene import Scene, scene
from tests.simulation.service import MICROS, Fate, order

from reelwright.film.asked import ImageAsked, order_of
from reelwright.film.errors import BadInput
from reelwright.film.order import Missing, Order, Recipe, Take
from reelwright.film.production import Patch, Wish
from reelwright.film.shot import Shot, Storyboard
from reelwright.film.story import Bible, Screenplay
from reelwright.ledger import attempts, gate, money
from reelwright.ledger.money import Payer, Scope
from reelwright.providers.catalogue import BUILT_IN
from reelwright.studio import shooting
from reelwright.studio.desk import MakingDesk
from reelwright.studio.produce import unwatched
from reelwright.studio.spending.access import Access
from reelwright.studio.spending.poll import poll
from reelwright.studio.spending.till import LONGEST, Till


def reason(answer: "Future[Take | Missing]") -> str:
    found = answer.result(timeout=0)
    return found.reason if isinstance(found, Missing) else ""


def test_an_order_is_asked_for_once_however_often_it_is_wanted(tmp_path: Path) -> None:
    with scene(tmp_path) as play, running(play.counter, play.clock) as run:
        wish = play.order("a")
        first, second = run.till.want(wish), run.till.want(wish)
        assert first is second
        run.until(first)
        assert isinstance(run.till.want(wish).result(), Take)
        assert len(play.service.posts_at) == 1


# Caps.


def limit(play: Scene, scope: Scope, micros: int) -> None:
    with play.home.database.begin() as connection:
        payer = Payer(production="film", day="2026-09-22")
        money.limit(connection, payer, scope, micros)


@pytest.mark.parametrize(
    ("scope", "whose"),
    [("production", "its budget"), ("user", "your budget"), ("day", "today's budget")],
)
def test_no_cap_is_passed_and_who_is_refused_is_told(
    tmp_path: Path, scope: Scope, whose: str
) -> None:
    with scene(tmp_path) as play:
        limit(play, scope, 3 * MICROS - 1)
        with running(play.counter, play.clock) as run:
            answers = [run.till.want(play.order(f"shot {n}")) for n in range(4)]
            run.until(*answers)
        assert [reason(answer) for answer in answers] == ["", "", "over cap", "over cap"]
        refused = answers[2].result(0)
        assert isinstance(refused, Missing)
        assert refused.cause == f"it would cost 0.00 USD and {whose} has 0.00 USD left"
        assert not refused.settled, "a cheaper model is the user's choice"
        assert len(play.service.posts_at) == 2
        assert play.total().charged == 2 * MICROS


def test_a_new_day_has_a_budget_of_its_own(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        limit(play, "day", MICROS)
        with running(play.counter, play.clock) as run:
            answers = [run.till.want(play.order(name)) for name in "ab"]
            run.until(*answers)
            assert [reason(answer) for answer in answers] == ["", "over cap"]
        play.clock.sleep(86400)
        with running(play.counter, play.clock) as run:
            again = run.till.want(order("b"))
            run.until(again)
        assert isinstance(again.result(0), Take)


def test_what_nobody_knows_the_price_of_is_not_bought(tmp_path: Path) -> None:
    with scene(tmp_path) as play, running(play.counter, play.clock) as run:
        odd = order_of("image", "replicate", "somebody/something", ImageAsked(prompt="a"))
        play.wants(odd)
        answer = run.till.want(odd)
        run.until(answer)
        assert reason(answer) == "unpriced"
        assert play.service.posts_at == []


def test_a_service_without_a_key_fails_its_own_orders_only(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        good = play.access

        def reach(name: str) -> Access:
            if name == good.name:
                return good
            raise BadInput("services", f"there is no key for {name}")

        play.counter.reach = reach
        other = order_of("image", "google", "gemini-3-pro-image", ImageAsked(prompt="a"))
        play.wants(other)
        with running(play.counter, play.clock) as run:
            answers = [run.till.want(other), run.till.want(play.order("b"))]
            run.until(*answers)
        assert [reason(answer) for answer in answers] == ["refused", ""]


def test_why_nothing_goes_on_at_a_service_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    with scene(tmp_path) as play, running(play.counter, play.clock) as run:
        run.till.notice = lambda _order, what: told.append(what)
        with play.home.database.begin() as connection:
            gate.cool(connection, play.access.name, 50.0, play.clock())
        answer = run.till.want(play.order("a"))
        run.for_(20)
        assert told == ["paused: it asked for a pause"]
        run.until(answer)
        assert told[-1] != told[0]
        assert isinstance(answer.result(0), Take)


def test_a_till_that_closes_stops_itself_alone(tmp_path: Path) -> None:
    """Others at the same counter go on: what they want is sent, asked for and fetched."""
    with scene(tmp_path) as play, running(play.counter, play.clock) as run:
        with running(play.counter, play.clock, "other") as brief:
            other = brief.till.want(play.order("b", "other"))
            brief.until(other)
        answer = run.till.want(play.order("a"))
        run.until(answer, seconds=300)
        assert isinstance(other.result(0), Take)
        assert isinstance(answer.result(0), Take)
        assert len(play.service.posts_at) == 2


# One job, several who want it.


def test_what_an_earlier_run_has_begun_is_waited_for(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        with running(play.counter, play.clock) as run:
            left = run.till.want(play.order("a"))
            run.for_(3)
        assert not left.done()
        play.clock.sleep(3600)
        with running(play.counter, play.clock) as run:
            answer = run.till.want(order("a"))
            run.until(answer, seconds=5)
        assert isinstance(answer.result(0), Take)
        assert len(play.service.posts_at) == 1


def test_what_another_production_has_begun_is_waited_for_and_it_pays(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        with running(play.counter, play.clock, "first") as run:
            run.till.want(play.order("a", "first"))
            run.for_(3)
        with running(play.counter, play.clock, "second") as run:
            answer = run.till.want(play.order("a", "second"))
            run.until(answer)
        assert isinstance(answer.result(0), Take)
        assert len(play.service.posts_at) == 1
        with play.home.look() as connection:
            assert money.total(connection, "first").charged == MICROS
            assert money.total(connection, "second") == money.Total()


def test_two_productions_that_want_one_job_at_the_same_time(tmp_path: Path) -> None:
    """One request; both have the Take, whoever asked about it; one pays."""
    with scene(tmp_path) as play:
        other = play.another()
        wish = play.order("a", "first")
        play.wants(wish, production="second")
        with (
            running(play.counter, play.clock, "first") as a,
            running(other, play.clock, "second") as b,
        ):
            answers = [a.till.want(wish), b.till.want(wish)]
            while not all(answer.done() for answer in answers):
                play.clock.until(min(a.till.turn(), b.till.turn(), play.clock() + 5))
        assert answers[0].result() == answers[1].result()
        assert isinstance(answers[0].result(), Take)
        assert len(play.service.posts_at) == 1
        assert play.total().charged == MICROS


def test_what_was_accepted_a_moment_ago_is_not_bought_again(tmp_path: Path) -> None:
    """Between the desk's look at the ledger and the till's hold somebody else was done with it."""
    with scene(tmp_path) as play:
        with running(play.counter, play.clock, "first") as run:
            first = run.till.want(play.order("a", "first"))
            run.until(first)
        with running(play.counter, play.clock, "second") as run:
            second = run.till.want(play.order("a", "second"))
            run.until(second, seconds=5)
        assert second.result(0) == first.result(0)
        assert len(play.service.posts_at) == 1


def test_what_is_parked_waits_for_the_user(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        one = play.doubted()
        with play.home.database.begin() as connection:
            attempts.park(connection, one, "nobody knows")
        with running(play.counter, play.clock) as run:
            answer = run.till.want(order("a"))
            run.until(answer, seconds=5)
        missing = answer.result(0)
        assert isinstance(missing, Missing)
        assert (missing.reason, missing.cause) == ("parked", "nobody knows")
        assert play.service.posts_at == []


@pytest.mark.parametrize(
    ("work", "expected"), [("failed", "failed"), ("lost", "failed"), ("cancelled", "skipped")]
)
def test_what_ends_in_other_hands_is_heard_of(
    tmp_path: Path, work: attempts.Ended, expected: str
) -> None:
    """Nobody knows here whether it may be bought again: so it is not."""
    with scene(tmp_path) as play, running(play.counter, play.clock, pace=LONGEST) as run:
        answer = run.till.want(play.order("a"))
        run.for_(3)
        (one,) = play.attempts()
        with play.home.database.begin() as connection:
            attempts.settle(connection, one, work, 0, play.clock(), error="by somebody else")
        run.until(answer, seconds=10)
        missing = answer.result(0)
        assert isinstance(missing, Missing)
        assert (missing.reason, missing.cause) == (expected, "by somebody else")
        assert len(play.service.posts_at) == 1


def test_what_is_parked_in_other_hands_is_heard_of(tmp_path: Path) -> None:
    with scene(tmp_path) as play, running(play.counter, play.clock, pace=LONGEST) as run:
        answer = run.till.want(play.order("a"))
        run.for_(3)
        (one,) = play.attempts()
        with play.home.database.begin() as connection:
            attempts.park(connection, one, "somebody parked it")
        run.until(answer, seconds=10)
        assert reason(answer) == "parked"


def test_what_a_dead_process_left_while_we_run_is_taken_over(tmp_path: Path) -> None:
    """It held the job that this run waits for."""
    with scene(tmp_path) as play:
        other = play.another()
        play.hold("a", by=other)
        with running(play.counter, play.clock, pace=LONGEST) as run:
            answer = run.till.want(order("a"))
            run.for_(100)
            assert not answer.done()
            other.close()
            run.until(answer, seconds=200)
        assert reason(answer) == "failed", "given back, and told so"
        assert play.service.posts_at == []
        assert play.total().held == 0


# Tries.


def test_failures_are_tried_again_with_growing_pauses(tmp_path: Path) -> None:
    fails = Fate(seconds=5, fails=True)
    with scene(tmp_path, lambda *_: fails) as play:
        with running(play.counter, play.clock) as run:
            answer = run.till.want(play.order("a"))
            run.until(answer)
        assert reason(answer) == "failed"
        posts = play.service.posts_at
        gaps = [later - before - 5 for before, later in pairwise(posts)]
        assert len(gaps) == 3
        for gap, usual in zip(gaps, (2, 4, 8), strict=True):
            assert 0.8 * usual <= gap <= 1.2 * usual + 1
        assert play.total().charged == 0


def test_one_failure_never_stops_the_rest(tmp_path: Path) -> None:
    with scene(tmp_path, lambda prompt, _: Fate(5, prompt == "shot 1")) as play:
        with running(play.counter, play.clock, retries=1) as run:
            answers = [run.till.want(play.order(f"shot {n}")) for n in range(4)]
            run.until(*answers)
        assert [reason(answer) for answer in answers] == ["", "failed", "", ""]


def test_an_error_of_ours_is_heard_and_does_not_turn_in_circles(tmp_path: Path) -> None:
    def broken(_order: Order, _ticket: str) -> Any:
        raise ZeroDivisionError

    with scene(tmp_path) as play:
        play.speaks(poll=broken)
        other = play.ticketed("of another run")
        with running(play.counter, play.clock) as run:
            answer = run.till.want(play.order("a"))
            run.until(answer)
            assert isinstance(answer.exception(), ZeroDivisionError)
            run.for_(600)
            assert run.turns < 600
        assert play.state(other) == ("ticketed", "held")
        assert play.total().held == 2 * MICROS


# Closing.


class Never(AtOnce):
    """Hands that never begin."""

    def submit(self, work: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        return Future()


def test_what_is_held_and_not_sent_is_given_back_at_once(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        with Till(play.counter, "film", pools=lambda *_: Never(), clockwork=False) as till:
            till.want(play.order("a"))
            till.turn()
            assert [one.work for one in play.attempts()] == ["planned"]
            assert play.total().held == MICROS
        (one,) = play.attempts()
        assert (one.work, one.money) == ("failed", "released")
        assert play.usage().minute == 0
        assert play.counter.flying == set()


def test_a_till_can_be_opened_again(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        for name in "ab":
            with running(play.counter, play.clock) as run:
                answer = run.till.want(play.order(name))
                run.until(answer)
                assert isinstance(answer.result(0), Take)


# What the film makes of what is missing.

WISH = Wish(video=("kling", "runway"))


def shots(first: Missing | Take) -> tuple[list[str], object]:
    """The services that are asked for one shot's clip when the first answers so."""
    board = Storyboard(bible=Bible(), screenplay=Screenplay(scenes=()), shots=())
    shot = Shot(id="s.0", scene="s", size="wide", prompt="A key on a table.")
    recipe: Recipe[Any] = shooting.filmed(
        shot, 96, Patch(), shooting.Studio(WISH, board, BUILT_IN), {}
    )
    asked: list[str] = []
    try:
        (wish,) = next(recipe)
        while True:
            asked.append(wish.provider)
            answer = first if len(asked) == 1 else lacking(wish, "failed")
            (wish,) = recipe.send([answer])
    except StopIteration as end:
        return asked, end.value


def lacking(wish: Order | None, why: str) -> Missing:
    name = wish.fingerprint if wish else "f"
    return Missing.model_validate(
        {"fingerprint": name, "stage": "clip", "cause": "no", "reason": why}
    )


@pytest.mark.parametrize(
    ("why", "next_is_asked"),
    [
        ("failed", True), ("refused", True), ("moderated", True), ("unpriced", True),
        ("parked", False), ("overdue", False), ("over cap", False), ("skipped", False),
    ],
)  # fmt: skip
def test_the_next_model_is_asked_only_when_the_money_is_settled(
    why: str, next_is_asked: bool
) -> None:
    asked, _ = shots(lacking(None, why))
    assert asked == (["kling", "runway"] if next_is_asked else ["kling"])


def test_what_is_lost_is_written_off_and_then_another_may_be_asked(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        one = play.ticketed()
        play.service.knows = lambda _job: False
        missing = poll(play.counter, one)
        assert isinstance(missing, Missing)
        assert play.total().held == 0
        assert shots(missing)[0] == ["kling", "runway"]


def test_bytes_of_a_paid_take_that_are_gone_are_not_bought_again(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        with running(play.counter, play.clock) as run:
            first = run.till.want(play.order("a"))
            run.until(first)
        take = first.result(0)
        assert isinstance(take, Take)
        path = play.home.store.path(take.sha256)
        kept = path.read_bytes()
        path.unlink()
        desk = MakingDesk(play.home, "film", 1, unwatched)
        found = desk.known([order("a")])[order("a").fingerprint]
        assert isinstance(found, Missing)
        assert found.reason == "parked"
        assert "put them back" in found.cause
        path.write_bytes(kept)
        assert desk.known([order("a")])[order("a").fingerprint] == take
        assert len(play.service.posts_at) == 1
