"""What `providers` tells: keys by the name of their variable, limits, use, spending, --check."""

from pathlib import Path

import pytest
from tests.standins.kling import STANDIN
from tests.standins.standin import Standin
from tests.unit.studio.booth import DOLLAR, booth

from reelwright.film.errors import BadInput
from reelwright.ledger import gate
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.settings import Settings
from reelwright.studio.spending import access as access_room
from reelwright.studio.usage import Reach, usage


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """No key of the tester's own; what a test puts in here is the environment."""
    told: dict[str, str] = {}
    monkeypatch.setattr(access_room, "_environment", lambda: told)
    return told


def kling(found: list[Reach]) -> Reach:
    return next(one for one in found if one.service == "kling")


def test_every_service_is_told_with_or_without_a_key(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with booth(tmp_path) as b:
        found = usage(b.settings)
        assert [one.service for one in found] == list(PROVIDERS)
        assert kling(found).key == ""
        assert kling(found).keys == ("REELWRIGHT_KLING_KEY", "KLING_API_KEY")
        assert not kling(found).usable
        comfyui = found[-1]
        assert comfyui.free
        assert comfyui.usable
        environment["KLING_API_KEY"] = "secret-of-a-test"
        told = kling(usage(b.settings))
        assert (told.key, told.usable) == ("KLING_API_KEY", True)
        assert "secret-of-a-test" not in told.model_dump_json()
        assert told.models["clip"][0] == "kling-3.0"
        assert "voice" not in told.models


def test_settings_are_told_as_they_hold(tmp_path: Path, environment: dict[str, str]) -> None:
    environment |= {
        "REELWRIGHT_PER_MINUTE": "7", "REELWRIGHT_KLING_PER_HOUR": "70",
        "REELWRIGHT_KLING_CONCURRENT": "2", "REELWRIGHT_KLING_URL": "https://kling.example",
    }  # fmt: skip
    with booth(tmp_path) as b:
        told = kling(usage(b.settings))
        assert told.limits == {"minute": 7, "hour": 70, "day": 10000, "concurrent": 2}
        assert (told.url, told.own_url) == ("https://kling.example", True)
        environment["REELWRIGHT_KLING_PER_DAY"] = "0.5"
        with pytest.raises(BadInput, match="REELWRIGHT_KLING_PER_DAY"):
            usage(b.settings)


def test_use_spending_and_what_keeps_it_from_work(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        one = b.accepted("t-1")
        b.parked()
        b.overdue("t-3")
        b.sent(micros=2 * DOLLAR)
        with b.home.database.begin() as connection:
            gate.cool(connection, "kling", 30, one.started_at)
        told = kling(usage(b.settings, now=lambda: one.started_at + 10))
        assert told.used == {"minute": 4, "hour": 4, "day": 4, "concurrent": 1}
        assert (told.spent_today_usd, told.spent_usd, told.held_usd) == (1.0, 1.0, 4.0)
        assert (told.parked, told.overdue) == (1, 1)
        assert told.cool_for == 20
        assert not told.circuit_open
        later = kling(usage(b.settings, now=lambda: one.started_at + 2 * 86400))
        assert later.used["day"] == later.spent_today_usd == later.cool_for == 0
        assert later.spent_usd == 1.0


def test_a_circuit_that_is_open_is_told(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        with b.home.database.begin() as connection:
            for _ in range(gate.OPENS_AFTER):
                gate.unavailable(connection, "kling", 1e9)
        assert kling(usage(b.settings)).circuit_open


def checked(settings: Settings, environment: dict[str, str], standin: Standin, key: str) -> Reach:
    environment |= {"REELWRIGHT_KLING_URL": standin.url, "REELWRIGHT_KLING_KEY": key}
    return kling(usage(settings, check=True))


def test_check_asks_for_free_and_only_those_with_a_key(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    # Nothing may be asked of a ComfyUI server that the tester has running.
    environment["REELWRIGHT_COMFYUI_URL"] = "http://127.0.0.1:1"
    with STANDIN() as standin, booth(tmp_path) as b:
        good = checked(b.settings, environment, standin, "key-of-a-test")
        assert (good.answer, good.wrong) == ("", False)
        bad = checked(b.settings, environment, standin, "key-that-is-refused")
        assert bad.wrong
        assert "1002" in (bad.answer or "")
        assert standin.posts() == 0
        found = usage(b.settings, check=True)
        assert {one.service for one in found if one.answer is not None} == {"kling", "comfyui"}
        assert found[-1].wrong, "it was set up by its address"
        del environment["REELWRIGHT_COMFYUI_URL"]
        environment["REELWRIGHT_KLING_URL"] = "http://127.0.0.1:1"
        assert kling(usage(b.settings, check=True)).wrong
