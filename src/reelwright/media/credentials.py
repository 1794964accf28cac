"""C2PA content credentials: putting them into a film, and reading those of any file.

Signing is done here with keys of the user's own; nothing is fetched from anywhere, so no time is
attested either. Files are read in a confined child process: they come from strangers.
"""

import json
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.noun import Noun, digest
from reelwright.film.order import Stop
from reelwright.media.processes.confine import Confined, confined

PACKAGE = "c2pa-python"
INSTALL = "Install it: pip install 'reelwright[c2pa]'"
LARGEST_PEM = 1 << 20

CONTEXT: dict[str, Any] = {
    "core": {
        "decode_identity_assertions": False,
        "allowed_network_hosts": [],
        "backing_store_memory_threshold_in_mb": 32,
    },
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
    "builder": {"thumbnail": {"enabled": False}},
}
"""Settings of the library with which it asks nobody on the network for anything, and keeps large
films out of memory."""


@dataclass(frozen=True)
class Identity:
    """Who signs: the certificates as PEM, the signer's own first, and the key to it. `name` is the
    certificate's subject, `print` its SHA-256."""

    algorithm: str
    certificates: str
    key: str = field(repr=False)
    name: str
    print: str


class Reading(Noun):
    """What was read of a file: `fault` "" and the library's report as JSON, or why there is none.

    `none`: it has no credentials. `broken`: it has some that cannot be read. `elsewhere`: they lie
    at an address. `unreadable`: the file is damaged, or of a kind that cannot have any.
    """

    fault: Literal["", "none", "broken", "elsewhere", "unreadable"] = ""
    told: str = ""
    report: dict[str, Any] = {}


def require(stage: str) -> None:
    """Raises `MachineTrouble` when the library is not installed."""
    try:
        version(PACKAGE)
    except PackageNotFoundError:
        raise MachineTrouble(
            stage, "content credentials need the package c2pa-python", INSTALL
        ) from None


def identity(certificate: Path, key: Path, stage: str = "credentials") -> Identity:
    """Who signs, from two PEM files: certificates (and nothing else of that file), and a private
    key without a password. Raises `BadInput`; the key is in no message."""
    require(stage)
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization

    try:
        chain = x509.load_pem_x509_certificates(_pem(certificate, stage))
        public, name = chain[0].public_key(), chain[0].subject.rfc4514_string()
    except (ValueError, UnsupportedAlgorithm):
        cause = f"{certificate} holds no PEM certificate, or one of an unknown kind"
        raise BadInput(stage, cause, MAKE) from None
    try:
        secret = serialization.load_pem_private_key(_pem(key, stage), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        cause = f"{key} holds no PEM private key, or one with a password"
        raise BadInput(stage, cause, MAKE) from None
    pem, spki = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    if secret.public_key().public_bytes(pem, spki) != public.public_bytes(pem, spki):
        raise BadInput(stage, f"{key} is not the key to {certificate}", MAKE)
    plain = secret.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Identity(
        algorithm=_algorithm(secret, stage),
        certificates="".join(one.public_bytes(pem).decode() for one in chain),
        key=plain.decode(),
        name=name,
        print=chain[0].fingerprint(hashes.SHA256()).hex(),
    )


def certificates(path: Path, stage: str = "credentials") -> str:
    """The certificates of a PEM file, and nothing else of it. Raises `BadInput`."""
    require(stage)
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        found = x509.load_pem_x509_certificates(_pem(path, stage))
    except ValueError:
        raise BadInput(stage, f"{path} holds no PEM certificate", MAKE) from None
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in found)


MAKE = "docs/provenance.md tells how to make a pair."


def _pem(path: Path, stage: str) -> bytes:
    try:
        if path.stat().st_size > LARGEST_PEM:
            raise BadInput(stage, f"{path} is far too large for a PEM file", MAKE)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such file"
        raise BadInput(stage, f"{path} cannot be read: {reason}", MAKE) from None


def _algorithm(key: Any, stage: str) -> str:
    """C2PA's name of the signature that a key makes."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(key, ec.EllipticCurvePrivateKey):
        found = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
        if key.curve.name in found:
            return found[key.curve.name]
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= 2048:
        return "ps256"
    raise BadInput(stage, "C2PA has no signature for a key of this kind", MAKE)


def sign(source: Path, target: Path, media_type: str, manifest: dict[str, Any], by: Identity,
         stage: str = "credentials") -> None:  # fmt: skip
    """Write `source` with these credentials to `target`, and read them back. What is played is not
    touched. Raises `BadInput` for a certificate that C2PA does not allow."""
    require(stage)
    import c2pa

    info = c2pa.C2paSignerInfo(by.algorithm, by.certificates.encode(), by.key.encode(), None)
    try:
        with (
            c2pa.Signer.from_info(info) as signer,
            c2pa.Context.from_dict(CONTEXT) as context,
            c2pa.Builder(manifest, context=context) as builder,
            source.open("rb") as film,
            target.open("w+b") as signed,
        ):
            builder.sign(signer, media_type, film, signed)
    except c2pa.C2paError as error:
        target.unlink(missing_ok=True)
        told = str(error).partition(":")[2].strip() or str(error)
        raise BadInput(stage, f"{by.name} cannot sign: {told}", MAKE) from None
    _require_good(target, media_type, by, stage)


def _require_good(target: Path, media_type: str, by: Identity, stage: str) -> None:
    import c2pa

    with c2pa.Context.from_dict(CONTEXT) as context, target.open("rb") as film:
        try:
            with c2pa.Reader(media_type, film, context=context) as reader:
                state = reader.get_validation_state()
        except c2pa.C2paError as error:
            state = str(error)
    if state not in ("Valid", "Trusted"):
        target.unlink(missing_ok=True)
        raise BadInput(stage, f"what {by.name} has signed is not valid ({state})", MAKE)


def read(path: Path, trust: str = "", stop: Stop = lambda: False, stage: str = "verify") -> Reading:
    """The credentials of any file, checked; `trust` are certificates as PEM whose word counts.

    Raises `BadInput` when reading it takes too much of anything.
    """
    require(stage)
    asked = json.dumps({"path": str(path.absolute()), "trust": trust, "context": CONTEXT})
    try:
        out = confined(
            "reelwright.media.credentials_child", stdin=asked.encode(), cpu_seconds=1800,
            wall_seconds=3600.0, memory_mb=2000, stop=stop, output_mb=64,
        )  # fmt: skip
    except Confined as error:
        return Reading(fault="unreadable", told=f"reading it failed ({error.reason})")
    return Reading.model_validate_json(out)


def mark(manifest: dict[str, Any], by: Identity) -> str:
    """Tells one signed copy from another: equal for the same words by the same signer."""
    return digest([manifest, by.print])[:16]
