"""Keys of our own: what signs the tokens, and what certifies a connector on this machine."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import jwt
import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import RSAAlgorithm

TENANT = "11111111-2222-4333-8444-555555555555"
APP_ID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
APP_PASSWORD = "not a secret: it opens nothing but the bench"
ISSUER = "https://api.botframework.com"
KEY_ID = "ordet-bench"
CHANNELS = ("msteams",)
"""The channels that our key may speak for."""

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Keys:
    """A folder of keys, made once for a run."""

    folder: Path

    @property
    def signing(self) -> Path:
        return self.folder / "signing.pem"

    @property
    def key_set(self) -> Path:
        """The public half, as the Bot Framework publishes its own."""
        return self.folder / "keys.json"

    @property
    def authority(self) -> Path:
        """Whom a client has to trust."""
        return self.folder / "authority.pem"

    @property
    def server(self) -> Path:
        """Key and certificate of a server on this machine."""
        return self.folder / "server.pem"

    @property
    def trusted(self) -> dict[str, str]:
        """How a process is told to trust our servers, and nobody else's, and to ask them itself."""
        authority = str(self.authority)
        known = {"SSL_CERT_FILE": authority, "REQUESTS_CA_BUNDLE": authority}
        return {**known, "NO_PROXY": "127.0.0.1,localhost"}

    def token(self, service_url: str, at: datetime | None = None) -> str:
        """A token as Teams sends it with each activity from this service."""
        began = at or datetime.now(UTC)
        return self._signed({"iss": ISSUER, "aud": APP_ID, "serviceurl": service_url}, began)

    def pass_for_us(self, at: datetime | None = None) -> str:
        """A token as Entra gives it to a bot."""
        claims = {"iss": f"https://sts.windows.net/{TENANT}/", "aud": ISSUER, "appid": APP_ID}
        return self._signed(claims, at or datetime.now(UTC))

    def _signed(self, claims: dict[str, str], began: datetime) -> str:
        key = load_pem_private_key(self.signing.read_bytes(), password=None)
        assert isinstance(key, RSAPrivateKey)
        times = {"iat": began, "nbf": began - timedelta(minutes=5), "exp": began + HOUR}
        return jwt.encode({**claims, **times}, key, algorithm="RS256", headers={"kid": KEY_ID})


def make_keys(folder: Path) -> Keys:
    """New keys in this folder."""
    keys = Keys(folder)
    signing = generate_private_key(65537, 2048)
    keys.signing.write_bytes(_private(signing))
    public = RSAAlgorithm.to_jwk(signing.public_key(), as_dict=True)
    ours = {**public, "kid": KEY_ID, "x5t": KEY_ID, "use": "sig", "alg": "RS256"}
    keys.key_set.write_bytes(msgspec.json.encode({"keys": [{**ours, "endorsements": CHANNELS}]}))
    root, server = generate_private_key(65537, 2048), generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Ordet bench")])
    keys.authority.write_bytes(_certificate(name, root, name, root, of_authority=True))
    here = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = _certificate(here, server, name, root, of_authority=False)
    keys.server.write_bytes(_private(server) + certificate)
    return keys


def _private(key: RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _certificate(
    name: x509.Name,
    key: RSAPrivateKey,
    issuer: x509.Name,
    signer: RSAPrivateKey,
    of_authority: bool,
) -> bytes:
    """Good for a day, and for this machine only."""
    now, public = datetime.now(UTC), key.public_key()
    here = x509.SubjectAlternativeName(
        [x509.IPAddress(IPv4Address("127.0.0.1")), x509.DNSName("localhost")]
    )
    signs = x509.KeyUsage(
        digital_signature=True, key_cert_sign=of_authority, crl_sign=of_authority,
        content_commitment=False, key_encipherment=not of_authority, data_encipherment=False,
        key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    signer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - HOUR)
        .not_valid_after(now + 24 * HOUR)
        .add_extension(x509.BasicConstraints(ca=of_authority, path_length=None), critical=True)
        .add_extension(signs, critical=True)
        .add_extension(here, critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(signer_id, critical=False)
        .sign(signer, hashes.SHA256())
    )
    return made.public_bytes(Encoding.PEM)
