"""People who sign films in tests: certificates and keys of their own, made on the spot."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PEM = serialization.Encoding.PEM
PLAIN = serialization.NoEncryption()
KEYS = {
    "es256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "es384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "es512": lambda: ec.generate_private_key(ec.SECP521R1()),
    "ps256": lambda: rsa.generate_private_key(65537, 2048),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
}


def pair(
    folder: Path, name: str = "A. Tester", kind: str = "es256", *, ca: bool = False,
    ended: bool = False, form: Any = serialization.PrivateFormat.PKCS8,
) -> tuple[Path, Path]:  # fmt: skip
    """The files of a certificate and its key. `ca`: of an authority, which may sign no film;
    `ended`: its time is over."""
    key: Any = KEYS[kind]()
    who = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Test Studio"),
        ]
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=-1 if ended else 900))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(*[True, *[False] * 8]), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .sign(key, None if kind == "ed25519" else hashes.SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    certificate, secret = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(PEM))
    secret.write_bytes(key.private_bytes(PEM, form, PLAIN))
    return certificate, secret


def secrets(key: Path) -> list[bytes]:
    """Everything by which a key could be known in a file: its PEM's lines, its numbers, its DER."""
    text = key.read_bytes()
    loaded: Any = serialization.load_pem_private_key(text, None)
    der = loaded.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, PLAIN)
    number = loaded.private_numbers().private_value.to_bytes(32, "big")
    lines = [line for line in text.splitlines() if b"-----" not in line]
    return [*lines, der, number, b"PRIVATE KEY"]
