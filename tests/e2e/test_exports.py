"""A film in other forms and sizes, through the command line, and played in a real browser."""

import hashlib
import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import av
import pytest
import stage
from PIL import Image
from tests import browser

from reelwright.media import probe

TYPES = {"mp4": "video/mp4", "mov": "video/mp4", "webm": "video/webm"}
"""Browsers refuse to try `video/quicktime`, though they play it."""


class Made:
    """A film of the tiny story with all exports, made once."""

    def __init__(self, folder: Path) -> None:
        self.home, self.out = folder / "home", folder / "out"
        self.story = folder / "key.md"
        self.story.write_text(stage.STORY)
        self.film = Path(stage.made(self.home, self.story, "--out", self.out, *stage.SMALL)["film"])
        kinds = "mp4,mov,webm,gif,webp,thumbnail,sheet,proxies"
        self.told = self.export("--as", kinds, "--size", "480p", "--out", self.out)

    def export(self, *options: str | Path, code: int = 0) -> dict[str, Any]:
        done = stage.run(self.home, "export", self.story, *options, "--json")
        assert done.returncode == code, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def file(self, kind: str) -> dict[str, Any]:
        return next(one for one in self.told["files"] if one["kind"] == kind)

    def path(self, kind: str) -> Path:
        return Path(self.file(kind)["file"])


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("exports"))


def test_everything_lies_where_it_belongs(one: Made) -> None:
    names = [str(Path(file["file"]).relative_to(one.out)) for file in one.told["files"]]
    room = f"exports/{one.told['production']}"
    assert names[:7] == [
        f"{room}/the_borrowed_key_480p.mp4",
        f"{room}/the_borrowed_key_480p.mov",
        f"{room}/the_borrowed_key_480p.webm",
        f"{room}/the_borrowed_key_preview.gif",
        f"{room}/the_borrowed_key_preview.webp",
        f"{room}/the_borrowed_key_thumbnail.jpg",
        f"{room}/the_borrowed_key_sheet.jpg",
    ]
    assert all(name.startswith(f"proxies/{one.told['production']}/scene_") for name in names[7:])
    assert len(names) > 9


@pytest.mark.parametrize("kind", ["mp4", "mov", "webm"])
def test_a_video_has_its_size_its_colours_and_every_frame(one: Made, kind: str) -> None:
    found = probe.probe(one.path(kind))
    assert found.video is not None
    assert found.audio is not None
    assert (found.video.width, found.video.height) == (854, 480)
    assert (found.video.pix_fmt, found.video.colours) == ("yuv420p", probe.BT709)
    assert found.video.frames == stage.frames(one.film)
    assert found.audio.codec == ("opus" if kind == "webm" else "aac")
    assert (found.subtitles, found.chapters) == (1, 2)
    assert probe.decode_all(one.path(kind)) == found.video.frames
    assert "larger than the film" in one.file(kind)["note"]


@pytest.mark.parametrize("kind", ["mp4", "mov"])
def test_what_a_player_needs_first_comes_first(one: Made, kind: str) -> None:
    data = one.path(kind).read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_the_index_of_a_webm_comes_before_its_pictures(one: Made) -> None:
    data = one.path("webm").read_bytes()
    assert data.index(b"\x1c\x53\xbb\x6b") < data.index(b"\x1f\x43\xb6\x75")  # Cues, Cluster


def test_the_sound_stays_in_time_with_the_picture(one: Made) -> None:
    """The first and the last sample of the sound lie where they lie in the film."""
    ends = {}
    for name, path in (("film", one.film), ("mp4", one.path("mp4")), ("webm", one.path("webm"))):
        with av.open(str(path)) as container:
            times = [(frame.time or 0.0) for frame in container.decode(audio=0)]
        ends[name] = (times[0], times[-1])
    for begin, end in ends.values():
        assert begin == pytest.approx(ends["film"][0], abs=0.03)
        assert end == pytest.approx(ends["film"][1], abs=0.05)


def test_a_second_export_makes_nothing_and_touches_nothing(one: Made) -> None:
    before = {path: path.stat().st_mtime_ns for path in one.out.rglob("*") if path.is_file()}
    kinds = "mp4,mov,webm,gif,webp,thumbnail,sheet,proxies"
    again = one.export("--as", kinds, "--size", "480p", "--out", one.out)
    assert again["made"] == 0
    assert again["reused"] > 0
    note = one.out / ".reelwright" / "exports" / f"{one.told['production']}.json"
    after = {path: path.stat().st_mtime_ns for path in before}
    assert {p: t for p, t in after.items() if p != note} == {
        p: t for p, t in before.items() if p != note
    }


def test_the_film_itself_speaks_of_no_export(one: Made) -> None:
    plan = stage.run(one.home, "plan", one.told["production"], "--json")
    orders = json.loads(plan.stdout)["orders"]
    assert orders["make"] == {}
    assert "export" not in orders["drop"]
    status = json.loads(stage.run(one.home, "status", one.story, "--json").stdout)
    assert status["total"] == status["completed"]


def test_stills_and_previews_show_the_film(one: Made) -> None:
    with Image.open(one.path("thumbnail")) as image:
        assert image.size == (256, 144)
    with Image.open(one.path("sheet")) as image:
        assert image.width > 320
    for kind in ("gif", "webp"):
        with Image.open(one.path(kind)) as image:
            assert image.size == (256, 144)
            assert getattr(image, "n_frames", 1) > 20


def test_every_shot_has_its_proxy(one: Made) -> None:
    shots = int(one.export("--as", "proxies", "--out", one.out)["reused"])
    proxies = [Path(file["file"]) for file in one.told["files"] if file["kind"] == "proxies"]
    assert len(proxies) == shots
    for path in proxies:
        found = probe.probe(path)
        assert found.video is not None
        assert found.audio is None
        with av.open(str(path)) as container:
            keys = [p.is_keyframe for p in container.demux(video=0) if p.size]
        assert keys[::6] == [True] * len(keys[::6])


def test_a_name_in_the_folder_that_is_not_ours_is_not_written_over(one: Made) -> None:
    place = one.home.parent / "other"
    mine = place / "exports" / one.told["production"] / "the_borrowed_key_thumbnail.jpg"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"mine")
    told = one.export("--as", "thumbnail", "--out", place, code=2)
    assert "exists already" in told["error"]["cause"]
    assert mine.read_bytes() == b"mine"
    one.export("--as", "thumbnail", "--out", place, "--force")
    assert mine.read_bytes() == one.path("thumbnail").read_bytes()


def test_one_file_goes_where_it_is_told(one: Made) -> None:
    target = one.home.parent / "a b.webm"
    told = one.export("--to", target, "--size", "480p")
    assert told["files"][0]["file"] == str(target)
    digests = {hashlib.sha256(p.read_bytes()).hexdigest() for p in (target, one.path("webm"))}
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--as", "avi", "--out", "x"), "cannot export as 'avi'"),
        (("--as", "mp4", "--size", "8k"), "no size '8k'"),
        (("--as", "thumbnail", "--size", "480p"), "size of its own"),
        (("--as", "mp4,srt", "--out", "x"), "srt is no picture or film"),
        (("--as", "mp4,mov", "--to", "x.mp4"), "--to names one file"),
        (("--as", "mov", "--to", "nowhere/x.mov"), "no folder nowhere"),
        (("--as", "mov", "--to", "x.mov", "--out", "x"), "two places"),
    ],
)
def test_what_makes_no_sense_is_refused(one: Made, options: tuple[str, ...], why: str) -> None:
    assert why in one.export(*options, code=2)["error"]["cause"]


PAGE = """<!doctype html><script>
const names = {names};
async function look(name) {{
  const video = document.createElement("video");
  video.muted = true;
  video.src = "/" + name;
  document.body.append(video);
  const until = event => new Promise((ok, no) => {{
    video.addEventListener(event, ok, {{once: true}});
    video.addEventListener("error", () => no(video.error.message), {{once: true}});
  }});
  try {{
    await until("loadeddata");
    video.currentTime = 4;
    await until("seeked");
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    const pen = canvas.getContext("2d");
    pen.drawImage(video, 0, 0);
    const data = pen.getImageData(0, 0, canvas.width, canvas.height).data;
    const mean = [0, 1, 2].map(c => {{
      let sum = 0;
      for (let i = c; i < data.length; i += 4) sum += data[i];
      return sum / (data.length / 4);
    }});
    const begun = video.currentTime;
    await video.play();
    while (video.currentTime < begun + 0.5) await new Promise(ok => setTimeout(ok, 50));
    return {{width: video.videoWidth, height: video.videoHeight, seconds: video.duration, mean}};
  }} catch (error) {{ return {{error: String(error)}}; }}
}}
onload = async () => {{
  const seen = {{}};
  for (const name of names) seen[name] = await look(name);
  await fetch("/seen", {{method: "POST", body: JSON.stringify(seen)}});
}};
</script><body>"""


def test_a_browser_plays_them_in_the_right_colours(one: Made) -> None:
    files = {f"film.{kind}": (one.path(kind), TYPES[kind]) for kind in TYPES}
    seen = browser.seen(PAGE.format(names=json.dumps(list(files))), files)
    mean = _mean_at(one.film, 4.0)
    for name, told in seen.items():
        assert "error" not in told, f"{name}: {told}"
        assert (told["width"], told["height"]) == (854, 480)
        assert told["seconds"] == pytest.approx(one.file("mp4")["seconds"], abs=0.1)
        assert told["mean"] == pytest.approx(mean, abs=3), name


def _mean_at(film: Path, second: float) -> list[float]:
    """The mean colour of the film's frame at a time, by the rules of BT.709."""
    from reelwright.cutting.exports.still import coloured

    with av.open(str(film)) as container:
        for frame in container.decode(video=0):
            if (frame.time or 0) >= second - 0.001:
                return [float(value) for value in coloured(frame).mean(axis=(0, 1))]
    raise AssertionError("the film is too short")


def test_a_stop_ends_it_at_once_and_the_same_command_goes_on(one: Made) -> None:
    place = one.home.parent / "stopped"
    command = ("export", one.story, "--as", "webm", "--size", "1080p", "--out", place)
    before = stage.takes(one.home)
    running = stage.begin(one.home, *command)
    deadline = time.monotonic() + 120
    while stage.takes(one.home) == before and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    stopped = time.monotonic()
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130, told
    assert time.monotonic() - stopped < 30
    assert stage.orphans() == []
    assert stage.leftovers(one.home) == []
    assert not place.exists() or not list(place.rglob("*.webm"))
    kept = stage.takes(one.home)
    assert kept > before
    again = one.export(*command[2:])
    assert again["reused"] >= kept - before
    assert again["made"] > 0
