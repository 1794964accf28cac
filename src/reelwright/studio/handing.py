"""Handing over: a finished film with everything that an editing program needs of it.

Nothing private goes along unasked: prompts and costs only when wanted, keys never, and paths of
this machine only where a format needs them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

from reelwright.film.errors import BadInput, Trouble
from reelwright.film.noun import digest
from reelwright.film.shot import Storyboard
from reelwright.film.timeline import Timeline
from reelwright.formats.exchange import Exchange, File, Media, file_name
from reelwright.ledger import lineage
from reelwright.ledger.lineage import Origin
from reelwright.media import probe
from reelwright.media.sound import pcm
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.home import Home
from reelwright.studio.pointing import places

ENDINGS = {
    "video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm", "audio/wav": "wav",
    "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/ogg": "ogg", "audio/flac": "flac",
}  # fmt: skip
JOINED = ("body", "scene")
"""What the cutting room made of other clips, and how deep that may go."""
DEEPEST = 4


@dataclass(frozen=True)
class Wants:
    """What goes along: `prompts` of the shots, `money` that they cost, `takes`: the files as their
    services made them, and those that are not in the film."""

    prompts: bool = False
    money: bool = False
    takes: bool = False


@dataclass(frozen=True)
class Handed:
    """A film for other programs, and the stored bytes of its files by name."""

    exchange: Exchange
    files: Mapping[str, Path]


def handed(
    home: Home,
    production: str,
    timeline: Timeline,
    board: Storyboard,
    wants: Wants,
    url: Callable[[str], str],
) -> Handed:
    """Gather it. `url` tells how the file of a name is referred to. Raises `BadInput`."""
    gathering = _Gathering(home, production, timeline, board, wants, url)
    media = dict(gathering.pictures()) | dict(gathering.sounds())
    exchange = Exchange(
        production=production,
        timeline=timeline,
        media=media,
        names={shot.id: place for place, shot in places(board).items()},
        shots=_shots(board) if wants.prompts else {},
    )
    return Handed(exchange, gathering.files)


def _shots(board: Storyboard) -> dict[str, dict[str, JsonValue]]:
    return {
        shot.id: {"prompt": shot.prompt, "negative": shot.negative}
        for shot in board.shots
        if shot.prompt
    }


@dataclass
class _Gathering:
    """One film being gathered."""

    home: Home
    production: str
    timeline: Timeline
    board: Storyboard
    wants: Wants
    url: Callable[[str], str]
    files: dict[str, Path] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    retakes: dict[str, list[Origin]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        hashes = [item.clip for item in self.timeline.items]
        hashes += [sound.clip for sound in self.timeline.sounds]
        with self.home.look() as connection:
            for _ in range(DEEPEST):
                found = lineage.origins(connection, hashes)
                self.origins |= found
                joined = (one for one in found.values() if one.order.kind in JOINED)
                hashes = [name for one in joined for name in one.order.inputs]
            for one in lineage.clips(connection, self.production, PROVIDERS):
                self.retakes.setdefault(_wish(one), []).append(one)
                self.origins.setdefault(one.sha256, one)

    def pictures(self) -> Iterator[tuple[str, Media]]:
        """Every clip of the picture."""
        known = {shot.id: place for place, shot in places(self.board).items()}
        for item in self.timeline.items:
            place = known.get(item.shot, "")
            scene, _, number = place.partition("/")
            name = scene.replace(".", "_")
            stem = f"scene_{name}_shot_{int(number):02d}" if number else "card"
            yield item.clip, self._picture(item.clip, stem)

    def _picture(self, clip: str, stem: str) -> Media:
        made = list(self._made(clip))
        wishes = {_wish(one) for one in made}
        others = [one for wish in sorted(wishes) for one in self.retakes.get(wish, ())]
        alternates = [one for one in others if one.sha256 not in {known.sha256 for known in made}]
        about: dict[str, JsonValue] = {
            "made_by": [f"{one.order.provider}/{one.order.model}" for one in made],
            "originals": [one.sha256 for one in made if one.sha256 != clip],
            "takes": [{"clip": one.sha256, "take": _number(one)} for one in alternates],
        }
        if self.wants.money:
            about["cost_micros"] = sum(one.charged for one in made)
        files: dict[str, File] = {}
        if self.wants.takes:
            originals = [one for one in made if one.sha256 != clip]
            for count, one in enumerate(originals, 1):
                key = "original" if len(originals) == 1 else f"original {count}"
                files[key] = self._file(one.sha256, f"{stem}_{key.replace(' ', '_')}")
            for one in alternates:
                key = f"take {_number(one)}"
                if key in files:
                    key += f" {one.sha256[:4]}"
                files[key] = self._file(one.sha256, f"{stem}_{key.replace(' ', '_')}")
        file = self._file(clip, stem)
        return Media(**file.model_dump(), about=about, others=files)

    def _made(self, clip: str, depth: int = DEEPEST) -> Iterator[Origin]:
        """The makers of a clip: of what it was joined or rendered from, down to the first."""
        origin = self.origins.get(clip)
        if origin is None:
            return
        if origin.order.kind in JOINED and depth:
            for name in origin.order.inputs:
                yield from self._made(name, depth - 1)
        elif origin.media_type.startswith("video/"):  # a body may be made with a grade, too
            yield origin

    def sounds(self) -> Iterator[tuple[str, Media]]:
        """Every sound, with its number of channels."""
        for sound in self.timeline.sounds:
            file = self._file(sound.clip, sound.role)
            origin = self.origins.get(sound.clip)
            about: dict[str, JsonValue] = {}
            if origin:
                about["made_by"] = [f"{origin.order.provider}/{origin.order.model}"]
                if self.wants.money:
                    about["cost_micros"] = origin.charged
            channels = _channels(self.files[file.name])
            yield sound.clip, Media(**file.model_dump(), about=about, channels=channels)

    def _file(self, sha256: str, stem: str) -> File:
        try:
            path = self.home.store.local(sha256)
        except (FileNotFoundError, ValueError):
            raise BadInput(
                "export",
                f"the bytes of {stem} are gone ({sha256[:12]})",
                f"Make them again: reelwright cut {self.production}",
            ) from None
        origin = self.origins.get(sha256)
        name = file_name(stem, sha256, _ending(path, origin))
        self.files[name] = path
        return File(name=name, url=self.url(name), frames=self._frames(origin))

    def _frames(self, origin: Origin | None) -> int:
        """Its length at the house's rate, as far as it is recorded."""
        facts = origin.facts if origin else {}
        rate = self.timeline.house.rate
        if isinstance(facts.get("frames"), int) and facts.get("rate", rate) == rate:
            return int(str(facts["frames"]))
        return round(float(str(facts.get("seconds", 0))) * rate)


def _wish(one: Origin) -> str:
    """What was asked for, whichever take of it: equal for retakes."""
    params = {k: v for k, v in one.order.params.items() if k not in ("take", "seed")}
    return digest([one.order.provider, one.order.model, params, list(one.order.inputs)])


def _number(one: Origin) -> int:
    return int(str(one.order.params.get("take", 1)))


def _ending(path: Path, origin: Origin | None) -> str:
    if origin and origin.media_type in ENDINGS:
        return ENDINGS[origin.media_type]
    try:
        found = probe.probe(path, "export").format
    except Trouble:
        return "bin"
    return "mp4" if "mp4" in found else "webm" if "webm" in found else found.partition(",")[0]


def _channels(path: Path) -> int:
    try:
        with path.open("rb") as file:
            riff = file.read(4) == b"RIFF"
        if riff:
            return pcm.length(path)[2]
        audio = probe.probe(path, "export").audio
    except Trouble:
        return 1
    return 1 if audio is None or audio.layout == "mono" else 2
