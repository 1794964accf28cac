"""Jobs as people look at them."""

from pathlib import Path

from tests.unit.studio.booth import DOLLAR, booth

from reelwright.cli.jobs import told
from reelwright.ledger import wants
from reelwright.studio.steering.patching import skip
from reelwright.studio.steering.queueing import queue


def test_jobs_are_told_with_shot_money_and_tries(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        failed, going, parked = b.failed("400: no"), b.ticketed("t-2"), b.parked()
        again = b.hold(b.orders[0], 2 * DOLLAR)
        first, second, third = queue(b.settings, b.production.id)
        assert [one.id for one in (first, second, third)] == [failed.job, going.job, parked.job]
        assert [one.place for one in (first, second, third)] == ["1.1/1", "1.2/1", "1.3/1"]
        assert (first.runs, [one.work for one in first.attempts]) == (2, ["failed", "planned"])
        assert (first.last and first.last.held_usd, again.job) == (2.0, failed.job)
        assert first.order["prompt"]
        line = told(second)
        assert line.split()[:5] == [
            str(going.job), "ticketed", "clip", f"{going.provider}/{going.model}", "1.2/1",
        ]  # fmt: skip
        assert line.endswith("holds 1.00 USD  id t-2")
        assert "nobody knows" in told(third)
        assert "2 tries" in told(first)


def test_failures_and_the_queue_are_lists_of_their_own(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        failed, going = b.failed("400: no"), b.ticketed("t-2")
        b.accepted("t-3")
        assert [one.id for one in queue(b.settings, b.production.id, "failed")] == [failed.job]
        assert [one.id for one in queue(b.settings, b.production.id, "open")] == [going.job]
        (one,) = queue(b.settings, b.production.id, "failed")
        assert one.error == "400: no"
        assert one.attempts[0].error == "400: no"
        assert one.model_dump()["order"]["prompt"]


def test_all_that_was_paid_for_a_job_is_added_up(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.failed("broken", charge=DOLLAR)
        b.accepted("t-2", order=b.orders[0])
        (one,) = queue(b.settings, b.production.id)
        assert "paid 2.00 USD  2 tries" in told(one)


def test_a_skipped_job_keeps_its_place(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.failed()
        skip(b.settings, str(one.job))
        (found,) = queue(b.settings, b.production.id)
        assert (found.work, found.place) == ("skipped", "1.1/1")


def test_what_another_production_goes_on_with_is_cancelled_here(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        with b.home.database.begin() as connection:
            from reelwright.ledger import jobs

            jobs.add_wants(connection, b.production.id, 1, b.orders[:1])
            wants.withdraw(connection, b.production.id, 1.0)
        assert [one.work for one in queue(b.settings, b.production.id)] == ["cancelled"]
        assert queue(b.settings, b.production.id, "open") == []
