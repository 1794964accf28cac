"""What a run shows: every figure on a line of its own, at any width, and nothing left behind."""

import io

import pytest
from rich.console import Console
from rich.live import Live

from reelwright.cli import live
from reelwright.cli.live import Board, _drawn, aside
from reelwright.film.order import Order
from reelwright.studio.desk import Account, Happening


def board() -> Board:
    found = Board()
    order = Order(kind="clip", provider="animatic", model="clip-1", params={"slate": "1.1 shot 1"})
    found.note(Happening(kind="wanted", order=order))
    found.note(Happening(kind="begun", order=order))
    return found


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
def test_every_figure_has_a_line_that_fits(width: int) -> None:
    out = io.StringIO()
    Console(file=out, width=width).print(_drawn(board()))
    lines = out.getvalue().rstrip("\n").split("\n")
    assert len(lines) == 6
    assert all(len(line) <= width for line in lines)
    assert lines[1].startswith("0 complete")


def test_the_display_clears_all_its_lines() -> None:
    """As many lines are erased as were drawn."""
    out = io.StringIO()
    console = Console(file=out, width=60, force_terminal=True)
    with Live(_drawn(board()), console=console, transient=True, auto_refresh=False) as live:
        live.refresh()
    assert out.getvalue().rpartition("now: ")[2].count("\x1b[2K") >= 6


def test_an_estimate_is_told_only_when_there_is_one() -> None:
    assert board().row()["time"].endswith("elapsed")


def clip(number: int, service: str = "kling") -> Order:
    return Order(kind="clip", provider=service, model="m-1", params={"prompt": f"shot {number}"})


def paid(*steps: tuple[int, str], account: Account | None = None) -> Board:
    """A board that was told of clips by number: (1, "begun"), (1, "sending"), (1, "made")."""
    found, money = Board(), account or Account(quoted=1_010_000)
    for number, step in steps:
        kind = step if step in ("begun", "made", "failed", "wanted", "reused") else "moved"
        happening = {"kind": kind, "order": clip(number), "cause": step, "seconds": 40.0}
        known = None if kind in ("wanted", "reused") else money
        found.note(Happening.model_validate(happening | {"account": known}))
    return found


def test_money_is_told_as_it_stands() -> None:
    account = Account(quoted=1_010_000, charged=250_000, held=500_000)
    row = paid((1, "wanted"), (1, "begun"), (1, "made"), account=account).row()
    assert row["cost"] == "cost 0.25 USD of 1.01 estimated, 0.76 remaining (0.50 held)"
    assert row["time"].endswith("40.0 s a clip")
    over = Account(quoted=1_000_000, charged=1_200_000)
    assert "0.00 remaining" in paid((1, "begun"), account=over).row()["cost"]
    assert "0.00 USD of 0.00 estimated" in board().row()["cost"]


def test_it_is_told_where_paid_jobs_are() -> None:
    told = [(number, "wanted") for number in range(1, 6)]
    begun = [(number, "begun") for number in range(1, 6)]
    moved = [(1, "waiting"), (2, "waiting"), (3, "sending"), (4, "again in 4 s: 500")]
    row = paid(*told, *begun, *moved).row()
    assert row["going"] == "3 running, 0 failed, 2 queued"
    assert row["now"].startswith("now: 1 clip sending to kling, 2 clips waiting at kling")
    row = paid(*told, *begun, *moved, (1, "made"), (1, "fetching"), (2, "failed")).row()
    assert row["going"] == "1 running, 1 failed, 2 queued"
    assert row["now"].startswith("now: 1 clip sending to kling")
    assert row["done"] == "1 complete (0 reused)"


def test_why_a_service_s_jobs_wait_is_told_until_they_go_on() -> None:
    why = "paused: its circuit is open after failures"
    begun = [(1, "begun"), (2, "begun")]
    assert paid(*begun, (1, why)).row()["now"] == f"now: waiting; kling: {why}"
    told = paid(*begun, (1, why), (2, why), (2, "sending")).row()["now"]
    assert told == f"now: 1 clip sending to kling; kling: {why}"
    assert paid(*begun, (1, why), (1, "sending")).row()["now"] == "now: 1 clip sending to kling"
    assert paid((1, "begun"), (1, why), (1, "failed")).row()["now"] == "now: thinking"


def test_two_passes_over_one_film_count_once() -> None:
    """What is free is made first; then the whole recipe runs again."""
    row = paid((1, "wanted"), (1, "begun"), (1, "made"), (1, "reused"), (2, "reused")).row()
    assert row["done"] == "2 complete (1 reused)"
    assert paid((1, "wanted"), (1, "begun"), (1, "made"), (1, "reused")).share() == 1.0


def test_the_display_steps_aside_for_a_question() -> None:
    out = io.StringIO()
    console = Console(file=out, width=60, force_terminal=True)
    with Live(get_renderable=lambda: _drawn(board()), console=console, transient=True) as display:
        live._shown.append(display)
        try:
            with aside():
                assert not display.is_started
                before = out.getvalue()
                display.refresh()
                assert out.getvalue() == before or "now:" not in out.getvalue()[len(before) :]
            assert display.is_started
        finally:
            live._shown.remove(display)
