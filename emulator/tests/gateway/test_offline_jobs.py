"""Asynchronous requests: acknowledged, carried out, delivered to the policy's address, and seen in the queue."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asking import Ask, Said, envelope, invoice, present
from lxml import etree

from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.tenancy.policies import TransportPolicy
from intacct_emulator.tenancy.tenants import Tenants

CONTROL = "<uniqueid>false</uniqueid><dtdversion>3.0</dtdversion><policyid>{}</policyid>"
ASYNC = CONTROL.format("later")
READ = "<read><object>CLASS</object><keys>1</keys><fields>CLASSID</fields></read>"
PATIENCE = 10.0


class Receiver:
    """A client's handler of answers on this machine, which answers with one status after the other, then 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.posts: list[tuple[str, dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.posts.append((self.path, dict(self.headers), body))
                status = receiver.statuses.pop(0) if receiver.statuses else 200
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://intacct.example.com/")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/answers?of=intacct"
        self._thread = threading.Thread(target=self.server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        """Stops listening."""
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """The address of the policy `later`."""
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def later(tenants: Tenants, receiver: Receiver) -> Iterator[Ask]:
    """A gateway that knows the policy `later`."""
    tenants.policies = {"later": TransportPolicy("later", receiver.url)}
    gateway = XmlGateway(tenants)
    gateway.offline_pauses = (0.01, 0.01, 0.01)
    yield Ask(gateway)
    gateway.stop_threads()


def wait_for(happened: Callable[[], bool]) -> None:
    """Returns when it has happened; fails the test when it does not."""
    ends = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < ends
        time.sleep(0.01)


def jobs(ask: Ask) -> list[dict[str, str | None]]:
    """The asynchronous requests in the queue."""
    fields = ["JOBTYPE", "DETAILS", "USERS", "STATE", "ACTIVETIME"]
    select = "".join(f"<field>{name}</field>" for name in fields)
    said = ask.of(f"<query><object>JOBQUEUERECORD</object><select>{select}</select></query>")
    assert said.errors == []
    return said.rows()


def test_a_request_is_acknowledged_at_once(later: Ask) -> None:
    """Acknowledgement first, then the control block, and no operation (client evidence: the vendor's SDKs)."""
    said = later.of(READ, control=ASYNC)
    assert said.status == 200
    assert [child.tag for child in said.root] == ["acknowledgement", "control"]
    assert said.text("acknowledgement/status") == "success"
    assert [(child.tag, child.text) for child in present(said.root.find("control"))] == [
        ("status", "success"),
        ("senderid", "local_sender"),
        ("controlid", "c-1"),
        ("uniqueid", "false"),
        ("dtdversion", "3.0"),
    ]


def test_the_whole_answer_is_posted_to_the_address_of_the_policy(later: Ask, receiver: Receiver) -> None:
    """What is posted is the answer that the request would have had, and what it wrote is there."""
    assert later.of(invoice("INV-1"), READ, control=ASYNC).errors == []
    wait_for(lambda: bool(receiver.posts))
    path, headers, body = receiver.posts[0]
    assert path == "/answers?of=intacct"
    assert headers["Content-Type"].startswith("text/xml")
    posted = etree.fromstring(body)
    assert posted.findtext("control/controlid") == "c-1"
    assert [element.text for element in posted.iterfind("operation/result/status")] == ["success", "success"]
    found = later.of("<query><object>ARINVOICE</object><select><field>RECORDID</field></select></query>")
    assert found.rows() == [{"RECORDID": "INV-1"}]
    wait_for(lambda: jobs(later)[0]["STATE"] == "Delivered")
    assert jobs(later) == [
        {
            "JOBTYPE": "Asynchronous API requests",
            "DETAILS": "c-1",
            "USERS": "wsuser",
            "STATE": "Delivered",
            "ACTIVETIME": "0:00:00",
        }
    ]


def test_a_refusal_of_the_operation_is_delivered_too(later: Ask, receiver: Receiver) -> None:
    """Whether the user may sign in shows when the job runs."""
    assert later.of(READ, control=ASYNC, password="wrong").text("acknowledgement/status") == "success"
    wait_for(lambda: bool(receiver.posts))
    posted = etree.fromstring(receiver.posts[0][2])
    assert posted.findtext("operation/authentication/status") == "failure"


def test_what_the_door_refuses_is_answered_at_once(later: Ask, receiver: Receiver) -> None:
    """An invalid request, a wrong sender and an unknown policy are no jobs."""
    assert later.of("<nonsense/>", control=ASYNC).errors[0][0] == "XL03000003"
    assert later.of(READ, control=ASYNC, sender_password="wrong").errors[0][0] == "XL03000006"
    unknown = later.of(READ, control=CONTROL.format("never"))
    assert unknown.errors == [("XL03000006", "never is not a valid transport policy.")]
    large = later.raw(envelope(READ, control=ASYNC).encode() + b" " * 500_000)
    assert [errorno for errorno, _ in large.errors] == ["XL03000003"]
    assert jobs(later) == []
    assert receiver.posts == []


def test_delivery_is_tried_again(later: Ask, receiver: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    """After 503 and 429 the third attempt succeeds; the log says so."""
    receiver.statuses = [503, 429]
    with caplog.at_level(logging.INFO):
        later.of(READ, control=ASYNC)
        wait_for(lambda: bool(jobs(later)) and jobs(later)[0]["STATE"] == "Delivered")
    assert len(receiver.posts) == 3
    assert len({body for _, _, body in receiver.posts}) == 1
    texts = [record.getMessage() for record in caplog.records]
    assert "asynchronous request c-1: queued for policy later" in texts
    assert "asynchronous request c-1: attempt 1 to deliver failed: HTTP 503" in texts
    assert "asynchronous request c-1: delivered to policy later" in texts


@pytest.mark.parametrize(("statuses", "attempts"), [([500] * 9, 4), ([404], 1), ([302], 1)])
def test_delivery_fails_in_the_end(later: Ask, receiver: Receiver, statuses: list[int], attempts: int) -> None:
    """After four attempts; at once where another would not help; redirections are not followed."""
    receiver.statuses = list(statuses)
    later.of(READ, control=ASYNC)
    wait_for(lambda: bool(jobs(later)) and jobs(later)[0]["STATE"] == "Failed")
    assert len(receiver.posts) == attempts


def test_nobody_may_be_listening(tenants: Tenants) -> None:
    """A job whose answer reaches nobody has failed, and the next one runs."""
    tenants.policies = {"later": TransportPolicy("later", "http://127.0.0.1:1/")}
    gateway = XmlGateway(tenants)
    gateway.offline_pauses = ()
    ask = Ask(gateway)
    for _ in range(2):
        ask.of(READ, control=ASYNC)
    wait_for(lambda: [job["STATE"] for job in jobs(ask)] == ["Failed", "Failed"])
    gateway.stop_threads()


def test_closing_finishes_what_is_queued(tenants: Tenants, receiver: Receiver) -> None:
    """Requests that were acknowledged are carried out and delivered before the threads end."""
    tenants.policies = {"later": TransportPolicy("later", receiver.url)}
    gateway = XmlGateway(tenants)
    ask = Ask(gateway)
    for number in range(5):
        ask.of(invoice(f"INV-{number}"), control=ASYNC)
    gateway.stop_threads()
    assert len(receiver.posts) == 5


def test_the_policy_signs_in_at_its_address(tenants: Tenants, receiver: Receiver) -> None:
    """User and password of the address are sent as basic authorization, and not as part of the path."""
    url = receiver.url.replace("http://", "http://client:s%40cret@")
    policy = TransportPolicy.of(f"later={url}")
    tenants.policies = {"later": policy}
    gateway = XmlGateway(tenants)
    Ask(gateway).of(READ, control=ASYNC)
    gateway.stop_threads()
    path, headers, _ = receiver.posts[0]
    assert (path, headers["Authorization"]) == ("/answers?of=intacct", "Basic Y2xpZW50OnNAY3JldA==")
    assert policy.shown == f"later={receiver.url}"


def test_a_report_is_delivered_with_its_first_page(later: Ask, receiver: Receiver) -> None:
    """A report of the original writer is DONE when it is delivered (documented); with showStatusOnly the rows stay to
    be fetched."""
    assert later.of(invoice("INV-1")).errors == []
    report = "<readReport><report>Open invoices by project</report><reportId>{}</reportId>{}</readReport>"
    later.of(report.format("one", ""), control=ASYNC)
    later.of(report.format("two", "<showStatusOnly>true</showStatusOnly>"), control=ASYNC)
    wait_for(lambda: len(receiver.posts) == 2)
    posted = {present(said.text(".//REPORTID")): said for said in (Said(200, body, ()) for *_, body in receiver.posts)}
    assert posted["one"].text(".//report_results/STATUS") == "DONE"
    assert posted["one"].text(".//data/report/data/RECORDID") == "INV-1"
    assert posted["two"].text(".//report_results/STATUS") == "DONE"
    assert posted["two"].text(".//data/report") is None
    fetched = later.of("<readMore><reportId>two</reportId></readMore>")
    assert fetched.text(".//data/report/data/RECORDID") == "INV-1"
