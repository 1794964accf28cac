"""The pages about money say what is there: settings of services, fields of every --json, gates."""

import re
from pathlib import Path

import pytest

from reelwright.film.noun import Noun
from reelwright.providers.registry import PROVIDERS, provider
from reelwright.studio.reports.account import (
    Alert,
    Approval,
    Calls,
    Cost,
    Failure,
    JobCounts,
    Report,
    Results,
    Retry,
    Row,
    Runs,
)
from reelwright.studio.reports.accounting import Averages, KindSum, SceneSum, Sum
from reelwright.studio.reports.assemblies import Assembly
from reelwright.studio.reports.comparison import Match, Reconciled, Stranger, Unbilled
from reelwright.studio.reports.invoice import Useless
from reelwright.studio.spending.access import POLL, RATES
from reelwright.studio.steering.resolving import Decided
from reelwright.studio.steering.undecided import Open
from reelwright.studio.usage import Reach

DOCS = Path(__file__).parents[2] / "docs"
SHOWN: dict[str, tuple[type[Noun], ...]] = {
    "providers": (Reach,),
    "resolve": (Open, Decided),
    "report": (
        Report, JobCounts, Sum, Cost, Runs, Averages, SceneSum, KindSum, Failure, Retry, Calls,
        Approval, Row, Assembly, Results, Alert,
    ),
    "reconcile": (Reconciled, Match, Stranger, Unbilled, Useless),
}  # fmt: skip


def section(command: str) -> str:
    text = (DOCS / "commands.md").read_text()
    found = re.search(rf"^## {command}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("command", SHOWN)
def test_every_field_of_json_is_documented(command: str) -> None:
    text = section(command)
    fields = {name for noun in SHOWN[command] for name in noun.model_fields}
    assert [name for name in sorted(fields) if f"`{name}`" not in text] == []


def test_every_gate_is_documented() -> None:
    from reelwright.cli.report import GATES

    assert [name for name in GATES if f"`{name}`" not in section("report")] == []


@pytest.mark.parametrize("ending", ["KEY", "URL", "TIMEOUT", POLL, *RATES.values()])
def test_every_setting_of_a_service_is_documented(ending: str) -> None:
    text = (DOCS / "settings.md").read_text()
    assert f"`REELWRIGHT_<SERVICE>_{ending}`" in text
    if ending not in ("KEY", "URL"):
        assert f"`REELWRIGHT_{ending}`" in text


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_variable_of_a_key_is_documented(name: str) -> None:
    text = (DOCS / "settings.md").read_text()
    row = re.search(rf"^\| {name} \| (.*)$", text, re.MULTILINE)
    assert row is not None
    assert [key for key in provider(name).keys if f"`{key}`" not in row[1]] == []


def test_places_within_pages_are_there() -> None:
    for path in DOCS.glob("*.md"):
        for page, place in re.findall(r"\]\(([a-z]*(?:\.md)?)#([^)]+)\)", path.read_text()):
            text = (DOCS / page if page else path).read_text()
            heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
            places = {re.sub(r"[^a-z0-9 -]", "", head.lower()).replace(" ", "-") for head in heads}
            assert place in places, f"{path.name} -> {page}#{place}"
