"""What a run shows: every figure on a line of its own, at any width, and nothing left behind."""

import io

import pytest
from rich.console import Console
from rich.live import Live

from reelwright.cli.live import Board, _drawn
from reelwright.film.order import Order
from reelwright.studio.desk import Happening


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
