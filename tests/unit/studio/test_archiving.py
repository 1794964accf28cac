"""Archives: whole productions out and back, and files of strangers that get nowhere."""

import io
import json
import os
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests import homes
from tests.audit import complaints
from tests.standins import media
from tests.unit.studio.booth import DOLLAR, Booth, booth

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.production import Patch
from reelwright.ledger import copying, productions
from reelwright.ledger.database import open_database
from reelwright.ledger.tables import metadata
from reelwright.studio import restoring
from reelwright.studio.archiving import CONTENTS, archive
from reelwright.studio.pointing import newest
from reelwright.studio.restoring import restore
from reelwright.studio.settings import Settings
from reelwright.studio.steering.patching import use
from reelwright.studio.steering.queueing import queue


def settings_in(folder: Path) -> Settings:
    return Settings(home=folder, min_free_mb=1)


@contextmanager
def archived(folder: Path) -> Iterator[tuple[Booth, Path]]:
    """A production with a bought clip, a failure, a picture of the user's own, and its archive."""
    with booth(folder) as b:
        b.accepted("t-1", DOLLAR // 2, content=b"clip one")
        b.failed("400: no")
        own = folder / "own.png"
        own.write_bytes(media.picture(256, 144))
        use(b.settings, "1.3/1", own)
        file = folder / "film.zip"
        archive(b.settings, b.production.id, file)
        yield b, file


def members(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as found:
        return {name: found.read(name) for name in found.namelist()}


def packed(file: Path, parts: dict[str, bytes], kind: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(file, "w", kind) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file


def contents(parts: dict[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(parts[CONTENTS])
    return found


def ledger(settings: Settings) -> list[str]:
    """What an auditor says about a data folder, and that there is something in it to audit."""
    engine = open_database(homes.ledger(settings.home))
    with engine.connect() as connection:
        assert productions.every(connection)
        found = complaints(connection)
    engine.dispose()
    return found


# There and back.


def test_a_production_comes_back_in_another_data_folder(tmp_path: Path) -> None:
    with archived(tmp_path) as (b, file):
        there = settings_in(tmp_path / "there")
        done = restore(there, file)
        assert (done.production, done.new, done.charged_usd) == (b.production.id, True, 0.5)
        assert ledger(there) == []
        here, copy = (queue(one, b.production.id) for one in (b.settings, there))
        assert [(j.work, j.error, j.fingerprint) for j in copy] == [
            (j.work, j.error, j.fingerprint) for j in here
        ]
        assert [j.attempts for j in copy] == [j.attempts for j in here]
        for sha256 in contents(members(file))["files"]:
            one, other = (s.home / "store" / sha256[:2] / sha256[2:4] / sha256
                          for s in (b.settings, there))  # fmt: skip
            assert one.read_bytes() == other.read_bytes()


def test_the_users_own_picture_comes_along(tmp_path: Path) -> None:
    with archived(tmp_path) as (b, file):
        (patch,) = newest(b.home, b.production).patches.values()
        assert f"store/{patch.image}" in members(file)


def test_twice_is_once(tmp_path: Path) -> None:
    with archived(tmp_path) as (_, file):
        there = settings_in(tmp_path / "there")
        restore(there, file)
        before = [homes.rows(there.home, f"SELECT * FROM {name}") for name in metadata.tables]
        assert not restore(there, file).new
        assert ledger(there) == []
        after = [homes.rows(there.home, f"SELECT * FROM {name}") for name in metadata.tables]
        assert any(before)
        assert before == after


def test_restoring_where_it_comes_from_changes_nothing(tmp_path: Path) -> None:
    with archived(tmp_path) as (b, file):
        assert not restore(b.settings, file).new


def test_an_older_archive_of_the_same_changes_nothing(tmp_path: Path) -> None:
    with archived(tmp_path) as (b, file):
        b.accepted("t-9", content=b"clip nine")
        assert not restore(b.settings, file).new


def test_a_newer_archive_is_not_mixed_in(tmp_path: Path) -> None:
    with archived(tmp_path) as (b, file):
        there = settings_in(tmp_path / "there")
        restore(there, file)
        b.accepted("t-9", content=b"clip nine")
        archive(b.settings, b.production.id, tmp_path / "newer.zip")
        with pytest.raises(BadInput, match="it is not the same"):
            restore(there, tmp_path / "newer.zip")


def test_what_was_under_way_is_told_and_holds_nothing_there(tmp_path: Path) -> None:
    with booth(tmp_path) as b:
        b.ticketed("t-1")
        done = archive(b.settings, b.production.id, tmp_path / "film.zip")
        assert done.under_way == 1
        there = settings_in(tmp_path / "there")
        restore(there, tmp_path / "film.zip")
        assert ledger(there) == []
        (job,) = queue(there, b.production.id)
        assert (job.work, job.attempts[0].held_usd) == ("cancelled", 0.0)
        assert job.attempts[0].error == copying.ELSEWHERE


def test_the_same_production_makes_the_same_file(tmp_path: Path) -> None:
    with archived(tmp_path) as (b, file):
        archive(b.settings, b.production.id, tmp_path / "again.zip")
        assert (tmp_path / "again.zip").read_bytes() == file.read_bytes()


def test_lost_bytes_are_told(tmp_path: Path) -> None:
    with archived(tmp_path) as (b, _):
        ((sha256,),) = b.rows("SELECT sha256 FROM take WHERE attempt_id IS NOT NULL")
        path = b.home.store.path(str(sha256))
        path.chmod(0o600)
        path.unlink()
        done = archive(b.settings, b.production.id, tmp_path / "less.zip")
        assert done.missing == (sha256,)
        there = settings_in(tmp_path / "there")
        assert restore(there, tmp_path / "less.zip").charged_usd == 0.5
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"clip one")


def test_an_archive_is_not_written_over(tmp_path: Path) -> None:
    with archived(tmp_path) as (b, file):
        with pytest.raises(BadInput, match="is there already"):
            archive(b.settings, b.production.id, file)
        archive(b.settings, b.production.id, file, force=True)
        with pytest.raises(BadInput, match="is a folder"):
            archive(b.settings, b.production.id, tmp_path)
        with pytest.raises(MachineTrouble, match="cannot be written"):
            archive(b.settings, b.production.id, tmp_path / "nowhere" / "film.zip")
        assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_name_that_is_taken_is_told(tmp_path: Path) -> None:
    with archived(tmp_path) as (b, file):
        parts = members(file)
        told = contents(parts)
        told["record"]["id"] = "another"
        parts[CONTENTS] = json.dumps(told).encode()
        with pytest.raises(BadInput, match="it is not the same") as refused:
            restore(b.settings, packed(tmp_path / "other.zip", parts))
        assert "REELWRIGHT_HOME" in refused.value.remedy


# Files of strangers.

Tamper = Callable[[dict[str, bytes]], None]


def _record(change: Callable[[dict[str, Any]], None]) -> Tamper:
    def tamper(parts: dict[str, bytes]) -> None:
        told = contents(parts)
        change(told)
        parts[CONTENTS] = json.dumps(told).encode()

    return tamper


def _first(parts: dict[str, bytes]) -> str:
    return next(name for name in parts if name != CONTENTS)


def _damage(parts: dict[str, bytes]) -> None:
    name = _first(parts)
    parts[name] = bytes([parts[name][0] ^ 1]) + parts[name][1:]


def _longer(parts: dict[str, bytes]) -> None:
    parts[_first(parts)] += b"x"


def _less(parts: dict[str, bytes]) -> None:
    parts.pop(_first(parts))


def _slip(name: str) -> Tamper:
    return lambda parts: parts.update({name: b"owned"})


def _patch(told: dict[str, Any]) -> None:
    told["record"]["revisions"][0]["patches"] = json.dumps({"x": Patch().model_dump() | {"y": 1}})


TAMPERED: dict[str, Tamper] = {
    "nothing but an empty record": lambda parts: parts.update({CONTENTS: b"{}"}),
    "no record": lambda parts: parts.update({"other.json": parts.pop(CONTENTS)}),
    "no JSON": lambda parts: parts.update({CONTENTS: b"\xff\xfe"}),
    "deep JSON": lambda parts: parts.update({CONTENTS: b"[" * 100_000}),
    "a damaged file": _damage,
    "a longer file": _longer,
    "a file less": _less,
    "a name above": _slip("../../evil"),
    "an absolute name": _slip("/tmp/evil"),
    "a name that is no hash": _slip("store/evil"),
    "another format": _record(lambda told: told.update(format="zip")),
    "a newer version": _record(lambda told: told.update(version=2)),
    "an unknown field": _record(lambda told: told.update(more=1)),
    "a job twice": _record(lambda told: told["record"]["jobs"].append(told["record"]["jobs"][0])),
    "money that does not add up": _record(lambda told: told["record"]["money"].pop()),
    "more money than it says": _record(
        lambda told: told["record"]["attempts"][0].update(charged_micros=1)
    ),
    "a hash that is a path": _record(
        lambda told: told["record"]["takes"][0].update(sha256="../../../../etc/passwd")
    ),
    "a take without bytes": _record(
        lambda told: told["record"]["takes"][0].update(sha256="0" * 64)
    ),
    "a revision nobody can read": _record(
        lambda told: told["record"]["revisions"][0].update(source="{}x")
    ),
    "a decision nobody knows": _record(_patch),
    "a size that lies": _record(
        lambda told: told["files"].update(dict.fromkeys(told["files"], 1 << 40))
    ),
    "a number too large": _record(lambda told: told["record"].update(cap=10**30)),
    "a time that is none": _record(lambda told: told["record"].update(created_at=float("nan"))),
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED.keys())
def test_what_was_tampered_with_is_refused_whole(tmp_path: Path, tamper: Tamper) -> None:
    with archived(tmp_path) as (_, file):
        parts = members(file)
        tamper(parts)
        packed(tmp_path / "bad.zip", parts)
    there = settings_in(tmp_path / "deep" / "there")
    with pytest.raises(BadInput, match="this archive cannot be used") as told:
        restore(there, tmp_path / "bad.zip")
    assert len(told.value.cause) < 400
    engine = open_database(homes.ledger(there.home))
    with engine.connect() as connection:
        assert productions.every(connection) == []
    engine.dispose()
    assert not list(tmp_path.rglob("evil"))
    assert not Path("/tmp/evil").exists()
    assert not (there.home / "scratch").exists() or not list((there.home / "scratch").iterdir())


def test_packed_files_are_refused(tmp_path: Path) -> None:
    """A bomb is a packed file: only the record may be packed, and it is measured."""
    with archived(tmp_path) as (_, file):
        parts = members(file)
    packed(tmp_path / "bad.zip", parts, zipfile.ZIP_DEFLATED)
    with pytest.raises(BadInput, match="is packed, locked or not of its size"):
        restore(settings_in(tmp_path / "there"), tmp_path / "bad.zip")


def test_a_record_that_unpacks_to_too_much_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "LARGEST_CONTENTS", 1_000_000)
    packed(tmp_path / "bomb.zip", {CONTENTS: b" " * 300_000_000}, zipfile.ZIP_DEFLATED)
    assert (tmp_path / "bomb.zip").stat().st_size < 1_000_000
    tracemalloc.start()
    with pytest.raises(BadInput, match="cannot be used"):
        restore(settings_in(tmp_path / "there"), tmp_path / "bomb.zip")
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()


def test_a_list_of_members_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    with archived(tmp_path) as (_, file):
        content = bytearray(file.read_bytes())
    end = content.rfind(b"PK\x05\x06")
    struct.pack_into("<I", content, end + 12, restoring.LARGEST_LIST + 1)
    (tmp_path / "bad.zip").write_bytes(content)
    with pytest.raises(BadInput, match="far too long"):
        restore(settings_in(tmp_path / "there"), tmp_path / "bad.zip")


def test_members_that_share_bytes_are_refused(tmp_path: Path) -> None:
    """The list of members may claim the same bytes many times over."""
    with archived(tmp_path) as (_, file):
        parts = members(file)
    told = contents(parts)
    name = _first(parts).removeprefix("store/")
    size = told["files"][name]
    told["files"][name] = size
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(CONTENTS, json.dumps(told))
        for each in told["files"]:
            made.writestr(f"store/{each}", parts[f"store/{each}"])
        for info in made.infolist():
            if info.filename != CONTENTS:
                info.file_size = info.compress_size = told["files"][info.filename[6:]] = 1 << 30
    (tmp_path / "bad.zip").write_bytes(buffer.getvalue())
    with pytest.raises(BadInput, match="cannot be used"):
        restore(settings_in(tmp_path / "there"), tmp_path / "bad.zip")


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + b"\xff" * 18, os.urandom(5000)])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.zip").write_bytes(content)
    with pytest.raises(BadInput, match="cannot be used"):
        restore(settings_in(tmp_path / "there"), tmp_path / "bad.zip")


def test_a_cut_archive_is_refused(tmp_path: Path) -> None:
    with archived(tmp_path) as (_, file):
        content = file.read_bytes()
    for share in (0.2, 0.6, 0.99):
        (tmp_path / "cut.zip").write_bytes(content[: int(len(content) * share)])
        with pytest.raises(BadInput, match="cannot be used"):
            restore(settings_in(tmp_path / "there"), tmp_path / "cut.zip")


def test_there_must_be_a_file(tmp_path: Path) -> None:
    for name in ("nowhere.zip", "."):
        with pytest.raises(BadInput, match="there is no file"):
            restore(settings_in(tmp_path / "there"), tmp_path / name)
