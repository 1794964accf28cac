"""How services are reached: keys, addresses, limits and patience, as the settings have it."""

import pytest
from tests.standins.kling import WRONG_KEY, Kling

from reelwright.film.errors import BadInput
from reelwright.film.provider import Limits
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.spending.access import Secret, access, every_access, ready_access, trouble

KEY = "a-key-that-nobody-sees"


def test_without_settings_a_service_is_as_it_says() -> None:
    found = access("kling", {})
    assert found.url == found.provider.url
    assert (found.limits, found.polling) == (found.provider.limits, found.provider.polling)
    assert not found.secret
    assert found.name == "kling"


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_every_service_can_be_set_up(name: str) -> None:
    prefix = f"REELWRIGHT_{name.upper().replace('-', '_')}"
    told = {f"{prefix}_URL": "http://127.0.0.1:1", f"{prefix}_PER_MINUTE": "7"}
    found = access(name, told)
    assert (found.url, found.limits.minute) == ("http://127.0.0.1:1", 7)


def test_a_setting_for_one_service_goes_before_one_for_all() -> None:
    told = {
        "REELWRIGHT_PER_MINUTE": "10", "REELWRIGHT_PER_HOUR": "100", "REELWRIGHT_PER_DAY": "200",
        "REELWRIGHT_CONCURRENT": "3", "REELWRIGHT_KLING_PER_MINUTE": "20",
        "REELWRIGHT_KLING_CONCURRENT": "4",
    }  # fmt: skip
    assert access("kling", told).limits == Limits(minute=20, hour=100, day=200, concurrent=4)
    assert access("runway", told).limits == Limits(minute=10, hour=100, day=200, concurrent=3)
    assert access("kling", {"REELWRIGHT_RUNWAY_PER_MINUTE": "1"}).limits.minute == 30


def test_patience_and_pace() -> None:
    told = {"REELWRIGHT_TIMEOUT": "120", "REELWRIGHT_KLING_POLL": "0.5"}
    kling, runway = access("kling", told).polling, access("runway", told).polling
    assert (kling.most, kling.first, kling.floor) == (120, 0.5, 0.5)
    assert runway.most == 120
    assert runway.first == access("runway", {}).polling.first


@pytest.mark.parametrize("value", ["0", "-1", "many", "nan", "inf", "1e12", "0.5"])
@pytest.mark.parametrize("name", ["REELWRIGHT_PER_MINUTE", "REELWRIGHT_KLING_CONCURRENT"])
def test_a_number_that_is_none_is_named(name: str, value: str) -> None:
    """Half a request a minute would be none at all."""
    with pytest.raises(BadInput) as error:
        access("kling", {name: value})
    assert name in error.value.cause
    assert value not in error.value.cause


def test_keys_are_looked_for_by_all_their_names_ours_first() -> None:
    both = {"KLING_API_KEY": "theirs", "REELWRIGHT_KLING_KEY": "ours"}
    assert access("kling", both).secret.plain == "ours"
    assert access("kling", {"KLING_API_KEY": "theirs"}).secret.plain == "theirs"
    assert access("google", {"GEMINI_API_KEY": "g"}).secret.plain == "g"


def test_a_key_shows_itself_to_nobody() -> None:
    found = access("kling", {"REELWRIGHT_KLING_KEY": KEY})
    assert found.secret.plain == KEY
    assert KEY not in f"{found!r} {found} {found.secret!r} {found.secret}"
    assert bool(Secret()) is False


def test_a_missing_key_names_the_variable_it_belongs_in() -> None:
    with pytest.raises(BadInput) as error:
        ready_access("kling", {})
    assert "REELWRIGHT_KLING_KEY" in error.value.remedy
    assert ready_access("kling", {"KLING_API_KEY": KEY}).secret
    assert ready_access("comfyui", {}).url, "a server of one's own needs none"


def test_unknown_services_are_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput) as error:
        access("sora", {})
    assert "kling" in error.value.remedy


def test_all_services_at_once() -> None:
    assert [one.name for one in every_access({})] == list(PROVIDERS)


def test_a_free_question_shows_whether_a_key_is_good() -> None:
    with Kling() as kling:
        told = {"REELWRIGHT_KLING_URL": kling.url, "REELWRIGHT_KLING_KEY": KEY}
        assert trouble(access("kling", told)) == ""
        bad = trouble(access("kling", told | {"REELWRIGHT_KLING_KEY": WRONG_KEY}))
        assert bad
        assert WRONG_KEY not in bad
        assert kling.posts() == 0
    gone = trouble(access("kling", told | {"REELWRIGHT_KLING_URL": "http://127.0.0.1:9"}))
    assert "127.0.0.1:9" in gone
