"""A film with content credentials: who made what, checked by anybody, and no secret in it."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import pytest
import stage
from tests import signers
from tests.standins import media
from tests.standins.runway import STANDIN
from tests.standins.standin import Standin

SCRIPT = """Title: The Key
Author: A. Tester

EXT. HARBOUR - NIGHT

Mara holds the lantern over the water.

EXT. SQUARE - DAY

The old sailor walks home through the rain.

EXT. HILL - DAY

Mara sees a small boat beside the tower.
"""
KEY = "key-of-a-service-that-is-in-no-film"


class Studio:
    """A data folder, a script, a service, and somebody who signs."""

    def __init__(self, folder: Path, standin: Standin) -> None:
        self.folder, self.standin = folder, standin
        self.home, self.out = folder / "home", folder / "out"
        (folder / "key.fountain").write_text(SCRIPT)
        self.certificate, self.key = signers.pair(folder / "signer")
        self.service = {
            "REELWRIGHT_PER_MINUTE": "6000", "REELWRIGHT_POLL": "0.3",
            "REELWRIGHT_RUNWAY_URL": standin.url, "REELWRIGHT_RUNWAY_KEY": KEY,
        }  # fmt: skip
        self.signs = {
            "REELWRIGHT_C2PA_CERT": str(self.certificate), "REELWRIGHT_C2PA_KEY": str(self.key),
        }  # fmt: skip

    def __call__(
        self, code: int, *arguments: str | Path, signs: bool = True, **more: str
    ) -> subprocess.CompletedProcess[str]:
        told = {**self.service, **(self.signs if signs else {}), **more}
        done = stage.run(self.home, *arguments, cwd=self.folder, **told)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done

    def make(self, *, signs: bool = True) -> bytes:
        """Make it; answers the film as it is laid out."""
        self(
            0, "make", "key.fountain", "--out", self.out, "--size", "256x144", "--with", "runway",
            "--budget", "20", "--yes", signs=signs,
        )  # fmt: skip
        return self.film.read_bytes()

    @property
    def film(self) -> Path:
        (path,) = (self.out / "final").iterdir()
        return path

    @property
    def stored(self) -> bytes:
        """The film as it is kept, unsigned."""
        ((sha256,),) = stage.rows(self.home, "SELECT film FROM cut ORDER BY revision DESC LIMIT 1")
        return Path(self.home, "store", sha256[:2], sha256[2:4], sha256).read_bytes()

    def verified(self, code: int, path: Path, *more: str | Path) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self(code, "verify", path, *more, "--json").stdout)
        return found


class Watched(STANDIN):
    """Its clips differ, as a service's do: bytes tell what they were asked for."""

    WATCHED = True


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with Watched(seconds=0.2) as standin:
        yield Studio(tmp_path, standin)


def test_a_film_is_signed_last_and_says_who_made_what(studio: Studio) -> None:
    own = studio.folder / "own.mp4"
    own.write_bytes(media.clip(12, 256, 144))
    plain = studio.make(signs=False)
    assert plain == studio.stored
    studio(0, "use", "1.2/1", own, "--production", "key.fountain")
    plain = studio.make(signs=False)
    with av.open(str(studio.film)) as film:
        assert "Generated: pictures by runway " in film.metadata["comment"]
        assert film.metadata["title"] == "The Key"
    assert studio.verified(4, studio.film)["state"] == "none"

    # Signed, what is kept is the same, and what is right is not signed again.
    signed = studio.make()
    assert studio.stored == plain != signed
    assert studio.make() == signed
    shown = studio.verified(0, studio.film)
    assert (shown["state"], shown["title"], shown["author"]) == ("valid", "The Key", "A. Tester")
    parts = {part["told"]: part for part in shown["parts"]}
    assert shown["parts"][0]["source"] == "compositeWithTrainedAlgorithmicMedia"
    (bought,) = [part for told, part in parts.items() if "runway" in told]
    assert bought["source"] == "trainedAlgorithmicMedia"
    assert {place.split()[0] for place in bought["places"]} == {"1.1/1", "1.3/1"}
    (given,) = [part for told, part in parts.items() if "given by the user" in told]
    assert given["source"] == ""
    assert [place.split()[0] for place in given["places"]] == ["1.2/1"]

    # Whose word counts.
    assert studio.verified(0, studio.film, "--trust", studio.certificate)["state"] == "trusted"
    stranger, _ = signers.pair(studio.folder / "stranger", "Somebody Else")
    assert studio.verified(4, studio.film, "--trust", stranger)["state"] == "valid"

    # Altered, damaged, or not there.
    data = bytearray(signed)
    data[len(data) // 2] ^= 1
    altered = studio.folder / "altered.mp4"
    altered.write_bytes(data)
    assert studio.verified(4, altered)["state"] == "altered"
    assert "IT WAS CHANGED" in studio(4, "verify", altered).stdout
    assert "cannot be read" in studio(2, "verify", studio.folder / "key.fountain").stderr
    assert "there is no file" in studio(2, "verify", studio.folder / "nowhere.mp4").stderr

    # Without a signer the film is laid out as it is kept.
    assert studio.make(signs=False) == plain


def test_no_secret_is_in_a_signed_film(studio: Studio) -> None:
    """Canaries: keys, prompts, and where things lie on this machine."""
    signed = studio.make()
    prompts = _prompts(studio)
    words = {word for prompt in prompts for word in (prompt, prompt[:40], prompt[-40:])}
    for secret in (*signers.secrets(studio.key), KEY.encode(), str(studio.folder).encode()):
        assert secret not in signed
    for word in words:
        assert word.encode() not in signed
    copy = studio.folder / "told.mp4"
    done = json.loads(studio(0, "sign", "--to", copy, "--with-prompts", "--json").stdout)
    assert done["prompts"]
    told = copy.read_bytes()
    for secret in (*signers.secrets(studio.key), KEY.encode(), str(studio.folder).encode()):
        assert secret not in told
    shown = studio.verified(0, copy)
    assert {one for told in shown["prompts"].values() for one in told} == prompts
    # Nor does anything that is shown tell the key.
    settings = studio(0, "doctor").stdout
    assert not any(secret.decode("latin-1") in settings for secret in signers.secrets(studio.key))


def _prompts(studio: Studio) -> set[str]:
    bodies = stage.rows(studio.home, "SELECT body FROM job WHERE provider = 'runway'")
    return {json.loads(body)["params"]["prompt"] for (body,) in bodies}


def test_what_hinders_signing_is_told_before_anything_is_made(studio: Studio) -> None:
    for more, why in (
        ({"REELWRIGHT_C2PA_CERT": str(studio.certificate)}, "REELWRIGHT_C2PA_KEY is not set"),
        (
            {**studio.signs, "REELWRIGHT_C2PA_KEY": str(studio.certificate)},
            "holds no PEM private key",
        ),
        ({**studio.signs, "REELWRIGHT_C2PA_KEY": studio.key.read_text()}, "not its text"),
    ):
        failed = studio(
            2, "make", "key.fountain", "--out", studio.out, "--size", "256x144", signs=False, **more
        )
        assert why in failed.stderr
        assert not any(s.decode("latin-1") in failed.stderr for s in signers.secrets(studio.key))
    assert not studio.out.exists()
    failed = studio(2, "sign", "key.fountain", signs=False)
    assert "there is nobody to sign" in failed.stderr
    assert "docs/provenance.md" in failed.stderr
