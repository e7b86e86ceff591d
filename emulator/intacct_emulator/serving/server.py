"""Runs an ASGI application on one port: in the foreground until a signal, or in a thread of its own."""

import asyncio
import contextlib
import errno
import functools
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from intacct_emulator.asgi import AsgiApp, Receive, Scope, Send
from intacct_emulator.serving.failure import CannotRunError
from intacct_emulator.serving.visitors import Visitors, refuse
from intacct_emulator.settings import GATEWAY_PATH

if TYPE_CHECKING:
    from intacct_emulator.serving.front_door import FrontDoor
    from intacct_emulator.serving.protocol import OneWriteProtocol

BACKLOG = 1024
# What is in flight when the server is told to stop may take so long to finish.
GRACE_SECONDS = 10.0
REQUEST_SECONDS = 60.0
POLL_SECONDS = 0.005
TICK_SECONDS = 0.25
# The default loop of Windows cannot watch a listening socket.
_LOOP = asyncio.SelectorEventLoop if sys.platform == "win32" else None
_HINTS = {
    errno.EADDRINUSE: "; choose another with --port, or let it choose with --port 0",
    errno.EACCES: "; choose one above 1023 with --port",
    errno.EADDRNOTAVAIL: "; this machine has no such address",
}
_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - recognised, not bound


class ListenError(CannotRunError):
    """The address is unavailable; the text says which and why."""


class Server:
    """The application on one port. `start`, `stop` and nothing between: the loop that runs them serves.

    With `tls`, the same port serves TLS, plain HTTP and `CONNECT`. A request that has not arrived completely
    `request_seconds` after its first byte is dropped; one that `visitors` objects to is refused.
    """

    def __init__(
        self,
        app: AsgiApp,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        request_seconds: float = REQUEST_SECONDS,
        visitors: Visitors | None = None,
    ) -> None:
        self._app = app
        self._host = host
        self._port = port
        self._tls = tls
        self._request_seconds = request_seconds
        self._visitors = visitors or Visitors(names=(host,))
        self._bound_port: int | None = None
        self._front_door: FrontDoor | None = None
        self._connections: set[OneWriteProtocol] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        """`http://host:port` as a client on this machine reaches it."""
        if self._bound_port is None:
            raise RuntimeError("the server has not been started")
        host = _EVERY_ADDRESS.get(self._host, self._host)
        return f"http://[{host}]:{self._bound_port}" if ":" in host else f"http://{host}:{self._bound_port}"

    @property
    def url(self) -> str:
        """The gateway's address on this server."""
        return self.address + GATEWAY_PATH

    async def start(self) -> None:
        """Listen and accept. Raises ListenError if the address is unavailable."""
        from uvicorn.server import ServerState

        from intacct_emulator.serving.front_door import FrontDoor
        from intacct_emulator.serving.protocol import OneWriteProtocol, configuration

        state = ServerState()
        self._connections, self._tasks = state.connections, state.tasks  # type: ignore[assignment]
        factory = functools.partial(OneWriteProtocol, configuration(self._serve), state, {}, self._request_seconds)
        listener = _listen(self._host, self._port)
        self._bound_port = listener.getsockname()[1]
        self._front_door = FrontDoor(listener, factory, self._tls)
        self._front_door.open()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        objection = self._visitors.objection(scope)
        if objection is not None:
            await refuse(send, objection)
            return
        # A request cut off by `stop` has lost its connection: uvicorn would report the cancellation as a fault.
        try:  # noqa: SIM105 - on the path of every request
            await self._app(scope, receive, send)
        except asyncio.CancelledError:
            pass

    async def stop(self, grace: float = GRACE_SECONDS) -> None:
        """Accept no more, finish what is in flight, close; what takes longer than `grace` seconds is cut off."""
        self._leave()
        if self._front_door is not None:
            await self._front_door.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace):
                # Asked again each time round: a connection may have been accepted just before the port was closed.
                while self._connections or self._tasks:
                    self._leave()
                    await asyncio.sleep(POLL_SECONDS)
        for connection in list(self._connections):
            connection.transport.abort()
        # One step of the loop, in which the connections learn that they have ended.
        await asyncio.sleep(0)
        for task in list(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=1)

    def _leave(self) -> None:
        for connection in list(self._connections):
            connection.leave()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=socket.AI_PASSIVE
        )[0]
        # The protocol is named because asyncio switches Nagle's algorithm off only on sockets that name it.
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ListenError(f"cannot listen on {host}: {error.strerror or error}") from error
    try:
        if sys.platform == "win32":
            # There, reusing an address takes it away from a server that is listening.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise ListenError(
            f"cannot listen on {host} port {port}: {error.strerror or error}{_HINTS.get(error.errno or 0, '')}"
        ) from error
    return listener


def run(server: Server, announce: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT. `announce` gets the gateway's address once connections are accepted.

    A second signal does not wait for what is in flight. Raises ListenError.
    """

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        stopping, hurrying = asyncio.Event(), asyncio.Event()

        def on_signal() -> None:
            (hurrying if stopping.is_set() else stopping).set()

        _call_on_signals(loop, on_signal)
        await server.start()
        announce(server.url)
        await stopping.wait()
        finish = loop.create_task(server.stop())
        hurry = loop.create_task(hurrying.wait())
        await asyncio.wait((finish, hurry), return_when=asyncio.FIRST_COMPLETED)
        hurry.cancel()
        if not finish.done():
            await server.stop(grace=0)
        await finish

    with asyncio.Runner(loop_factory=_LOOP) as runner:
        runner.run(serve())


def _call_on_signals(loop: asyncio.AbstractEventLoop, on_signal: Callable[[], None]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, on_signal)
        except NotImplementedError:
            # Windows: its loops take no handlers. The process's own run between two steps of the loop, so there has
            # to be a next step.
            signal.signal(number, lambda _number, _frame: loop.call_soon_threadsafe(on_signal))
            _tick(loop)


def _tick(loop: asyncio.AbstractEventLoop) -> None:
    loop.call_later(TICK_SECONDS, _tick, loop)


class ThreadedServer:
    """A `Server` in a thread with its own loop, for tests and other programs."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._thread = threading.Thread(target=self._run, name="intacct-emulator", daemon=True)
        self._started = threading.Event()
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def address(self) -> str:
        return self._server.address

    def start(self) -> None:
        """Return once connections are accepted. Raises what kept the server from it, ListenError among others."""
        self._thread.start()
        self._started.wait()
        if self._failure is not None:
            self._thread.join()
            raise self._failure

    def stop(self) -> None:
        """Return once what was in flight is answered and the port is free. Calling it again does nothing."""
        if self._loop is None or self._stopping is None:
            return
        # A loop that has ended by itself is closed already.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=_LOOP) as runner:
                runner.run(self._serve())
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits in `start`
            self._failure = error
        finally:
            self._started.set()

    async def _serve(self) -> None:
        await self._server.start()
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        self._started.set()
        await self._stopping.wait()
        await self._server.stop()
