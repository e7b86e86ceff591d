"""The settings of a client, declared once for both kinds."""

from __future__ import annotations

import ssl
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from intacct_client.credentials import CredentialOptions
from intacct_client.retry import RetryPolicy

if TYPE_CHECKING:
    import httpx2

DEFAULT_TIMEOUT = 120.0


class ClientOptions(CredentialOptions, total=False):
    """The options of a client, besides its credentials.

    - ``timeout``: seconds without a sign of life (connecting, sending, waiting), or an ``httpx2.Timeout``. The gateway
      itself works up to 15 minutes on a request.
    - ``retry``: when to send again; see ``RetryPolicy``.
    - ``verify``: ``False`` or an ``ssl.SSLContext`` for a gateway with a certificate of its own.
    - ``follow_endpoint``: switch to the endpoint the gateway names for a session (default), or keep the configured one.
    - ``use_session``: open a session (default), or send the login with every request.
    - ``unique_writes``: let the gateway refuse a write it has executed already (default), so that writes can be
      repeated safely.
    - ``additional_error_info``: ask for each error's ``additional``: newer number, object, field, message ids.
    - ``clock``, ``new_id``: sources of the time and of control ids.
    """

    timeout: float | httpx2.Timeout
    retry: RetryPolicy
    verify: bool | ssl.SSLContext
    follow_endpoint: bool
    use_session: bool
    unique_writes: bool
    additional_error_info: bool
    clock: Callable[[], datetime]
    new_id: Callable[[], str]


def utc_now() -> datetime:
    """The time now, with its zone."""
    return datetime.now(UTC)


def random_id() -> str:
    """A control id nobody has used."""
    return str(uuid.uuid4())
