"""`doctor`: what this installation has, what is wrong with it, and how to mend it."""

import re
import shutil
import sys
from collections.abc import Callable

from reelwright.film.errors import Trouble
from reelwright.film.noun import Noun
from reelwright.studio.home import open_home
from reelwright.studio.settings import Settings


class Finding(Noun):
    """One thing looked at. `remedy` says what to type when it is not ok."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


def checkup(settings: Settings) -> list[Finding]:
    """Look at everything a film needs. Never raises: what cannot be looked at is a finding."""
    return [
        Finding(name="python", ok=True, found=sys.version.split()[0]),
        *_settings(settings),
        _tried("data folder", lambda: _home(settings)),
        _tried("disk", lambda: _disk(settings)),
        _tried("ffmpeg", _ffmpeg),
        _tried("encoder", _encoder),
        _tried("export encoder", lambda: _export_encoder(settings)),
        _tried("voice", _voice),
        _tried("fonts", _fonts),
    ]


def _tried(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name=name, ok=True, found=look())
    except Trouble as trouble:
        return Finding(name=name, ok=False, found=trouble.cause, remedy=trouble.remedy)
    except Exception as error:
        return Finding(
            name=name,
            ok=False,
            found=f"{type(error).__name__}: {error}",
            remedy="Set up again: make setup",
        )


def _settings(settings: Settings) -> list[Finding]:
    described = type(settings).model_fields
    return [
        Finding(
            name=f"REELWRIGHT_{name.upper()}",
            ok=True,
            found=f"{_shown(getattr(settings, name))}  ({described[name].description})",
        )
        for name in described
    ]


def _shown(value: object) -> str:
    told = "not set" if value in ("", None) else str(value)
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:…@", told)  # no password of a database


def _home(settings: Settings) -> str:
    with open_home(settings) as home:
        probe = home.root / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
        return str(home.root)


def _disk(settings: Settings) -> str:
    with open_home(settings) as home:
        free = shutil.disk_usage(home.root).free // 1_000_000
    if free < settings.min_free_mb:
        raise Trouble("disk", f"{free} MB free", "Free some space.")
    return f"{free / 1000:.1f} GB free"


def _ffmpeg() -> str:
    from reelwright.media import ffmpeg

    return f"{ffmpeg.version()} ({ffmpeg.binary()})"


def _encoder() -> str:
    import tempfile
    from pathlib import Path

    import numpy as np

    from reelwright.film.timeline import House
    from reelwright.media.house import Encoder
    from reelwright.media.probe import decode_all

    house = House(width=64, height=64)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trial.mp4"
        with Encoder(path, house) as encoder:
            for shade in range(4):
                luma = np.full((64, 64), 40 * shade + 16, np.uint8)
                chroma = np.full((32, 32), 128, np.uint8)
                encoder.write(luma, chroma, chroma)
        frames = decode_all(path)
    return f"libx264 in process, {frames} frames encoded and decoded"


def _export_encoder(settings: Settings) -> str:
    """The one that exports are made with, and why others are not taken."""
    from reelwright.media.encoder import HARDWARE, choose, refusal

    taken = choose(settings.encoder)
    others = [f"{name}: {refusal(name) or 'works'}" for name in HARDWARE if name != taken]
    return f"{taken} ({'; '.join(others)})"


def _voice() -> str:
    import tempfile
    from pathlib import Path

    from reelwright.providers import animatic
    from reelwright.providers.animatic.sound.voice import voice_order

    with tempfile.TemporaryDirectory() as folder:
        order = voice_order("One, two, three.", None, "en")
        made = animatic.make(order, {}, Path(folder), lambda: False)
        return f"espeak-ng speaks ({made.facts['seconds']} s)"


def _fonts() -> str:
    from reelwright.media.letters import fonts

    return ", ".join(path.stem for path in fonts.chain("sans"))
