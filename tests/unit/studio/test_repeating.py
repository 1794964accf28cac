"""What would be bought again although nothing of the user's has changed."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.unit.studio.booth import Booth, booth

from reelwright.film.errors import NeedsDecision
from reelwright.film.order import Order, Take
from reelwright.film.production import Patch
from reelwright.film.timeline import Item, Timeline
from reelwright.ledger import jobs, productions
from reelwright.ledger.productions import Cut
from reelwright.providers.catalogue import BUILT_IN, Catalogue
from reelwright.studio.approving import approve, quoted
from reelwright.studio.pointing import newest
from reelwright.studio.repeating import repeated, with_repeated
from reelwright.studio.spending.work import Bill, Buying
from reelwright.studio.whereabouts import whereabouts

LONGER = """
[[video]]
service = "kling"
model = "kling-3.0"
seconds = [9, 10]
"""


def cut(b: Booth, maker: str = "cutting", number: int = 1) -> None:
    """A film of that revision was cut, its shots rendered by `maker`."""
    places = whereabouts(b.home, b.production.id).places
    items = []
    with b.home.database.begin() as connection:
        for place, order in enumerate(b.orders):
            sha256 = f"{place:064x}"
            made = Order(kind="body", provider=maker, model="body-1", params={"of": place})
            jobs.add_wants(connection, b.production.id, number, [made])
            take = Take(fingerprint=made.fingerprint, sha256=sha256, media_type="video/mp4", size=1)
            jobs.record_take(connection, made, take, 1.0)
            items.append(Item(clip=sha256, frames=120, shot=places[order.fingerprint].shot))
        productions.record_cut(
            connection,
            Cut(
                production=b.production.id, revision=number, film="f" * 64, storyboard="{}",
                timeline=Timeline(items=tuple(items)).model_dump_json(),
            ),
        )  # fmt: skip


def dearer(b: Booth, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Order], Bill, Catalogue]:
    """What the film would buy by another price list, which makes longer clips only."""
    path = b.home.root / "own.toml"
    path.write_text(LONGER)
    object.__setattr__(b.home, "settings", b.settings.model_copy(update={"catalogue": path}))
    from reelwright.studio.approving import read_catalogue

    catalogue = read_catalogue(path)
    return *quoted(b.home, newest(b.home, b.production), catalogue), catalogue


def bought(b: Booth) -> None:
    for number in range(len(b.orders)):
        b.accepted(f"t-{number}", content=f"clip {number}".encode())


def test_other_rules_for_a_film_that_was_cut_are_a_repetition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with booth(tmp_path) as b:
        bought(b)
        cut(b)
        orders, bill, catalogue = dearer(b, monkeypatch)
        assert len(orders) == 4
        revision = newest(b.home, b.production)
        assert repeated(b.home, revision, orders) == orders
        told = with_repeated(b.home, revision, orders, bill, catalogue)
        assert (told.again, told.again_micros) == (4, bill.micros)
        yes = Buying(yes=True, budget=100_000_000)
        with pytest.raises(NeedsDecision, match="4 of these jobs") as refused:
            approve(b.home, b.production, 1, told, yes, 1.0)
        assert refused.value.exit_code == 5
        assert "--refresh" in refused.value.remedy
        approve(b.home, b.production, 1, told, Buying(ask=lambda _b, _l: True), 1.0)
        approve(
            b.home, b.production, 1, told, Buying(yes=True, budget=100_000_000, refresh=True), 1.0
        )


def test_what_is_merely_unfinished_is_none(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-1", content=b"clip")
        cut(b)
        b.failed()
        orders, _ = quoted(b.home, b.revision, BUILT_IN)
        assert b.orders[1] in orders
        assert b.orders[1] not in repeated(b.home, b.revision, orders)


def test_without_a_cut_nobody_can_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with booth(tmp_path) as b:
        bought(b)
        orders, bill, catalogue = dearer(b, monkeypatch)
        assert with_repeated(b.home, b.revision, orders, bill, catalogue) == bill


def test_a_film_that_was_drawn_buys_for_the_first_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with booth(tmp_path) as b:
        cut(b, maker="animatic")
        orders, _, _ = dearer(b, monkeypatch)
        assert repeated(b.home, b.revision, orders) == []


def test_a_change_of_the_users_is_none(tmp_path: Path) -> None:
    """Another take is asked for: that is the user's own wish, under whatever rules."""
    with booth(tmp_path) as b:
        bought(b)
        cut(b)
        shot = whereabouts(b.home, b.production.id).places[b.orders[0].fingerprint].shot
        with b.home.database.begin() as connection:
            productions.revise(
                connection, b.production.id, b.revision.source, b.revision.wish,
                {shot: Patch(take=2)},
            )  # fmt: skip
        revision = newest(b.home, b.production)
        orders, bill = quoted(b.home, revision, BUILT_IN)
        assert len(orders) == 1
        assert repeated(b.home, revision, orders) == []
        assert Decimal(bill.micros) > 0
