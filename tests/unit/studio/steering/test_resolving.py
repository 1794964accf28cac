"""What waits for the user, the three choices, and what each does to the money."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from tests.standins.runway import STANDIN
from tests.standins.standin import Standin
from tests.unit.studio.booth import DOLLAR, Booth, booth

from reelwright.film.errors import BadInput, MachineTrouble, NeedsDecision
from reelwright.film.talk import Call, Submit, Talk
from reelwright.ledger import attempt, history, money
from reelwright.ledger.money import Payer
from reelwright.ledger.productions import newest_revision
from reelwright.studio.leaving import left_alone
from reelwright.studio.spending.access import Access, access
from reelwright.studio.spending.work import Buying
from reelwright.studio.steering.resolving import Decided, abandon, adopt, resend
from reelwright.studio.steering.undecided import Open, gives_tickets, waiting


def yes(_one: Open) -> bool:
    return True


def totals(b: Booth) -> tuple[int, int, int]:
    """(held, charged, written off)"""
    with b.home.look() as connection:
        found = money.total(connection, b.production.id)
    return found.held, found.charged, found.written_off


def events(b: Booth) -> list[dict[str, object]]:
    with b.home.look() as connection:
        return [dict(one.data) for one in history.told(connection, b.production.id, ("resolve",))]


def work(b: Booth, job: int) -> str:
    with b.home.look() as connection:
        return history.work_of(connection, job)


# Looking.


def test_what_waits_is_told_with_its_shot_and_its_money(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        parked, late = b.parked(), b.overdue("t-2")
        b.accepted("t-3")
        b.sent()
        found = waiting(b.settings)
        assert [(one.job, one.state) for one in found] == [
            (parked.job, "parked"), (late.job, "overdue"),
        ]  # fmt: skip
        first, second = found
        assert (first.scene, first.number, first.held_usd) == ("1.1", 1, 1.0)
        assert first.text
        assert (first.why, first.error) == ("nobody knows", "the connection was closed")
        assert first.left_usd is None
        assert (second.scene, second.ticket) == (
            "2.1" if second.scene == "2.1" else second.scene,
            "t-2",
        )
        with b.home.database.begin() as connection:
            payer = Payer(production=b.production.id, day="2026-09-22")
            money.limit(connection, payer, "production", 5 * DOLLAR)
        assert waiting(b.settings, str(parked.job))[0].left_usd == 1.0


def test_one_job_or_one_production_can_be_named(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one, other = b.parked(), b.parked()
        assert [each.job for each in waiting(b.settings, str(other.job))] == [other.job]
        assert len(waiting(b.settings, b.production.id)) == 2
        with pytest.raises(BadInput, match="there is no production 'nothing'"):
            waiting(b.settings, "nothing")
        with pytest.raises(BadInput, match="there is no job 999"):
            waiting(b.settings, "999")
        done = b.accepted("t-1")
        with pytest.raises(BadInput, match=f"job {done.job} is accepted"):
            waiting(b.settings, str(done.job))
        assert one.id != other.id


def test_bytes_that_are_gone_wait_as_well(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.accepted("t-1", content=b"a clip")
        assert waiting(b.settings) == []
        with b.home.look() as connection:
            ((_, stored),) = history.bought(connection)
        path = b.home.store.path(stored.sha256)
        path.unlink()
        (gone,) = waiting(b.settings)
        assert (gone.state, gone.job, gone.path, gone.held_usd) == ("gone", one.job, str(path), 0.0)


def test_which_services_give_tickets() -> None:
    assert gives_tickets("kling")
    assert not gives_tickets("google")
    assert not gives_tickets("unknown")


# Giving it up.


def test_giving_up_writes_off_and_is_not_bought_again(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.parked()
        kept = b.home.root / "answers" / f"{one.id}-{one.token}.json"
        kept.parent.mkdir()
        kept.write_text("{}")
        decided = abandon(b.settings, one.job)
        assert (decided.choice, decided.written_off_usd) == ("abandon", 1.0)
        assert totals(b) == (0, DOLLAR, DOLLAR)
        assert (b.now(one).work, b.now(one).money) == ("lost", "written_off")
        assert work(b, one.job) == "skipped"
        assert not kept.exists()
        assert [(e["choice"], e["job"], e["held"]) for e in events(b)] == [
            ("abandon", one.job, DOLLAR)
        ]
        left = left_alone(b.home, b.production, Buying())
        assert left[one.fingerprint].reason == "skipped"
        assert one.fingerprint not in left_alone(
            b.home, b.production, Buying(retry=frozenset({one.fingerprint}))
        )


def test_the_animatic_stands_in_for_a_clip_that_is_given_up(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.parked()
        (shown,) = waiting(b.settings)
        assert abandon(b.settings, one.job).stands_in
        with b.home.look() as connection:
            revision = newest_revision(connection, b.production.id)
        assert revision is not None
        assert revision.patches[shown.shot].skip


def test_an_overdue_job_can_be_given_up_and_one_under_way_cannot(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        late, running = b.overdue("t-1"), b.ticketed("t-2")
        abandon(b.settings, late.job)
        assert b.now(late).money == "written_off"
        for decide in (abandon, lambda s, j: resend(s, j, yes)):
            with pytest.raises(BadInput, match="is under way"):
                decide(b.settings, running.job)
        with pytest.raises(BadInput, match="waits for nobody"):
            abandon(b.settings, late.job)
        assert totals(b) == (DOLLAR, DOLLAR, DOLLAR)


# Buying it again.


def test_buying_again_needs_a_yes(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.parked()
        shown: list[Open] = []

        def no(each: Open) -> bool:
            shown.append(each)
            return False

        for agree in (None, no):
            with pytest.raises(NeedsDecision, match="charged twice"):
                resend(b.settings, one.job, agree)
        assert [each.job for each in shown] == [one.job]
        assert shown[0].scene
        assert totals(b) == (DOLLAR, 0, 0)
        assert events(b) == []


def test_buying_again_writes_off_and_frees_the_job(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.parked()
        assert resend(b.settings, one.job, yes).written_off_usd == 1.0
        assert totals(b) == (0, DOLLAR, DOLLAR)
        assert work(b, one.job) == "planned"
        assert left_alone(b.home, b.production, Buying()) == {}
        again = b.hold(one.order)
        assert again.token != one.token
        assert again.run > one.run
        assert totals(b) == (DOLLAR, DOLLAR, DOLLAR)


def test_a_cap_may_refuse_to_buy_again(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.parked()
        with b.home.database.begin() as connection:
            money.limit(connection, one.payer, "production", 3 * DOLLAR // 2)
        resend(b.settings, one.job, yes)
        with pytest.raises(AssertionError, match="scope='production'"):
            b.hold(one.order)


def test_what_is_gone_can_be_bought_again(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.accepted("t-1", content=b"a clip")
        with b.home.look() as connection:
            ((_, stored),) = history.bought(connection)
        b.home.store.path(stored.sha256).unlink()
        with pytest.raises(BadInput, match="waits for nobody"):
            abandon(b.settings, one.job)
        assert resend(b.settings, one.job, yes).written_off_usd == 0
        assert waiting(b.settings) == []
        assert work(b, one.job) == "planned"
        assert totals(b) == (0, DOLLAR, 0), "what it has cost stays in the books"


# Giving the ticket.


def reaching(standin: Standin) -> Callable[[str], Access]:
    return lambda name: access(
        name,
        {"REELWRIGHT_RUNWAY_URL": standin.url, "REELWRIGHT_RUNWAY_KEY": "key-of-a-test"},
    )


def taken(standin: Standin, b: Booth, key: str = "key-of-a-test") -> str:
    """A task of the service's own, as a lost answer leaves it; answers its id."""
    from reelwright.studio.wire import run

    here = access("runway", {"REELWRIGHT_RUNWAY_URL": standin.url, "REELWRIGHT_RUNWAY_KEY": key})
    order = b.orders[0]
    submit: Submit = here.provider.submit(order, run(
        here.provider.prepare(order), here.provider, here.url, key, local=b.home.store.local,
    ), "token")  # fmt: skip
    call: Call = submit.call

    def talk() -> Talk[str]:
        reply = yield call
        return str(json.loads(reply.body)["id"])

    return run(talk(), here.provider, here.url, key)


def test_a_ticket_that_was_found_is_polled_from_then_on(tmp_path: Path) -> None:
    with STANDIN(seconds=0.1) as standin, booth(tmp_path, video="runway") as b:
        ticket = taken(standin, b)
        one = b.parked()
        decided = adopt(b.settings, one.job, f" {ticket} ", reaching(standin))
        assert decided.ticket == ticket
        now = b.now(one)
        assert (now.work, now.money, now.ticket, now.parked) == ("ticketed", "held", ticket, "")
        with b.home.look() as connection:
            assert [each.id for each in attempt.due(connection, now.next_poll_at)] == [one.id]
        assert events(b)[0]["ticket"] == ticket
        assert totals(b) == (DOLLAR, 0, 0)
        assert len(standin.tasks) == 1, "asking is free"


def test_a_ticket_of_another_job_or_of_nobody_is_refused(tmp_path: Path) -> None:
    with STANDIN(seconds=0.1) as standin, booth(tmp_path, video="runway") as b:
        ticket = taken(standin, b)
        b.accepted(ticket)
        one = b.parked()
        refused = {ticket: "another job's", "nonsense": "does not know"}
        for told, why in (refused | dict.fromkeys(("", "a\nb", "x" * 301), "no ticket")).items():
            with pytest.raises(BadInput, match=why):
                adopt(b.settings, one.job, told, reaching(standin))
        assert b.now(one) == one


def test_a_service_that_does_not_answer_leaves_all_as_it_was(tmp_path: Path) -> None:
    with booth(tmp_path, video="runway") as b:
        one = b.parked()

        def nowhere(name: str) -> Access:
            return access(
                name,
                {"REELWRIGHT_RUNWAY_URL": "http://127.0.0.1:1", "REELWRIGHT_RUNWAY_KEY": "k"},
            )

        with pytest.raises(MachineTrouble, match="could not be asked"):
            adopt(b.settings, one.job, "some-ticket", nowhere)
        assert b.now(one) == one


def test_a_job_that_has_its_ticket_needs_none(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        late = b.overdue("t-1")
        with pytest.raises(BadInput, match="has its ticket already: t-1"):
            adopt(b.settings, late.job, "t-2")


def test_a_service_without_tickets_says_so(tmp_path: Path) -> None:
    with booth(tmp_path, images="google") as b:
        from reelwright.film.asked import ImageAsked, order_of

        one = b.parked(order_of("image", "google", "m", ImageAsked(prompt="a fox")))
        with pytest.raises(BadInput, match="gives no tickets"):
            adopt(b.settings, one.job, "t-2")
        (shown,) = waiting(b.settings)
        assert not shown.tickets


# One process at a time.


def test_nothing_is_decided_while_another_process_works_there(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.parked()
        with FileLock(b.home.root / "lock"):
            assert [each.job for each in waiting(b.settings)] == [one.job]
            choices: list[Callable[[], Decided]] = [
                lambda: abandon(b.settings, one.job),
                lambda: resend(b.settings, one.job, yes),
                lambda: adopt(b.settings, one.job, "t-1"),
            ]
            for choose in choices:
                with pytest.raises(MachineTrouble, match="another reelwright process"):
                    choose()
        assert b.now(one) == one
