"""Music, effects and the fit of clips, chosen by command, measured in what comes out."""

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import stage
from tests.unit.cutting.test_fitting import target, write

from reelwright.film.timeline import Timeline
from reelwright.media.sound import pcm

BRIEF = "From grey walls to glowing rooms: Lumen paint turns any house into a home"
SOUNDING = {"music", "sound", "track", "film"}


def fresh(home: Path, revision: int) -> set[str]:
    """The kinds of jobs that this revision wanted first."""
    return {
        kind
        for (kind,) in stage.rows(
            home,
            "SELECT DISTINCT kind FROM job JOIN want ON want.job_id = job.id "
            f"WHERE revision = {revision} AND job.id NOT IN (SELECT job_id FROM want WHERE "
            f"revision < {revision})",
        )
    }


def timeline(home: Path) -> Timeline:
    """The newest one."""
    ((text,),) = stage.rows(home, "SELECT timeline FROM cut ORDER BY revision DESC LIMIT 1")
    return Timeline.model_validate_json(text)


def test_other_sound_makes_the_track_anew_and_copies_the_pictures(tmp_path: Path) -> None:
    home, library = tmp_path / "home", tmp_path / "music"
    song = library / "grand" / "song.wav"
    song.parent.mkdir(parents=True)
    t = np.arange(5 * pcm.RATE) / pcm.RATE
    pcm.write_wav(song, 0.3 * np.sin(2 * np.pi * 1850 * t))

    def made(*options: str | Path) -> dict[str, Any]:
        told = stage.made(
            home, "--brief", BRIEF, "--size", "90x160", "--out", tmp_path / "out", *options,
            REELWRIGHT_MUSIC=str(library),
        )  # fmt: skip
        lufs, peak = pcm.loudness(Path(told["film"]))
        assert abs(lufs + 14) <= 0.5
        assert peak <= -1
        return told

    def song_heard(told: dict[str, Any]) -> float:
        """dB of the song's tone over the film."""
        samples = np.concatenate(list(pcm.decoded(Path(told["film"]))))[:, 0]
        t = np.arange(len(samples)) / pcm.RATE
        at = np.abs(np.mean(samples * np.exp(-2j * np.pi * 1850 * t)))
        return float(20 * np.log10(at + 1e-9))

    plain = song_heard(made())
    assert len([s for s in timeline(home).sounds if s.role == "effect"]) > 4
    loud = song_heard(made("--music", "grand"))
    assert loud > plain + 12
    assert fresh(home, 2) <= SOUNDING
    assert made("--music", "grand")["jobs"]["made"] == 0
    song.write_bytes(b"gone bad")
    bad = stage.run(
        home, "make", "--brief", BRIEF, "--music", "grand", "--json",
        REELWRIGHT_MUSIC=str(library),
    )  # fmt: skip
    assert bad.returncode == 2
    error = json.loads(bad.stdout)["error"]
    assert error["stage"] == "music"
    assert "song.wav" in error["cause"]
    song.unlink()
    quiet = made("--music", "none", "--no-effects")
    assert song_heard(quiet) < loud - 12
    assert fresh(home, 3) <= SOUNDING
    assert {s.role for s in timeline(home).sounds} == {"voice", "effect"}


def test_a_clip_of_another_shape_is_fitted_as_asked_and_rendered_alone(tmp_path: Path) -> None:
    home, story = tmp_path / "home", tmp_path / "key.md"
    story.write_text(stage.STORY)
    clip = write(tmp_path / "own.mp4", [target(120, 160)] * 480)

    def made(*options: str) -> Path:
        told = stage.made(home, story, "--out", tmp_path / "out", *stage.SMALL, *options)
        return Path(told["film"])

    made()
    used = stage.run(home, "use", "1.1/1", clip)
    assert used.returncode == 0, used.stderr
    assert "blurred copy" in used.stderr
    edges = {}
    for fit in ("", "pad", "crop"):
        film = made(*(["--fit", fit] if fit else []))
        first = timeline(home)
        start = first.starts()[1] + first.items[1].into.after + 20
        with av.open(str(film)) as container:
            pictures = container.decode(video=0)
            picture = next(p for n, p in enumerate(pictures) if n == start)
            edges[fit] = picture.to_ndarray()[20:120, 4:40].astype(float).mean()
    assert edges["pad"] < 20
    assert 40 < edges[""] < 100
    assert abs(edges["crop"] - 110) < 8
    for revision in (3, 4):
        assert fresh(home, revision) <= {"body", "join", "scene", "film", "image", "shade"}
