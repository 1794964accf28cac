"""Signing: a copy of a finished film with content credentials, made last of all.

The film in the store is never signed: its bytes are the same for the same input, and a signature
is another one each time.
"""

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from reelwright.cutting.provenance import manifest
from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.noun import Noun
from reelwright.film.shot import Storyboard
from reelwright.film.timeline import Timeline
from reelwright.media import credentials
from reelwright.media.credentials import Identity
from reelwright.studio.home import Home, open_home
from reelwright.studio.opening import slug
from reelwright.studio.settings import Settings
from reelwright.studio.viewing import finished

STAGE = "sign"
PLAYED = (".mp4", ".m4v")


@dataclass(frozen=True)
class Seal:
    """What a film is signed with: the same `mark` for the same words by the same signer."""

    words: dict[str, Any]
    by: Identity

    @property
    def mark(self) -> str:
        return credentials.mark(self.words, self.by)

    def put(self, source: Path, target: Path) -> None:
        """Write the signed copy; `target` is there when it is good, or not at all."""
        try:
            credentials.sign(source, target, "video/mp4", self.words, self.by, STAGE)
        except OSError as error:
            target.unlink(missing_ok=True)
            raise MachineTrouble(
                STAGE,
                f"{target.parent} cannot be written: {error.strerror or error}",
                "Free some space, or name another place.",
            ) from error


class Signed(Noun):
    """A signed copy: who signed, and whether the prompts are in it."""

    production: str
    file: str
    bytes: int
    signer: str
    prompts: bool


def signer(settings: Settings) -> Identity | None:
    """Who signs by the settings, None for nobody. Raises `BadInput` or `MachineTrouble`."""
    if settings.c2pa_cert is None and settings.c2pa_key is None:
        return None
    if settings.c2pa_cert is None or settings.c2pa_key is None:
        lacks = "REELWRIGHT_C2PA_KEY" if settings.c2pa_cert else "REELWRIGHT_C2PA_CERT"
        raise BadInput(STAGE, f"{lacks} is not set", "It takes both; see docs/provenance.md.")
    return credentials.identity(
        settings.c2pa_cert.expanduser(), settings.c2pa_key.expanduser(), STAGE
    )


def seal(
    home: Home, timeline: Timeline, board: Storyboard, by: Identity, *, prompts: bool = False
) -> Seal:
    """The seal of a film that was cut by this timeline."""
    from reelwright.studio.provenance import credits_of  # only a film that is signed needs it

    credits = credits_of(home, timeline, board, prompts=prompts)
    return Seal(manifest(credits, version("reelwright")), by)


class Cut(Protocol):
    """What a film has come to, as far as it is signed."""

    @property
    def timeline(self) -> Timeline | None: ...
    @property
    def storyboard(self) -> Storyboard: ...


def sealed(home: Home, film: Cut) -> Seal | None:
    """The seal of a film that was just cut; None when nobody signs by the settings."""
    by = signer(home.settings)
    return seal(home, film.timeline, film.storyboard, by) if by and film.timeline else None


def sign(
    settings: Settings,
    name: str,
    to: Path | None = None,
    *,
    prompts: bool = False,
    force: bool = False,
) -> Signed:
    """Write a signed copy of the newest film of a production to `to`, or to `<title>_signed.mp4`
    here. An existing file is only replaced with `force`. Raises `BadInput`."""
    by = signer(settings)
    if by is None:
        raise BadInput(
            STAGE,
            "there is nobody to sign: no certificate and key are set",
            "Set REELWRIGHT_C2PA_CERT and REELWRIGHT_C2PA_KEY; docs/provenance.md tells how to "
            "make a pair.",
        )
    film = finished(settings, name)
    path = _place(to, film.timeline.title or film.production, force=force)
    with open_home(settings) as home:
        words = seal(home, film.timeline, film.storyboard, by, prompts=prompts)
    part = path.with_name(f".{path.name}.part")
    try:
        words.put(film.film, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return Signed(
        production=film.production, file=str(path), bytes=path.stat().st_size, signer=by.name,
        prompts=prompts,
    )  # fmt: skip


def _place(to: Path | None, title: str, *, force: bool) -> Path:
    own = f"{slug(title)}_signed.mp4"
    path = to or Path(own)
    if path.is_dir():
        path /= own
    if path.suffix.lower() not in PLAYED:
        raise BadInput(STAGE, f"{path} is no name of a film", "Name a file that ends in .mp4.")
    if not path.parent.is_dir():
        raise BadInput(STAGE, f"there is no folder {path.parent}", "Make it, or name another file.")
    if path.exists() and not force:
        raise BadInput(STAGE, f"{path} exists already", "Use --force, or name another with --to.")
    return path
