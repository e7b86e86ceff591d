"""A real HTTP server on a real port that answers from a script, and the envelopes to script it with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from intacct_client import Client

SHARED = Path(__file__).resolve().parents[3] / "shared"


@dataclass(frozen=True)
class Scripted:
    """One answer of the script; ``drop`` cuts the connection instead."""

    body: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False


@dataclass
class Gateway:
    """The server: what it will answer, and what it was asked."""

    url: str = ""
    script: list[Scripted | Callable[[etree._Element], Scripted]] = field(default_factory=list)
    requests: list[etree._Element] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answers(self, *answers: Scripted | Callable[[etree._Element], Scripted]) -> None:
        self.script += answers

    def next(self, path: str, body: bytes) -> Scripted:
        request = etree.fromstring(body)
        with self.lock:
            self.requests.append(request)
            self.paths.append(path)
            answer = self.script.pop(0) if self.script else Scripted("script exhausted", status=418)
        return answer(request) if callable(answer) else answer

    def functions(self) -> list[str]:
        """The names of the functions asked for, in order."""
        return [str(element.tag) for request in self.requests for element in request.iterfind(".//function/*")]


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """A scripted gateway, fresh for each test."""
    state = Gateway()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_POST(self) -> None:
            answer = state.next(self.path, self.rfile.read(int(self.headers["Content-Length"])))
            if answer.drop:
                self.close_connection = True
                return
            body = answer.body.encode()
            self.send_response(answer.status)
            for name, value in ({"Content-Type": "text/xml"} | answer.headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/ia/xml/xmlgw.phtml"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


CONTROL = (
    "<control><status>success</status><senderid>S</senderid><controlid>c</controlid>"
    "<uniqueid>false</uniqueid><dtdversion>3.0</dtdversion></control>"
)


class Envelopes:
    """Answers as the gateway writes them."""

    def errors(self, *errors: tuple[str, str]) -> str:
        inside = "".join(
            f"<error><errorno>{number}</errorno><description></description><description2>{text}</description2>"
            "<correction></correction></error>"
            for number, text in errors
        )
        return f"<errormessage>{inside}</errormessage>"

    def result(
        self, inside: str = "", *, function: str = "read", status: str = "success", control_id: str = "f"
    ) -> str:
        written = f"<status>{status}</status>" if status else ""
        return f"<result>{written}<function>{function}</function><controlid>{control_id}</controlid>{inside}</result>"

    def response(self, *results: str, timeout: str = "") -> Scripted:
        expiry = f"<sessiontimeout>{timeout}</sessiontimeout>" if timeout else ""
        return Scripted(
            f"<response>{CONTROL}<operation><authentication><status>success</status><userid>u</userid>"
            f"<companyid>acme</companyid><locationid></locationid>{expiry}</authentication>{''.join(results)}"
            "</operation></response>"
        )

    def session(self, session_id: str = "session-one..", endpoint: str = "", timeout: str = "") -> Scripted:
        api = f"<data><api><sessionid>{session_id}</sessionid><endpoint>{endpoint}</endpoint><locationid/></api></data>"
        return self.response(self.result(api, function="getAPISession"), timeout=timeout)

    def bad_session(self, text: str = "Invalid session s....") -> Scripted:
        return Scripted(
            f"<response>{CONTROL}<operation><authentication><status>failure</status><userid/><companyid/>"
            f"</authentication>{self.errors(('XL03000006', text))}</operation></response>"
        )

    def bad_login(self) -> Scripted:
        return Scripted(
            f"<response>{CONTROL}<operation><authentication><status>failure</status><userid>u</userid>"
            f"<companyid>acme</companyid></authentication>"
            f"{self.errors(('XL03000006', 'Sign-in information is incorrect'))}</operation></response>"
        )

    def bad_control(
        self, number: str = "XL03000006", text: str = "Incorrect Intacct XML Partner ID or password."
    ) -> Any:
        return Scripted(
            "<response><control><status>failure</status><senderid>S</senderid><controlid>c</controlid></control>"
            f"{self.errors((number, text))}</response>"
        )

    def front_door(self, status: int = 400, number: str = "GW-0011", headers: dict[str, str] | None = None) -> Scripted:
        return Scripted(
            "<response><control><status>failure</status></control><errormessage><error>"
            f"<errorno>{number}</errorno><description>Invalid Request [Request ID: AC47C2BE:D9EE_63EBC07F.59]"
            "</description></error></errormessage></response>",
            status,
            headers or {},
        )

    def broken(self) -> Scripted:
        """The connection is cut without an answer."""
        return Scripted(drop=True)

    def http(self, status: int, body: str = "", headers: dict[str, str] | None = None) -> Scripted:
        """A bare HTTP answer that no gateway wrote."""
        return Scripted(body, status, headers or {})


@pytest.fixture
def envelopes() -> Envelopes:
    """The builder of scripted answers."""
    return Envelopes()


@pytest.fixture
def login(gateway: Gateway) -> dict[str, Any]:
    """Options of a client that logs in at the scripted gateway."""
    return {
        "sender_id": "acme_sender",
        "sender_password": "sender-pass-word",
        "company_id": "acme",
        "user_id": "wsuser",
        "user_password": "user-pass<&>word",
        "endpoint_url": gateway.url,
    }


@pytest.fixture
def client(login: dict[str, Any], gateway: Gateway, envelopes: Envelopes) -> Iterator[Client]:
    """A client for which the scripted gateway has a session."""
    gateway.answers(envelopes.session())
    with Client(**login) as client:
        yield client


@pytest.fixture
def pauses() -> list[float]:
    """What a client's injected sleep was asked for."""
    return []


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material beside the checkout; tests that need it skip without it."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside this checkout")
    return SHARED
