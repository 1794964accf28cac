"""`plan`: what would be made, reused and dropped, why, and what the real film would cost."""

from collections.abc import Iterable, Sequence

from reelwright.film.noun import Noun
from reelwright.film.order import Order
from reelwright.film.production import Wish
from reelwright.film.shot import Shot, Storyboard
from reelwright.film.source import Source, addressed
from reelwright.film.story import Character
from reelwright.ledger import jobs, productions
from reelwright.ledger.productions import Production, Revision
from reelwright.providers.catalogue import Catalogue
from reelwright.providers.quoting import Need, Quote, quotes
from reelwright.studio.approving import itemised, read_catalogue, services, to_buy
from reelwright.studio.buying import with_under_way
from reelwright.studio.desk import PlanningDesk
from reelwright.studio.drive import drive
from reelwright.studio.estimate import estimated
from reelwright.studio.filming import Filmed, film
from reelwright.studio.forecast import Forecast, forecast
from reelwright.studio.home import Home, open_home
from reelwright.studio.leaving import left_alone
from reelwright.studio.opening import Given, find_production, production_id, read
from reelwright.studio.ownmusic import scored
from reelwright.studio.repeating import repeated
from reelwright.studio.settings import Settings
from reelwright.studio.spending.work import Bill, Buying


class PlannedShot(Noun):
    """A shot as a plan shows it; `seconds` is measured where the voice exists, else estimated."""

    id: str
    size: str
    seconds: float
    text: str
    characters: tuple[str, ...]


class PlannedScene(Noun):
    key: str
    slug: str
    shots: tuple[PlannedShot, ...]


class Changes(Noun):
    """Numbers of Orders, by kind, and why those to be made are not there yet. `gone` were paid for
    and are not there any more."""

    make: dict[str, int]
    reuse: dict[str, int]
    drop: dict[str, int]
    causes: dict[str, int]
    gone: dict[str, int] = {}


class Plan(Noun):
    """Everything `plan` tells. `bill` is there when services are asked for: what the run would
    buy; `quotes` are what the whole film would cost with each service of the price table."""

    production: str
    title: str
    seconds: float
    characters: tuple[Character, ...]
    scenes: tuple[PlannedScene, ...]
    orders: Changes
    quotes: tuple[Quote, ...]
    bill: Forecast | None = None


def plan(
    settings: Settings, given: Given | str, *, scenes: Sequence[str] = (),
    concurrent: int | None = None,
) -> Plan:  # fmt: skip
    """Plan what was given, or a production by name or id, at its newest revision; `scenes` are the
    only ones, `concurrent` the jobs under way at a service at once.

    Nothing is made but text by rules, nothing is recorded, nothing is spent.
    """
    with open_home(settings) as home:
        production, before, source, wish, identity = _subject(home, given)
        catalogue = read_catalogue(settings.catalogue)
        leave = left_alone(home, production, Buying()) if production and wish.paid else {}
        desk = PlanningDesk(home, estimated, leave=leave)
        recipe = film(
            source, wish, apart=True, patches=before.patches if before else None,
            catalogue=catalogue if wish.paid else None, scenes=scenes,
        )  # fmt: skip
        filmed: Filmed = drive(recipe, desk, 1, lambda: False)
        again = _again(home, before, source, wish, desk)
        bill = with_under_way(home, identity, _bill(home, wish, desk, catalogue, again))
        dropped = _dropped(home, production, before, desk)
        return Plan(
            production=identity,
            title=wish.title or source.title,
            seconds=round(filmed.timeline.frames / wish.house.rate, 3) if filmed.timeline else 0,
            characters=filmed.storyboard.bible.characters,
            scenes=_scenes(filmed, wish),
            orders=Changes(
                make=_by_kind(desk.missing.values()),
                reuse=_by_kind(desk.reuse.values()),
                drop=_by_kind(dropped),
                causes=_causes(home, before, source, wish, desk, len(again)),
                gone=_by_kind(desk.gone.values()),
            ),
            quotes=tuple(quotes(_needs(filmed, wish), catalogue)),
            bill=forecast(bill, filmed.footage, services(wish), concurrent) if wish.paid else None,
        )


def _again(
    home: Home, before: Revision | None, source: Source, wish: Wish, desk: PlanningDesk
) -> list[Order]:
    """Paid Orders that nothing of the user's asks for: newer rules or prices do."""
    if before is None or before.source != source or before.wish != wish:
        return []
    return repeated(home, before, to_buy(home, desk.missing.values()))


def _bill(
    home: Home, wish: Wish, desk: PlanningDesk, catalogue: Catalogue, again: Sequence[Order]
) -> Bill:
    guessed = wish.voices or any(order.kind == "voice" for order in desk.missing.values())
    return itemised(to_buy(home, desk.missing.values()), catalogue).model_copy(
        update={
            "exact": not guessed,
            "again": len(again),
            "again_micros": itemised(again, catalogue).micros,
        }
    )


def storyboard(settings: Settings, production: str) -> Storyboard:
    """The written film of a known production, at its newest revision; nothing is recorded."""
    with open_home(settings) as home:
        _, _, source, wish, _ = _subject(home, production)
        recipe = film(source, wish, "storyboard")
        filmed: Filmed = drive(recipe, PlanningDesk(home, estimated), 1, lambda: False)
        return filmed.storyboard


def _subject(
    home: Home, given: Given | str
) -> tuple[Production | None, Revision | None, Source, Wish, str]:
    if isinstance(given, str):
        production = find_production(home, given)
        with home.look() as connection:
            newest = productions.newest_revision(connection, production.id)
        assert newest is not None
        return production, newest, newest.source, newest.wish, production.id
    source, wish, name = read(given)
    with home.look() as connection:
        found = productions.find(connection, name)
        before = productions.newest_revision(connection, found.id) if found else None
    source = addressed(source, before.source if before else None)
    wish, _ = scored(home, wish, given.music, name, before.wish if before else None)
    identity = found.id if found else given.id or production_id(source, given, name)
    return found, before, source, wish, identity


def _dropped(
    home: Home, production: Production | None, before: Revision | None, desk: PlanningDesk
) -> list[Order]:
    """Orders that the newest recorded revision wanted and this plan does not."""
    if production is None or before is None:
        return []
    with home.look() as connection:
        wanted = jobs.wanted(connection, production.id, before.number)
    kept = {*desk.missing, *desk.reuse, *desk.gone}
    return [
        Order.model_validate_json(job.body)
        for job in wanted
        if job.fingerprint not in kept and job.work == "accepted"
    ]


def _causes(
    home: Home, before: Revision | None, source: Source, wish: Wish, desk: PlanningDesk,
    again: int,
) -> dict[str, int]:  # fmt: skip
    """Why Orders are to be made: newer tools or rules, a changed source or setting, or all is
    new."""
    missing = list(desk.missing.values())
    with home.look() as connection:
        stale = jobs.takes(connection, missing, {})
    if before is None:
        rest = "new"
    elif before.source != source:
        rest = "source"
    elif before.wish != wish:
        rest = "setting"
    else:
        rest = "unfinished"
    causes = {"tool": len(stale), "recipe": again, rest: len(missing) - len(stale) - again}
    return {cause: count for cause, count in causes.items() if count}


def _by_kind(orders: Iterable[Order]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for order in orders:
        counts[order.kind] = counts.get(order.kind, 0) + 1
    return dict(sorted(counts.items()))


def _scenes(filmed: Filmed, wish: Wish) -> tuple[PlannedScene, ...]:
    shots: dict[str, list[PlannedShot]] = {}
    for one in filmed.footage:
        frames = one.pace.frames if one.pace else 0
        shots.setdefault(one.shot.scene, []).append(
            _planned(one.shot, round(frames / wish.house.rate, 3))
        )
    return tuple(
        PlannedScene(key=scene.key, slug=scene.slug, shots=tuple(shots.get(scene.key, ())))
        for scene in filmed.storyboard.screenplay.scenes
    )


def _planned(shot: Shot, seconds: float) -> PlannedShot:
    return PlannedShot(
        id=shot.id, size=shot.size, seconds=seconds, text=shot.text, characters=shot.characters
    )


def _needs(filmed: Filmed, wish: Wish) -> Need:
    """What the real film would ask of the paid services."""
    told = [line.text for one in filmed.footage for line in one.shot.lines if line.kind != "action"]
    return Need(
        clips=tuple(
            one.pace.frames / wish.house.rate for one in filmed.footage if one.pace is not None
        ),
        width=wish.house.width,
        height=wish.house.height,
        spoken_characters=sum(len(text) for text in told),
        lines=tuple(len(text) for text in told),
        images=len(filmed.footage),
        film_seconds=filmed.timeline.frames / wish.house.rate if filmed.timeline else 0.0,
    )
