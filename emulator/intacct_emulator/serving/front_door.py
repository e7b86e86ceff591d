"""One port for TLS, plain HTTP and `CONNECT`: looks at the first bytes of a connection without taking them.

Clients with a hard-coded `https://api.intacct.com` reach the emulator either by name (hosts file) with TLS, or with
HTTPS_PROXY through a `CONNECT` tunnel. The tunnel ends here: no outgoing connection is ever made.

Without TLS it only accepts. asyncio's own server would suffice for that, but leaks connections that arrive while it is
closing.
"""

import asyncio
import contextlib
import logging
import re
import socket
import ssl
from collections.abc import Callable

# A peer silent for this long is disconnected.
FIRST_BYTES_SECONDS = 30.0
HANDSHAKE_SECONDS = 15.0
ACCEPT_RETRY_SECONDS = 0.2
ACCEPTED_AT_ONCE = 64
LONGEST_CONNECT_HEAD = 8192

_TLS_HANDSHAKE = b"\x16"
_CONNECT_TARGET = re.compile(rb"CONNECT ([A-Za-z0-9.\-]{1,253}):[0-9]{1,5} HTTP/1\.[01]\r?\n")
_INTACCT_HOST = re.compile(r"([a-z0-9-]+\.)+intacct\.com\.?")

_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_REFUSAL = b"This proxy leads to *.intacct.com only, and answers for it itself.\n"
_REFUSED = (
    b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
    % len(_REFUSAL)
) + _REFUSAL

logger = logging.getLogger(__name__)

ProtocolFactory = Callable[[], asyncio.Protocol]


class FrontDoor:
    """Accepts connections on `listener` and hands each to a protocol.

    With a TLS context, a connection uses TLS if its peer starts with it, and a tunnel if it asks for one.
    """

    def __init__(
        self, listener: socket.socket, protocol_factory: ProtocolFactory, context: ssl.SSLContext | None = None
    ) -> None:
        self._listener = listener
        self._protocol_factory = protocol_factory
        self._context = context
        self._arriving: set[asyncio.Task[None]] = set()

    def open(self) -> None:
        """Begin to accept; called inside the running loop."""
        self._listener.setblocking(False)
        asyncio.get_running_loop().add_reader(self._listener, self._accept)

    async def close(self) -> None:
        """Stop accepting, and drop connections that have sent nothing yet. Calling it again does nothing."""
        if self._listener.fileno() < 0:
            return
        asyncio.get_running_loop().remove_reader(self._listener)
        self._listener.close()
        # A task cancelled before its first step would never close its connection.
        await asyncio.sleep(0)
        for task in self._arriving:
            task.cancel()
        await asyncio.gather(*self._arriving, return_exceptions=True)

    def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(ACCEPTED_AT_ONCE):
            try:
                connection, _ = self._listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                # Most likely too many open files: those in use will close.
                logger.warning("cannot accept a connection: %s", error.strerror)
                loop.remove_reader(self._listener)
                loop.call_later(ACCEPT_RETRY_SECONDS, self._resume)
                return
            connection.setblocking(False)
            task = loop.create_task(self._arrive(connection))
            self._arriving.add(task)
            task.add_done_callback(self._arriving.discard)

    def _resume(self) -> None:
        if self._listener.fileno() >= 0:
            asyncio.get_running_loop().add_reader(self._listener, self._accept)

    async def _arrive(self, connection: socket.socket) -> None:
        handed_over = False
        try:
            first = b"" if self._context is None else await _first_byte(connection)
            if first is None:
                return
            # From here on the transport closes the socket, also when the handshake fails.
            handed_over = True
            await self._hand_over(connection, under_tls=first == _TLS_HANDSHAKE)
        except (TimeoutError, OSError) as error:
            # Ordinary ends of a connection; a failed handshake is an OSError too, and tells why a client is unhappy.
            logger.info("connection dropped before its first request: %s", error or type(error).__name__)
        finally:
            if not handed_over:
                connection.close()

    async def _hand_over(self, connection: socket.socket, *, under_tls: bool) -> None:
        await asyncio.get_running_loop().connect_accepted_socket(
            self._protocol_factory,
            connection,
            ssl=self._context if under_tls else None,
            ssl_handshake_timeout=HANDSHAKE_SECONDS if under_tls else None,
        )


async def _first_byte(connection: socket.socket) -> bytes | None:
    """The peer's first byte, inside the tunnel if it opens one; None if the peer is gone."""
    async with asyncio.timeout(FIRST_BYTES_SECONDS):
        first = await _peek(connection, 1)
        # No other method that is served begins with this letter.
        if first == b"C":
            first = await _peek(connection, 1) if await _open_tunnel(connection) else b""
    return first or None


async def _readable(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(connection, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(connection)


async def _peek(connection: socket.socket, size: int) -> bytes:
    """Up to `size` waiting bytes, without consuming them; empty if the peer closed."""
    while True:
        # Another reader of the same socket cannot exist, yet readiness may be a false alarm.
        with contextlib.suppress(BlockingIOError, InterruptedError):
            return connection.recv(size, socket.MSG_PEEK)
        await _readable(connection)


async def _open_tunnel(connection: socket.socket) -> bool:
    """Answer a `CONNECT`, consuming exactly its head; returns whether the tunnel is open."""
    loop = asyncio.get_running_loop()
    head = b""
    while b"\r\n\r\n" not in head:
        waiting = await _peek(connection, LONGEST_CONNECT_HEAD)
        end = (head + waiting).find(b"\r\n\r\n")
        # What follows the head already belongs to the tunnel.
        take = len(waiting) if end < 0 else end + 4 - len(head)
        taken = connection.recv(take)
        head += taken
        if not taken or len(head) > LONGEST_CONNECT_HEAD:
            return False
    target = _CONNECT_TARGET.match(head)
    if target is None or _INTACCT_HOST.fullmatch(target.group(1).decode().lower()) is None:
        await loop.sock_sendall(connection, _REFUSED)
        return False
    await loop.sock_sendall(connection, _ESTABLISHED)
    return True
