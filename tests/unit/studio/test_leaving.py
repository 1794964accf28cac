"""What failed and was replaced is left alone; what failed and left a hole is tried again."""

from pathlib import Path

from tests.unit.studio.booth import Booth, booth

from reelwright.film.order import Order
from reelwright.ledger import attempts, productions
from reelwright.providers.catalogue import BUILT_IN
from reelwright.studio.approving import quoted
from reelwright.studio.leaving import left_alone
from reelwright.studio.pointing import newest
from reelwright.studio.spending.work import Buying
from reelwright.studio.whereabouts import whereabouts


def two_models(b: Booth) -> None:
    """The same film, with a second service for what the first cannot make."""
    with b.home.database.begin() as connection:
        wish = b.revision.wish.model_copy(update={"video": ("kling", "runway")})
        productions.revise(connection, b.production.id, b.revision.source, wish)


def fallback(b: Booth) -> Order:
    """The Order of the second service for the first shot, whose first has failed."""
    before = set(whereabouts(b.home, b.production.id).places)
    b.failed("moderated")
    orders, _ = quoted(
        b.home, newest(b.home, b.production), BUILT_IN,
        leave=left_alone(b.home, b.production, Buying(alone=True)),
    )  # fmt: skip
    (found,) = [one for one in orders if one.provider == "runway"]
    assert found.fingerprint not in before
    return found


def test_nothing_has_failed(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.accepted("t-1")
        assert left_alone(b.home, b.production, Buying()) == {}


def test_a_hole_is_tried_again(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        two_models(b)
        fallback(b)
        assert left_alone(b.home, b.production, Buying()) == {}


def test_what_was_replaced_is_left_alone_until_it_is_named(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        two_models(b)
        other = fallback(b)
        b.accepted("t-2", order=other, content=b"clip")
        name = b.orders[0].fingerprint
        left = left_alone(b.home, b.production, Buying())
        assert set(left) == {name}
        assert (left[name].cause, left[name].settled) == ("moderated", True)
        orders, bill = quoted(b.home, newest(b.home, b.production), BUILT_IN, leave=left)
        assert b.orders[0] not in orders
        assert len(bill.orders) == 3
        assert left_alone(b.home, b.production, Buying(retry=frozenset({name}))) == {}


def test_a_replacement_under_way_counts(tmp_path: Path) -> None:
    """Killed while the second service was at work: the first is not asked once more."""
    with booth(tmp_path) as b:
        two_models(b)
        b.ticketed("t-2", order=fallback(b))
        assert set(left_alone(b.home, b.production, Buying())) == {b.orders[0].fingerprint}


def test_only_what_is_named_is_tried(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        first, second = b.failed(), b.failed()
        only = Buying(retry=frozenset({first.fingerprint}), alone=True)
        left = left_alone(b.home, b.production, only)
        assert set(left) == {second.fingerprint}
        orders, _ = quoted(b.home, newest(b.home, b.production), BUILT_IN, leave=left)
        assert b.orders[0] in orders
        assert b.orders[1] not in orders


def test_a_failed_first_frame_is_not_tried_once_its_clip_is_there(tmp_path: Path) -> None:
    with booth(tmp_path, images="google") as b:
        where = whereabouts(b.home, b.production.id)
        orders, _ = quoted(b.home, b.revision, BUILT_IN)
        frame = next(
            one for one in orders
            if one.kind == "image" and (p := where.places.get(one.fingerprint)) and p.scene == "1.1"
        )  # fmt: skip
        one = b.sent(frame)
        with b.home.database.begin() as connection:
            attempts.settle(connection, one, "failed", 0, one.sent_at, error="moderated")
        assert left_alone(b.home, b.production, Buying()) == {}
        clip = next(
            one for one in quoted(
                b.home, b.revision, BUILT_IN,
                leave=left_alone(b.home, b.production, Buying(alone=True)),
            )[0]
            if one.kind == "clip" and not one.inputs
        )  # fmt: skip
        b.accepted("t-9", order=clip, content=b"clip")
        assert set(left_alone(b.home, b.production, Buying())) == {frame.fingerprint}
