"""What both clients tell their HTTP library, and what its failures mean."""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import httpx2

from intacct_client.errors import RequestTimeoutError, TransportError
from intacct_client.exchange import Reply

HEADERS: Final[Mapping[str, str]] = {
    "Content-Type": "application/xml",
    "Accept": "application/xml, text/xml",
    "User-Agent": "intacct-client (python)",
}

# Each of these happens before the first byte of a request leaves.
_NOT_SENT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
)


def verification(wanted: bool | ssl.SSLContext) -> bool | ssl.SSLContext:
    """How certificates are checked: as wanted, and with True by what the machine trusts. That is read once and shared
    by all clients of a process: reading it takes longer than most requests."""
    if wanted is not True:
        return wanted
    return _trusted(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@lru_cache(maxsize=8)
def _trusted(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    """By the variables that name the certificates, which a program may change."""
    return httpx2.create_ssl_context()


def reply_of(response: httpx2.Response) -> Reply:
    """An HTTP response that has been read, as a reply."""
    return Reply(response.status_code, response.headers, response.content)


def failure_of(error: httpx2.HTTPError) -> TransportError:
    """The library's failure as ours, which says whether the request may have been carried out.

    The library's own text is kept; its exception (which holds the request) is not.
    """
    unknown = not isinstance(error, _NOT_SENT)
    kind = type(error).__name__
    text = f"{kind}: {error}" if str(error) else kind
    if isinstance(error, httpx2.TimeoutException):
        return RequestTimeoutError(f"no answer in time ({text})", outcome_unknown=unknown)
    return TransportError(f"no answer ({text})", outcome_unknown=unknown)
