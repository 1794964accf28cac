"""Content credentials: signed, read, altered, hostile; and nothing is in a file, or asked of the
network, that should not be."""

import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import av
import c2pa
import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import signers
from tests.standins import media

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.media import credentials, credentials_child
from reelwright.media.credentials import CONTEXT, identity, mark, read, sign

WORDS = {
    "claim_generator_info": [{"name": "Test", "version": "1"}],
    "title": "The Key",
    "assertions": [
        {
            "label": "c2pa.actions.v2",
            "data": {
                "actions": [
                    {
                        "action": "c2pa.created",
                        "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/"
                        "trainedAlgorithmicMedia",
                    }
                ]
            },
        }
    ],
}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    path.write_bytes(media.clip(1, 128, 72, sound=True))
    return path


@pytest.fixture(scope="module")
def signed(film: Path) -> Path:
    target = film.with_name("signed.mp4")
    sign(film, target, "video/mp4", WORDS, identity(*signers.pair(film.parent / "signer")))
    return target


def state(path: Path, trust: str = "") -> str:
    found = read(path, trust)
    return found.fault or str(found.report["validation_state"])


def in_process(data: bytes, path: Path) -> str:
    """The same without a process of its own, for many files."""
    path.write_bytes(data)
    found = credentials_child._read(path, "", CONTEXT)
    return str(found.get("fault") or found["report"]["validation_state"])


def packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as file:
        return [bytes(packet) for packet in file.demux()]


def test_a_signed_film_plays_the_same_and_says_who_signed_it(film: Path, signed: Path) -> None:
    found = read(signed)
    assert found.fault == ""
    assert found.report["validation_state"] == "Valid"
    active = found.report["manifests"][found.report["active_manifest"]]
    assert active["title"] == "The Key"
    assert active["signature_info"]["common_name"] == "A. Tester"
    assert packets(signed) == packets(film)
    assert state(film) == "none"


def test_a_signer_may_be_trusted_by_name(film: Path, signed: Path) -> None:
    own = (film.parent / "signer/cert.pem").read_text()
    other = signers.pair(film.parent / "other", "Somebody Else")[0].read_text()
    assert state(signed, own) == "Trusted"
    assert state(signed, other) == "Valid"


@pytest.mark.parametrize("kind", sorted(signers.KEYS))
def test_every_kind_of_key_signs(film: Path, tmp_path: Path, kind: str) -> None:
    by = identity(*signers.pair(tmp_path, kind=kind))
    assert by.algorithm == kind
    sign(film, tmp_path / "signed.mp4", "video/mp4", WORDS, by)
    assert state(tmp_path / "signed.mp4") == "Valid"


def test_the_older_form_of_a_key_signs_too(film: Path, tmp_path: Path) -> None:
    form = serialization.PrivateFormat.TraditionalOpenSSL
    by = identity(*signers.pair(tmp_path, form=form))
    sign(film, tmp_path / "signed.mp4", "video/mp4", WORDS, by)
    assert state(tmp_path / "signed.mp4") == "Valid"


def test_no_key_is_in_a_signed_film_nor_in_what_is_shown_of_it(film: Path, tmp_path: Path) -> None:
    """A canary, though the key was put into the certificate's file by mistake."""
    certificate, key = signers.pair(tmp_path)
    certificate.write_bytes(certificate.read_bytes() + key.read_bytes())
    by = identity(certificate, key)
    sign(film, tmp_path / "signed.mp4", "video/mp4", WORDS, by)
    data = (tmp_path / "signed.mp4").read_bytes()
    for secret in signers.secrets(key):
        assert secret not in data
        assert secret.decode("latin-1") not in repr(by)
        assert secret.decode("latin-1") not in by.certificates
    assert str(tmp_path).encode() not in data
    assert by.key not in mark(WORDS, by)


def test_what_cannot_sign_is_told(film: Path, tmp_path: Path) -> None:
    good, key = signers.pair(tmp_path / "good")
    _, other = signers.pair(tmp_path / "other")
    for certificate, secret, why in (
        (good, other, "is not the key to"),
        (good, good, "no PEM private key"),
        (key, key, "no PEM certificate"),
        (tmp_path / "none.pem", key, "cannot be read"),
        (tmp_path, key, "cannot be read"),
    ):
        with pytest.raises(BadInput, match=why) as told:
            identity(certificate, secret)
        assert not any(one.decode("latin-1") in str(told.value) for one in signers.secrets(key)[:3])
    huge = tmp_path / "huge.pem"
    huge.write_bytes(b"x" * (1 << 20 | 1))
    with pytest.raises(BadInput, match="far too large"):
        identity(huge, key)


@pytest.mark.parametrize("wrong", ["ca", "ended"])
def test_a_certificate_that_c2pa_does_not_allow_is_told(
    film: Path, tmp_path: Path, wrong: str
) -> None:
    by = identity(*signers.pair(tmp_path, ca=wrong == "ca", ended=wrong == "ended"))
    target = tmp_path / "signed.mp4"
    with pytest.raises(BadInput, match=re.escape(by.name)):
        sign(film, target, "video/mp4", WORDS, by)
    assert not target.exists()


def test_what_is_no_film_cannot_be_signed(tmp_path: Path) -> None:
    source = tmp_path / "film.mp4"
    source.write_bytes(b"this is no film" * 100)
    with pytest.raises(BadInput):
        sign(source, tmp_path / "x.mp4", "video/mp4", WORDS, identity(*signers.pair(tmp_path)))
    assert not (tmp_path / "x.mp4").exists()


def test_one_changed_bit_anywhere_is_noticed(signed: Path, tmp_path: Path) -> None:
    """But for the room that is left free behind the signature, which nobody reads."""
    data = bytearray(signed.read_bytes())
    free = data.index(b"cpadY")  # the length of that room follows
    end = free + 7 + int.from_bytes(data[free + 5 : free + 7], "big")
    ftyp = int.from_bytes(data[:4], "big")
    missed = []
    for at in range(ftyp, len(data), 97):
        data[at] ^= 1
        if in_process(bytes(data), tmp_path / "changed.mp4") in ("Valid", "Trusted"):
            missed.append(at)
        data[at] ^= 1
    assert in_process(bytes(data), tmp_path / "same.mp4") == "Valid"
    assert [at for at in missed if not free <= at < end] == []


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_hostile_bytes_are_never_good_and_never_crash(
    signed: Path, tmp_path: Path, data: st.DataObject
) -> None:
    whole = signed.read_bytes()
    begin = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(begin, min(len(whole), begin + 5000)))
    put = data.draw(st.binary(max_size=300))
    changed = whole[:begin] + put + whole[end:]
    found = in_process(changed, tmp_path / "hostile.mp4")
    if found in ("Valid", "Trusted"):  # only the free room behind the signature was changed
        free = whole.index(b"cpadY")
        assert changed[:free] == whole[:free]
        assert changed.endswith(whole[free + 1100 :])
    else:
        assert found in ("none", "broken", "unreadable", "elsewhere", "Invalid")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "unreadable"),
        (b"just some text", "unreadable"),
        (b"\0\0\0\x18ftypmp42", "unreadable"),
        (b"\0\0\0\x10ftypmp42\0\0\0\0\xff\xff\xff\xffmoov", "unreadable"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "unreadable"),
    ],
)
def test_what_is_no_media_is_told(tmp_path: Path, data: bytes, fault: str) -> None:
    path = tmp_path / "file.mp4"
    path.write_bytes(data)
    assert read(path).fault == fault


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """A port of this machine, and who has knocked there."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        ended = threading.Event()

        def wait() -> None:
            while not ended.is_set():
                try:
                    connection, who = server.accept()
                except TimeoutError:
                    continue
                connection.close()
                calls.append(who)

        thread = threading.Thread(target=wait)
        thread.start()
        yield server.getsockname()[1], calls
        ended.set()
        thread.join()


def test_nobody_on_the_network_is_asked(
    film: Path, tmp_path: Path, listener: tuple[int, list[object]]
) -> None:
    """A stranger's file may name an address for its credentials."""
    port, calls = listener
    certificate, key = signers.pair(tmp_path)
    info = c2pa.C2paSignerInfo("es256", certificate.read_bytes(), key.read_bytes(), None)
    target = tmp_path / "remote.mp4"
    with (
        c2pa.Signer.from_info(info) as signer,
        c2pa.Context.from_dict(CONTEXT) as context,
        c2pa.Builder(WORDS, context=context) as builder,
        film.open("rb") as source,
        target.open("w+b") as out,
    ):
        builder.set_no_embed()
        builder.set_remote_url(f"http://127.0.0.1:{port}/manifest.c2pa")
        builder.sign(signer, "video/mp4", source, out)
    assert f"127.0.0.1:{port}".encode() in target.read_bytes()
    found = read(target)
    assert found.fault == "elsewhere"
    assert calls == []
    with pytest.raises(c2pa.C2paError), target.open("rb") as file:
        c2pa.Reader("video/mp4", file)  # as it comes, the library asks: the test is no empty one
    assert calls


def test_the_documented_pair_signs(film: Path, tmp_path: Path) -> None:
    """The commands of docs/provenance.md, as they stand there."""
    page = (Path(__file__).parents[3] / "docs/provenance.md").read_text()
    (commands,) = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    made = subprocess.run(
        ["/bin/sh", "-e", "-c", commands],
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    by = identity(tmp_path / "cert.pem", tmp_path / "key.pem")
    sign(film, tmp_path / "signed.mp4", "video/mp4", WORDS, by)
    assert state(tmp_path / "signed.mp4", by.certificates) == "Trusted"


def test_without_the_package_the_way_to_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(_: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr(credentials, "version", version)
    for call in (
        lambda: read(tmp_path / "film.mp4"),
        lambda: identity(tmp_path / "cert.pem", tmp_path / "key.pem"),
    ):
        with pytest.raises(MachineTrouble, match=r"reelwright\[c2pa\]"):
            call()
