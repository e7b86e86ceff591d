"""Sessions from ``getAPISession``: their expiry, and which endpoints may be trusted with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from intacct_client.credentials import Secret
from intacct_client.errors import ProtocolError
from intacct_client.responses import Result

_MARGIN = timedelta(seconds=30)
_VENDOR_DOMAIN = ".intacct.com"


@dataclass(frozen=True, slots=True)
class Session:
    """An open session. ``expires`` moves on with every answer; ``None`` where the gateway has not said."""

    id: Secret
    endpoint_url: str
    entity_id: str | None = None
    expires: datetime | None = None

    def expired(self, now: datetime) -> bool:
        """Whether the session is over, or so nearly that a request could arrive too late."""
        return self.expires is not None and now >= self.expires - _MARGIN

    def seen(self, expires: datetime | None, now: datetime) -> Session:
        """The session after an answer that said when it expires.

        An expiry that is past already only shows that the two clocks differ (the session has just been used), so it
        is not believed.
        """
        if expires is None or expires - _MARGIN <= now:
            return replace(self, expires=None)
        return replace(self, expires=expires)


def session_of(result: Result) -> Session:
    """Read the ``<api>`` of a ``getAPISession``; raises ``ProtocolError`` if it has no session id."""
    api = None if result.data is None else result.data.find("api")
    session_id = None if api is None else api.findtext("sessionid")
    if api is None or not session_id:
        raise ProtocolError("getAPISession answered without a session id")
    return Session(Secret(session_id), api.findtext("endpoint") or "", api.findtext("locationid") or None)


def may_follow(configured_url: str, offered_url: str) -> bool:
    """Whether requests may go on to the endpoint a session offers.

    Only to the configured host or the vendor's domain, and never from https down to http: whoever answers there is
    given the sender's password.
    """
    configured, offered = urlsplit(configured_url), urlsplit(offered_url)
    if offered.scheme not in ("http", "https") or (configured.scheme == "https" and offered.scheme != "https"):
        return False
    host = (offered.hostname or "").rstrip(".")
    return bool(host) and (host == (configured.hostname or "").rstrip(".") or host.endswith(_VENDOR_DOMAIN))
