"""Who the last card says made a film."""

import pytest

from reelwright.film.order import Take
from reelwright.film.production import OwnBed, Wish
from reelwright.film.shot import Shot
from reelwright.film.story import Line
from reelwright.providers import animatic
from reelwright.studio.crediting import credited
from reelwright.studio.filming import Footage
from reelwright.studio.pacing import Pace, Spoken

DRAWN = animatic.TOOLS["clip"]


def take(tool: str) -> Take:
    return Take(fingerprint="f", sha256="a", media_type="video/mp4", size=1, tool=tool)


def shown(clip: str = DRAWN, voice: str = "voice-1") -> Footage:
    line = Line(kind="dialogue", text="Hello.")
    spoken = Spoken(line=line, voice=take(voice), at=0, frames=24)
    return Footage(
        shot=Shot(id="s", scene="1.1", size="medium"),
        pace=Pace(frames=48, spoken=(spoken,) if voice else ()),
        clip=take(clip),
        originals=(take(clip),) if "/" in clip else (),
    )


def test_a_drawn_film_says_so() -> None:
    assert credited(Wish(author="A. Writer"), [shown()]) == (
        ("Written by", "A. Writer"),
        ("Pictures", "drawn by Reelwright"),
        ("Voices", "eSpeak NG"),
        ("Music", "composed by Reelwright"),
        ("Made with", "Reelwright"),
    )


def test_services_are_named_that_made_something_each_once() -> None:
    footage = [
        shown("kling/kling-3.0", "elevenlabs/v3"), shown("runway/gen4"), shown("kling/kling-2"),
        Footage(shot=shown().shot),
    ]  # fmt: skip
    told = dict(credited(Wish(video=("comfyui",)), footage))
    assert told["Pictures"] == "Kling, Runway"
    assert told["Voices"] == "ElevenLabs"
    assert "Written by" not in told


@pytest.mark.parametrize(
    ("wish", "music"),
    [
        (Wish(music="none"), None),
        (Wish(track="a" * 64), None),
        (Wish(beds={"calm": OwnBed(name="Still waters.flac", sha256="b")}), "Still waters"),
    ],
)
def test_music_is_credited_as_far_as_it_is_known(wish: Wish, music: str | None) -> None:
    assert dict(credited(wish, [shown(DRAWN, "")])).get("Music") == music
    assert "Voices" not in dict(credited(wish, [shown(DRAWN, "")]))


def test_the_users_own_clips_are_not_claimed() -> None:
    assert "Pictures" not in dict(credited(Wish(), [shown("")]))
