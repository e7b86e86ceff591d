"""HTTP in and out of the gateway: content types, form posts, the size limit, compression, the address clients see.

A bare ASGI application. It is on the hot path of every call, so it reads the headers once and builds only what it
needs.
"""

import asyncio
import logging
import re
import secrets
import zlib
from collections.abc import Callable, Iterable
from itertools import count
from urllib.parse import unquote_to_bytes

from intacct_emulator.asgi import Receive, Scope, Send
from intacct_emulator.gateway.authentication import AuthenticationFailure
from intacct_emulator.gateway.messages import Answer, Gateway, InboundRequest, server_failure, too_large
from intacct_emulator.settings import CONTROL_PREFIX, GATEWAY_PATH
from intacct_emulator.work.failure_log import log_failure

GAP_HEADER = b"x-intacct-emulator-gap"
EXPLANATION_HEADER = b"x-intacct-emulator-explain"
EXPLANATION_PATH = f"{CONTROL_PREFIX}/explain/"
FORM_TYPE = b"application/x-www-form-urlencoded"

# Below one network packet compression costs time and saves none; above the second limit it would hold up other clients.
SMALLEST_COMPRESSED = 1400
SMALLEST_COMPRESSED_ASIDE = 64 * 1024
# How much of an over-size body is read and thrown away, so that its sender gets to read the answer.
DISCARDED_TIMES_LIMIT = 4
DISCARD_SECONDS = 10.0
LONGEST_GAP_HEADER = 2000

_HOST = re.compile(r"[A-Za-z0-9.\-_]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
_NOT_PRINTABLE = re.compile(r"[^\x20-\x7e]")
_WHITESPACE_OR_MARK = b" \t\r\n\xef\xbb\xbf"

logger = logging.getLogger(__name__)


class _TooLargeError(Exception):
    """The body passed the limit."""


class _GoneError(Exception):
    """The client closed the connection before its request was complete."""


class GatewayEndpoint:
    """The ASGI application behind `POST /ia/xml/xmlgw.phtml`.

    `public_url` replaces the endpoint address worked out from each request. `seed` begins the request ids, so that
    a run can be repeated byte for byte; without one they begin at random. While `explains` is true, the answer to what
    failed names the address of its explanation.
    """

    def __init__(
        self,
        gateway: Gateway,
        *,
        max_request_bytes: int,
        public_url: str | None = None,
        seed: int | None = None,
        explains: Callable[[], bool] = lambda: False,
    ) -> None:
        self._gateway = gateway
        self._limit = max_request_bytes
        self._public_url = public_url
        self._explains = explains
        self._request_numbers = count(1)
        seed = secrets.randbits(32) if seed is None else seed
        self._request_prefix = f"{seed & 0xFFFFFFFF:08X}:{zlib.crc32(str(seed).encode()) & 0xFFFF:04X}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        number = next(self._request_numbers)
        # The form of the documented ids, AC47C2BE:D9EE_63EBC07F.59.
        request_id = f"{self._request_prefix}_{number:08X}.{number & 0xFFF:X}"
        headers = _Headers(scope["headers"])
        try:
            posted = await self._read_body(scope, headers, receive)
            body = _document(posted, headers.content_type) if scope["method"] == "POST" else b""
            request = InboundRequest(body, self._endpoint_url(scope, headers), scope["method"], request_id)
            answer = await self._gateway.answer(request)
        except _GoneError:
            return
        except _TooLargeError:
            await _respond(too_large(self._limit), headers, send, close=True)
            return
        except Exception as error:  # noqa: BLE001 - the last fence: whatever broke, the client gets the gateway's form
            log_failure(logger, f"request {request_id}", error)
            answer = server_failure(request_id)
        explanation = ""
        if self._explains() and failed(answer):
            explanation = f"{self._origin(scope, headers)}{EXPLANATION_PATH}{request_id}"
        await _respond(answer, headers, send, explanation=explanation)

    async def _read_body(self, scope: Scope, headers: "_Headers", receive: Receive) -> bytes:
        if headers.content_length > self._limit:
            # A client that waits for "100 Continue" has sent nothing yet, and is told before it does.
            if not headers.expects_continue:
                await self._discard(receive)
            raise _TooLargeError
        message = await receive()
        if message["type"] != "http.request":
            raise _GoneError
        chunk: bytes = message.get("body", b"")
        if not message.get("more_body", False) and len(chunk) <= self._limit:
            return chunk
        chunks = [chunk]
        size = len(chunk)
        while message.get("more_body", False) and size <= self._limit:
            message = await receive()
            if message["type"] != "http.request":
                raise _GoneError
            chunk = message.get("body", b"")
            size += len(chunk)
            chunks.append(chunk)
        if size > self._limit:
            chunks.clear()
            if message.get("more_body", False):
                await self._discard(receive)
            raise _TooLargeError
        return b"".join(chunks)

    async def _discard(self, receive: Receive) -> None:
        """Read and discard: closing a connection with unread data would lose the answer."""
        left = self._limit * DISCARDED_TIMES_LIMIT
        try:
            async with asyncio.timeout(DISCARD_SECONDS):
                while left > 0:
                    message = await receive()
                    if message["type"] != "http.request":
                        raise _GoneError
                    if not message.get("more_body", False):
                        return
                    left -= len(message.get("body", b""))
        except TimeoutError:
            return

    def _endpoint_url(self, scope: Scope, headers: "_Headers") -> str:
        if self._public_url is not None:
            return self._public_url
        return self._origin(scope, headers) + GATEWAY_PATH

    def _origin(self, scope: Scope, headers: "_Headers") -> str:
        """Scheme and host as this client knows them."""
        scheme = headers.forwarded_scheme or scope.get("scheme", "http")
        host = headers.host
        if _HOST.fullmatch(host) is None:
            # No usable Host (HTTP/1.0, or something that must not be written into an answer): the address reached.
            name, port = scope.get("server") or ("127.0.0.1", None)
            name = f"[{name}]" if ":" in name else name
            host = name if port is None else f"{name}:{port}"
        return f"{scheme}://{host}"


class _Headers:
    """The few request headers the gateway acts on, from one pass over the list."""

    __slots__ = ("accepts_gzip", "content_length", "content_type", "expects_continue", "forwarded_scheme", "host")

    def __init__(self, raw: Iterable[tuple[bytes, bytes]]) -> None:
        self.accepts_gzip = False
        self.content_length = 0
        self.content_type = b""
        self.expects_continue = False
        self.forwarded_scheme = ""
        self.host = ""
        for name, value in raw:
            if name == b"host":
                self.host = value.decode("latin-1")
            elif name == b"content-type":
                self.content_type = value
            elif name == b"content-length":
                self.content_length = int(value) if value.isdigit() else 0
            elif name == b"accept-encoding":
                self.accepts_gzip = self.accepts_gzip or lists_gzip(value)
            elif name == b"x-forwarded-proto":
                # The first of a list is what the client itself used; the rest are proxies behind one another.
                scheme = value.split(b",", 1)[0].strip().lower()
                if scheme in (b"http", b"https"):
                    self.forwarded_scheme = scheme.decode()
            elif name == b"expect":
                self.expects_continue = value.lower() == b"100-continue"


def lists_gzip(accept_encoding: bytes) -> bool:
    """Whether the header names gzip itself, and not at weight 0; `*` does not count.

    Clients send `*` without being able to decompress (evidence: client).
    """
    if b"gzip" not in accept_encoding.lower():
        return False
    for offer in accept_encoding.lower().split(b","):
        coding, _, weight = offer.partition(b";")
        if coding.strip() in (b"gzip", b"x-gzip"):
            return re.fullmatch(rb"\s*q\s*=\s*0(\.0*)?\s*", weight) is None
    return False


def _document(posted: bytes, content_type: bytes) -> bytes:
    """The XML in a post: the body, or the `xmlrequest` field of a form (evidence: client)."""
    if not content_type.lower().startswith(FORM_TYPE):
        return posted
    start = posted.lstrip(_WHITESPACE_OR_MARK)
    # Command-line tools label whatever they post as a form, and some clients put the XML into it unescaped.
    if start.startswith(b"<"):
        return posted
    if start.startswith(b"xmlrequest=<"):
        return start.removeprefix(b"xmlrequest=")
    for pair in posted.split(b"&"):
        name, _, value = pair.partition(b"=")
        if name.strip() == b"xmlrequest":
            return unquote_to_bytes(value.replace(b"+", b" "))
    return posted


def failed(answer: Answer) -> bool:
    """Whether there is something to explain: an error at any level, or a gap."""
    if answer.errors or answer.gaps:
        return True
    return any(
        isinstance(operation.authentication, AuthenticationFailure)
        or any(result.errors for result in operation.results)
        for operation in answer.operations
    )


async def _respond(
    answer: Answer, request: _Headers, send: Send, *, close: bool = False, explanation: str = ""
) -> None:
    body = answer.body
    headers = [(b"content-type", answer.content_type.encode("latin-1"))]
    if request.accepts_gzip and len(body) >= SMALLEST_COMPRESSED:
        aside = len(body) >= SMALLEST_COMPRESSED_ASIDE
        body = await asyncio.to_thread(_gzip, body) if aside else _gzip(body)
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", str(len(body)).encode()))
    if answer.gaps:
        headers.append((GAP_HEADER, _gap_header(answer.gaps)))
    if explanation:
        headers.append((EXPLANATION_HEADER, explanation.encode("latin-1")))
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _gzip(body: bytes) -> bytes:
    return zlib.compress(body, 1, wbits=31)


def _gap_header(gaps: tuple[str, ...]) -> bytes:
    # A gap may quote the client's text, which must not break the header or make it too long for clients.
    line = ", ".join(_NOT_PRINTABLE.sub("?", gap) for gap in dict.fromkeys(gaps))
    if len(line) > LONGEST_GAP_HEADER:
        line = line[: LONGEST_GAP_HEADER - 3] + "..."
    return line.strip().encode("ascii")
