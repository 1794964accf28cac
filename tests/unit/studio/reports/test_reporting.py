"""A report: what is counted, what is quoted against what, alerts, gates, and where it is kept."""

import csv
import io
import json
import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from tests.standins import media
from tests.unit.studio.booth import DOLLAR, NOON, Booth, booth

from reelwright.film.errors import BadInput, Interrupted
from reelwright.film.order import Take
from reelwright.film.production import Patch
from reelwright.ledger import accounts, attempts, history, jobs, productions
from reelwright.ledger.productions import note
from reelwright.studio.reports.account import Report
from reelwright.studio.reports.accounting import GONE, UNTOLD
from reelwright.studio.reports.composing import compose
from reelwright.studio.reports.reporting import as_csv, recorded, report
from reelwright.studio.steering.resolving import resend

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the tester's disk is like."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, 10**12))


def made(b: Booth) -> Report:
    return report(b.settings, b.production.id)


def alerts(found: Report) -> list[str]:
    return [one.kind for one in found.alerts]


def test_jobs_and_money_are_counted_by_state(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-1")
        b.failed()
        b.parked()
        b.ticketed("t-4")
        found = made(b)
    paid = found.paid
    assert (paid.jobs, paid.completed, paid.failed, paid.parked, paid.pending) == (4, 1, 1, 1, 1)
    cost = found.cost
    assert (cost.quoted_usd, cost.actual_usd, cost.held_usd) == (3.0, 1.0, 2.0)
    assert [one.job for one in found.failed] == [2]
    assert found.failed[0].scene == "1.2"
    assert found.errors == {"not sent": 1, "parked, fate unknown": 1}
    assert (found.averages.clips, found.averages.usd, found.averages.seconds) == (1, 1.0, 40.0)
    assert found.averages.attempts == 1


def test_each_scene_and_kind_has_its_quote_and_its_cost(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-1", DOLLAR // 2)
        b.accepted("t-2", 2 * DOLLAR, micros=2 * DOLLAR)
        b.ticketed("t-3")
        found = made(b)
    told = [(one.scene, one.quoted_usd, one.actual_usd, one.held_usd) for one in found.scenes]
    assert told == [("1.1", 1.0, 0.5, 0.0), ("1.2", 2.0, 2.0, 0.0), ("1.3", 1.0, 0.0, 1.0)]
    assert all(one.slug for one in found.scenes)
    ((kind,),) = (found.kinds,)
    assert (kind.kind, kind.service, kind.jobs, kind.quoted_usd) == ("clip", "kling", 3, 4.0)
    assert sum(one.actual_usd for one in found.scenes) == found.cost.actual_usd


def test_what_costs_nothing_in_the_end_is_quoted_at_nothing(tmp_path: Path) -> None:
    """Else a shot that a second model made would be quoted twice."""
    with booth(tmp_path) as b:
        b.failed()
        b.failed("made, and charged", DOLLAR)
        found = made(b)
    assert (found.cost.quoted_usd, found.cost.actual_usd) == (1.0, 1.0)


def test_tries_are_counted_and_told(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        first = b.failed("the service broke it", None)
        b.accepted("t-2", order=first.order)
        found = made(b)
    assert (found.paid.jobs, found.paid.completed) == (1, 1)
    assert (found.cost.quoted_usd, found.cost.actual_usd) == (1.0, 2.0), "one quote, two charges"
    assert [(one.job, one.cause) for one in found.retries] == [(1, "the service broke it")]
    assert found.averages.attempts == 2
    assert alerts(found) == ["over quote", "unconfirmed"]
    assert found.gates["cost_kept"] is False


@pytest.mark.parametrize(
    ("charge", "kinds", "kept"),
    [
        (DOLLAR, [], True), (1_200_000, ["cap closed", "above hold"], True),
        (1_210_000, ["over quote", "cap closed", "above hold"], False),
        (800_000, [], True), (790_000, ["under quote"], True), (None, ["unconfirmed"], True),
    ],
)  # fmt: skip
def test_quoted_against_actual(
    tmp_path: Path, charge: int | None, kinds: list[str], kept: bool
) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-1", charge)
        found = made(b)
    assert alerts(found) == kinds
    assert found.gates["cost_kept"] is kept


def test_a_correction_by_a_bill_counts(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.accepted("t-1", None)
        with b.home.database.begin() as connection:
            accounts.correct(connection, one, DOLLAR // 2, NOON)
        cost = made(b).cost
    assert (cost.charged_usd, cost.corrected_usd, cost.actual_usd) == (1.0, -0.5, 0.5)
    assert cost.unconfirmed_usd == 0


def test_a_write_off_counts_and_its_job_is_open_again(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.parked()
        resend(b.settings, one.job, lambda _: True)
        found = made(b)
    assert (found.paid.pending, found.paid.failed) == (1, 0)
    assert (found.cost.written_off_usd, found.cost.actual_usd) == (1.0, 1.0)
    assert found.errors == {"lost, written off": 1}


def test_money_for_what_the_film_has_no_more_stays_visible(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-1")
        b.accepted("t-2")
        shot = made(b).attempts[0].shot
        with b.home.database.begin() as connection:
            productions.revise(
                connection, b.production.id, b.revision.source, b.revision.wish,
                {shot: Patch(skip=True)},
            )  # fmt: skip
        found = made(b)
        told = [(one.scene, one.actual_usd) for one in found.scenes]
        assert told == [("1.2", 1.0), (GONE, 1.0)]
        assert found.cost.actual_usd == 2.0
        with b.home.database.begin() as connection:
            wish = b.revision.wish.model_copy(update={"video": ("gone-service",)})
            productions.revise(connection, b.production.id, b.revision.source, wish)
        assert [one.scene for one in made(b).scenes] == [UNTOLD]


def test_the_calls_of_each_service(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.accepted("t-1")
        told = {"what": "call", "attempt": one.id, "provider": "kling", "size": 500_000}
        with b.home.database.begin() as connection:
            for status, seconds in ((200, 1.0), (0, 3.0), (503, 2.0)):
                data = told | {"status": status, "seconds": seconds}
                note(connection, b.production.id, "spend", json.dumps(data))
            note(connection, b.production.id, "spend", "no JSON")
            note(
                connection, b.production.id, "spend", '{"what": "alarm", "cause": "odd", "job": 1}'
            )
        found = made(b)
    ((calls,),) = (found.calls,)
    assert (calls.service, calls.requests, calls.failed) == ("kling", 3, 2)
    assert (calls.mean_seconds, calls.bytes) == (2.0, 1_500_000)
    assert "alarm" in alerts(found)


def test_errors_are_told_by_how_the_service_answered(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        refused, broken, unsent = b.failed(), b.sent(), b.failed("no address")
        with b.home.database.begin() as connection:
            attempts.ticketed(connection, broken, "t-1", NOON, NOON)
            attempts.settle(connection, broken, "failed", 0, NOON, error="moderated")
            told = {"what": "heard", "attempt": refused.id, "answer": "Refused", "status": 400}
            note(connection, b.production.id, "spend", json.dumps(told))
        assert made(b).errors == {
            "refused by the service (400)": 1, "failed at the service": 1, "not sent": 1,
        }  # fmt: skip
        assert unsent.id


def test_what_is_made_there_and_not_here_is_told(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.ticketed("t-1")
        with b.home.database.begin() as connection:
            assert attempts.ready(connection, one, NOON)
        found = made(b)
        assert alerts(found) == ["not fetched"]
        assert "the next run fetches" in found.alerts[0].told
        assert "job 1" in found.alerts[0].told


def test_a_write_off_is_told(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.parked()
        resend(b.settings, one.job, lambda _: True)
        b.accepted("t-2", order=one.order)
        assert alerts(made(b)) == ["over quote", "written off"]


def test_a_bad_file_is_called_so(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.ticketed("t-1")
        with b.home.database.begin() as connection:
            cause = "the service's own file is bad: it has no picture"
            assert attempts.settle(connection, one, "failed", DOLLAR, NOON, error=cause)
        b.accepted("t-2", order=one.order)
        found = made(b)
        assert found.errors == {"bad file of the service": 1}
        assert [one.cause for one in found.retries] == [cause]


# Gates.


def test_jobs_that_nobody_tried_and_too_few_successes(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        for number in range(3):
            b.accepted(f"t-{number}")
        found = made(b)
        assert (found.gates["all_attempted"], found.gates["succeeded"]) == (True, True)
        with b.home.database.begin() as connection:
            jobs.add_wants(connection, b.production.id, 1, [b.orders[3]])
        found = made(b)
        assert (found.gates["all_attempted"], found.gates["succeeded"]) == (False, False)
        assert "jobs 4" in found.because["all_attempted"]
        assert found.because["succeeded"] == "3 of 4 jobs are completed"
        with b.home.database.begin() as connection:
            history.leave(connection, 4, "skipped", "", NOON)
        found = made(b)
        assert (found.gates["all_attempted"], found.gates["succeeded"]) == (True, True)


def test_clips_are_opened_not_believed(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        assert made(b).gates["clips_probe"] is None
        b.accepted("t-1", content=media.clip(1, 64, 36))
        assert made(b).gates["clips_probe"] is True
        b.accepted("t-2", content=b"no film at all")
        found = made(b)
        assert found.gates["clips_probe"] is False
        assert "job 2" in found.because["clips_probe"]


def test_a_clip_whose_bytes_are_gone(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-1", content=media.clip(1, 64, 36))
        with b.home.look() as connection:
            ((_, stored),) = history.bought(connection)
        b.home.store.path(stored.sha256).unlink()
        assert "gone" in made(b).because["clips_probe"]


def test_names_and_strays_of_what_was_laid_out(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        out, own = tmp_path / "out", b.production.id
        good = f"clips/{own}/scene_001/clip_000.mp4"
        (out / good).parent.mkdir(parents=True)
        (out / good).write_bytes(b"")
        manifest = out / ".reelwright" / f"{own}.json"
        manifest.parent.mkdir()

        def gates(*names: str, stamp: str = "hash 1") -> tuple[bool | None, bool | None]:
            manifest.write_text(json.dumps(dict.fromkeys(names, stamp)))
            found = report(b.settings, own, out).gates
            return found["names_right"], found["no_orphans"]

        assert made(b).gates["names_right"] is None, "nobody knows where"
        assert gates(good) == (True, True)
        assert gates(good, "final/Ünsafe name.mp4") == (False, True)
        assert gates(good, stamp="coming") == (False, True)
        (out / good).with_name("clip_001.mp4").write_bytes(b"")
        assert gates(good) == (True, False)
        (out / good).with_name("clip_001.mp4").unlink()
        (out / good).with_name("notes.txt").write_bytes(b"the user's own")
        assert gates(good) == (True, True)
        (out / good).with_name(".clip_000.mp4.part").write_bytes(b"")
        assert gates(good) == (True, False)


def test_leftovers_in_the_data_folder(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.parked()
        answers = b.home.root / "answers"
        answers.mkdir()
        (answers / f"{one.id}-{one.token}.json").write_text("{}")
        assert made(b).gates["no_orphans"] is True, "what is open may have an answer"
        (answers / "99-token.json").write_text("{}")
        assert made(b).gates["no_orphans"] is False
        (answers / "99-token.json").unlink()
        b.home.scratch.mkdir()
        (b.home.scratch / "half").write_text("")
        assert made(b).gates["no_orphans"] is False


def test_a_full_disk_and_many_failures_are_alerts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, 4_900_000_000))
    with booth(tmp_path) as b:
        b.failed()
        b.accepted("t-1")
        b.overdue("t-2")
        found = made(b)
    assert set(alerts(found)) == {"failure rate", "disk", "overdue"}
    assert "4.9 GB" in found.alerts[-1].told


# Keeping it.


def test_a_report_is_kept_as_a_file_and_an_event(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-1")
        found = made(b)
        path = b.home.root / "reports" / f"{b.production.id}.json"
        assert found.results.report == str(path)
        assert Report.model_validate_json(path.read_text()) == found
        assert list(path.parent.iterdir()) == [path]
        with b.home.look() as connection:
            (event,) = history.told(connection, b.production.id, ("report",))
        assert event.data["gates"] == dict(found.gates)
        assert event.data["cost"]
        with pytest.raises(BadInput):
            report(b.settings, "nothing")


def test_a_run_is_recorded_with_its_time_however_it_ends(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-1")
        with recorded(b.home, b.production.id, tmp_path / "out") as ended:
            assert ended.report is None
        assert ended.report is not None
        assert ended.broken == ()
        with pytest.raises(Interrupted), recorded(b.home, b.production.id, None) as stopped:
            raise Interrupted("make", "stopped")
        assert stopped.report is not None
        assert stopped.report.gates["clips_probe"] is None, "who stops does not wait for that"
        runs = made(b).runs
        assert (runs.count, runs.last) == (2, "Interrupted")
        assert runs.wall_seconds >= 0
        assert made(b).results.out == str(tmp_path / "out")


def test_a_report_that_cannot_be_made_spoils_no_run(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        (b.home.root / "reports").write_text("a file where a folder should be")
        with recorded(b.home, b.production.id, None) as ended:
            pass
        assert (ended.report, ended.broken, ended.alerts) == (None, (), ())
        with b.home.look() as connection:
            assert history.told(connection, b.production.id, ("bug",))


def test_the_csv_has_a_line_for_each_attempt_and_no_formula(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.failed("=cmd|' /C calc'!A0")
        b.accepted("t-2")
        b.parked()
        lines = list(csv.DictReader(io.StringIO(as_csv(made(b)))))
    assert [one["state"] for one in lines] == ["failed", "accepted", "parked"]
    assert lines[0]["error"].startswith("'=")
    assert lines[1]["sent_at"] == "2026-09-22T12:00:00+00:00"
    assert (lines[1]["charged_usd"], lines[1]["scene"]) == ("1.0", "1.2")
    assert lines[2]["ended_at"] == ""


def test_a_free_film_has_a_report_without_money(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        with b.home.database.begin() as connection:
            wish = b.revision.wish.model_copy(update={"video": ()})
            productions.revise(connection, b.production.id, b.revision.source, wish)
        found = made(b)
    assert (found.paid.jobs, found.cost.actual_usd, found.kinds) == (0, 0.0, ())
    assert found.gates["cost_kept"] is None
    assert found.alerts == ()


def test_assemblies_are_told_with_their_command(tmp_path: Path) -> None:
    from reelwright import cutting
    from reelwright.film.timeline import House, Item

    with booth(tmp_path) as b:
        body = cutting.body_order(Item(clip="a" * 64, frames=24, house=False), House())
        scene = cutting.scene_order(
            [cutting.Stretch(clip="b" * 64, start=0, frames=24)], House()
        )  # fmt: skip
        with b.home.database.begin() as connection:
            jobs.add_wants(connection, b.production.id, 1, [body, scene])
            jobs.record_failure(connection, body, "body: too short", NOON)
            take = Take(
                fingerprint=scene.fingerprint, sha256="c" * 64, media_type="video/mp4", size=1
            )
            jobs.record_take(connection, scene, take, NOON)
        found = compose(b.home, b.production)
    first, second = found.assemblies
    assert (first.kind, first.state, first.error) == ("body", "failed", "body: too short")
    assert first.command.startswith("ffmpeg -i file:aaaa")
    assert "-c:v libx264" in first.command
    assert "fps=24" in first.command
    assert second.command == "in process: cutting packets-1"
    assert [one.error for one in found.failed] == ["body: too short"]
    assert found.errors == {"body failed here": 1}
