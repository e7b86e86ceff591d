"""Transport policies: where the answers of asynchronous requests go."""

import base64
import ipaddress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

_LONGEST_ID, _LONGEST_URL = 40, 256


@dataclass(frozen=True, slots=True)
class TransportPolicy:
    """A policy by the id that requests name, and the address that answers are posted to (lengths documented).

    User and password in the address are sent as the credentials that the policy of a company may have.
    """

    id: str
    url: str

    @classmethod
    def of(cls, text: str) -> "TransportPolicy":
        """The policy of `ID=URL`. Raises ValueError with what is wrong."""
        policy_id, _, url = text.partition("=")
        parts = urlsplit(url)
        if not policy_id or len(policy_id) > _LONGEST_ID:
            raise ValueError(f"an id of 1 to {_LONGEST_ID} characters, then = and an address")
        if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > _LONGEST_URL:
            raise ValueError(f"an http:// or https:// address of at most {_LONGEST_URL} characters after {policy_id}=")
        _ = parts.port
        return cls(policy_id, url)

    @property
    def host(self) -> str:
        """The host that answers go to."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_local(self) -> bool:
        """Whether the host is this machine."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def authorization(self) -> str | None:
        """The header that carries user and password; None without them."""
        parts = urlsplit(self.url)
        if parts.username is None:
            return None
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        return f"Basic {base64.b64encode(pair.encode()).decode()}"

    @property
    def shown(self) -> str:
        """The policy as `ID=URL`, without user and password."""
        parts = urlsplit(self.url)
        address = parts.netloc.rpartition("@")[2]
        return f"{self.id}={urlunsplit((parts.scheme, address, parts.path, parts.query, ''))}"
