"""Delivered files get their names; what is not ours is left alone."""

import hashlib
import json
from pathlib import Path

import pytest

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.studio.delivering import Delivered, Delivery
from reelwright.studio.shelving import put_all, shelve


def delivery(folder: Path, content: bytes = b"one", name: str = "film.mp4") -> Delivery:
    stored = folder / hashlib.sha256(content).hexdigest()
    stored.write_bytes(content)
    one = Delivered(
        kind="mp4", name=name, folder="exports/film-1", sha256=stored.name, path=stored
    )  # fmt: skip
    return Delivery(production="film-1", files=(one,), made=1, reused=0)


def test_a_newer_version_replaces_ours(tmp_path: Path) -> None:
    out = tmp_path / "out"
    path = shelve(delivery(tmp_path), out)["film.mp4"]
    assert path == out / "exports" / "film-1" / "film.mp4"
    assert path.read_bytes() == b"one"
    shelve(delivery(tmp_path, b"two"), out)
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["film.mp4"]


def test_the_same_bytes_are_not_written_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    path = shelve(delivery(tmp_path), out)["film.mp4"]
    before = path.stat().st_mtime_ns
    shelve(delivery(tmp_path), out)
    assert path.stat().st_mtime_ns == before


def test_what_somebody_changed_or_put_there_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    path = shelve(delivery(tmp_path), out)["film.mp4"]
    path.write_bytes(b"changed")
    with pytest.raises(BadInput, match="exists already"):
        shelve(delivery(tmp_path, b"two"), out)
    assert path.read_bytes() == b"changed"
    shelve(delivery(tmp_path, b"two"), out, force=True)
    assert path.read_bytes() == b"two"


@pytest.mark.parametrize("note", ["", "[1]", '{"exports/film-1/film.mp4": 3}', "{" * 9999])
def test_a_note_that_was_spoilt_counts_as_none(tmp_path: Path, note: str) -> None:
    out = tmp_path / "out"
    path = shelve(delivery(tmp_path), out)["film.mp4"]
    manifest = out / ".reelwright" / "exports" / "film-1.json"
    assert list(json.loads(manifest.read_text())) == ["exports/film-1/film.mp4"]
    manifest.write_text(note)
    with pytest.raises(BadInput, match="exists already"):
        shelve(delivery(tmp_path, b"two"), out)
    assert path.read_bytes() == b"one"


def test_nothing_is_copied_when_one_name_is_taken(tmp_path: Path) -> None:
    both = delivery(tmp_path)
    other = delivery(tmp_path, b"two", "other.mp4")
    both = both.model_copy(update={"files": both.files + other.files})
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "other.mp4").write_bytes(b"mine")
    with pytest.raises(BadInput):
        put_all(both, tmp_path / "here")
    assert [p.name for p in (tmp_path / "here").iterdir()] == ["other.mp4"]


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "exports" / "film-1" / "film.mp4").mkdir(parents=True)
    with pytest.raises(BadInput):
        shelve(delivery(tmp_path), out)
    with pytest.raises(MachineTrouble, match="cannot be written"):
        shelve(delivery(tmp_path), out, force=True)
