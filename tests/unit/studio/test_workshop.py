import os
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from reelwright.film.errors import BadInput, Interrupted
from reelwright.film.order import Made, Order, Stop
from reelwright.film.timeline import House
from reelwright.providers.animatic.panel.panel import make_panel
from reelwright.providers.animatic.panel.picture import Picture, panel_order
from reelwright.studio import workshop as workshop_module
from reelwright.studio.workshop import AT_HOME, Workshop

SMALL = House(width=320, height=180)
DRAWN = panel_order(Picture(), SMALL)
BAD = Order(
    kind="panel", provider="animatic", model="panel-1", params={**DRAWN.params, "height": "x"}
)


def never() -> bool:
    return False


def at_home(order: Order, _inputs: Mapping[str, Path], scratch: Path, _stop: Stop) -> Made:
    return Made(path=scratch / order.kind, media_type="here", facts={"pid": os.getpid()})


@pytest.fixture
def workshop(monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """Of two workers: in this process nothing is really made, so that it shows who made it."""
    monkeypatch.setattr(workshop_module, "maker", lambda _: at_home)
    return Workshop(2)


def test_the_first_few_are_made_here_and_then_another_process_helps(
    workshop: Workshop, tmp_path: Path
) -> None:
    make = workshop.maker_of("animatic")
    with workshop:
        made = [make(DRAWN, {}, tmp_path, never).media_type for _ in range(AT_HOME + 2)]
    assert made == ["here"] * AT_HOME + ["image/png"] * 2


def test_whoever_finds_no_process_free_makes_it_here(workshop: Workshop, tmp_path: Path) -> None:
    """Of two that make something at once only one goes elsewhere."""
    make = workshop.maker_of("animatic")
    busy, found = threading.Event(), []

    def watched() -> bool:
        busy.set()
        found.append(make(DRAWN, {}, tmp_path, never).media_type)
        return False

    with workshop:
        for _ in range(AT_HOME):
            make(DRAWN, {}, tmp_path, never)
        assert make(DRAWN, {}, tmp_path, watched).media_type == "image/png"
    assert found
    assert set(found) == {"here"}


@pytest.mark.parametrize("kind", ["voice", "music", "sound"])
def test_what_neither_draws_nor_encodes_stays_here(
    workshop: Workshop, kind: str, tmp_path: Path
) -> None:
    order = Order.model_validate({"kind": kind, "provider": "animatic", "model": "x"})
    make = workshop.maker_of("animatic")
    with workshop:
        made = {make(order, {}, tmp_path, never).media_type for _ in range(2 * AT_HOME)}
    assert made == {"here"}


def test_one_worker_needs_no_other_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(workshop_module, "maker", lambda _: at_home)
    with Workshop(1) as alone:
        make = alone.maker_of("animatic")
        made = {make(DRAWN, {}, tmp_path, never).media_type for _ in range(2 * AT_HOME)}
    assert made == {"here"}


def test_the_same_bytes_come_from_everywhere(workshop: Workshop, tmp_path: Path) -> None:
    here = make_panel(DRAWN, {}, tmp_path, never)
    expected = here.path.read_bytes()
    here.path.unlink()
    make = workshop.maker_of("animatic")
    with workshop:
        for _ in range(AT_HOME):
            make(DRAWN, {}, tmp_path, never)
        made = make(DRAWN, {}, tmp_path, never)
    assert made == here
    assert made.path.read_bytes() == expected


def test_what_is_raised_elsewhere_is_raised_here(workshop: Workshop, tmp_path: Path) -> None:
    make = workshop.maker_of("animatic")
    with workshop:
        for _ in range(AT_HOME):
            make(DRAWN, {}, tmp_path, never)
        with pytest.raises(BadInput) as known:
            make(BAD, {}, tmp_path, never)
        assert known.value.stage
        assert known.value.cause
        with pytest.raises(FileNotFoundError):
            make(DRAWN, {}, tmp_path / "nowhere", never)
        bug = Order(kind="clip", provider="animatic", model="clip-1")
        with pytest.raises(RuntimeError, match="KeyError") as unknown:
            make(bug, {}, tmp_path, never)
        assert "Traceback" in unknown.value.__notes__[0]
        with pytest.raises(Interrupted):
            make(DRAWN, {}, tmp_path, lambda: True)
