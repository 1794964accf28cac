"""How a film looks: transitions and grades, chosen by command, measured in what comes out."""

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import stage
from numpy.typing import NDArray
from tests.standins.__main__ import make

BRIEF = "From grey walls to glowing rooms: Lumen paint turns any house into a home"
TINY = ("--size", "90x160")
PLAY = """Title: The Key

EXT. HARBOUR - NIGHT

Mara holds the lantern over the water.

EXT. SQUARE - DAY

The old sailor walks home through the rain.
"""


def lumas(path: Path) -> NDArray[np.float64]:
    """Every frame's luma, (frames, height, width)."""
    with av.open(str(path)) as container:
        return np.stack(
            [frame.to_ndarray(format="gray").astype(float) for frame in container.decode(video=0)]
        )


def colour(path: Path) -> float:
    """How far the film's colours are from grey, on average."""
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray()[frame.height :] for frame in container.decode(video=0)]
    return float(np.abs(np.stack(frames).astype(float) - 128).mean())


def kinds(home: Path, revision: int) -> dict[str, int]:
    """The jobs that this revision wanted first, by kind."""
    return dict(
        stage.rows(
            home,
            "SELECT kind, count(*) FROM job JOIN want ON want.job_id = job.id "
            f"WHERE revision = {revision} AND job.id NOT IN (SELECT job_id FROM want WHERE "
            f"revision < {revision}) GROUP BY kind",
        )
    )


@pytest.mark.parametrize("rate", [24, 25, 30])
def test_an_advertisement_crossfades_for_half_a_second(tmp_path: Path, rate: int) -> None:
    """A6 in the finished film's frames, which are compared with the clips it was cut from."""
    out = tmp_path / "out"
    told = stage.made(
        tmp_path / "home", "--brief", BRIEF, *TINY, "--rate", str(rate), "--no-slate", "--out", out
    )
    film = lumas(Path(told["film"]))
    clips = [lumas(path) for path in sorted((out / "clips").rglob("*.mp4"))]
    half, edge = rate // 2, round(0.3 * rate)
    assert len(film) == 15 * rate == sum(map(len, clips)) - half * (len(clips) - 1)
    at = 0
    for number, clip in enumerate(clips):
        first, last = number == 0, number == len(clips) - 1
        begin, end = edge if first else half, len(clip) - (edge if last else half)
        # Above and below what may have words in it: the film has them, the clips have not.
        apart = np.abs(film[at : at + len(clip)] - clip)[:, [*range(19), *range(129, 160)]]
        apart = apart.mean(axis=(1, 2))
        assert apart[begin:end].max() < 3, number
        assert apart[: begin - 1].min() > 0.5, number
        assert apart[end + 1 :].min() > 0.5, number
        at += len(clip) - half
    assert film[0].max() < 20
    assert film[-1].max() < 20
    means = film.mean(axis=(1, 2))
    assert (np.diff(means[:edge]) > 0).all()
    assert (np.diff(means[-edge:]) < 0).all()


def test_transition_and_grade_are_chosen_and_only_pictures_are_made_anew(tmp_path: Path) -> None:
    home, story = tmp_path / "home", tmp_path / "key.md"
    story.write_text(stage.STORY)

    def made(*options: str) -> dict[str, Any]:
        return stage.made(home, story, "--out", tmp_path / "out", *stage.SMALL, *options)

    plain = made()
    coloured = colour(Path(plain["film"]))
    noir = made("--grade", "noir")
    assert colour(Path(noir["film"])) < 0.4 * coloured
    assert noir["seconds"] == plain["seconds"]
    changed = kinds(home, 2)
    assert set(changed) == {"grade", "clip", "card", "join", "scene", "film", "image"}
    assert changed["grade"] == 1
    assert made("--grade", "noir")["jobs"]["made"] == 0

    own = tmp_path / "It's my look.cube"
    own.write_text(
        "LUT_3D_SIZE 2\n"
        + "".join(f"{g} {b} {r}\n" for b in (0, 1) for g in (0, 1) for r in (0, 1))
    )
    swapped = made("--grade", str(own), "--transition", "push-left")
    assert abs(colour(Path(swapped["film"])) - coloured) < 0.6 * coloured
    assert made("--grade", str(own), "--transition", "push-left")["jobs"]["made"] == 0
    own.unlink()
    refused = stage.run(
        home, "make", story, *stage.SMALL, "--grade", str(own), "--json", cwd=tmp_path
    )
    assert refused.returncode == 2
    assert "there is no file" in json.loads(refused.stdout)["error"]["cause"]


def test_a_grade_is_rendered_into_bought_clips_and_nothing_is_bought_again(tmp_path: Path) -> None:
    home, play = tmp_path / "home", tmp_path / "key.fountain"
    play.write_text(PLAY)
    with make("kling", seconds=0.1) as kling:
        more = {
            "REELWRIGHT_KLING_URL": kling.url,
            "REELWRIGHT_KLING_KEY": "key-of-a-test",
            "REELWRIGHT_PER_MINUTE": "6000",
            "REELWRIGHT_POLL": "0.3",
        }
        bought = ("--with", "kling", "--budget", "9", "--yes", "--size", "256x144")
        plain = stage.made(home, play, "--out", tmp_path / "out", *bought, **more)
        posts = kling.posts()
        warm = stage.made(home, play, "--out", tmp_path / "out", *bought, "--grade", "warm", **more)
        assert kling.posts() == posts > 0
    assert warm["cost_usd"] == plain["cost_usd"]
    changed = kinds(home, 2)
    assert changed["body"] == posts
    assert "clip" not in changed
    with av.open(warm["film"]) as container:
        context = container.streams.video[0].codec_context
        assert (context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1)
        assert context.color_range == 1
