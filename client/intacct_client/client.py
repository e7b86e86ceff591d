"""The synchronous client."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, Unpack, cast, overload

import httpx2
from lxml import etree

from intacct_client.credentials import from_environment
from intacct_client.errors import TransportError
from intacct_client.exchange import Exchange, Exclusively, Reply, Send, Sleep, Steps
from intacct_client.functions import Function, raw
from intacct_client.options import DEFAULT_TIMEOUT, ClientOptions
from intacct_client.profiles import from_profile
from intacct_client.responses import Outcome, Result
from intacct_client.rows import Row
from intacct_client.session import Session
from intacct_client.transport import HEADERS, failure_of, reply_of, verification
from intacct_client.verbs import Blocking, Verbs

T = TypeVar("T")


class Client(Verbs, Blocking):
    """A caller of the gateway. Use it in a ``with`` block, from one thread or many.

    Credentials and settings are named in ``CredentialOptions`` and ``ClientOptions``; ``transport`` and ``sleep``
    replace the network and the waiting.  Nothing is sent before the first call.
    Raises ``ConfigurationError`` where credentials are missing.
    """

    def __init__(
        self,
        *,
        transport: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        **options: Unpack[ClientOptions],
    ) -> None:
        self._exchange = Exchange(options)
        self._sleep = sleep
        self._lock = threading.Lock()
        self._http = httpx2.Client(
            transport=transport,
            headers=HEADERS,
            timeout=options.get("timeout", DEFAULT_TIMEOUT),
            verify=verification(options.get("verify", True)),
        )

    @classmethod
    def from_env(
        cls,
        environ: Mapping[str, str] | None = None,
        *,
        transport: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        **options: Unpack[ClientOptions],
    ) -> Self:
        """A client with the credentials of the ``INTACCT_*`` environment; ``options`` given here go first."""
        merged: ClientOptions = {**from_environment(environ), **options}
        return cls(transport=transport, sleep=sleep, **merged)

    @classmethod
    def from_profile(
        cls,
        name: str | None = None,
        *,
        file: str | Path | None = None,
        environ: Mapping[str, str] | None = None,
        transport: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        **options: Unpack[ClientOptions],
    ) -> Self:
        """A client with the credentials of a profile; ``options`` go first, then the environment, then the file.

        See ``profiles.from_profile``. Raises ``ConfigurationError`` for a profile that cannot be had.
        """
        merged: ClientOptions = {**from_profile(name, file=file, environ=environ), **options}
        return cls(transport=transport, sleep=sleep, **merged)

    @overload
    def call(self, function: Function[T]) -> T: ...
    @overload
    def call(self, function: etree._Element) -> Result: ...
    def call(self, function: Function[Any] | etree._Element) -> Any:
        """Execute any function: one of ``functions``, ``legacy`` or ``raw``, or a bare element.

        Returns the function's value (for an element, its ``Result``); raises its ``FunctionError``.
        """
        return self._value(raw(function) if isinstance(function, etree._Element) else function)

    def execute(self, functions: Sequence[Function[Any]], *, transaction: bool = False) -> list[Outcome[Any]]:
        """Execute several functions in one request: one ``Outcome`` each, in order, none of them raised.

        With ``transaction`` either all succeed or none takes effect; a failure raises ``TransactionAbortedError``.
        """
        return self._drive(self._exchange.execute(functions, transaction=transaction))

    def report(
        self,
        report: str,
        arguments: Mapping[str, object] | None = None,
        *,
        interactive: bool = False,
        patience: float = 600.0,
    ) -> list[Row]:
        """Run a saved report, wait until it is ready, and return every row.

        ``arguments`` are values of its parameters; ``interactive`` says which writer made it. Raises
        ``ReportNotReadyError`` when it takes longer than ``patience`` seconds.
        """
        return self._drive(self._exchange.report(report, arguments, interactive=interactive, patience=patience))

    def send_later(self, functions: Sequence[Function[Any]], policy_id: str, *, transaction: bool = False) -> str:
        """Hand functions over to be executed later, by a transport policy of the sender.

        Returns the control id. The answer goes to the policy's address; read it there with
        ``intacct_client.responses.parse``.
        """
        return self._drive(self._exchange.send_later(functions, policy_id, transaction=transaction))

    def session(self) -> Session:
        """The session in use, opened if there is none or it has expired."""
        return self._drive(self._exchange.session())

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._exchange.caller()}>"

    def _value(self, function: Function[T]) -> T:
        return self._drive(self._exchange.call(function))

    def _drive(self, steps: Steps[T]) -> T:
        answer: Reply | TransportError | None = None
        while True:
            try:
                step = steps.send(answer)
            except StopIteration as end:
                return cast(T, end.value)
            answer = None
            match step:
                case Send():
                    answer = self._post(step)
                case Sleep(seconds=seconds):
                    self._sleep(seconds)
                case Exclusively(steps=inner):
                    with self._lock:
                        self._drive(inner)

    def _post(self, send: Send) -> Reply | TransportError:
        try:
            return reply_of(self._http.post(send.url, content=send.body))
        except httpx2.HTTPError as error:
            return failure_of(error)
