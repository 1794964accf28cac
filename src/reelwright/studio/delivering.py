"""Delivering: a finished film in other forms and sizes, and what shows it in small.

All of it is made by free Orders, so a second time nothing is made. No revision wants them: what a
film still needs, plans and progress do not speak of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from reelwright.cutting.exports import orders as exports
from reelwright.cutting.exports.windows import first_showings, windows
from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.film.order import Answer, Order, Recipe, Stop, Take
from reelwright.film.shot import Storyboard
from reelwright.film.timeline import House, Timeline
from reelwright.ledger import condemning, jobs, lineage, productions
from reelwright.media import delivery
from reelwright.media.encoder import EncoderName, choose
from reelwright.studio.desk import Happening, MakingDesk, Watch
from reelwright.studio.drive import drive
from reelwright.studio.home import Home, own_home, require_space
from reelwright.studio.makers import tools
from reelwright.studio.opening import find_production, slug
from reelwright.studio.pointing import places
from reelwright.studio.settings import Settings

MediaKind = Literal["mp4", "mov", "webm", "gif", "webp", "thumbnail", "sheet", "proxies"]
MEDIA: tuple[MediaKind, ...] = (
    "mp4", "mov", "webm", "gif", "webp", "thumbnail", "sheet", "proxies",
)  # fmt: skip
VIDEOS = ("mp4", "mov", "webm")
SIDES = {"480p": 480, "720p": 720, "1080p": 1080, "4k": 2160}
"""Sizes by name -> pixels of the shorter side."""

SOUND = 200
"""Kilobits a second that a film has beside its picture, at most."""


class Ask(Noun):
    """One thing to deliver; `size` is one of `SIDES`, "" for the film's own."""

    kind: MediaKind
    size: str = ""


class Delivered(Noun):
    """One stored file: its portable name, the folder it belongs into, and what it holds.

    `seconds` is 0 for stills; `enlarged` says that it is larger than the film.
    """

    kind: MediaKind
    name: str
    folder: str
    sha256: str
    path: Path
    size: str = ""
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    enlarged: bool = False


class Delivery(Noun):
    """All files of a delivery, and how many Orders were made and reused for them."""

    production: str
    files: tuple[Delivered, ...]
    made: int
    reused: int


@dataclass(frozen=True)
class _Film:
    """A finished film as exports need it."""

    production: str
    take: Take
    order: Order
    timeline: Timeline
    board: Storyboard
    encoder: EncoderName

    @property
    def house(self) -> House:
        return self.timeline.house

    @property
    def title(self) -> str:
        return slug(self.timeline.title or self.production).replace("-", "_")

    def restless(self) -> bool:
        """Whether it has more bytes than a file for others should have."""
        seconds = self.timeline.frames / self.house.rate
        return self.take.size * 8 / 1000 > (delivery.cap(self.house) + SOUND) * max(seconds, 1)


class _Desk(MakingDesk):
    """Makes exports, which no revision wants."""

    def known(self, orders: Sequence[Order]) -> Mapping[str, Answer]:
        found: dict[str, Take] = {}
        with self.home.database.begin() as connection:
            jobs.add(connection, orders)
            for name, take in jobs.takes(connection, orders, tools()).items():
                if self.home.store.has(take.sha256):
                    found[name] = take
                else:
                    jobs.forget_take(connection, take)
            condemning.spare(connection, [one.sha256 for one in found.values()])
        for order in orders:
            known = order.fingerprint in found
            self.watch(Happening(kind="reused" if known else "wanted", order=order))
        self.tally.reused += len(found)
        return found


def deliver(
    settings: Settings, name: str, asks: Sequence[Ask], watch: Watch, stop: Stop = lambda: False
) -> Delivery:
    """Make what is asked for of a production's newest cut. Raises `BadInput` when there is none."""
    with own_home(settings) as home:
        require_space(home)
        encoder = (
            choose(settings.encoder) if any(a.kind in ("mp4", "mov") for a in asks) else "x264"
        )
        film = _film(home, name, encoder)
        desk = _Desk(home, film.production, 0, watch)
        files = drive(_all(film, asks), desk, home.settings.workers, stop)
        paths = (
            one.model_copy(update={"path": home.store.local(one.sha256)}) for one in files
        )  # fmt: skip
        return Delivery(
            production=film.production,
            files=tuple(paths),
            made=desk.tally.made,
            reused=desk.tally.reused,
        )


def _film(home: Home, name: str, encoder: EncoderName) -> _Film:
    production = find_production(home, name)
    with home.look() as connection:
        cut = productions.newest_cut(connection, production.id)
        origin = lineage.origins(connection, [cut.film]).get(cut.film) if cut else None
    if cut is None or origin is None or not home.store.has(cut.film):
        raise BadInput(
            "export",
            f"production {production.id} has no finished film yet",
            "Run the command that began it again.",
        )
    take = Take(
        fingerprint=origin.order.fingerprint,
        sha256=cut.film,
        media_type=origin.media_type,
        size=home.store.local(cut.film).stat().st_size,
        facts=origin.facts,
    )
    timeline = Timeline.model_validate_json(cut.timeline)
    board = Storyboard.model_validate_json(cut.storyboard)
    return _Film(production.id, take, origin.order, timeline, board, encoder)


def _all(film: _Film, asks: Sequence[Ask]) -> Recipe[list[Delivered]]:
    answers: list[list[Delivered]] = yield [_one(film, ask) for ask in asks]
    return [one for some in answers for one in some]


def _one(film: _Film, ask: Ask) -> Recipe[list[Delivered]]:
    if ask.kind in VIDEOS:
        return (yield from _video(film, ask))
    orders = dict(_small(film, ask.kind))
    takes = exports.made_of((yield list(orders.values())))
    return [
        _delivered(film, ask, stem, take)
        for stem, take in zip(orders, takes, strict=True)
    ]  # fmt: skip


def _video(film: _Film, ask: Ask) -> Recipe[list[Delivered]]:
    house = exports.sized(film.house, SIDES[ask.size]) if ask.size else film.house
    form = cast(exports.Form, ask.kind)
    copied = form != "webm" and house == film.house and not (ask.size and film.restless())
    stem = f"{film.title}_{ask.size}" if ask.size else film.title
    take = film.take
    if not (copied and form == "mp4"):
        take = yield from exports.export_film(
            film.order, form, house, film.encoder, copied=copied
        )  # fmt: skip
    seen = {
        "width": house.width,
        "height": house.height,
        "enlarged": house.width > film.house.width,
    }
    return [_delivered(film, ask, stem, take).model_copy(update=seen)]


def _small(film: _Film, kind: MediaKind) -> Iterator[tuple[str, Order]]:
    """(name without its ending, Order) of everything that shows a film in small."""
    sha256, timeline = film.take.sha256, film.timeline
    if kind in ("gif", "webp"):
        yield f"{film.title}_preview", exports.preview_order(sha256, timeline, kind)
    elif kind == "thumbnail":
        people = {shot.id for shot in film.board.shots if shot.characters}
        yield f"{film.title}_thumbnail", exports.thumbnail_order(sha256, timeline, people)
    elif kind == "sheet":
        names = {shot.id: place for place, shot in places(film.board).items()}
        pages = exports.sheet_orders(sha256, timeline, names)
        for number, order in enumerate(pages, 1):
            numbered = f"_{number}" if len(pages) > 1 else ""
            yield f"{film.title}_sheet{numbered}", order
    else:
        yield from _proxies(film)


def _proxies(film: _Film) -> Iterator[tuple[str, Order]]:
    known = {shot.id: place for place, shot in places(film.board).items()}
    items = {item.shot: item for item in reversed(film.timeline.items)}
    for one in first_showings(windows(film.timeline)):
        scene, _, number = known.get(one.shot, "0/0").partition("/")
        stem = f"scene_{scene.replace('.', '_')}_shot_{int(number):02d}"
        yield stem, exports.proxy_order(items[one.shot], film.house)


ENDINGS = {"thumbnail": "jpg", "sheet": "jpg", "proxies": "mp4"}


def _delivered(film: _Film, ask: Ask, stem: str, take: Take) -> Delivered:
    facts = take.facts
    room = "proxies" if ask.kind == "proxies" else "exports"
    return Delivered(
        kind=ask.kind,
        size=ask.size,
        name=f"{stem}.{ENDINGS.get(ask.kind, ask.kind)}",
        folder=f"{room}/{film.production}",
        sha256=take.sha256,
        path=Path(),
        width=int(str(facts.get("width", 0))),
        height=int(str(facts.get("height", 0))),
        seconds=float(str(facts.get("seconds", 0.0))),
    )
