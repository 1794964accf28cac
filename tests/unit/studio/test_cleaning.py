"""Making room: what goes, what the ledger says of it, and what a crash in the middle leaves."""

import errno
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests import homes
from tests.unit.studio.booth import DOLLAR, NOON, Booth, booth

from reelwright.film.errors import BadInput, MachineTrouble, NeedsDecision
from reelwright.film.order import Missing, Take
from reelwright.ledger import condemning, jobs
from reelwright.ledger.store import Store
from reelwright.providers.catalogue import BUILT_IN
from reelwright.studio.approving import quoted
from reelwright.studio.archiving import archive
from reelwright.studio.cleaning import Cleaning, Originals, clean
from reelwright.studio.desk import MakingDesk
from reelwright.studio.planning import plan
from reelwright.studio.produce import unwatched
from reelwright.studio.restoring import restore
from reelwright.studio.steering.resolving import resend
from reelwright.studio.steering.undecided import waiting


def drawn(b: Booth, text: bytes = b"a panel") -> str:
    """A free Take that the production wants: a panel of the animatic."""
    from reelwright.film.order import Order

    order = Order(kind="panel", provider="animatic", model="test", params={"text": text.decode()})
    b.home.scratch.mkdir(exist_ok=True)
    sha256, size = b.home.store.put_bytes(text, b.home.scratch)
    take = Take(
        fingerprint=order.fingerprint, sha256=sha256, media_type="image/png", size=size, tool="1"
    )
    with b.home.database.begin() as connection:
        jobs.add_wants(connection, b.production.id, b.revision.number, [order])
        jobs.record_take(connection, order, take, NOON)
    return sha256


def bought(b: Booth, content: bytes = b"clip one") -> str:
    """A paid clip that has cost half a dollar."""
    one = b.accepted("t-1", DOLLAR // 2, content=content)
    rows = b.rows(f"SELECT sha256 FROM take JOIN job ON job.id = job_id WHERE job.id = {one.job}")
    return str(rows[0][0])


def wanting(b: Booth, *, originals: bool = False) -> Cleaning:
    return Cleaning(production=b.production.id, originals=originals)


def yes(_: Originals) -> bool:
    return True


def asked_again(b: Booth) -> Take | Missing:
    """What the first clip's Order is answered in a run."""
    desk = MakingDesk(b.home, b.production.id, b.revision.number, unwatched)
    found = desk.known([b.orders[0]])[b.orders[0].fingerprint]
    assert isinstance(found, Take | Missing)
    return found


def test_what_can_be_made_again_goes_and_what_was_paid_for_stays(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        panel, clip = drawn(b), bought(b)
        told = clean(b.settings, Cleaning())
        assert not b.home.store.has(panel)
        assert b.home.store.has(clip)
        assert (told.freed.files, told.freed.bytes) == (1, len(b"a panel"))
        assert told.kinds["panel"].bytes == len(b"a panel")
        assert told.originals == Originals()
        assert b.rows("SELECT * FROM condemned") == []
        assert clean(b.settings, Cleaning()).freed.files == 0


def test_a_dry_run_changes_nothing_and_tells_the_same(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        panel, clip = drawn(b), bought(b)
        wanted = wanting(b, originals=True)
        before = clean(b.settings, replace(wanted, dry_run=True))
        assert b.home.store.has(panel)
        assert b.home.store.has(clip)
        assert b.rows("SELECT * FROM condemned") == []
        after = clean(b.settings, wanted, yes)
        assert before.dry_run
        assert before.model_copy(update={"dry_run": False}) == after


@pytest.mark.parametrize("agree", [None, lambda _: False])
def test_paid_clips_go_on_the_users_word_only(tmp_path: Path, agree: None) -> None:
    with booth(tmp_path) as b:
        panel, clip = drawn(b), bought(b)
        with pytest.raises(NeedsDecision, match=r"1 paid clips that have cost 0\.50 USD"):
            clean(b.settings, wanting(b, originals=True), agree)
        assert b.home.store.has(panel)
        assert b.home.store.has(clip)
        with pytest.raises(BadInput, match="what one production has bought"):
            clean(b.settings, Cleaning(originals=True), yes)


def test_the_question_names_the_money(tmp_path: Path) -> None:
    asked: list[Originals] = []

    def agree(one: Originals) -> bool:
        asked.append(one)
        return True

    with booth(tmp_path) as b:
        bought(b)
        clean(b.settings, wanting(b, originals=True), agree)
    assert asked == [Originals(files=1, bytes=8, cost_usd=0.5)]


def test_a_deleted_clip_is_told_by_the_next_run_and_never_bought_by_itself(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        clip = bought(b)
        job = str(b.made[0].job)
        money = b.rows("SELECT * FROM money")
        clean(b.settings, wanting(b, originals=True), yes)
        assert not b.home.store.has(clip)
        assert b.rows("SELECT * FROM money") == money
        assert b.rows("SELECT count(*) FROM take") == [(1,)]

        found = asked_again(b)
        assert isinstance(found, Missing)
        assert found.reason == "parked"
        for part in ("you have deleted", "0.50 USD", f"resolve {job} --resend", "bought again"):
            assert part in found.cause

        # Neither plan nor bill wants to buy it.
        orders, bill = quoted(b.home, b.revision, BUILT_IN)
        assert b.orders[0].fingerprint not in {one.fingerprint for one in orders}
        assert any("not bought again before you say so" in note for note in bill.notes)
        planned = plan(b.settings, b.production.id)
        assert planned.orders.gone == {"clip": 1}
        assert planned.bill is not None
        assert planned.bill.jobs == len(b.orders) - 1

        # Nobody waits for a decision, but it can be made.
        (one,) = waiting(b.settings)
        assert (one.state, one.why) == ("deleted", "you have deleted it")
        resend(b.settings, int(job), lambda _: True)
        again, _ = quoted(b.home, b.revision, BUILT_IN)
        assert b.orders[0].fingerprint in {one.fingerprint for one in again}


def test_lost_bytes_are_told_otherwise_than_deleted_ones(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.home.store.path(bought(b)).unlink()
        found = asked_again(b)
        assert isinstance(found, Missing)
        assert "put them back" in found.cause
        assert waiting(b.settings)[0].state == "gone"


def test_a_clip_that_is_put_back_is_used_and_not_condemned_any_more(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        clip = bought(b)
        saved = tmp_path / "film.zip"
        archive(b.settings, b.production.id, saved)
        clean(b.settings, wanting(b, originals=True), yes)
        assert restore(b.settings, saved).new
        assert b.home.store.local(clip).read_bytes() == b"clip one"
        assert isinstance(asked_again(b), Take)
        assert b.rows("SELECT * FROM condemned") == []
        assert not restore(b.settings, saved).new


def test_a_crash_between_the_word_and_the_deed_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger condemns first; whoever uses the bytes before they are gone has them."""
    with booth(tmp_path) as b:
        panel, clip = drawn(b), bought(b)

        def die(self: Store, sha256: str) -> int:
            raise OSError(errno.EIO, "the machine stopped", str(self.path(sha256)))

        with monkeypatch.context() as patch:
            patch.setattr(Store, "remove", die)
            with pytest.raises(MachineTrouble, match="the machine stopped"):
                clean(b.settings, wanting(b, originals=True), yes)
        condemned = b.rows("SELECT sha256, why FROM condemned WHERE gone_at IS NULL")
        assert sorted(condemned) == sorted([(panel, "space"), (clip, "deleted")])
        assert isinstance(asked_again(b), Take)
        assert b.rows("SELECT sha256 FROM condemned") == [(panel,)]
        with b.home.database.begin() as connection:
            assert condemning.still(connection, [panel, clip]) == [panel]
        # The same command ends what was begun.
        clean(b.settings, wanting(b, originals=True), yes)
        assert not b.home.store.has(panel)
        assert not b.home.store.has(clip)


def test_a_crash_between_the_deed_and_its_record_is_still_a_deletion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with booth(tmp_path) as b:
        panel, clip = drawn(b), bought(b)

        def die(_: sa.Connection, hashes: list[str], _now: float) -> None:
            if hashes:
                raise OSError(errno.EIO, "the machine stopped")

        with monkeypatch.context() as patch:
            patch.setattr(condemning, "struck", die)
            with pytest.raises(MachineTrouble):
                clean(b.settings, wanting(b, originals=True), yes)
        assert not b.home.store.has(clip)
        found = asked_again(b)
        assert isinstance(found, Missing)
        assert "you have deleted" in found.cause
        # The panel's row waits for its next maker, or for the next cleaning.
        clean(b.settings, Cleaning())
        assert b.rows("SELECT why FROM condemned") == [("deleted",)]
        assert not b.home.store.has(panel)


DIES = """
import os, signal, sys
from reelwright.ledger import condemning
from reelwright.ledger.store import Store
from reelwright.studio.cleaning import Cleaning, clean
from reelwright.studio.settings import Settings

where, left, production = sys.argv[1], int(sys.argv[2]), sys.argv[3]
place = Store if where == "remove" else condemning
act = getattr(place, where)

def and_die(*args):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return act(*args)

setattr(place, where, and_die)
clean(Settings(), Cleaning(production, originals=True), lambda _: True)
"""


@pytest.mark.parametrize(
    ("where", "after"),
    [("condemn", 0), ("condemn", 1), ("remove", 0), ("remove", 3), ("struck", 1)],
)
def test_after_a_kill_all_is_there_or_known_to_be_deleted(
    tmp_path: Path, where: str, after: int
) -> None:
    """A real SIGKILL at every step: nothing paid for is missing without a word."""
    with booth(tmp_path) as b:
        panels = [drawn(b, f"panel {n}".encode()) for n in range(6)]
        clip = bought(b)
        environment = {**os.environ, "REELWRIGHT_HOME": str(b.settings.home)}
        died = subprocess.run(
            [sys.executable, "-c", DIES, where, str(after), b.production.id],
            env={**environment, **homes.settings(b.settings.home)}, timeout=60, check=False,
        )  # fmt: skip
        assert died.returncode == -signal.SIGKILL
        found = asked_again(b)
        if b.home.store.has(clip):
            assert isinstance(found, Take)
        else:
            assert isinstance(found, Missing)
            assert "you have deleted" in found.cause
        clean(b.settings, wanting(b, originals=True), yes)
        assert not any(b.home.store.has(name) for name in [*panels, clip])
        assert b.rows("SELECT why FROM condemned") == [("deleted",)]


def test_what_is_used_meanwhile_is_spared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A use between the word and the deed takes the word back, whoever it comes from."""
    with booth(tmp_path) as b:
        panel = drawn(b)
        condemn = condemning.condemn

        def and_used(connection: sa.Connection, *rest: object) -> None:
            condemn(connection, *rest)  # type: ignore[arg-type]
            condemning.spare(connection, [panel])

        monkeypatch.setattr(condemning, "condemn", and_used)
        clean(b.settings, Cleaning())
        assert b.home.store.has(panel)


def test_the_record_of_a_production_tells_of_the_deletion(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        bought(b)
        clean(b.settings, wanting(b, originals=True), yes)
        rows = b.rows("SELECT data FROM event WHERE kind = 'originals deleted'")
        assert json.loads(str(rows[0][0])) == {"clips": 1, "micros": DOLLAR // 2}
