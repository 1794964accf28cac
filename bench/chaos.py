"""Killed, traced and frozen: the rows of group `money` about paying once, whatever dies.

Imported by `bench.money_chaos`, which makes the tests' own modules be found first.

The harness is that of the tests (tests/chaos), which try a sample; here all of it is tried.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.chaos.freezing import PERMIT, boundaries, freeze_all
from tests.chaos.killing import Ground, Siege, besiege
from tests.chaos.service import service
from tests.chaos.tracing import CALLS, FINDERS, Case, Lab, Tried, every_case
from tests.chaos.verdict import Verdict

from bench.row import Row

GROUP = "money"
KILLS = 1000
SIEGES = (("kling", 4), ("seedance", 4), ("runway", 4))
"""(service, sieges with a seed of their own each)."""
AT_ONCE = 4
"""Sieges at the same time: half of its time one waits."""
FROZEN = 2.0
NAIVE = (("sendto", 3), ("recvfrom", 3), ("fsync", 1), ("rename", 1))
TRACED: dict[str, Sequence[str]] = {
    "kling": CALLS,
    "google": CALLS,
    "seedance": [call for call in CALLS if call != "pwrite64"],
    "runway": [call for call in CALLS if call != "pwrite64"],
}
"""What the ledger writes is the same for all services that are polled, so it is torn for one of
them, and for one that answers at once."""


def measure(folder: Path) -> Iterator[Row]:
    """All figures, the quick ones first."""
    yield from _frozen(folder)
    yield from _naive(folder)
    yield from _traced(folder)
    yield from _killed(folder)


def _none(name: str, value: float) -> Row:
    return Row(GROUP, name, value, "", 0)


def _safe(what: str, verdict: Verdict, strange: Sequence[str]) -> Iterator[Row]:
    for one in strange[:5]:
        print(f"      (strange: {one[:600]})")
    yield _none(f"{what}: paid twice", verdict.double)
    yield _none(f"{what}: paid for and lost", verdict.lost)
    yield _none(f"{what}: micro-units over a cap", verdict.over)
    yield _none(f"{what}: complaints of the auditor, or odd endings", verdict.wrong + len(strange))


def _frozen(folder: Path) -> Iterator[Row]:
    """SIGSTOP at every boundary around the send, another process at the same job, SIGCONT."""
    bills = 0
    for name in ("kling", "seedance", "runway"):
        lab = Lab(name, folder / f"frozen-{name}", count=1)
        with service(name, 0.05) as lane:
            places = boundaries(lab, lane)
        wanted = [(one, FROZEN, False) for one in places.values()]
        wanted.append((places["before the first byte"], PERMIT + 2.0, False))
        thawed = freeze_all(lab, wanted, len(wanted))
        bills += sum(one.posts != 1 or one.verdict.billed != 1 for one in thawed)
        print(f"      (frozen at {name}: {len(thawed)} times)")
    yield _none("frozen senders: jobs not billed exactly once", bills)


def _naive(folder: Path) -> Iterator[Row]:
    lab = Lab("kling", folder / "naive", "tests.chaos.naive")
    found = sum(lab.try_all([Case(*one) for one in NAIVE]), Tried())
    name = "a naive program in the same harness: paid twice"
    yield Row(GROUP, name, found.verdict.double, "", 1, floor=True)


def _traced(folder: Path) -> Iterator[Row]:
    """Killed before the Nth system call of each kind, for all N."""
    total, missing = Tried(), 0
    for name, calls in TRACED.items():
        lab, cases = Lab(name, folder / f"traced-{name}"), 0
        found = Tried()
        for call in calls:
            tried = list(every_case(lab, call))
            cases += len(tried)
            found = sum(tried, found)
        if name in FINDERS:
            missing += found.verdict.jobs - found.verdict.completed
        print(
            f"      (traced at {name}: {cases} cases, {found.again} killed again, {found.verdict})"
        )
        total += found
    yield Row(GROUP, "killed before a system call: kills", total.kills, "", 500, floor=True)
    yield from _safe("killed before a system call", total.verdict, total.strange)
    yield _none("killed before a system call: not completed, though it can be found", missing)


def _killed(folder: Path) -> Iterator[Row]:
    """kill -9 at seeded moments, for services that find by id, by list and not at all."""
    asked = [(name, seed) for name, seeds in SIEGES for seed in range(seeds)]
    share = -(-KILLS // len(asked))

    def siege(one: tuple[str, int]) -> tuple[str, Siege]:
        name, seed = one
        with service(name) as running:
            return name, besiege(Ground(running, folder / f"siege-{name}-{seed}"), share, seed)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(siege, asked))
    total = sum((one for _, one in found), Siege())
    found_again = [one.verdict for name, one in found if name != "runway"]
    print(
        f"      ({total.films} films, {total.runs} runs; {total.near} kills soon after a request, "
        f"{total.again} of runs that recovered; parked: {total.verdict.parked} of {total.doubt} "
        "requests that were cut off)"
    )
    yield Row(GROUP, "kill -9: kills that hit", total.kills, "", KILLS, floor=True)
    yield from _safe("kill -9", total.verdict, total.strange)
    missing = sum(one.jobs - one.completed for one in found_again)
    yield _none("kill -9: not completed, though it can be found", missing)
