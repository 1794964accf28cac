"""Recovery: what dead senders left, and what became of requests whose fate nobody knows."""

from pathlib import Path

import pytest
from tests.simulation.film import attempts_of, running
from tests.simulation.scene import Scene, scene
from tests.simulation.service import MICROS, order
from tests.standins import media

from reelwright.film.errors import BadInput
from reelwright.film.money import Money
from reelwright.film.order import Missing, Order, Take
from reelwright.film.provider import Limits
from reelwright.film.talk import CannotTell, Finished, Found, Heard, Reply, Searched, Talk
from reelwright.ledger import attempts, gate
from reelwright.ledger.attempt import Attempt
from reelwright.studio.spending.access import Access
from reelwright.studio.spending.answers import keep
from reelwright.studio.spending.counter import Again, Pending, Resend
from reelwright.studio.spending.recover import TRIES, orphans, seek
from reelwright.studio.spending.spend import spend


def die(play: Scene, *, name: str = "a", work: str = "sending", reply: bytes = b"") -> Attempt:
    """A process that held an attempt, got so far, and died; `reply` lies on disk."""
    dead = play.another()
    one = play.hold(name, by=dead) if work == "planned" else play.sending(name, by=dead)
    if reply:
        keep(dead, one, Reply(status=200, body=reply))
    dead.close()
    return one


# What dead senders left.


def test_what_was_held_and_not_sent_is_given_back(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        one = die(play, work="planned")
        assert play.usage().minute == 1
        orphans(play.counter)
        assert play.state(one) == ("failed", "released")
        assert play.usage().minute == 0
        assert play.service.posts_at == []


def test_a_live_sender_is_left_alone(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        alive = play.another()
        held, sent = play.hold("a", by=alive), play.sending("b", by=alive)
        play.clock.sleep(3600)
        orphans(play.counter)
        assert play.state(held) == ("planned", "held")
        assert play.state(sent) == ("sending", "held")


def test_what_this_process_has_in_hand_is_left_alone(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        fresh, in_hand, forgotten = (play.hold(name) for name in "abc")
        play.counter.flying.add(in_hand.id)
        orphans(play.counter)
        assert play.state(fresh) == ("planned", "held")
        play.clock.sleep(120)
        orphans(play.counter)
        assert play.state(in_hand) == ("planned", "held")
        assert play.state(forgotten) == ("failed", "released")


def test_an_answer_on_disk_is_heard(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        one = die(play, reply=b'{"id": "job-7"}')
        orphans(play.counter)
        assert play.state(one) == ("ticketed", "held")
        assert play.now(one).ticket == "job-7"
        assert play.left() == []


def test_without_an_answer_it_is_in_doubt(tmp_path: Path) -> None:
    """And nothing is sent by whoever finds it."""
    with scene(tmp_path) as play:
        one = die(play)
        orphans(play.counter)
        assert play.state(one) == ("in_doubt", "held")
        assert play.service.posts_at == []


def test_an_answer_that_breaks_us_does_not_hold_up_every_run(tmp_path: Path) -> None:
    """The service is asked instead: it knows the job, and nothing is bought twice."""

    def heard(_order: Order, _reply: Reply) -> Heard:
        raise ZeroDivisionError

    with scene(tmp_path) as play:
        held = play.hold()
        play.speaks(heard=heard)
        with pytest.raises(ZeroDivisionError):
            spend(play.counter, held)
        play.clock.sleep(120)
        with running(play.counter, play.clock) as run:
            answer = run.till.want(order("a"))
            run.until(answer)
        assert isinstance(answer.result(0), Take)
        assert len(play.service.posts_at) == 1


def test_half_an_answer_is_none(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        one = die(play, reply=b"x")
        (path,) = (play.home.root / "answers").iterdir()
        path.write_bytes(b'{"status": 200, "hea')
        orphans(play.counter)
        assert play.state(one) == ("in_doubt", "held")


def at_once(play: Scene) -> None:
    """From now on the service answers with the picture itself."""

    def heard(_order: Order, reply: Reply) -> Heard:
        return Finished(content=reply.body, media_type="image/png", charge=Money(micros=7))

    play.speaks(heard=heard)


def test_a_result_that_came_at_once_and_was_not_yet_taken_in(tmp_path: Path) -> None:
    """Killed after `ready` was recorded and before the Take: the answer is still on disk."""
    with scene(tmp_path) as play:
        one = die(play, reply=media.picture(64, 36))
        with play.home.database.begin() as connection:
            attempts.ready(connection, one, play.clock())
        at_once(play)
        orphans(play.counter)
        assert play.state(one) == ("accepted", "charged")
        assert play.total().charged == 7
        assert play.service.posts_at == []


def test_a_result_that_is_lost_with_its_answer_waits_for_the_user(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        one = die(play)
        with play.home.database.begin() as connection:
            attempts.ready(connection, one, play.clock())
        orphans(play.counter)
        assert play.state(one) == ("ready", "held")
        assert "lost" in play.now(one).parked


def test_an_answer_waits_for_its_service_to_have_a_key_again(tmp_path: Path) -> None:
    def reach(_name: str) -> Access:
        raise BadInput("services", "there is no key for it")

    with scene(tmp_path) as play:
        one = die(play, reply=b'{"id": "job-7"}')
        play.counter.reach = reach
        orphans(play.counter)
        assert play.state(one) == ("sending", "held")
        play.counter.reach = lambda _name: play.access
        orphans(play.counter)
        assert play.state(one) == ("ticketed", "held")


# Looking for what nobody knows.


def test_found_and_adopted(tmp_path: Path) -> None:
    """The answer got lost, the job did not: it is found by its token and becomes a Take."""
    with scene(tmp_path) as play:
        held = play.hold()
        play.service.faults.add("drop after")
        spend(play.counter, held)
        assert play.state(held) == ("in_doubt", "held")
        assert seek(play.counter, play.now(held)) == Pending()
        assert play.state(held) == ("ticketed", "held")
        with running(play.counter, play.clock) as run:
            answer = run.till.want(order("a"))
            run.until(answer)
        assert isinstance(answer.result(), Take)
        assert len(play.service.posts_at) == 1
        assert play.total().charged == MICROS == play.service.billed()


def test_absent_once_proves_nothing(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        dead = play.another()
        one = play.doubted(by=dead)
        dead.close()
        for wait in (0, 30, 29):
            play.clock.sleep(wait)
            assert seek(play.counter, play.now(one)) == Pending()
            assert play.state(one) == ("in_doubt", "held")
        assert play.now(one).next_poll_at == play.clock() + 60


def test_absent_twice_and_its_sender_gone_is_sent_again_once(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        dead = play.another()
        one = play.doubted(by=dead)
        dead.close()
        seek(play.counter, one)
        play.clock.sleep(60)
        doubted = play.now(one)
        step = seek(play.counter, doubted)
        assert isinstance(step, Resend)
        assert step.attempt.token == one.token
        assert step.attempt.run == one.run + 1
        assert play.state(one) == ("planned", "held")
        assert seek(play.counter, doubted) == Pending(cause="somebody else has seen to it")
        spend(play.counter, step.attempt)
        assert play.state(one) == ("ticketed", "held")
        assert spend(play.counter, one) == Pending(cause="another process sends it")
        assert len(play.service.posts_at) == 1


def test_absent_while_its_sender_lives_is_never_sent_again(tmp_path: Path) -> None:
    """It may only be frozen, with the request half written."""
    with scene(tmp_path) as play:
        one = play.doubted(by=play.another())
        for _ in range(20):
            assert seek(play.counter, play.now(one)) == Pending()
            play.clock.sleep(60)
        assert play.state(one) == ("in_doubt", "held")


def test_found_at_last_though_it_was_absent_before(tmp_path: Path) -> None:
    """A list that lags behind."""
    with scene(tmp_path) as play:
        held = play.hold()
        play.service.knows = lambda job: play.clock() > job.at + 30
        play.service.faults.add("drop after")
        spend(play.counter, held)
        assert seek(play.counter, play.now(held)) == Pending()
        assert play.now(held).absent_at == play.clock()
        play.clock.sleep(60)
        seek(play.counter, play.now(held))
        assert play.state(held) == ("ticketed", "held")
        assert len(play.service.posts_at) == 1


def test_a_service_that_refuses_repeated_tokens_is_sent_it_at_once(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        play.speaks(once=True)
        one = play.doubted(by=play.another())
        play.clock.sleep(1)
        assert isinstance(seek(play.counter, one), Resend)


def test_a_request_that_is_sent_again_goes_through_the_gate(tmp_path: Path) -> None:
    """It is a request like any other: counted, and not sent while the service asked for a pause."""
    with scene(tmp_path, limits=Limits(minute=60, concurrent=1)) as play:
        play.speaks(once=True)
        one = play.doubted(by=play.another())
        with play.home.database.begin() as connection:
            gate.cool(connection, one.provider, 40.0, play.clock())
        step = seek(play.counter, one)
        assert step == Pending(cause="it asked for a pause", again_at=play.clock() + 40)
        assert play.state(one) == ("in_doubt", "held")
        assert play.now(one).run == one.run
        play.clock.sleep(41)
        assert isinstance(seek(play.counter, play.now(one)), Resend), "it has its slot already"
        assert play.usage().minute == 2


def test_a_found_ticket_of_another_job_parks(tmp_path: Path) -> None:
    def find(_order: Order, _token: str, _sent_at: float) -> Talk[Searched]:
        yield from ()
        return Found(ticket="job-0")

    with scene(tmp_path) as play:
        play.ticketed("a")
        play.speaks(find=find)
        one = play.doubted("b")
        answer = seek(play.counter, one)
        assert isinstance(answer, Missing)
        assert answer.reason == "parked"
        assert play.state(one) == ("in_doubt", "held")


def test_where_nothing_can_be_found_it_is_parked_at_once(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        play.speaks(find=unsure, find_by="nothing")
        one = play.doubted()
        answer = seek(play.counter, one)
        assert isinstance(answer, Missing)
        assert (answer.reason, answer.cause) == ("parked", "who knows")
        assert play.state(one) == ("in_doubt", "held")
        assert play.now(one).next_poll_at == 0
        assert play.usage().running == 0, "it holds no slot"
        assert play.total().held == MICROS


def test_an_allowance_writes_off_and_buys_again_within_its_limit(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        play.speaks(find=unsure, find_by="nothing")
        play.counter.allowance = MICROS
        first, second = play.doubted("a"), play.doubted("b")
        assert isinstance(seek(play.counter, first), Again)
        assert play.state(first) == ("lost", "written_off")
        assert isinstance(seek(play.counter, second), Missing), "the allowance is used up"
        assert play.state(second) == ("in_doubt", "held")
        assert (play.total().held, play.total().written_off) == (MICROS, MICROS)


def unsure(_order: Order, _token: str, _sent_at: float) -> Talk[Searched]:
    yield from ()
    return CannotTell(cause="who knows")


def test_a_service_that_should_know_is_asked_for_a_while(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        play.speaks(find=unsure)
        one = play.doubted()
        waits = []
        for _ in range(TRIES):
            step = seek(play.counter, play.now(one))
            assert isinstance(step, Pending)
            assert step.again_at is not None
            waits.append(step.again_at - play.clock())
            play.look_again(one, step)
            play.clock.until(step.again_at)
        assert waits == pytest.approx([5, 15] + [60] * (TRIES - 2))
        assert getattr(seek(play.counter, play.now(one)), "reason", "") == "parked"


def test_no_answer_to_the_question_is_no_proof(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        one = play.doubted()
        play.reached(url="http://127.0.0.1:9")
        assert seek(play.counter, one) == Pending(again_at=play.clock() + 5)
        assert play.now(one).absent_at == 0


def test_three_lost_jobs_close_a_service(tmp_path: Path) -> None:
    """Something is wrong there: no more money goes to it until the user has looked, and no run
    waits for that."""
    with scene(tmp_path) as play:
        play.speaks(find=unsure, find_by="nothing")
        for name, is_open in (("a", False), ("b", False), ("c", True)):
            seek(play.counter, play.doubted(name))
            assert play.usage().circuit_open == is_open
        with running(play.counter, play.clock) as run:
            answer = run.till.want(play.order("d"))
            run.until(answer, seconds=60)
            found = answer.result()
        assert isinstance(found, Missing)
        assert found.settled, "another service may be asked"
        assert "reelwright resolve" in found.cause
        assert play.service.posts_at == []


def test_what_is_in_doubt_finds_out_itself_that_the_service_is_back(tmp_path: Path) -> None:
    """All that is wanted there may be in doubt: then nothing new comes that would ask."""
    with scene(tmp_path) as play:
        one = play.doubted()
        assert seek(play.counter, one) == Pending()
        with play.home.database.begin() as connection:
            opened = [gate.unavailable(connection, one.provider, play.clock()) for _ in range(3)]
        assert opened == [False, False, True]
        play.clock.sleep(gate.PROBES_EVERY - 1)
        assert isinstance(seek(play.counter, play.now(one)), Pending)
        assert play.service.checks_at == []
        play.clock.sleep(60)
        step = seek(play.counter, play.now(one))
        assert step == Pending(cause="its circuit is open after failures", again_at=play.clock())
        assert len(play.service.checks_at) == 1
        assert not play.usage().circuit_open
        assert isinstance(seek(play.counter, play.now(one)), Resend)


def test_nobody_waits_for_what_could_be_sent_again(tmp_path: Path) -> None:
    """Its film is not being made: proved absent, the money is given back instead."""
    with scene(tmp_path) as play:
        dead = play.another()
        one = play.doubted(by=dead)
        dead.close()
        with running(play.counter, play.clock) as run:
            run.for_(200)
        assert play.state(one) == ("failed", "released")
        assert play.service.posts_at == []
        assert play.counter.flying == set()


def test_a_lost_answer_from_the_till_to_the_take(tmp_path: Path) -> None:
    """Nothing was taken, and nobody knows: it takes two proofs, then it is sent once more."""
    with scene(tmp_path) as play:
        play.service.faults.add("drop before")
        with running(play.counter, play.clock) as run:
            answer = run.till.want(play.order("a"))
            run.until(answer)
        assert isinstance(answer.result(), Take)
        assert 60 <= play.clock.since <= 60 + 31
        assert play.service.posts() == 2
        assert [one.work for one in attempts_of(play.home)] == ["accepted"]
        assert play.total().charged == MICROS == play.service.billed()


def test_a_key_that_is_gone_keeps_the_doubt(tmp_path: Path) -> None:
    def reach(_name: str) -> Access:
        raise BadInput("services", "there is no key for it")

    with scene(tmp_path) as play:
        one = play.doubted()
        play.counter.reach = reach
        step = seek(play.counter, one)
        assert step == Pending(
            late=True, cause="there is no key for it", again_at=play.clock() + 600
        )
        assert play.state(one) == ("in_doubt", "held")
