import errno
import os
from pathlib import Path

import pytest

from reelwright.film.errors import MachineTrouble
from reelwright.media import disk


def test_room_is_asked_for_before(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet"
    disk.require(folder, 1000)
    with pytest.raises(MachineTrouble, match=r"1000000.0 GB are needed") as trouble:
        disk.require(folder, 10**15)
    assert "Free some space" in trouble.value.remedy
    assert disk.free(folder) > 0


@pytest.mark.parametrize("trouble", [None, errno.EXDEV, errno.EOPNOTSUPP])
def test_copies_are_the_same_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: int | None
) -> None:
    """By the kernel, and where it cannot: across file systems, or on those that never can."""
    if trouble:

        def refused(*_: object) -> int:
            raise OSError(trouble, "no")

        monkeypatch.setattr(os, "copy_file_range", refused)
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(os.urandom(3_000_001))
    target.write_bytes(b"longer than before" * 1_000_000)
    disk.copy(source, target)
    assert target.read_bytes() == source.read_bytes()
    with source.open("rb") as read, target.open("wb") as written:
        assert disk.stretch(read.fileno(), 2_999_000, 5000, written.fileno()) == 1001
    assert target.read_bytes() == source.read_bytes()[-1001:]
    source.write_bytes(b"")
    disk.copy(source, target)
    assert target.read_bytes() == b""


@pytest.mark.parametrize("trouble", [None, "short", errno.EINVAL, errno.ENOSPC])
def test_large_files_are_copied_past_the_kernels_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str | int | None
) -> None:
    """To the byte, also where the disk takes less than it was given or will not be written so."""
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(os.urandom(17_000_001))
    written, write = list[int](), os.write

    def observed(file: int, data: memoryview) -> int:
        written.append(len(data))
        if trouble == "short":
            return write(file, data[:1234])
        if isinstance(trouble, int) and len(written) > 1:
            raise OSError(trouble, "no")
        return write(file, data)

    monkeypatch.setattr(os, "write", observed)
    if trouble == errno.ENOSPC:
        with pytest.raises(OSError, match="no"):
            disk.copy(source, target)
    else:
        disk.copy(source, target)
        assert target.read_bytes() == source.read_bytes()
    assert written, "not past the kernel's memory"
