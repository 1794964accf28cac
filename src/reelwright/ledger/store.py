"""The content store: read-only bytes under `ab/cd/<sha256>`, put only when complete and durable."""

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

CHUNK = 1 << 20

_HASH = re.compile(r"[0-9a-f]{64}")


class Store:
    """Bytes by hash in one folder. What is there is complete: files arrive by rename only."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where these bytes are, or would be. Never write there."""
        if len(sha256) != 64 or not sha256.isalnum():
            raise ValueError(f"not a content hash: {sha256!r}")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def has(self, sha256: str) -> bool:
        return self.path(sha256).exists()

    def local(self, sha256: str) -> Path:
        """A readable path of these bytes; `FileNotFoundError` when they are gone."""
        path = self.path(sha256)
        if not path.exists():
            raise FileNotFoundError(path)
        return path

    def size(self, sha256: str) -> int | None:
        """Bytes that these take here; None when they are gone."""
        try:
            return self.path(sha256).stat().st_size
        except FileNotFoundError:
            return None

    def every(self) -> Iterator[str]:
        """The hashes of all bytes that are here, in order."""
        for path in sorted(self.root.glob("??/??/*")):
            if _HASH.fullmatch(path.name) and path == self.path(path.name):
                yield path.name

    def remove(self, sha256: str) -> int:
        """Let these bytes go; answers how many. The ledger must have condemned them before."""
        size = self.size(sha256)
        self.path(sha256).unlink(missing_ok=True)
        return size or 0

    def put(self, file: Path) -> tuple[str, int]:
        """Take over `file` (which is moved away) and answer its (sha256, size in bytes).

        The file must be on the store's file system. It is fsynced before its name changes, so a
        name in the store never stands for torn bytes.
        """
        digest, size = hash_file(file)
        target = self.path(digest)
        if target.exists():
            # Whoever put it may have died before its name was durable.
            self._fsync_names(target)
            file.unlink()
            return digest, size
        target.parent.mkdir(parents=True, exist_ok=True)
        with file.open("rb") as handle:
            os.fsync(handle.fileno())
        file.chmod(0o444)
        file.rename(target)
        self._fsync_names(target)
        return digest, size

    def _fsync_names(self, target: Path) -> None:
        for folder in (target.parent, target.parent.parent, self.root):
            fsync_folder(folder)

    def put_bytes(self, data: bytes, scratch: Path) -> tuple[str, int]:
        """Store `data` by way of a file in `scratch`."""
        file = scratch / hashlib.sha256(data).hexdigest()
        file.write_bytes(data)
        return self.put(file)


def hash_file(file: Path) -> tuple[str, int]:
    """(SHA-256 in hex, size in bytes) of a file, read in pieces."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as handle:
        while piece := handle.read(CHUNK):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size


def fsync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
