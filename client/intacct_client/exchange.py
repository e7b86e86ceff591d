"""One call from beginning to end, without any input or output: what to send, when to wait, how to read the answer.

Every operation is a generator of steps.  It yields ``Send``, ``Sleep`` or ``Exclusively``; whoever drives it does that,
blocking or not, and sends back the ``Reply`` (or the ``TransportError``, or ``None``).  So the synchronous and the
asynchronous client share everything but the doing.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, TypeAlias, TypeVar

from intacct_client import requests, responses
from intacct_client.credentials import Login, Secret, resolve
from intacct_client.errors import (
    ConfigurationError,
    IntacctError,
    InvalidSessionError,
    TransactionAbortedError,
    TransportError,
)
from intacct_client.functions import Function, get_api_session
from intacct_client.options import ClientOptions, random_id, utc_now
from intacct_client.redaction import Redactor
from intacct_client.reports import rows_when_ready, run_report
from intacct_client.responses import Outcome, Response
from intacct_client.retry import Repeatable, RetryPolicy
from intacct_client.rows import Row
from intacct_client.session import Session, may_follow

log = logging.getLogger("intacct_client")

T = TypeVar("T")

# An emulator's word on its answer. A header, since the answer itself is the gateway's.
_EXPLANATION: Final = "x-intacct-emulator-explain"


@dataclass(frozen=True, slots=True)
class Send:
    """Post this body and answer with a ``Reply``, or with the ``TransportError`` that prevented it."""

    url: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Exclusively:
    """Drive these steps while nobody else drives such steps of this client."""

    steps: Steps[None]


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer."""

    status_code: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


Step: TypeAlias = Send | Sleep | Exclusively
Steps: TypeAlias = Generator[Step, Any, T]


class Exchange:
    """A caller's credentials, settings and session, and the steps of everything a client does."""

    def __init__(self, options: ClientOptions) -> None:
        self.credentials = resolve(options)
        self._retry = options.get("retry", RetryPolicy())
        self._follow_endpoint = options.get("follow_endpoint", True)
        self._use_session = options.get("use_session", True)
        self._unique_writes = options.get("unique_writes", True)
        self._additional_error_info = options.get("additional_error_info", False)
        self._clock = options.get("clock", utc_now)
        self._new_id = options.get("new_id", random_id)
        self._redactor = Redactor(self.credentials.secrets())
        self._session: Session | None = None
        if self.credentials.session_id:
            self._session = Session(self.credentials.session_id, self.credentials.endpoint_url)
        if not self._use_session and not self.credentials.login:
            raise ConfigurationError("use_session=False needs company_id, user_id and user_password")

    def caller(self) -> str:
        """Who calls whom, without anything secret."""
        login = self.credentials.login
        who = f"{login.user_id}@{login.company_id}" if login else "session"
        inside = f" in {login.entity_id}" if login and login.entity_id else ""
        return f"{who}{inside} at {self.credentials.endpoint_url}"

    def session(self) -> Steps[Session]:
        """The session in use, opened if there is none or it has expired."""
        session = self._session
        while session is None or (self.credentials.login and session.expired(self._clock())):
            yield Exclusively(self._open_session(instead_of=session))
            session = self._session
        return session

    def execute(self, functions: Sequence[Function[Any]], *, transaction: bool = False) -> Steps[list[Outcome[Any]]]:
        """Execute functions in one request: one outcome each, in order.

        Raises ``TransactionAbortedError`` for a transaction that was rolled back, and whatever kept the request as a
        whole from being carried out.
        """
        if not functions:
            raise ValueError("give at least one function")
        response = yield from self._perform(functions, transaction)
        outcomes = [
            Outcome(result, function.decode) for function, result in zip(functions, response.results, strict=True)
        ]
        guilty = responses.offender(response.results) if transaction else None
        if guilty is not None:
            raise TransactionAbortedError(guilty, outcomes)
        return outcomes

    def call(self, function: Function[T]) -> Steps[T]:
        """Execute one function and return its value, or raise its error."""
        (outcome,) = yield from self.execute([function])
        value: T = outcome.value
        return value

    def report(
        self, report: str, arguments: Mapping[str, object] | None, *, interactive: bool, patience: float
    ) -> Steps[list[Row]]:
        """Run a report, wait until it is ready, and fetch every row."""
        work = rows_when_ready(report, run_report(report, arguments, interactive=interactive), patience)
        step: Any = next(work)
        while True:
            if isinstance(step, Function):
                answer: object = yield from self.call(step)
            else:
                yield Sleep(step)
                answer = None
            try:
                step = work.send(answer)
            except StopIteration as end:
                rows: list[Row] = end.value
                return rows

    def send_later(
        self, functions: Sequence[Function[Any]], policy_id: str, *, transaction: bool = False
    ) -> Steps[str]:
        """Hand functions over to be executed later; the control id that the answer will bear.

        A request that nobody acknowledged is not sent again, unless all of it only reads.
        """
        if not functions:
            raise ValueError("give at least one function")
        if not self.credentials.login:
            raise ConfigurationError("functions for later are signed in with company_id, user_id and user_password")
        labels = requests.Labels(self._new_id(), tuple(self._new_id() for _ in functions))
        body = requests.build(
            self.credentials.sender,
            self.credentials.login,
            functions,
            labels,
            unique=False,
            transaction=transaction,
            policy_id=policy_id,
        )
        reads = all(function.reads_only for function in functions)
        repeatable = Repeatable.FREELY if reads else Repeatable.NOT_AT_ALL
        yield from self._attempt(Send(self.credentials.endpoint_url, body), 0, repeatable)
        return labels.request

    def _perform(self, functions: Sequence[Function[Any]], transaction: bool) -> Steps[Response]:
        labels = requests.Labels(self._new_id(), tuple(self._new_id() for _ in functions))
        repeatable = self._repeatable(functions)
        renewed = False
        while True:
            session, authentication, url = yield from self._authentication()
            body = requests.build(
                self.credentials.sender,
                authentication,
                functions,
                labels,
                unique=repeatable is Repeatable.GUARDED,
                transaction=transaction,
                additional_error_info=self._additional_error_info,
            )
            try:
                response = yield from self._attempt(Send(url, body), len(functions), repeatable)
            except InvalidSessionError:
                if session is None or renewed or not self.credentials.login:
                    raise
                log.info("the session is no longer valid; opening another")
                renewed = True
                self._drop(session)
                continue
            self._keep(session, response)
            return response

    def _authentication(self) -> Steps[tuple[Session | None, Login | Secret, str]]:
        if not self._use_session and self.credentials.login:
            return None, self.credentials.login, self.credentials.endpoint_url
        session = yield from self.session()
        return session, session.id, session.endpoint_url

    def _open_session(self, instead_of: Session | None) -> Steps[None]:
        # Somebody else may have opened one while these steps waited for their turn.
        if self._session is not instead_of or self.credentials.login is None:
            return
        function = get_api_session()
        body = requests.build(
            self.credentials.sender,
            self.credentials.login,
            [function],
            requests.Labels(self._new_id(), (self._new_id(),)),
            unique=False,
            transaction=False,
        )
        response = yield from self._attempt(Send(self.credentials.endpoint_url, body), 1, Repeatable.FREELY)
        opened = Outcome(response.results[0], function.decode).value
        self._redactor.learn(opened.id.reveal())
        expires = response.identity.session_expires if response.identity else None
        session = Session(opened.id, self._endpoint(opened.endpoint_url), opened.entity_id)
        self._session = session.seen(expires, self._clock())
        log.debug("session opened at %s", session.endpoint_url)

    def _endpoint(self, offered: str) -> str:
        configured = self.credentials.endpoint_url
        if not self._follow_endpoint or not offered:
            return configured
        if may_follow(configured, offered):
            return offered
        log.warning("the gateway names the endpoint %s, which is not its own; staying at %s", offered, configured)
        return configured

    def _attempt(self, send: Send, expected: int, repeatable: Repeatable) -> Steps[Response]:
        attempt = 1
        while True:
            self._log("POST %s\n%s", send.url, send.body)
            reply: Reply | TransportError = yield send
            try:
                return self._understood(reply, expected)
            except IntacctError as error:
                wait = self._retry.wait(attempt, error, repeatable)
                if wait is None:
                    if attempt > 1:
                        error.add_note(f"after {attempt} attempts")
                    raise
                log.info("attempt %d failed, next in %.1f s: %s", attempt, wait, error)
            yield Sleep(wait)
            attempt += 1

    def _understood(self, reply: Reply | TransportError, expected: int) -> Response:
        if isinstance(reply, TransportError):
            raise reply
        self._log("HTTP %s\n%s", reply.status_code, reply.body)
        explanation = reply.headers.get(_EXPLANATION)
        try:
            return responses.parse(
                reply.status_code,
                reply.body,
                expected=expected,
                retry_after=_retry_after(reply.headers.get("retry-after"), self._clock()),
                explanation=explanation,
                scrub=self._redactor.text,
            )
        except IntacctError as error:
            error.explanation = explanation
            raise

    def _repeatable(self, functions: Sequence[Function[Any]]) -> Repeatable:
        if all(function.reads_only for function in functions):
            return Repeatable.FREELY
        return Repeatable.GUARDED if self._unique_writes else Repeatable.NOT_AT_ALL

    def _keep(self, session: Session | None, response: Response) -> None:
        if session is not None and self._session is session and response.identity:
            self._session = session.seen(response.identity.session_expires, self._clock())

    def _drop(self, session: Session) -> None:
        # The same session may have moved on to a later expiry meanwhile; a session of another id is not ours to drop.
        if self._session is not None and self._session.id == session.id:
            self._session = None

    def _log(self, message: str, subject: object, body: bytes) -> None:
        if log.isEnabledFor(logging.DEBUG):
            log.debug(message, subject, self._redactor.body(body))


def _retry_after(text: str | None, now: datetime) -> float | None:
    """Seconds from a ``Retry-After`` header, which is a number of seconds or a date."""
    if not text:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max((moment - now).total_seconds(), 0.0) if moment.tzinfo else None
