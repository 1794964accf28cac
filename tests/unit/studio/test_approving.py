"""The bill, and the user's word for it: nothing is bought that nobody has said yes to."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.simulation.clock import NOON
from tests.standins.kling import WRONG_KEY, Kling

from reelwright.film.errors import BadInput, NeedsDecision, OverCap
from reelwright.film.money import Money
from reelwright.film.order import Order
from reelwright.film.production import Wish
from reelwright.film.provider import Limits
from reelwright.ledger import attempts, jobs, money
from reelwright.ledger.attempt import Attempt
from reelwright.ledger.money import Payer, Scope
from reelwright.ledger.productions import Production, Revision
from reelwright.providers.catalogue import BUILT_IN
from reelwright.providers.quoting import price
from reelwright.studio.approving import approve, bill, quoted, require_services, services
from reelwright.studio.home import Home, own_home
from reelwright.studio.opening import Given, open_production
from reelwright.studio.settings import Settings
from reelwright.studio.spending.access import Access, ready_access
from reelwright.studio.spending.work import Bill, Buying, Post

STORY = """# One

It was night in the harbour. Mara held the lantern over the water. "Bring me the key," she said.

"I lost it in the square," said Tobias.
"""
DOLLAR = 1_000_000


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with own_home(Settings(home=tmp_path / "home", min_free_mb=0)) as found:
        yield found


def opened(home: Home, wish: Wish) -> tuple[Production, Revision]:
    source = home.root / "story.md"
    source.write_text(STORY)
    return open_production(home, Given(source=source, wish=wish))


def billed(micros: int, **more: object) -> Bill:
    post = Post(kind="clip", service="kling", model="m", count=1, micros=micros, verified=True)
    return Bill.model_validate({"posts": (post,), "orders": ("a", "b"), **more})


# The bill.


def test_the_bill_is_the_sum_of_what_would_be_ordered(home: Home) -> None:
    _, revision = opened(home, Wish(video=("kling",), images="google"))
    orders, found = quoted(home, revision, BUILT_IN)
    prices = [price(order) for order in orders]
    assert len(orders) > 2
    assert {order.kind for order in orders} == {"clip", "image"}
    assert found.micros == sum(one.micros for one in prices if one is not None) > 0
    assert {post.service for post in found.posts} == {"kling", "google"}
    assert sum(post.count for post in found.posts) == len(orders) == len(found.orders)
    assert found.unpriced == ()


def test_asking_for_a_bill_spends_and_records_nothing(home: Home) -> None:
    _, revision = opened(home, Wish(video=("kling",)))
    first = bill(home, revision, BUILT_IN)
    assert bill(home, revision, BUILT_IN) == first
    with home.look() as connection:
        assert money.total(connection) == money.Total()
        assert connection.execute(sa.text("SELECT count(*) FROM attempt")).scalar_one() == 0


def test_a_film_without_services_costs_nothing(home: Home) -> None:
    _, revision = opened(home, Wish())
    assert bill(home, revision, BUILT_IN).posts == ()


def held(home: Home, production: Production, order: Order) -> Attempt:
    found = price(order)
    assert found is not None
    with home.database.begin() as connection:
        jobs.add_wants(connection, production.id, 1, [order])
        booked = attempts.hold(
            connection, order, production.id, found.micros, Limits(), NOON, order.fingerprint
        )
    assert isinstance(booked, Attempt)
    return booked


def test_what_is_under_way_is_not_on_the_bill_again(home: Home) -> None:
    """Its money is held already: a run that goes on must not need the budget twice."""
    production, revision = opened(home, Wish(video=("kling",)))
    orders, first = quoted(home, revision, BUILT_IN)
    approve(home, production, 1, first, Buying(budget=first.micros, yes=True), NOON)
    one = held(home, production, orders[0])
    again = bill(home, revision, BUILT_IN)
    assert again.micros == first.micros - one.held
    approve(home, production, 1, again, Buying(budget=first.micros, yes=True), NOON)


def test_what_has_failed_is_on_the_bill_again(home: Home) -> None:
    production, revision = opened(home, Wish(video=("kling",)))
    orders, first = quoted(home, revision, BUILT_IN)
    one = held(home, production, orders[0])
    with home.database.begin() as connection:
        attempts.settle(connection, one, "failed", 0, NOON)
    assert bill(home, revision, BUILT_IN) == first


# The word.


def cap(home: Home, production: Production, scope: Scope = "production") -> money.Cap:
    with home.look() as connection:
        found = money.caps(connection, Payer(production=production.id, day="2026-09-22"))
    return next(one for one in found if one.scope == scope)


def approvals(home: Home) -> list[tuple[str, int]]:
    with home.look() as connection:
        rows = connection.execute(sa.text("SELECT production_id, ceiling_micros FROM approval"))
        return [(str(row[0]), int(row[1])) for row in rows]


def test_yes_with_a_budget(home: Home) -> None:
    production, _ = opened(home, Wish(video=("kling",)))
    approve(home, production, 1, billed(DOLLAR), Buying(budget=5 * DOLLAR, yes=True), NOON)
    assert cap(home, production).limit == 5 * DOLLAR
    assert approvals(home) == [(production.id, DOLLAR)]


def test_yes_without_a_budget_is_no_word_at_all(home: Home) -> None:
    production, _ = opened(home, Wish(video=("kling",)))
    with pytest.raises(BadInput, match="needs a limit"):
        approve(home, production, 1, billed(DOLLAR), Buying(yes=True), NOON)
    assert approvals(home) == []


def test_who_is_asked_and_says_yes_agrees_to_this_bill_and_no_cent_more(home: Home) -> None:
    production, _ = opened(home, Wish(video=("kling",)))
    shown: list[tuple[int, int]] = []

    def ask(found: Bill, left: int) -> bool:
        shown.append((found.micros, left))
        return True

    approve(home, production, 1, billed(DOLLAR), Buying(ask=ask), NOON)
    assert shown == [(DOLLAR, DOLLAR)]
    assert cap(home, production).limit == DOLLAR


def test_what_was_paid_before_is_not_what_was_agreed_to_now(home: Home) -> None:
    production, revision = opened(home, Wish(video=("kling",)))
    order = quoted(home, revision, BUILT_IN)[0][0]
    one = held(home, production, order)
    approve(home, production, 1, billed(DOLLAR), Buying(ask=lambda *_: True), NOON)
    assert cap(home, production).limit == one.held + DOLLAR
    assert cap(home, production).left == DOLLAR


@pytest.mark.parametrize("buying", [Buying(), Buying(ask=lambda *_: False)])
def test_nobody_says_yes(home: Home, buying: Buying) -> None:
    production, _ = opened(home, Wish(video=("kling",)))
    with pytest.raises(NeedsDecision) as error:
        approve(home, production, 1, billed(DOLLAR), buying, NOON)
    assert error.value.exit_code == 5
    assert "1.00 USD" in error.value.cause
    assert cap(home, production).limit is None
    assert approvals(home) == []


@pytest.mark.parametrize("scope", ["production", "user", "day"])
def test_a_bill_above_any_cap_is_refused_before_anything_is_sent(home: Home, scope: Scope) -> None:
    production, _ = opened(home, Wish(video=("kling",)))
    limit = Money(micros=DOLLAR - 1)
    setting = {"user": "total_budget", "day": "day_budget"}.get(scope)
    if setting:
        limited = home.settings.model_copy(update={setting: limit.amount})
        home = replace(home, settings=limited)
    else:
        with home.database.begin() as connection:
            payer = Payer(production=production.id, day="2026-09-22")
            money.limit(connection, payer, scope, limit.micros)
    with pytest.raises(OverCap) as error:
        approve(home, production, 1, billed(DOLLAR), Buying(yes=True, ask=lambda *_: True), NOON)
    assert error.value.exit_code == 3
    assert "--budget" in error.value.remedy
    assert approvals(home) == []


def test_a_budget_opens_what_a_service_has_closed(home: Home) -> None:
    """It charged more than was held: nothing more is bought until the user sets a limit anew."""
    production, revision = opened(home, Wish(video=("kling",)))
    one = held(home, production, quoted(home, revision, BUILT_IN)[0][0])
    with home.database.begin() as connection:
        attempts.settle(connection, one, "failed", one.held + 1, NOON)
    assert cap(home, production).closed
    with pytest.raises(OverCap):
        approve(home, production, 1, billed(1), Buying(ask=lambda *_: True), NOON)
    approve(home, production, 1, billed(1), Buying(budget=5 * DOLLAR, yes=True), NOON)
    assert not cap(home, production).closed


def test_what_costs_nothing_needs_no_word(home: Home) -> None:
    production, _ = opened(home, Wish(video=("comfyui:a.json",), workflows={}))
    approve(home, production, 1, Bill(), Buying(), NOON)
    assert cap(home, production).limit is None


def test_a_price_that_nobody_knows_stops_all(home: Home) -> None:
    production, _ = opened(home, Wish(video=("kling",)))
    with pytest.raises(BadInput, match="kling/new"):
        approve(home, production, 1, billed(0, unpriced=("kling/new",)), Buying(yes=True), NOON)


def test_what_only_our_rules_have_changed_is_not_bought_under_yes(home: Home) -> None:
    production, _ = opened(home, Wish(video=("kling",)))
    found = billed(DOLLAR, again=1, again_micros=DOLLAR)
    with pytest.raises(NeedsDecision, match="made before"):
        approve(home, production, 1, found, Buying(yes=True, budget=DOLLAR), NOON)
    approve(home, production, 1, found, Buying(yes=True, budget=DOLLAR, refresh=True), NOON)


# Services that can be used.


def test_each_service_is_named_once() -> None:
    wish = Wish(video=("kling", "kling:kling-2.6", "runway"), images="google", voices="elevenlabs")
    assert services(wish) == ["kling", "runway", "google", "elevenlabs"]
    assert services(Wish()) == []


def reaching(url: str, key: str) -> Access:
    return ready_access("kling", {"REELWRIGHT_KLING_URL": url, "REELWRIGHT_KLING_KEY": key})


def test_a_bad_key_shows_before_anything_is_made() -> None:
    with Kling() as kling:
        require_services(Wish(video=("kling",)), lambda _name: reaching(kling.url, "good-enough"))
        with pytest.raises(BadInput) as error:
            require_services(Wish(video=("kling",)), lambda _name: reaching(kling.url, WRONG_KEY))
        assert "Kling cannot be used" in error.value.cause
        assert kling.posts() == 0
    require_services(Wish(), lambda _name: reaching("http://127.0.0.1:9", "x"))
    with pytest.raises(BadInput):
        require_services(
            Wish(video=("kling",)), lambda _name: reaching("http://127.0.0.1:9", "good-enough")
        )
