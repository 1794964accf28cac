"""The docs say what is there: commands, options, settings, models; and their examples run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import stage
import typer.main

from reelwright.cli.commands import app
from reelwright.providers import catalogue
from reelwright.studio.settings import Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
COMMANDS = (DOCS / "commands.md").read_text()


def commands() -> dict[str, list[str]]:
    group = typer.main.get_command(app)
    found = getattr(group, "commands")  # noqa: B009 — the vendored class is not typed as a group
    return {
        name: [option for one in command.params for option in one.opts if option.startswith("--")]
        for name, command in found.items()
    }


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_command_has_its_section(command: str) -> None:
    assert re.search(rf"^## {command}$", COMMANDS, re.MULTILINE)


def test_every_option_is_mentioned() -> None:
    shown = {option for options in commands().values() for option in options} - {"--help"}
    hidden = {"--title-card", "--slate"}
    missing = [o for o in sorted(shown - hidden) if f"`{o}" not in COMMANDS]
    assert missing == []
    assert all(f"--no-{o[2:]}" in COMMANDS for o in hidden)


def test_no_command_is_promised_that_is_not_there() -> None:
    for path in [*DOCS.glob("*.md"), ROOT / "README.md"]:
        for word in re.findall(r"(?:`|bin/|^)reelwright ([a-z]+)", path.read_text(), re.MULTILINE):
            assert word in commands(), f"{path.name}: reelwright {word}"


def test_every_setting_is_documented() -> None:
    text = (DOCS / "settings.md").read_text()
    for name in Settings.model_fields:
        assert f"`REELWRIGHT_{name.upper()}`" in text


def test_every_priced_model_is_documented() -> None:
    text = (DOCS / "services.md").read_text()
    for row in (*catalogue.VIDEOS, *catalogue.IMAGES, *catalogue.VOICES):
        assert f"`{row.model}`" in text
        assert row.service in text.lower()


def test_links_between_pages_lead_somewhere() -> None:
    for path in [*DOCS.glob("*.md"), *ROOT.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name} -> {target}"


def test_the_readme_is_short_and_has_a_picture() -> None:
    text = (ROOT / "README.md").read_text()
    assert len(text.splitlines()) <= 120
    assert re.search(r"!\[[^]]+\]\(docs/images/", text)


@pytest.mark.parametrize(
    "code",
    re.findall(r"```python\n(.*?)```", (DOCS / "python.md").read_text(), re.DOTALL),
    ids=("generate", "pipeline"),
)
def test_the_python_examples_run(code: str, tmp_path: Path) -> None:
    (tmp_path / "story.md").write_text(stage.STORY)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "REELWRIGHT_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "_complete.mp4" in done.stdout
