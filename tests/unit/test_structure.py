"""The house rules that a machine can check."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
FORBIDDEN = re.compile(
    r"^_?(base|abstract|managers?|handlers?|utils?|helpers?|common|services?)(_|$)"
)
TEXT = {".py", ".md", ".toml", ".lock", ".fountain", ".json", ".txt", ""}


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_module_is_named_after_nothing() -> None:
    assert [str(p) for p in SOURCES if FORBIDDEN.match(p.stem)] == []


def test_files_are_small() -> None:
    lengths = {p: len(p.read_text().splitlines()) for p in SOURCES}
    assert {str(p): n for p, n in lengths.items() if n > 400} == {}
    assert median(n for n in lengths.values() if n > 3) < 200


def test_the_engine_is_known_to_one_short_file() -> None:
    users = [
        p
        for p in SOURCES
        if any(
            name == "dbos" or name.startswith("dbos.")
            for name in imported(ast.parse(p.read_text()))
        )
    ]
    assert [p.name for p in users] == ["engine.py"]
    assert len(users[0].read_text().splitlines()) < 200


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_no_proprietary_part_of_the_engine_is_switched_on() -> None:
    text = (ROOT / "src/reelwright/studio/engine.py").read_text()
    for setting in ("conductor_key", "auto_upgrade", "sharding", "transact_enterprise_key"):
        assert setting not in text


@pytest.mark.parametrize(
    "lock", sorted((ROOT / "requirements").glob("*.lock")), ids=lambda p: p.name
)
def test_locks_name_no_hosts_and_pin_every_package_by_hash(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    pinned = re.findall(
        r"^[a-z0-9][a-z0-9._-]*(?:\[[^]]*\])?==\S+", text, re.MULTILINE | re.IGNORECASE
    )
    assert len(pinned) > 20
    assert text.count("--hash=sha256:") >= len(pinned)


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    home = str(Path.home())
    places = [p for p in (home + "/", str(ROOT.parent) + "/") if len(p) > 3 and p != "/tmp/"]
    found = [
        str(path)
        for path in tracked()
        if path.suffix in TEXT and any(place in path.read_text(errors="ignore") for place in places)
    ]
    assert found == []


def test_no_pickle_and_no_eval() -> None:
    for path in SOURCES:
        tree = ast.parse(path.read_text())
        names = set(imported(tree))
        assert not names & {"pickle", "shelve", "marshal"}, path
        calls = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not calls & {"eval", "exec"}, path


def test_importing_the_package_costs_nothing() -> None:
    code = (
        "import sys, reelwright\n"
        "print(len([m for m in sys.modules if m.startswith('reelwright.')]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


def test_help_imports_no_heavy_library() -> None:
    code = (
        "import sys; sys.argv = ['reelwright', '--help']\n"
        "from reelwright.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'av', 'PIL', 'sqlalchemy', 'dbos', 'alembic', 'pydantic', 'lxml'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stdout
