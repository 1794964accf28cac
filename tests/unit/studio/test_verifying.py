"""What a stranger's file says of itself is told in our words, whatever shape it has."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import signers
from tests.standins import media

from reelwright.cli.verify import _told
from reelwright.cutting.provenance import Credit, Credits, Span, manifest
from reelwright.film.errors import BadInput
from reelwright.media.credentials import identity, sign
from reelwright.studio.verifying import LONGEST, _read, verify

FILM = Credits(
    title="The Key",
    author="A. Tester",
    makers=(
        Credit(
            what="picture", service="kling", model="kling-3.0", source="trained", count=1,
            spans=(Span(name="1.1/1", start=0, end=1),),
        ),
        Credit(what="voice", service="Reelwright", model="animatic", source="algorithmic", count=3),
    ),
)  # fmt: skip

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film")
    plain, target = folder / "film.mp4", folder / "signed.mp4"
    plain.write_bytes(media.clip(1, 128, 72))
    by = identity(*signers.pair(folder / "signer"))
    sign(plain, target, "video/mp4", manifest(FILM, "1.0"), by)
    return target


def test_what_was_signed_is_what_is_told(signed: Path) -> None:
    found = verify(signed)
    assert (found.state, found.problems) == ("valid", ())
    assert found.signer == "A. Tester / Test Studio"
    assert (found.title, found.author, found.program) == ("The Key", "A. Tester", "Reelwright 1.0")
    created, pictures, voices = found.parts
    assert created.source == "compositeWithTrainedAlgorithmicMedia"
    assert (pictures.agent, pictures.source) == ("kling kling-3.0", "trainedAlgorithmicMedia")
    assert pictures.places == ("1.1/1 0.000–1.000 s",)
    assert voices.source == "algorithmicMedia"
    text = "\n".join(_told(found, 6))
    assert "1 shot made by a trained model: kling kling-3.0" in text


def test_trust_needs_certificates(signed: Path) -> None:
    assert verify(signed, signed.parent / "signer/cert.pem").state == "trusted"
    with pytest.raises(BadInput, match="no PEM certificate"):
        verify(signed, signed.parent / "signer/key.pem")


def test_the_name_of_a_file_does_not_matter(signed: Path, tmp_path: Path) -> None:
    for name in ("film", "film.txt", "-.mp4", "ü;$(x).mov"):
        path = tmp_path / name
        path.write_bytes(signed.read_bytes())
        assert verify(path).state == "valid"


def test_folders_and_nothing_are_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.mp4"):
        with pytest.raises(BadInput, match="there is no file"):
            verify(path)


def report(active: object, **more: object) -> dict[str, Any]:
    return {"active_manifest": "x", "manifests": {"x": active}, "validation_state": "Valid", **more}


@given(VALUES, VALUES, VALUES)
def test_a_report_of_any_shape_is_told(one: object, two: object, three: object) -> None:
    action = {"action": one, "softwareAgent": two, "changes": [{"region": [{"time": three}]}]}
    labelled = [{"label": "c2pa.actions.v2", "data": {"actions": [action, one]}}, one, two]
    for shape in (
        {"assertions": labelled, "title": two, "signature_info": three},
        {"assertions": one, "claim_generator_info": [two], "signature_info": {"issuer": three}},
        one,
    ):
        found = _read("film.mp4", report(shape, validation_status=two))
        json.dumps(found.model_dump())
        assert list(_told(found, 3))
    assert _read("film.mp4", {"manifests": one, "active_manifest": two}).state == "altered"


def test_what_a_file_says_of_itself_is_cut_to_lines() -> None:
    found = _read("f", report({"title": "a\nb\x1b[31m " + "x" * 10_000}))
    assert found.title.startswith("a b")
    assert len(found.title) == LONGEST


@pytest.mark.parametrize(
    ("state", "codes", "told"),
    [
        ("Trusted", [], "trusted"),
        ("Valid", ["signingCredential.untrusted"], "valid"),
        ("Valid", ["assertion.bmffHash.mismatch"], "altered"),
        ("Invalid", ["assertion.bmffHash.mismatch"], "altered"),
        ("Invalid", [], "altered"),
        ("", [], "altered"),
        ("Good", [], "altered"),
    ],
)
def test_only_two_states_are_good(state: str, codes: list[str], told: str) -> None:
    problems = [{"code": code} for code in codes]
    found = _read("f", report({}, validation_state=state, validation_status=problems))
    assert found.state == told
    assert found.good == (told in ("trusted", "valid"))
