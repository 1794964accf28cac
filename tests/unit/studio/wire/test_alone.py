"""Nobody else sends: the import contracts know packages by their first name only, so what lies
deeper is watched here."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4] / "src/reelwright"
WIRE = ROOT / "studio/wire"
SENDERS = (
    "http.client", "http.server", "urllib.request", "urllib.robotparser", "socket", "ssl",
    "ftplib", "smtplib", "xmlrpc", "webbrowser", "httpx", "requests", "urllib3", "aiohttp",
)  # fmt: skip


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def senders(path: Path) -> list[str]:
    return [
        name
        for name in imported(path)
        if any(name == sender or name.startswith(sender + ".") for sender in SENDERS)
    ]


def test_only_this_room_imports_what_sends() -> None:
    others = [path for path in ROOT.rglob("*.py") if not path.is_relative_to(WIRE)]
    assert len(others) > 100
    assert {str(path): senders(path) for path in others if senders(path)} == {}


def test_this_room_uses_the_standard_library_alone() -> None:
    found = {name.split(".")[0] for path in WIRE.glob("*.py") for name in senders(path)}
    assert found == {"http", "socket", "ssl"}


def test_its_files_are_short() -> None:
    assert max(len(path.read_text().splitlines()) for path in WIRE.glob("*.py")) < 200


@pytest.mark.parametrize("told", ["import urllib.request", "from urllib import request"])
def test_a_sender_would_be_seen(tmp_path: Path, told: str) -> None:
    (tmp_path / "x.py").write_text(told + "\nfrom urllib.parse import quote\n")
    assert senders(tmp_path / "x.py") == ["urllib.request"]
