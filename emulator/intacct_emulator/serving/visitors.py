"""Refuses requests from web pages, and requests under host names that others can point at this machine.

A page anywhere can make a browser send requests to this machine, and the senders and users of the shipped companies are
public. Browsers mark such requests (`Origin`, `Sec-Fetch-Site`); programs send neither header. A page whose own host
name is pointed here after loading counts as same-site and could even read the answers; its `Host` gives it away.
"""

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from intacct_emulator.asgi import Scope, Send

_INTACCT = ".intacct.com"
_LOCAL = "localhost"
_PORT = re.compile(r":[0-9]*$")
# A browser says `none` when the user typed the address.
_OF_THIS_SITE = frozenset({b"same-origin", b"none"})


class Visitors:
    """Decides which requests are welcome. `names` are additional hosts that clients may use."""

    def __init__(self, *, public_url: str | None = None, names: Iterable[str] = ()) -> None:
        self._public = urlsplit(public_url).netloc.lower() if public_url else ""
        self._names = {name.lower().rstrip(".") for name in names} | {_LOCAL}
        if self._public:
            self._names.add(_host_of(self._public))
        # Clients use the same few names all the time.
        self._known: set[bytes] = set()

    def objection(self, scope: Scope) -> str | None:
        """Why a request is refused, as a sentence for its sender; None if it is welcome."""
        hosts: list[bytes] = []
        origin = site = None
        for name, value in scope["headers"]:
            if name == b"host":
                hosts.append(value)
            elif name == b"origin":
                origin = value
            elif name == b"sec-fetch-site":
                site = value
        for host in hosts:
            if host not in self._known and not self._learn(host):
                return _UNKNOWN_HOST
        if site is not None and site.strip().lower() not in _OF_THIS_SITE:
            return _ANOTHER_SITE
        if origin is not None and not self._is_own(origin, hosts):
            return _ANOTHER_SITE
        return None

    def _learn(self, host: bytes) -> bool:
        """Whether clients may use that name; if so, it is remembered."""
        name = _host_of(host.decode("latin-1").strip().lower())
        if not (name in self._names or name.endswith(_INTACCT) or _is_address(name)):
            return False
        if len(self._known) < _MOST_KNOWN:
            self._known.add(host)
        return True

    def _is_own(self, origin: bytes, hosts: list[bytes]) -> bool:
        place = origin.decode("latin-1").strip().lower().partition("://")[2]
        return bool(place) and (place == self._public or place in [host.decode("latin-1").lower() for host in hosts])


_MOST_KNOWN = 64
_ANOTHER_SITE = "The emulator serves programs and its own pages; a browser sent this request for another site.\n"
_UNKNOWN_HOST = "This host name is not allowed. Use localhost or an IP address, or add the name with --allowed-hosts.\n"


def _host_of(authority: str) -> str:
    """The name in `name:port`; an address of version 6 without its brackets."""
    name = _PORT.sub("", authority)
    if name.startswith("[") and name.endswith("]"):
        return name[1:-1]
    return name.rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


async def refuse(send: Send, sentence: str) -> None:
    """Answers a request that is not welcome, and ends its connection: its body is not read."""
    body = sentence.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
