from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.film.money import Money
from reelwright.film.order import Order
from reelwright.film.timeline import House, Item, Timeline, Transition


def order(**params: object) -> Order:
    return Order.model_validate(
        {"kind": "clip", "provider": "kling", "model": "kling-3.0", "params": params}
    )


def test_the_fingerprint_ignores_the_order_of_parameters() -> None:
    assert order(a=1, b="x").fingerprint == order(b="x", a=1).fingerprint


def test_the_fingerprint_covers_every_field() -> None:
    one = order(a=1)
    changed = [
        one.model_copy(update={"kind": "voice"}),
        one.model_copy(update={"provider": "runway"}),
        one.model_copy(update={"model": "kling-3.1"}),
        one.model_copy(update={"params": {"a": 2}}),
        one.model_copy(update={"inputs": ("0" * 64,)}),
    ]
    fresh = [Order.model_validate(other.model_dump()) for other in changed]
    assert len({one.fingerprint, *(other.fingerprint for other in fresh)}) == 6


def test_fingerprints_are_golden() -> None:
    """A change here makes every user's film anew: never change these on purpose."""
    assert order(prompt="a lamp", seconds=5).fingerprint == (
        "f0836dc5abbe77906cb51b4c2a06fdfbce25cddab01eaa4f6b68aee2ce94c5e5"
    )


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=0, max_value=10**9))
def test_money_adds_exactly(a: int, b: int) -> None:
    total = Money(micros=a) + Money(micros=b)
    assert total.micros == a + b


def test_money_rounds_half_up_and_keeps_currencies_apart() -> None:
    assert Money.of("0.0000005").micros == 1
    assert Money.of(Decimal("0.084")).micros == 84_000
    with pytest.raises(ValueError, match="cannot add EUR"):
        Money.of(1) + Money.of(1, "EUR")


def test_a_dissolve_shortens_the_film_and_a_fade_does_not() -> None:
    def film(kind: str) -> Timeline:
        into = Transition.model_validate({"kind": kind, "frames": 24})
        return Timeline(
            house=House(),
            items=(Item(clip="a", frames=100), Item(clip="b", frames=60, into=into)),
        )

    assert film("dissolve").frames == 136
    assert film("dissolve").starts() == (0, 76)
    assert film("fade").frames == 160
    assert film("fade").starts() == (0, 100)
