"""Provenance: who made what of a finished film, followed back through the ledger to its makers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reelwright.cutting.provenance import Credit, Credits, Source, Span, What, together
from reelwright.film.shot import Storyboard
from reelwright.film.timeline import Item, Sound, Timeline
from reelwright.ledger import lineage
from reelwright.ledger.lineage import Origin
from reelwright.studio.home import Home
from reelwright.studio.keeping import LOCAL
from reelwright.studio.pointing import places

DEEPEST = 12
"""Steps back from what is shown to what a service or the user gave; a joined shot has four."""

ROLES: Mapping[str, What] = {"voice": "voice", "music": "music", "effect": "effect"}


@dataclass(frozen=True)
class Maker:
    """Who made something, and how it came about."""

    service: str
    model: str
    source: Source


OWN = Maker("", "", "own")
ANIMATIC = "Reelwright"


def credits_of(
    home: Home, timeline: Timeline, board: Storyboard, *, prompts: bool = False
) -> Credits:
    """All makers of a film, those of the pictures first. `prompts` also tells what services were
    asked for."""
    origins = _origins(home, timeline)
    counting = _Counting(origins, timeline.house.rate)
    names = {shot.id: place for place, shot in places(board).items()}
    for item, start in zip(timeline.items, timeline.starts(), strict=True):
        if item.shot:
            counting.picture(item, start, names.get(item.shot, item.shot))
    for sound in timeline.sounds:
        counting.sound(sound)
    return Credits(
        title=timeline.title or "Film",
        author=timeline.author,
        makers=tuple(counting.credits()),
        prompts=dict(counting.prompts) if prompts else {},
    )


def _origins(home: Home, timeline: Timeline) -> dict[str, Origin]:
    """The origins of everything that is seen and heard, and of what that was made from."""
    hashes = {item.clip for item in timeline.items} | {sound.clip for sound in timeline.sounds}
    found: dict[str, Origin] = {}
    with home.look() as connection:
        for _ in range(DEEPEST):
            more = lineage.origins(connection, hashes - set(found))
            if not more:
                break
            found |= more
            hashes = {name for one in more.values() for name in one.order.inputs}
    return found


@dataclass
class _Counting:
    origins: Mapping[str, Origin]
    rate: int
    seen: dict[tuple[What, Maker], list[Span]] = field(default_factory=dict)
    heard: dict[tuple[What, Maker], set[str]] = field(default_factory=dict)
    prompts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def picture(self, item: Item, start: int, name: str) -> None:
        span = Span(name=name, start=start / self.rate, end=(start + item.frames) / self.rate)
        for maker in dict.fromkeys(self._makers(item.clip)):
            self.seen.setdefault(("picture", maker), []).append(span)
        asked = dict.fromkeys((*self.prompts.get(name, ()), *self._prompts(item.clip)))
        if asked:
            self.prompts[name] = tuple(asked)

    def sound(self, sound: Sound) -> None:
        for maker in dict.fromkeys(self._makers(sound.clip)):
            self.heard.setdefault((ROLES[sound.role], maker), set()).add(sound.clip)

    def credits(self) -> Iterator[Credit]:
        for (what, maker), spans in self.seen.items():
            yield _credit(what, maker, len({span.name for span in spans}), tuple(spans))
        for (what, maker), clips in self.heard.items():
            yield _credit(what, maker, len(clips), ())

    def _makers(self, name: str, depth: int = DEEPEST) -> Iterator[Maker]:
        origin = self.origins.get(name)
        if origin is None or not depth:
            yield OWN
            return
        order = origin.order
        inputs = order.inputs if order.kind == "scene" else order.inputs[:1]  # then comes a grade
        if order.provider not in LOCAL:
            yield Maker(order.provider, order.model, "trained")
        elif order.provider == "cutting" and inputs:
            for one in inputs:
                yield from self._makers(one, depth - 1)
        else:
            yield Maker(ANIMATIC, order.provider, self._drawn(inputs, depth - 1))

    def _drawn(self, inputs: tuple[str, ...], depth: int) -> Source:
        """What comes of these in the hands of a program that goes by rules."""
        below = [one.source for name in inputs for one in self._makers(name, depth)]
        return together(["algorithmic", *below])

    def _prompts(self, name: str, depth: int = DEEPEST) -> Iterator[str]:
        origin = self.origins.get(name)
        if origin is None or not depth:
            return
        if origin.order.provider not in LOCAL:
            asked = origin.order.params.get("prompt")
            if isinstance(asked, str) and asked:
                yield asked
        elif origin.order.provider == "cutting":
            for one in origin.order.inputs:
                yield from self._prompts(one, depth - 1)


def _credit(what: What, maker: Maker, count: int, spans: tuple[Span, ...]) -> Credit:
    return Credit(
        what=what, service=maker.service, model=maker.model, source=maker.source, count=count,
        spans=spans,
    )  # fmt: skip
