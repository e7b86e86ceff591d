"""The local certificate authority and the server certificate it signs, kept in the state folder.

Made once, so that clients are configured once. Only processes pointed at `ca.crt` trust it.
"""

import hashlib
import os
import secrets
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from intacct_emulator.failure import CannotRunError
from intacct_emulator.storage.private_files import make_private_folder

if TYPE_CHECKING:
    import trustme

HOSTS = ("*.intacct.com", "localhost", "127.0.0.1", "::1")
# Some TLS libraries refuse a server certificate that is valid for longer.
LIFETIME = timedelta(days=397)
RENEWED_BEFORE = timedelta(days=30)


class CertificateError(CannotRunError):
    """No certificate is available; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Certificates:
    """Where the certificates are: `ca` to be trusted by clients, `server` (key and chain) for this process alone."""

    ca: Path
    server: Path

    def context(self) -> ssl.SSLContext:
        """The server side of TLS, 1.2 or newer, HTTP/1.1."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        context.load_cert_chain(self.server)
        return context


def prepare(state_dir: Path, now: datetime | None = None) -> Certificates:
    """The certificates in `state_dir`, made or renewed where needed.

    Raises CertificateError if the `tls` extra is not installed or the folder cannot be used.
    """
    try:
        import trustme  # noqa: F401 - asked for first, so that its absence has a message of its own
    except ImportError:
        raise CertificateError(
            "TLS needs the optional extra: pip install 'intacct-emulator[tls]' (it brings trustme)"
        ) from None
    now = now or datetime.now(UTC)
    try:
        make_private_folder(state_dir)
        authority = _authority(state_dir / "ca.pem")
        certificate = authority.cert_pem.bytes()
        ca = state_dir / "ca.crt"
        if not ca.exists() or ca.read_bytes() != certificate:
            _replace(ca, certificate, mode=0o644)
        # Named after its authority, so that a certificate of a deleted authority is never used again.
        server = state_dir / f"server-{hashlib.sha256(certificate).hexdigest()[:16]}.pem"
        if not server.exists() or _expires(server) - now < RENEWED_BEFORE:
            issued = authority.issue_cert(*HOSTS, not_before=now - timedelta(days=1), not_after=now + LIFETIME)
            _replace(server, issued.private_key_and_cert_chain_pem.bytes(), mode=0o600)
    except (OSError, ValueError) as error:
        raise CertificateError(f"cannot use the certificates in {state_dir}: {error}") from error
    return Certificates(ca, server)


def _authority(path: Path) -> "trustme.CA":
    """The authority in `path`, made if missing; if two processes make one, the first one's is used."""
    import trustme

    if not path.exists():
        made = trustme.CA(organization_name="intacct-emulator", organization_unit_name="local certificate authority")
        draft = _draft(path, made.private_key_pem.bytes() + made.cert_pem.bytes(), mode=0o600)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    pem = path.read_bytes()
    begin = pem.find(b"-----BEGIN CERTIFICATE-----")
    if begin < 0:
        raise ValueError(f"{path.name} is damaged: delete it to create a new authority")
    return trustme.CA.from_pem(cert_bytes=pem[begin:], private_key_bytes=pem[:begin])


def _expires(path: Path) -> datetime:
    from cryptography import x509

    pem = path.read_bytes()
    return x509.load_pem_x509_certificate(pem[pem.find(b"-----BEGIN CERTIFICATE-----") :]).not_valid_after_utc


def _draft(path: Path, content: bytes, *, mode: int) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    return draft


def _replace(path: Path, content: bytes, *, mode: int) -> None:
    """Replace a file in one step, so that other processes read either the old or the new one."""
    _draft(path, content, mode=mode).replace(path)
