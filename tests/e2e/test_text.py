"""Words in the picture, from the command line to the finished film."""

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import stage
from numpy.typing import NDArray
from PIL import Image

PLAY = """Title: The Lamp
Author: A. Writer

INT. LIGHTHOUSE - NIGHT

MARA
The lamp must never go out.

EXT. HARBOUR - DAY

TOM
We were lucky.
"""
OVERLAYS = """
[brand]
shade = "#1040ff"
[[overlay]]
shot = "1.2/1"
text = "三十年后 بعد 😀"
position = "centre"
"""
TINY = ("--size", "180x320", "--no-title-card", "--no-slate")


def frames(path: Path) -> NDArray[np.int64]:
    """(frames, height, width, RGB)."""
    with av.open(str(path)) as container:
        found = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    return np.stack(found).astype(int)


def blue(shown: NDArray[np.int64]) -> NDArray[np.int64]:
    """Samples of each frame that have the brand's blue."""
    r, g, b = np.moveaxis(shown, -1, 0)
    count: NDArray[np.int64] = ((b > 180) & (r < 90) & (g < 120)).sum(axis=(1, 2))
    return count


def kinds(home: Path, revision: int) -> set[str]:
    """The kinds of jobs that this revision wanted first."""
    found = stage.rows(
        home,
        "SELECT kind FROM job JOIN want ON want.job_id = job.id "
        f"WHERE revision = {revision} AND job.id NOT IN (SELECT job_id FROM want WHERE "
        f"revision < {revision})",
    )
    return {kind for (kind,) in found}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("text")
    (folder / "lamp.fountain").write_text(PLAY)
    (folder / "o.toml").write_text(OVERLAYS)
    logo = Image.new("RGBA", (90, 90), (255, 0, 255, 255))
    logo.save(folder / "logo.png")
    return folder


def made(place: Path, *more: str | Path) -> dict[str, Any]:
    return stage.made(place / "home", place / "lamp.fountain", *TINY, "--out", place / "out", *more)


@pytest.fixture(scope="module")
def plain(place: Path) -> NDArray[np.int64]:
    return frames(Path(made(place)["film"]))


def test_all_that_is_laid_over_a_film(place: Path, plain: NDArray[np.int64]) -> None:
    told = made(
        place, "--captions", "words", "--overlays", place / "o.toml", "--logo",
        place / "logo.png", "--credits",
    )  # fmt: skip
    path = Path(told["film"])
    shown = frames(path)
    assert len(shown) == len(plain) + 5 * 24
    with av.open(str(path)) as container:
        assert not container.streams.subtitles
    seen = blue(shown)
    assert seen[0] == 0
    assert (seen > 300).sum() >= 2 * 24
    yellow = ((shown[..., 0] > 200) & (shown[..., 1] > 160) & (shown[..., 2] < 110)).sum(
        axis=(1, 2)
    )
    assert (yellow > 60).sum() > 24
    corner = shown[10, 42:52, 24:32]
    assert corner[..., 0].mean() > 200
    assert corner[..., 1].mean() < 90
    credits = shown[-60]
    assert credits.mean() > 100
    again = made(
        place, "--captions", "words", "--overlays", place / "o.toml", "--logo",
        place / "logo.png", "--credits",
    )  # fmt: skip
    assert again["jobs"]["made"] == 0
    assert Path(again["film"]).read_bytes() == path.read_bytes()


def test_another_word_renders_only_its_segments(place: Path, plain: NDArray[np.int64]) -> None:
    made(place, "--overlays", place / "o.toml")
    other = place / "other.toml"
    other.write_text(OVERLAYS.replace("三十年后", "Thirty years"))
    before = stage.rows(place / "home", "SELECT max(revision) FROM want")[0][0]
    made(place, "--overlays", other)
    assert kinds(place / "home", before + 1) == {"shade", "body", "scene", "film"}


def test_no_subtitles_at_all(place: Path) -> None:
    told = made(place, "--captions", "none")
    with av.open(told["film"]) as container:
        assert not container.streams.subtitles
    with av.open(made(place)["film"]) as container:
        assert len(container.streams.subtitles) == 1


def test_a_drawn_advertisement_shows_its_words(tmp_path: Path) -> None:
    """A3: the overlay of each scene is in the film; here a brand's box betrays it."""
    brand = tmp_path / "o.toml"
    brand.write_text('[brand]\nshade = "#1040ff"\nentrance = "none"\n')
    brief = "A lantern that never goes out, for people who walk at night"
    told = stage.made(
        tmp_path / "home", "--brief", brief, "--size", "180x320", "--no-slate", "--overlays",
        brand, "--out", tmp_path / "out",
    )  # fmt: skip
    seen = blue(frames(Path(told["film"]))) > 250
    assert len(seen) == 15 * 24
    runs = int((np.diff(seen.astype(int)) == 1).sum()) + int(seen[0])
    planned = json.loads(
        stage.run(tmp_path / "home", "plan", "--brief", brief, "--size", "180x320", "--json").stdout
    )
    assert runs == len(planned["scenes"])
    assert seen.mean() > 0.6


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ('[[overlay]]\nat = 1\ntext = "a 𒀀"', "U+12000"),
        ('[[overlay]]\nshot = "9.9/9"\ntext = "a"', "9.9/9"),
        ("[[overlay]]\nat = 1\ntext = 5", "overlay 1"),
    ],
)
def test_what_cannot_be_shown_is_refused_before_anything_is_made(
    place: Path, tmp_path: Path, text: str, cause: str
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(text)
    done = stage.run(
        tmp_path / "home", "make", place / "lamp.fountain", "--overlays", wrong, "--out",
        tmp_path / "out",
    )  # fmt: skip
    assert done.returncode == 2
    assert cause in done.stderr
    assert not list((tmp_path / "out").rglob("*.mp4"))


def test_a_logo_that_is_none_is_refused(place: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "logo.png"
    wrong.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    done = stage.run(tmp_path / "home", "make", place / "lamp.fountain", "--logo", wrong)
    assert done.returncode == 2
    assert "no picture that can be used" in done.stderr
