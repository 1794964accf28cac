"""What is imported is under permissive licences; GPL programs run as processes of their own."""

import ast
import re
import sys
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PERMISSIVE = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software Foundation|ISC|Unlicense|MPL|Mozilla|LGPL|Public Domain|"
    r"HPND|zlib|CC0|Permission is hereby granted, free of charge",
    re.IGNORECASE,
)
PROCESSES = {
    "espeakng-loader": "GPL: carries espeak-ng, which media/sound/speech_child.py loads in a "
    "process of its own",
    "imageio-ffmpeg": "BSD itself; the ffmpeg program it carries is GPL and runs as a process",
}


def imported_packages() -> set[str]:
    """Distributions that our code imports."""
    owners = metadata.packages_distributions()
    modules: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    modules |= {"fontTools", "imageio_ffmpeg"}  # these are loaded by name
    modules -= set(sys.stdlib_module_names) | {"reelwright"}
    return {owner for module in modules for owner in owners.get(module, [])}


def licence(package: str) -> str:
    """What a package says of its licence: its fields, else the head of its licence file."""
    about = metadata.metadata(package)
    fields = [*(about.get_all("License-Expression") or []), *(about.get_all("License") or [])]
    fields += [c for c in about.get_all("Classifier") or [] if c.startswith("License")]
    files = metadata.files(package) or []
    heads = [
        " ".join(Path(str(f.locate())).read_text(errors="replace")[:400].split())
        for f in files
        if "licen" in str(f).lower() and "dist-info" in str(f)
    ]
    return "; ".join(fields)[:300] or "; ".join(heads)


@pytest.mark.parametrize("package", sorted(imported_packages()))
def test_licence(package: str) -> None:
    if package in PROCESSES:
        assert package.partition("-")[0] in (ROOT / "docs/licences.md").read_text()
        return
    assert PERMISSIVE.search(licence(package)), f"{package}: {licence(package)!r}"


def test_every_dependency_is_imported_and_every_import_declared() -> None:
    """A dependency nobody imports is dropped; one that is imported must not come by chance."""
    text = (ROOT / "pyproject.toml").read_text()
    blocks = [
        re.search(rf"^{head}(.*?)^{end}", text, re.DOTALL | re.MULTILINE)
        for head, end in (
            (r"dependencies = \[", r"\]"), (r"\[project\.optional-dependencies\]", r"\["),
        )
    ]  # fmt: skip
    assert all(blocks)
    declared = {
        re.split(r"[\[<>=]", name)[0].lower()
        for block in blocks
        if block
        for name in re.findall(r'"([^"]+)"', block.group(1))
    }
    used = {name.lower().replace("_", "-") for name in imported_packages()}
    assert used == declared
