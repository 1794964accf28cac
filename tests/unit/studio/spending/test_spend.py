"""Spending: the one paid request, everything before it and everything that may come back."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.simulation.film import told
from tests.simulation.scene import Scene, scene
from tests.simulation.service import MICROS, order
from tests.standins.google import Google
from tests.standins.standin import Standin

from reelwright.film.asked import ImageAsked, order_of
from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.money import Money
from reelwright.film.order import Missing, Order, Take
from reelwright.film.talk import (
    Call,
    Failed,
    Finished,
    Heard,
    Ready,
    Refused,
    Reply,
    Submit,
    Taken,
    Talk,
    blob,
)
from reelwright.ledger import attempts
from reelwright.studio.spending.access import access
from reelwright.studio.spending.counter import Again, Pending
from reelwright.studio.spending.recover import orphans
from reelwright.studio.spending.spend import adopt, spend


def hears(answer: Heard) -> Callable[[Order, Reply], Heard]:
    """A service whose every reply means this."""
    return lambda _order, _reply: answer


def test_taken_means_a_ticket_and_the_hold_stays(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        held = play.hold()
        assert spend(play.counter, held) == Pending()
        now = play.now(held)
        assert (now.work, now.money, now.ticket) == ("ticketed", "held", "job-0")
        assert now.next_poll_at == play.clock() + 5
        assert play.total().held == MICROS
        assert play.left() == [], "an answer that the ledger knows needs no file"
        assert play.counter.flying == set()


def test_it_is_sent_once_whoever_tries(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        held = play.hold()
        spend(play.counter, held)
        assert spend(play.counter, held) == Pending(cause="another process sends it")
        assert spend(play.another(), held) == Pending(cause="another process sends it")
        assert len(play.service.posts_at) == 1
        assert play.state(held) == ("ticketed", "held")


def test_no_connection_costs_nothing(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        held = play.hold()
        assert play.usage().minute == 1
        play.reached(url="http://127.0.0.1:9")
        answer = spend(play.counter, held)
        assert isinstance(answer, Again)
        assert answer.counts
        assert play.state(held) == ("failed", "released")
        assert play.usage().minute == 0, "what was not sent does not count"


@pytest.mark.parametrize("fault", ["drop before", "drop after", "broken", "huge answer"])
def test_what_left_us_without_an_answer_is_in_doubt(tmp_path: Path, fault: str) -> None:
    """Also where nothing was taken: nobody can know."""
    with scene(tmp_path) as play:
        held = play.hold()
        play.service.faults.add(fault)  # type: ignore[arg-type]  # a name from the list
        assert isinstance(spend(play.counter, held), Pending)
        assert play.state(held) == ("in_doubt", "held")
        assert play.total().held == MICROS
        assert play.now(held).next_poll_at == play.clock(), "it is looked for at once"
        assert play.usage().minute == 1


@pytest.mark.parametrize("status", [408, 409, 425, 500, 502, 503, 504])
def test_an_unclear_answer_is_in_doubt(tmp_path: Path, status: int) -> None:
    from reelwright.providers.hearing import by_status

    with scene(tmp_path) as play:
        held = play.hold()
        play.speaks(heard=lambda _order, _reply: by_status(Reply(status=status)))
        spend(play.counter, held)
        assert play.state(held) == ("in_doubt", "held")


@pytest.mark.parametrize(
    ("reason", "missing"),
    [
        ("invalid", "refused"), ("denied", "refused"), ("unpaid", "refused"),
        ("missing", "refused"), ("moderated", "moderated"),
    ],
)  # fmt: skip
def test_a_refusal_is_free_and_final(tmp_path: Path, reason: str, missing: str) -> None:
    with scene(tmp_path) as play:
        held = play.hold()
        refused = Refused.model_validate({"reason": reason, "cause": "no"})
        play.speaks(heard=hears(refused))
        answer = spend(play.counter, held)
        assert isinstance(answer, Missing)
        assert (answer.reason, answer.cause, answer.settled) == (missing, "no", True)
        assert play.state(held) == ("failed", "released")
        assert play.left() == []


@pytest.mark.parametrize(("reason", "cools"), [("limited", True), ("unavailable", False)])
def test_a_busy_service_uses_up_no_try(tmp_path: Path, reason: str, cools: bool) -> None:
    with scene(tmp_path) as play:
        held = play.hold()
        refused = Refused.model_validate({"reason": reason, "cause": "later", "wait": 7.0})
        play.speaks(heard=hears(refused))
        assert spend(play.counter, held) == Again(cause="later", wait=7.0, counts=False)
        assert play.state(held) == ("failed", "released")
        assert (play.usage().cool_for > 0) == cools


def test_three_503_in_a_row_open_the_circuit_and_an_answer_closes_it(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        down = hears(Refused(reason="unavailable", cause="down"))
        taken = play.access.provider.heard
        for heard, opens in ((down, 0), (down, 0), (taken, 0), (down, 0), (down, 0), (down, 1)):
            play.speaks(heard=heard)
            spend(play.counter, play.hold(f"shot {play.clock()}"))
            assert play.usage().circuit_open == bool(opens)


def test_work_that_comes_to_an_end_does_not_close_the_circuit(tmp_path: Path) -> None:
    """A service may well finish what it has while it takes nothing new."""
    from reelwright.studio.spending.poll import poll

    with scene(tmp_path) as play:
        under_way = play.ticketed()
        taken = play.access.provider.heard
        play.speaks(heard=hears(Refused(reason="unavailable", cause="down")))
        for name in "bcd":
            spend(play.counter, play.hold(name))
        play.speaks(heard=taken)
        play.clock.sleep(30)
        poll(play.counter, under_way)
        assert play.state(under_way) == ("ready", "held")
        assert play.usage().circuit_open


def test_one_id_for_two_jobs_parks_the_second(tmp_path: Path) -> None:
    """Whatever comes for it could be either's; nothing is polled, nothing released."""
    with scene(tmp_path) as play:
        first = play.ticketed("a")
        held = play.hold("b")
        play.service.faults.add("same id")
        answer = spend(play.counter, held)
        assert isinstance(answer, Missing)
        assert (answer.reason, answer.settled) == ("parked", False)
        assert play.state(held) == ("in_doubt", "held")
        assert "twice" in play.now(held).parked
        assert play.now(held).next_poll_at == 0
        assert play.state(first) == ("ticketed", "held")
        assert play.total().held == 2 * MICROS


def test_a_second_id_for_one_job_is_an_alarm(tmp_path: Path) -> None:
    """It was found by asking while its answer was still on the way, and the answer names another:
    the first stays, and the user is told of the second."""
    with scene(tmp_path) as play:
        held = play.hold()

        def found_meanwhile(_order: Order, _reply: Reply) -> Heard:
            with play.home.database.begin() as connection:
                sent = play.now(held)
                attempts.ticketed(connection, sent, "first", play.clock(), play.clock())
            return Taken(ticket="second")

        play.speaks(heard=found_meanwhile)
        spend(play.counter, held)
        play.counter.write_told()
        assert play.now(held).ticket == "first"
        assert any('"alarm"' in event and "second" in event for event in told(play.home))
        assert play.total().held == MICROS
        assert play.total().charged == MICROS, "a second ticket is a second bill"


def test_a_second_id_is_booked_once_however_often_it_is_heard(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        play.speaks(heard=hears(Taken(ticket="first")))
        held = play.hold()
        spend(play.counter, held)
        sent = play.now(held)
        for ticket in ("first", "second", "second"):
            with play.home.database.begin() as connection:
                adopt(play.counter, connection, sent, ticket, play.clock())
        assert play.now(held).ticket == "first"
        assert play.total().charged == MICROS


def test_an_answer_to_what_has_been_sent_again_is_adopted_for_it(tmp_path: Path) -> None:
    """A service that refuses repeated tokens is sent the same again; the answer to the first
    request comes late and tells what the second one is to be asked for."""
    with scene(tmp_path) as play:
        held = play.hold()
        with play.home.database.begin() as connection:
            now = play.clock()
            assert attempts.begin_send(connection, held, "one", now, 20.0)
            assert attempts.doubt(connection, held, "nobody knows", now)
            again = attempts.resend(connection, held, "another", now)
            assert again
            assert attempts.begin_send(connection, again, "another", now, 20.0)
            adopt(play.counter, connection, held, "first", now)
        assert play.state(held) == ("ticketed", "held")
        assert play.now(held).ticket == "first"
        assert play.total().charged == 0


def test_what_is_to_be_sent_again_is_not_when_its_first_answer_comes(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        held = play.hold()
        with play.home.database.begin() as connection:
            now = play.clock()
            assert attempts.begin_send(connection, held, "one", now, 20.0)
            assert attempts.doubt(connection, held, "nobody knows", now)
            again = attempts.resend(connection, held, "another", now)
            assert again
            adopt(play.counter, connection, held, "first", now)
            assert attempts.begin_send(connection, again, "another", now, 20.0) is None
        assert play.state(held) == ("ticketed", "held")
        assert play.now(held).ticket == "first"


def test_a_refusal_settles_nothing_that_has_a_ticket_by_now(tmp_path: Path) -> None:
    """The request was sent again; the answer to the first one names a ticket, and only then the
    second one is refused."""
    with scene(tmp_path) as play:
        held = play.hold()

        def adopted_meanwhile(_order: Order, _reply: Reply) -> Heard:
            with play.home.database.begin() as connection:
                adopt(play.counter, connection, play.now(held), "first", play.clock())
            return Refused(cause="too many", reason="limited", wait=1.0)

        play.speaks(heard=adopted_meanwhile)
        assert isinstance(spend(play.counter, held), Pending)
        assert play.state(held) == ("ticketed", "held")
        assert play.total().held == MICROS


def test_a_ticket_of_what_was_released_is_a_bill_and_an_alarm(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        held = play.hold()
        with play.home.database.begin() as connection:
            now = play.clock()
            assert attempts.begin_send(connection, held, "one", now, 20.0)
            assert attempts.settle(connection, held, "failed", 0, now, error="refused")
            adopt(play.counter, connection, held, "late", now)
        play.counter.write_told()
        assert any('"alarm"' in event and "late" in event for event in told(play.home))
        assert play.total().charged == MICROS


def test_a_service_that_may_charge_more_than_was_held_is_an_alarm(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        play.speaks(heard=hears(Taken(ticket="1", most=Money(micros=2 * MICROS))))
        held = play.hold()
        spend(play.counter, held)
        play.counter.write_told()
        assert play.state(held) == ("ticketed", "held")
        assert any('"alarm"' in event for event in told(play.home))


@pytest.mark.parametrize(
    ("charge", "money"), [(0, "released"), (500, "charged"), (None, "charged")]
)
def test_answered_with_nothing_may_cost(tmp_path: Path, charge: int | None, money: str) -> None:
    with scene(tmp_path) as play:
        held = play.hold()
        cost = None if charge is None else Money(micros=charge)
        play.speaks(heard=hears(Failed(cause="nothing came of it", charge=cost)))
        assert isinstance(spend(play.counter, held), Again)
        assert play.state(held) == ("failed", money)
        assert play.total().charged == (MICROS if charge is None else charge)


# Before the request: nothing of it costs anything.


def never_asked(play: Scene) -> None:
    assert play.service.posts_at == []
    assert play.total().held == play.total().charged == 0
    assert play.usage().minute == 0


def test_an_order_that_cannot_be_put_to_the_service(tmp_path: Path) -> None:
    def submit(_order: Order, _ready: Ready, _token: str) -> Submit:
        raise BadInput("service", "it makes nothing of the kind")

    with scene(tmp_path) as play:
        play.speaks(submit=submit)
        answer = spend(play.counter, play.hold())
        assert isinstance(answer, Missing)
        assert (answer.reason, answer.cause) == ("refused", "it makes nothing of the kind")
        never_asked(play)


def test_an_input_that_is_gone(tmp_path: Path) -> None:
    def submit(_order: Order, _ready: Ready, _token: str) -> Submit:
        return Submit(call=Call(method="POST", url="/jobs", body={"a": blob("ab" * 32)}))

    with scene(tmp_path) as play:
        play.speaks(submit=submit)
        assert isinstance(spend(play.counter, play.hold()), Again)
        never_asked(play)


def test_preparations_that_come_to_nothing(tmp_path: Path) -> None:
    def prepare(_order: Order) -> Talk[Ready]:
        yield Call(url="http://127.0.0.1:9/")
        return Ready()

    with scene(tmp_path) as play:
        play.speaks(prepare=prepare)
        assert isinstance(spend(play.counter, play.hold()), Missing | Again)
        never_asked(play)


def test_what_is_stopped_is_not_sent(tmp_path: Path) -> None:
    with scene(tmp_path) as play:
        held = play.hold()
        play.counter.stopping.set()
        spend(play.counter, held)
        assert play.state(held) == ("failed", "released")
        never_asked(play)


def test_who_has_waited_too_long_before_the_request_gives_back_nothing_of_others(
    tmp_path: Path,
) -> None:
    """Two hands with one hold: the slower one fails to prepare while the other is sending."""
    with scene(tmp_path) as play:
        held = play.hold()

        def prepare(_order: Order) -> Talk[Ready]:
            yield from ()
            with play.home.database.begin() as connection:
                other = play.counter.sender
                assert attempts.begin_send(connection, held, other, play.clock(), 20.0)
            raise MachineTrouble("prepare", "too slow")

        play.speaks(prepare=prepare)
        assert spend(play.counter, held) == Pending(cause="another process sends it")
        assert play.state(held) == ("sending", "held")
        assert play.total().held == MICROS


# After the answer: whatever breaks on this machine gives back no money and loses no result.


def picture(prompt: str = "a") -> Order:
    return order_of("image", "google", "gemini-3-pro-image", ImageAsked(prompt=prompt))


def at_google(play: Scene, google: Standin) -> None:
    settings = {"REELWRIGHT_GOOGLE_KEY": "key-of-a-test", "REELWRIGHT_GOOGLE_URL": google.url}
    found = access("google", settings)
    play.access = found
    play.counter.reach = lambda _name: found


def test_a_service_that_answers_at_once(tmp_path: Path) -> None:
    with scene(tmp_path) as play, Google() as google:
        at_google(play, google)
        held = play.hold(wish=picture(), micros=134_000)
        take = spend(play.counter, held)
        assert isinstance(take, Take)
        assert play.home.store.has(take.sha256)
        assert play.state(held) == ("accepted", "charged")
        assert play.left() == []


def test_a_full_disk_after_the_answer_loses_nothing(tmp_path: Path) -> None:
    """The result came in the answer; this machine cannot take it in. The hold stays, the answer is
    on disk, and as soon as there is room it becomes the Take, without a second request."""
    with scene(tmp_path) as play, Google() as google:
        at_google(play, google)
        held = play.hold(wish=picture(), micros=134_000)
        blocked = play.home.scratch / f"accept-{held.id}-{play.counter.sender}"
        blocked.write_bytes(b"no folder can be made here")
        with pytest.raises(MachineTrouble):
            spend(play.counter, held)
        assert play.state(held) == ("sending", "held")
        assert play.total().held == 134_000
        blocked.unlink()
        play.clock.sleep(120)
        orphans(play.counter)
        assert play.state(held) == ("accepted", "charged")
        assert google.posts() == 1
        assert play.left() == []


def test_an_answer_that_breaks_us_gives_back_no_money(tmp_path: Path) -> None:
    """Even an error that would mean "not sent" before the request."""

    def heard(_order: Order, _reply: Reply) -> Heard:
        raise FileNotFoundError("a bug of ours")

    with scene(tmp_path) as play:
        held = play.hold()
        play.speaks(heard=heard)
        with pytest.raises(FileNotFoundError):
            spend(play.counter, held)
        assert play.state(held) == ("sending", "held")
        assert play.total().held == MICROS
        play.speaks(heard=play.service.access().provider.heard)
        play.clock.sleep(120)
        orphans(play.counter)
        assert play.state(held) == ("ticketed", "held"), "its answer was on disk"
        assert len(play.service.posts_at) == 1


def test_nothing_that_is_kept_names_the_key(tmp_path: Path) -> None:
    from tests.simulation.service import KEY

    with scene(tmp_path) as play:
        play.service.faults.add("broken")
        for name in "ab":
            spend(play.counter, play.hold(name))
        play.counter.write_told()
        assert told(play.home)
        assert all(json.loads(event)["at"] for event in told(play.home))
        assert KEY not in " ".join(told(play.home))
        answers = (play.home.root / "answers").iterdir()
        assert all(KEY.encode() not in path.read_bytes() for path in answers)


def test_a_picture_of_another_type_is_taken_in_like_any(tmp_path: Path) -> None:
    """`Finished` by a service of ours: facts, charge and bytes as told."""
    from tests.standins import media

    content = media.picture(64, 36)
    told_facts = Finished(
        content=content, media_type="image/png", facts={"x": 1}, charge=Money(micros=7)
    )
    with scene(tmp_path) as play:
        play.speaks(heard=hears(told_facts))
        held = play.hold(wish=order("z"))
        take = spend(play.counter, held)
        assert isinstance(take, Take)
        assert take.facts == {"x": 1, "width": 64, "height": 36}
        assert play.total().charged == 7
