"""Approving: what a run would buy, what that costs at the most, and the user's word for it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa

from reelwright.film.errors import BadInput, NeedsDecision, OverCap
from reelwright.film.money import Money
from reelwright.film.noun import digest
from reelwright.film.order import Missing, Order
from reelwright.film.production import Wish
from reelwright.ledger import money
from reelwright.ledger.attempt import every_open
from reelwright.ledger.money import Payer
from reelwright.ledger.productions import Production, Revision, note
from reelwright.ledger.tables import approval, event
from reelwright.providers.catalogue import BUILT_IN, Catalogue
from reelwright.providers.quoting import price
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.desk import PlanningDesk
from reelwright.studio.drive import drive
from reelwright.studio.estimate import estimated
from reelwright.studio.filming import Filmed, film
from reelwright.studio.home import Home
from reelwright.studio.settings import Settings
from reelwright.studio.spending.access import Access, ready_access, trouble
from reelwright.studio.spending.work import MICRO, Bill, Buying, Post


def read_catalogue(path: Path | None) -> Catalogue:
    """The built-in rows, with the owner's own put in."""
    if path is None:
        return BUILT_IN
    from reelwright.providers.overriding import catalogue

    return catalogue(path)


def services(wish: Wish) -> list[str]:
    """The names of all services that a wish may buy from."""
    named = [*wish.video, *filter(None, (wish.images, wish.voices))]
    return list(dict.fromkeys(name.partition(":")[0] for name in named))


def require_services(wish: Wish, reach: Callable[[str], Access] = ready_access) -> None:
    """Every service has a key and answers to it: asked for free, before anything is made."""
    for name in services(wish):
        found = reach(name)
        cause = trouble(found)
        if cause:
            raise BadInput(
                "services",
                f"{found.provider.title} cannot be used: {cause}",
                "Check its key with: reelwright providers",
            )


def bill(
    home: Home, revision: Revision, catalogue: Catalogue, scenes: Iterable[str] = (),
    leave: Mapping[str, Missing] | None = None,
) -> Bill:  # fmt: skip
    """Everything that this revision would buy now, but for what is to be left alone. Nothing is
    made but text by rules."""
    return quoted(home, revision, catalogue, scenes, leave)[1]


def quoted(
    home: Home, revision: Revision, catalogue: Catalogue, scenes: Iterable[str] = (),
    leave: Mapping[str, Missing] | None = None,
) -> tuple[list[Order], Bill]:  # fmt: skip
    """The paid Orders that this revision would buy now, and their bill. What is under way has its
    money held already."""
    desk = PlanningDesk(home, estimated, leave=leave or {})
    wish = revision.wish
    recipe = film(
        revision.source, wish, "cut", patches=revision.patches, catalogue=catalogue,
        scenes=tuple(scenes),
    )  # fmt: skip
    filmed: Filmed = drive(recipe, desk, 1, lambda: False)
    guessed = wish.voices or any(order.kind == "voice" for order in desk.missing.values())
    notes = dict.fromkeys(note for one in filmed.footage for note in one.notes)
    notes |= dict.fromkeys(_gone(len(desk.gone)))
    wanted = to_buy(home, desk.missing.values())
    found = itemised(wanted, catalogue)
    return wanted, found.model_copy(update={"notes": tuple(notes), "exact": not guessed})


def _gone(number: int) -> Iterator[str]:
    """What a bill says about paid things that are not there any more."""
    if number:
        yield (
            f"{number} jobs that were paid for are not in the data folder any more. They are not "
            "bought again before you say so: reelwright resolve"
        )


def to_buy(home: Home, orders: Iterable[Order]) -> list[Order]:
    """Those of these Orders that services make and that are not under way there."""
    with home.look() as connection:
        held = {one.fingerprint for one in every_open(connection)}
    paid = (order for order in orders if order.provider in PROVIDERS)
    return [order for order in paid if order.fingerprint not in held]


def itemised(orders: Iterable[Order], catalogue: Catalogue) -> Bill:
    """The bill of those of these Orders that are paid for."""
    wanted = [order for order in orders if order.provider in PROVIDERS]
    posts, unpriced = _posts(wanted, catalogue)
    names = tuple(order.fingerprint for order in wanted)
    return Bill(posts=posts, unpriced=unpriced, orders=names)


def _posts(
    wanted: Iterable[Order], catalogue: Catalogue
) -> tuple[tuple[Post, ...], tuple[str, ...]]:
    posts: dict[tuple[str, str, str], Post] = {}
    unpriced: list[str] = []
    for order in wanted:
        found = price(order, catalogue)
        if found is None:
            unpriced.append(f"{order.provider}/{order.model}")
            continue
        key = (order.kind, order.provider, order.model)
        before = posts.get(key)
        posts[key] = Post(
            kind=order.kind,
            service=order.provider,
            model=order.model,
            count=(before.count if before else 0) + 1,
            micros=(before.micros if before else 0) + found.money.micros,
            verified=found.verified,
        )
    return tuple(posts.values()), tuple(dict.fromkeys(unpriced))


def approve(
    home: Home, production: Production, revision: int, found: Bill, buying: Buying,
    now: float,
) -> None:  # fmt: skip
    """Set the production's cap and record the user's word. Raises `OverCap` when the caps do not
    leave what the bill may come to, `NeedsDecision` when nobody says yes."""
    if found.unpriced:
        raise BadInput(
            "quote",
            f"nobody knows what {found.unpriced[0]} charges",
            "Put its price into a catalogue of your own: REELWRIGHT_CATALOGUE (docs/money.md).",
        )
    if found.again and buying.yes and not buying.refresh:
        raise NeedsDecision(
            "recipe",
            f"{found.again} of these jobs ({found.again_micros / 1e6:.2f} USD) were made before, "
            "and nothing of yours has changed: the rules or prices by which they are ordered have",
            "Buy them again with --refresh, or leave --yes away to be asked.",
        )
    payer = Payer(production=production.id, day=money.day_of(now))
    with home.database.begin() as connection:
        _standing(connection, payer, home.settings)
        if buying.budget is not None:
            money.limit(connection, payer, "production", buying.budget)
        elif not buying.yes:
            _forget_word(connection, payer)
        caps = money.locked(connection, payer)
    full = money.refusing(caps, found.micros)
    if full is not None:
        raise OverCap(
            "budget",
            f"this would cost up to {found.usd:.2f} USD, {_whose(full.scope)} leaves "
            f"{Decimal(full.left or 0) / MICRO:.2f} USD",
            "Raise it with --budget, or make less: --scenes, --draft, another model.",
        )
    if found.micros and not _agreed(found, caps[-1].left, buying):
        raise NeedsDecision(
            "budget",
            f"this would cost up to {found.usd:.2f} USD, and nobody has said yes",
            "Say yes when asked, or give --yes with --budget USD.",
        )
    with home.database.begin() as connection:
        current = next(one for one in money.locked(connection, payer) if one.scope == "production")
        if buying.budget is None and found.micros:
            # Without a budget the word is for this bill, and for no cent more.
            ceiling = current.held + current.charged + found.micros
            money.limit(connection, payer, "production", ceiling)
            told = {"limit": ceiling, "budget": current.limit}
            note(connection, production.id, WORD, json.dumps(told))
        connection.execute(
            sa.insert(approval).values(
                production_id=production.id,
                revision=revision,
                plan_digest=digest(sorted(found.orders)),
                ceiling_micros=found.micros,
                currency="USD",
                created_at=now,
            )
        )


WORD = "word"
"""The kind of event that a yes without a budget leaves: the limit that it set, and the last one."""


def _forget_word(connection: sa.Connection, payer: Payer) -> None:
    """A yes to an earlier bill limited the production to that bill. Now there is another bill to
    say yes to: what limits it is the budget that was given before, if one was."""
    current = next(one for one in money.locked(connection, payer) if one.scope == "production")
    row = connection.execute(
        sa.select(event.c.data)
        .where(event.c.production_id == payer.production, event.c.kind == WORD)
        .order_by(event.c.id.desc())
        .limit(1)
    ).first()
    word = json.loads(row[0]) if row else {}
    if not current.closed and row is not None and current.limit == word.get("limit"):
        money.limit(connection, payer, "production", word.get("budget"))


def _standing(connection: sa.Connection, payer: Payer, settings: Settings) -> None:
    """The limits that the settings put on a day and on everything."""
    limits: tuple[tuple[money.Scope, Decimal | None], ...] = (
        ("day", settings.day_budget),
        ("user", settings.total_budget),
    )
    for scope, usd in limits:
        money.limit(connection, payer, scope, None if usd is None else Money.of(usd).micros)


def _agreed(found: Bill, left: int | None, buying: Buying) -> bool:
    if buying.yes:
        if buying.budget is None and left is None:
            raise BadInput(
                "options",
                "--yes spends without asking, so it needs a limit",
                f"Add --budget USD; the quote is {found.usd:.2f} USD.",
            )
        return True
    return buying.ask is not None and buying.ask(found, left if left is not None else found.micros)


def _whose(scope: str) -> str:
    return {"user": "your budget", "day": "today's budget"}.get(scope, "its budget")
