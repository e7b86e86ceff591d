"""The local CA: made once, kept private, renewed in time."""

import ssl
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from intacct_emulator.serving.certificates import CertificateError, prepare

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def leaf(certificates: Any) -> Any:
    """The server certificate itself, without its key."""
    pem = certificates.server.read_bytes()
    return x509.load_pem_x509_certificate(pem[pem.index(b"-----BEGIN CERTIFICATE") :])


def contents(certificates: Any) -> Any:
    """What a start leaves in the folder."""
    return {path: path.read_bytes() for path in certificates.ca.parent.iterdir()}


def test_keys_are_for_the_owner_alone(tmp_path: Path) -> None:
    """Every file with a key in it has mode 0600, in a folder nobody else can enter."""
    prepare(tmp_path / "state", NOW)
    with_keys = [path for path in (tmp_path / "state").iterdir() if b"PRIVATE" in path.read_bytes()]
    assert len(with_keys) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in with_keys} == {0o600}
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


def test_the_authority_is_made_once(tmp_path: Path) -> None:
    """A second start changes nothing, so what a user trusted stays trusted."""
    before = contents(prepare(tmp_path, NOW))
    assert contents(prepare(tmp_path, NOW)) == before


def test_the_certificate_names_the_hosts(tmp_path: Path) -> None:
    """`*.intacct.com`, localhost and both loopback addresses."""
    names = leaf(prepare(tmp_path, NOW)).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert set(names.get_values_for_type(x509.DNSName)) == {"*.intacct.com", "localhost"}
    assert {str(address) for address in names.get_values_for_type(x509.IPAddress)} == {"127.0.0.1", "::1"}


def test_the_certificate_is_renewed_before_it_ends(tmp_path: Path) -> None:
    """A month before its end a new one is issued by the same authority; earlier the old one stays."""
    first = prepare(tmp_path, NOW)
    authority, serial = first.ca.read_bytes(), leaf(first).serial_number
    assert leaf(prepare(tmp_path, NOW + timedelta(days=360))).serial_number == serial
    later = prepare(tmp_path, NOW + timedelta(days=370))
    assert leaf(later).serial_number != serial
    assert leaf(later).not_valid_after_utc > NOW + timedelta(days=700)
    assert later.ca.read_bytes() == authority


def test_a_new_authority_brings_a_new_certificate(tmp_path: Path) -> None:
    """When the authority was deleted, the certificate it signed is not offered any more."""
    first = prepare(tmp_path, NOW)
    (tmp_path / "ca.pem").unlink()
    second = prepare(tmp_path, NOW)
    assert second.server != first.server
    assert ssl.create_default_context(cafile=str(second.ca)).get_ca_certs()


def test_processes_that_start_together_share_one_authority(tmp_path: Path) -> None:
    """Whoever comes first wins; nobody is left with a certificate of another authority."""
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: prepare(tmp_path, NOW), range(16)))
    assert len({result.server for result in results}) == 1
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    results[0].context()


def test_a_damaged_authority_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    """Nothing is overwritten silently: users have told their clients to trust it."""
    (tmp_path / "ca.pem").write_text("nonsense")
    with pytest.raises(CertificateError, match=r"ca\.pem is damaged: delete it"):
        prepare(tmp_path, NOW)
    assert (tmp_path / "ca.pem").read_text() == "nonsense"


def test_without_the_extra_the_message_names_it(tmp_path: Path) -> None:
    """Where trustme is not installed, `serve --tls` ends with the command that installs it."""
    program = (
        "import sys; sys.modules['trustme'] = None\n"
        "from intacct_emulator.serving.certificates import *\n"
        "from pathlib import Path\n"
        f"try: prepare(Path({str(tmp_path)!r}))\n"
        "except CertificateError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "pip install 'intacct-emulator[tls]'" in done.stdout
