"""The HTTP edge: what reaches the gateway from each kind of request, and what leaves."""

import asyncio
import gzip
import logging
from typing import Any
from urllib.parse import quote_plus
from xml.etree import ElementTree

import pytest
from asking import present

from intacct_emulator.gateway.endpoint import GatewayEndpoint, lists_gzip
from intacct_emulator.gateway.messages import Answer, InboundRequest

XML = '<?xml version="1.0" encoding="utf-8"?>\n<request><a b="é &amp; +%41"/></request>'.encode()


class RecordingGateway:
    """Keeps what it was asked and answers with `reply`, or raises it."""

    def __init__(self, reply: Any) -> None:
        self.reply = reply
        self.requests: list[InboundRequest] = []

    async def answer(self, request: Any) -> Any:
        self.requests.append(request)
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply


class Exchange:
    """One ASGI call of an endpoint: the messages that went in, the answer that came out."""

    def __init__(self, reply: Any = None, **options: Any) -> None:
        self.gateway = RecordingGateway(reply or Answer(200, b"<response/>"))
        self.endpoint = GatewayEndpoint(self.gateway, **{"max_request_bytes": 1000, **options})
        self.sent: list[Any] = []
        self.received = 0

    def __call__(
        self,
        body: Any = b"",
        *,
        method: Any = "POST",
        headers: Any = (),
        scheme: Any = "http",
        chunks: Any = None,
        server: Any = ("127.0.0.1", 8080),
    ) -> Any:
        chunks = [body] if chunks is None else chunks
        messages = [
            {"type": "http.request", "body": chunk, "more_body": number < len(chunks)}
            for number, chunk in enumerate(chunks, 1)
        ]
        messages.append({"type": "http.disconnect"})
        given = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
        scope = {"type": "http", "method": method, "scheme": scheme, "headers": given, "server": server}

        async def receive() -> Any:
            self.received += 1
            return messages.pop(0)

        async def send(message: Any) -> None:
            self.sent.append(message)

        asyncio.run(self.endpoint(scope, receive, send))
        return self

    @property
    def request(self) -> Any:
        return self.gateway.requests[-1]

    @property
    def status(self) -> Any:
        return self.sent[-2]["status"]

    @property
    def headers(self) -> Any:
        return {name.decode(): value.decode() for name, value in self.sent[-2]["headers"]}

    @property
    def body(self) -> Any:
        return self.sent[-1]["body"]


@pytest.mark.parametrize(
    "content_type",
    ["application/xml", "x-intacct-xml-request", "text/xml; charset=utf-16", "application/json", "text/plain", "", "é"],
)
def test_any_content_type_carries_the_body_as_it_is(content_type: str) -> None:
    """No content type is refused, and its charset changes nothing: the XML declaration rules."""
    exchange = Exchange()(XML, headers=[("Content-Type", content_type)])
    assert exchange.request.body == XML
    assert exchange.request.method == "POST"
    assert exchange.headers == {"content-type": 'text/xml; encoding="UTF-8";charset=UTF-8', "content-length": "11"}


@pytest.mark.parametrize(
    "body",
    [
        b"xmlrequest=" + quote_plus(XML).encode(),
        b"a=b&xmlrequest=" + quote_plus(XML).encode() + b"&c=d",
        b"xmlrequest=" + XML,
        XML,
    ],
    ids=["form", "among other fields", "not escaped", "raw"],
)
def test_a_form_post_carries_its_xmlrequest_field(body: Any) -> None:
    """The legacy form works escaped or not, and raw XML under the form's content type, as curl sends it."""
    exchange = Exchange()(body, headers=[("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")])
    assert exchange.request.body == XML


def test_a_form_without_the_field_is_left_for_the_parser() -> None:
    """What is no XML reaches the gateway as it is, so that its answer is the parser's complaint."""
    exchange = Exchange()(b"xml=1&b=2", headers=[("Content-Type", "application/x-www-form-urlencoded")])
    assert exchange.request.body == b"xml=1&b=2"


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_an_empty_document(method: str) -> None:
    """Only a post carries a document, whatever else has a body."""
    exchange = Exchange()(XML, method=method)
    assert (exchange.request.body, exchange.request.method) == (b"", method)
    assert exchange.status == 200


def test_a_body_in_pieces_arrives_whole() -> None:
    """A body is joined in order however it was cut."""
    pieces = [XML[i : i + 7] for i in range(0, len(XML), 7)]
    assert Exchange()(chunks=pieces).request.body == XML


def test_a_client_that_leaves_mid_request_is_not_answered() -> None:
    """Half a document never reaches the gateway."""
    exchange = Exchange()
    messages = [{"type": "http.request", "body": b"<request>", "more_body": True}, {"type": "http.disconnect"}]

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        exchange.sent.append(message)

    scope: dict[str, Any] = {"type": "http", "method": "POST", "scheme": "http", "headers": [], "server": None}
    asyncio.run(exchange.endpoint(scope, receive, send))
    assert exchange.gateway.requests == exchange.sent == []


@pytest.mark.parametrize(
    ("headers", "scheme", "url"),
    [
        ([("Host", "localhost:8081")], "http", "http://localhost:8081/ia/xml/xmlgw.phtml"),
        ([("Host", "api.intacct.com")], "https", "https://api.intacct.com/ia/xml/xmlgw.phtml"),
        ([("Host", "[::1]:9")], "http", "http://[::1]:9/ia/xml/xmlgw.phtml"),
        ([("Host", "a"), ("X-Forwarded-Proto", "https")], "http", "https://a/ia/xml/xmlgw.phtml"),
        ([("Host", "a"), ("X-Forwarded-Proto", "HTTPS, http")], "http", "https://a/ia/xml/xmlgw.phtml"),
        ([("Host", "a"), ("X-Forwarded-Proto", "gopher")], "http", "http://a/ia/xml/xmlgw.phtml"),
        ([("Host", 'a"/><b c="')], "http", "http://127.0.0.1:8080/ia/xml/xmlgw.phtml"),
        ([], "http", "http://127.0.0.1:8080/ia/xml/xmlgw.phtml"),
    ],
)
def test_the_endpoint_address_is_the_clients(headers: Any, scheme: str, url: str) -> None:
    """Scheme, host and port as the client used them; a Host that is none is replaced by the address reached."""
    assert Exchange()(XML, headers=headers, scheme=scheme).request.endpoint_url == url


def test_the_endpoint_address_can_be_set() -> None:
    """`public_url` wins over whatever the request says."""
    exchange = Exchange(public_url="https://x/y")(XML, headers=[("Host", "a"), ("X-Forwarded-Proto", "https")])
    assert exchange.request.endpoint_url == "https://x/y"


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        (b"gzip", True),
        (b"deflate, GZIP;q=0.5", True),
        (b"identity", False),
        (b"*", False),
        (b"gzip;q=0, *", False),
        (b"gzip ; q=0.000", False),
        (b"gzipped", False),
        (b"", False),
    ],
)
def test_gzip_only_when_it_is_named(header: bytes, accepted: bool) -> None:
    """`*` is not enough, and a weight of 0 is a refusal."""
    assert lists_gzip(header) is accepted


@pytest.mark.parametrize("size", [5000, 200_000])
def test_a_long_answer_is_compressed_when_asked(size: int) -> None:
    """A client that names gzip gets the same bytes compressed; one that does not gets them plain."""
    text = b"<response>" + b"x" * size + b"</response>"
    plain = Exchange(Answer(200, text))(XML, headers=[("Accept-Encoding", "*")])
    packed = Exchange(Answer(200, text))(XML, headers=[("Accept-Encoding", "gzip, deflate")])
    assert plain.body == gzip.decompress(packed.body) == text
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-length"] == str(len(packed.body))


def test_the_status_of_the_answer_is_kept() -> None:
    """A 400 stays a 400."""
    assert Exchange(Answer(400, b"<r/>"))(XML).status == 400


def test_gaps_travel_in_a_header_that_nothing_can_break() -> None:
    """Doubles go, what a header cannot carry is replaced, and the header stays short."""
    gaps = ("create_foo", "a\r\nSet-Cookie: b", "create_foo", "é", *(f"function_{n}" for n in range(1000)))
    header = Exchange(Answer(200, b"<r/>", gaps=gaps))(XML).headers["x-intacct-emulator-gap"]
    assert header.startswith("create_foo, a??Set-Cookie: b, ?, function_0, function_1,")
    assert len(header) == 2000


@pytest.mark.parametrize("chunks", [[b"x" * 1001], [b"x" * 500] * 3], ids=["at once", "in pieces"])
def test_a_body_over_the_limit_is_refused_in_the_gateways_form(chunks: Any) -> None:
    """The gateway never sees it; the answer is a control failure that names the limit, on a connection that ends."""
    exchange = Exchange()(chunks=chunks)
    assert exchange.gateway.requests == []
    assert (exchange.status, exchange.headers["connection"]) == (200, "close")
    answer = ElementTree.fromstring(exchange.body)
    assert answer.findtext("control/status") == "failure"
    assert answer.findtext("errormessage/error/errorno") == "XL03000003"
    assert "1000 bytes" in present(answer.findtext("errormessage/error/description2"))


def test_a_body_of_exactly_the_limit_is_read() -> None:
    """The limit is the largest size that passes."""
    assert len(Exchange()(b"x" * 1000, headers=[("Content-Length", "1000")]).request.body) == 1000


def test_an_announced_body_over_the_limit_is_not_asked_for() -> None:
    """A client that waits for leave to send is refused before it sends a byte."""
    exchange = Exchange()(b"", headers=[("Content-Length", "1001"), ("Expect", "100-continue")])
    assert exchange.received == 0
    assert b"XL03000003" in exchange.body


def test_an_endless_body_is_not_read_forever() -> None:
    """Discarding stops after a few times the limit."""
    exchange = Exchange()(chunks=[b"x" * 500] * 1000)
    assert exchange.received < 20
    assert b"XL03000003" in exchange.body


def test_a_broken_gateway_is_answered_in_the_documented_form(caplog: pytest.LogCaptureFixture) -> None:
    """HTTP 500, GW-0001, well-formed; the log has the place of the fault but not the message, which may quote."""
    with caplog.at_level(logging.INFO, logger="intacct_emulator"):
        exchange = Exchange(ValueError("password hunter2"))(b"<request>secret body</request>")
    answer = ElementTree.fromstring(exchange.body)
    assert (exchange.status, exchange.headers["content-type"]) == (500, 'text/xml; encoding="UTF-8";charset=UTF-8')
    assert answer.findtext("errormessage/error/errorno") == "GW-0001"
    assert exchange.request.request_id in present(answer.findtext("errormessage/error/description"))
    assert exchange.request.request_id in caplog.text
    assert "ValueError" in caplog.text
    assert "in answer" in caplog.text
    assert "hunter2" not in caplog.text
    assert "secret body" not in caplog.text


def test_request_ids_repeat_with_the_seed() -> None:
    """Two runs with one seed give the same ids, in the documented form, and no id twice."""

    def ids(seed: Any) -> Any:
        exchange = Exchange(seed=seed)
        return [exchange(XML).request.request_id for _ in range(3)]

    first = ids(7)
    assert first == ids(7) != ids(8)
    assert len(set(first)) == 3
    prefix, _, rest = first[0].partition(":")
    assert (len(prefix), rest[4], rest[13]) == (8, "_", ".")
