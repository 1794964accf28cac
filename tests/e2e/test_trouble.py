"""Wrong turns: every one gets a sentence, the next thing to do, and its exit code."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
import stage
from tests import homes


def story(folder: Path) -> Path:
    path = folder / "key.md"
    path.write_text(stage.STORY)
    return path


def refused(done: "subprocess.CompletedProcess[str]", code: int, *words: str) -> None:
    assert done.returncode == code, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["make"], ["nothing was given", "--prompt"]),
        (["make", "nowhere.txt"], ["nowhere.txt", "does not exist"]),
        (["make", "."], ["folder"]),
        (["make", "key.md", "--prompt", "x"], ["one source"]),
        (["make", "key.md", "--until", "lunch"], ["lunch", "panels"]),
        (["make", "key.md", "--chapters", "9"], ["9"]),
        (["make", "key.md", "--chapters", "a-b"], ["a-b"]),
        (["make", "key.md", "--size", "huge"], ["huge", "1280x720"]),
        (["make", "key.md", "--size", "255x144"], ["even"]),
        (["make", "key.md", "--rate", "23"], ["23"]),
        (["make", "key.md", "--recipe", "opera"], ["opera", "novel"]),
        (["make", "key.md", "--recipe", "script"], ["script"]),
        (["make", "--brief", "short"], ["10"]),
        (["make", "--brief", "a fine long brief", "--seconds", "20"], ["15, 30 or 60"]),
        (["make", "key.md", "--size", "²x²"], ["1280x720"]),
        (["make", "--prompt", "a fox", "--recipe", "novel"], ["--recipe"]),
        (["make", "https://example.org/book.epub"], ["web address", "Download it"]),
        (["make", "-"], ["standard input", "Name a file"]),
        (["make", "key.md", "--language", "klingon"], ["klingon", "de"]),
        (["make", "key.md", "--title", "x" * 201], ["--title", "200"]),
        (["make", "key.md", "--title", "\u0b87"], ["U+0B87", "--no-title-card"]),
        (["make", "--prompt", "a fox", "--seconds", "0"], ["0 seconds", "1 to 600"]),
        (["plan", "nowhere.txt"], ["nowhere.txt"]),
        (["plan", "x" * 5000], ["cannot be opened"]),
        (["status", "nothing"], ["nothing", "reelwright status"]),
        (["jobs"], ["no productions"]),
        (["export"], ["no productions"]),
        (["cut", "nothing"], ["nothing"]),
    ],
)
def test_a_wrong_command_line_is_exit_code_2(
    tmp_path: Path, arguments: list[str], words: list[str]
) -> None:
    story(tmp_path)
    refused(stage.run(tmp_path / "home", *arguments, cwd=tmp_path), 2, *words)


def test_what_is_refused_leaves_no_production_and_json_tells_why(tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = stage.run(home, "make", "--brief", "short", "--json")
    assert json.loads(done.stdout)["error"]["exit_code"] == done.returncode == 2
    assert json.loads(stage.run(home, "make", "--bogus", "--json").stdout)["error"]["cause"]
    assert json.loads(stage.run(home, "status", "--json").stdout) == []


def test_letters_without_a_font_are_refused_only_where_they_are_drawn(tmp_path: Path) -> None:
    path = tmp_path / "tower.md"
    path.write_text("# கலங்கரை\n\nஇரவில் மழை பெய்தது. மீனா கடலோரம் நின்றாள்.\n")
    home = tmp_path / "home"
    refused(stage.run(home, "plan", path), 2, "title card", "--no-title-card")
    refused(stage.run(home, "plan", path, "--no-title-card", "--burned"), 2, "--burned")
    refused(stage.run(home, "plan", path, "--no-title-card", "--captions", "words"), 2, "U+0B87")
    assert stage.run(home, "plan", path, "--no-title-card").returncode == 0
    path.write_text("# 灯塔\n\n夜里下着雨。小梅站在海边等船。\n")
    assert stage.run(home, "plan", path, "--burned").returncode == 0


def test_an_export_is_what_its_file_s_name_says(tmp_path: Path) -> None:
    home = tmp_path / "home"
    stage.made(home, story(tmp_path), "--out", tmp_path / "out", *stage.SMALL)
    assert stage.run(home, "export", "--to", tmp_path / "film.vtt").returncode == 0
    assert (tmp_path / "film.vtt").read_text().startswith("WEBVTT")
    done = stage.run(home, "export", "--to", tmp_path / "nowhere" / "film.mp4")
    refused(done, 2, "no folder", "nowhere")
    shown = stage.run(home, "status")
    assert "reelwright export" in shown.stdout
    for file in (home / "store").rglob("*"):
        if file.is_file():
            file.unlink()
    assert json.loads(stage.run(home, "status", "--json").stdout)[0]["film"] == ""


def test_an_out_folder_is_looked_at_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = stage.run(tmp_path / "home", "make", story(tmp_path), "--out", tmp_path / "file")
    refused(done, 1, "not a folder", "--out")
    assert stage.takes(tmp_path / "home") == 0


def test_the_version_is_told(tmp_path: Path) -> None:
    assert stage.run(tmp_path / "home", "--version").stdout.startswith("reelwright ")


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    done = stage.run(tmp_path / "home", "status", REELWRIGHT_WORKERS="many")
    refused(done, 2, "REELWRIGHT_WORKERS")


@pytest.mark.skipif(os.geteuid() != 0, reason="NOT RUN: mounting needs root")
def test_a_full_disk_is_told_and_leaves_nothing_under_a_final_name(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("NOT RUN: this machine does not let us mount a small disk")
    try:
        done = stage.run(
            disk / "home", "make", story(tmp_path), "--out", disk / "out", *stage.SMALL,
            cwd=tmp_path, REELWRIGHT_MIN_FREE_MB="0",
        )  # fmt: skip
        refused(done, 1, "full", "run the same command again")
        assert not list((disk / "out").rglob("*.mp4"))
        assert stage.leftovers(disk / "home") == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_low_disk_stops_before_anything_is_made(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free // 1_000_000
    done = stage.run(
        tmp_path / "home", "make", story(tmp_path), REELWRIGHT_MIN_FREE_MB=str(free * 2)
    )
    refused(done, 1, "MB are free", "reserve")


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = stage.run(tmp_path / "file" / "home", "status", cwd=tmp_path)
    refused(done, 1, "cannot be used", "REELWRIGHT_HOME")


def test_a_missing_ffmpeg_is_named_by_doctor(tmp_path: Path) -> None:
    done = stage.run(tmp_path / "home", "doctor", REELWRIGHT_FFMPEG="/nowhere/ffmpeg")
    assert done.returncode == 1
    assert "/nowhere/ffmpeg" in done.stdout
    assert "REELWRIGHT_FFMPEG" in done.stdout


def test_doctor_is_content_with_a_sound_machine(tmp_path: Path) -> None:
    done = stage.run(tmp_path / "home", "doctor")
    assert done.returncode == 0, done.stdout
    assert "BAD" not in done.stdout


def test_two_processes_do_not_work_in_one_data_folder(tmp_path: Path) -> None:
    import filelock

    home = tmp_path / "home"
    home.mkdir()
    with filelock.FileLock(home / "lock"):
        refused(stage.run(home, "make", story(tmp_path)), 1, "another reelwright process")


def test_a_prompt_and_a_brief_become_films(tmp_path: Path) -> None:
    told = stage.made(
        tmp_path / "home", "--prompt", "A fox crosses a snowy forest at dawn", "--seconds", "10",
        "--size", "256x144", "--out", tmp_path / "out",
    )  # fmt: skip
    assert told["seconds"] > 8
    advert = stage.made(
        tmp_path / "home", "--brief", "A lantern that never goes out, for people who walk at night",
        "--size", "144x256", "--out", tmp_path / "out",
    )  # fmt: skip
    assert advert["seconds"] == 15


def test_strangers_words_do_not_steer_the_terminal(tmp_path: Path) -> None:
    title = "\x1b]0;owned\x07\x1b[2Jfox"
    done = stage.run(tmp_path / "home", "plan", story(tmp_path), "--title", title)
    assert done.returncode == 0, done.stderr
    assert "fox" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_name_in_another_encoding_is_no_obstacle(tmp_path: Path) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9.md"))
    path.write_text(stage.STORY)
    done = stage.run(tmp_path / "home", "plan", path, "--json")
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(homes.ON_POSTGRESQL, reason="there it is no file of ours")
def test_a_spoilt_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "reelwright.db").write_bytes(b"not a database at all" * 100)
    refused(stage.run(home, "status"), 1, "cannot be used", "REELWRIGHT_HOME")


def test_prompts_that_begin_alike_are_different_productions(tmp_path: Path) -> None:
    start = "A fox crosses a snowy forest at dawn while the moon still stands over it, "
    small = ("--size", "64x64", "--until", "storyboard", "--out", tmp_path / "out")
    first = stage.made(tmp_path / "home", "--prompt", start + "alone", *small)
    second = stage.made(tmp_path / "home", "--prompt", start + "with its young", *small)
    assert first["production"] != second["production"]


def test_a_run_that_died_does_not_come_back_in_another_s(tmp_path: Path) -> None:
    """One production is killed half-way; making another one makes nothing of the first."""
    home = tmp_path / "home"
    other = tmp_path / "other.md"
    other.write_text("# One\n\nThe boat lay on the beach. Anna waited by the boat all day.\n")
    going = stage.begin(home, "make", story(tmp_path), "--out", tmp_path / "a", *stage.SMALL)
    while stage.takes(home) < 5 and going.poll() is None:
        time.sleep(0.05)
    going.kill()
    going.communicate()
    before = stage.executions(home)
    told = stage.made(home, other, "--out", tmp_path / "b", *stage.SMALL)
    again = stage.rows(
        home, "SELECT count(*) FROM attempt JOIN job ON job_id = job.id "
        "WHERE attempt.work != 'failed' AND fingerprint NOT IN (SELECT fingerprint FROM job "
        f"JOIN want ON job.id = want.job_id WHERE production_id = '{told['production']}')",
    )  # fmt: skip
    assert again[0][0] == sum(before.values())
    status = json.loads(stage.run(home, "status", tmp_path / "key.md", "--json").stdout)
    assert status["status"] == "cancelled"
    assert not (tmp_path / "b" / "clips" / status["production"]).exists()
