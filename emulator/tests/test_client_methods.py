"""The client's methods for payments, attachments, reports and later work, against a real emulator."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from intacct_client import AsyncClient, Client, ControlError, ReportNotReadyError, functions, responses
from intacct_emulator import Emulator

LOGIN: dict[str, Any] = {
    "sender_id": "local_sender",
    "sender_password": "local_sender_secret",
    "company_id": "northfield",
    "user_id": "wsuser",
    "user_password": "wsuser_secret",
}
DAY = date(2026, 11, 20)


@pytest.fixture
def answers() -> Iterator[tuple[str, list[bytes]]]:
    """An address that answers are delivered to, and what came."""
    came: list[bytes] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/answers", came
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def emulator(answers: tuple[str, list[bytes]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An emulator of northfield, whose policy `later` delivers to that address."""
    state = tmp_path_factory.getbasetemp() / "client-methods"
    with Emulator(companies=["northfield"], policy=(f"later={answers[0]}",), state_dir=state) as emulator:
        yield emulator


@pytest.fixture
def client(emulator: Emulator) -> Iterator[Client]:
    """A client of northfield that never waits."""
    with Client(endpoint_url=emulator.url, sleep=lambda _: None, **LOGIN) as client:
        yield client


def invoice(client: Client, kind: str = "ARINVOICE", **party: str) -> str:
    """The key of a new document of 100.00."""
    line = {"ACCOUNTNO": "4010", "TRX_AMOUNT": Decimal(100), "LOCATIONID": "US-NYC", "DEPARTMENTID": "20"}
    record = {**party, "WHENCREATED": date(2026, 11, 2), f"{kind}ITEMS": {f"{kind}ITEM": [line]}}
    if kind == "APBILL":
        record |= {"WHENDUE": date(2026, 12, 2), "RECORDID": "B-1"}
        line["ACCOUNTNO"] = "6120"
    return client.create(kind, record).text("RECORDNO")


def test_a_payment_is_received_and_a_bill_paid(client: Client) -> None:
    """Of 100.00 and 30.00 of it; what is due afterwards is 0 and 70.00, 60.00 of a bill's 100.00 when 40.00 are
    paid."""
    first, second = (invoice(client, CUSTOMERID="C-1001") for _ in range(2))
    amounts = {first: Decimal("100.00"), second: Decimal("30.00")}
    assert client.receive_payment("C-1001", amounts, DAY, undeposited_account="1050").text("RECORDNO")
    due = [client.read("ARINVOICE", key)[0].decimal("TOTALDUE") for key in amounts]
    assert due == [Decimal(0), Decimal(70)]
    bill = invoice(client, "APBILL", VENDORID="V-2001")
    paid = client.pay_bills("V-2001", {bill: Decimal("40.00")}, DAY, bank_account="CHK-US", method="Cash")
    assert paid.text("RECORDNO")
    assert client.read("APBILL", bill)[0].decimal("TOTALDUE") == Decimal(60)
    with pytest.raises(ValueError, match="bank account"):
        client.receive_payment("C-1001", amounts, DAY)


def test_files_are_attached_and_come_back(client: Client) -> None:
    """Byte for byte, with their names; what is deleted is gone."""
    client.create_attachment_folder("Bills", description="Scans")
    files = {"scan.of.bill.pdf": b"%PDF-1.4 \x00\xff", "note.txt": "für später".encode()}
    assert client.create_attachment("ATT-1", "Bills", files)
    found = client.read_attachment("ATT-1")
    assert {one.file_name: one.content for one in found} == files
    client.delete_attachment("ATT-1")
    assert client.read_attachment("ATT-1") == []


def test_a_report_is_waited_for(client: Client, emulator: Emulator) -> None:
    """Every row, after it was pending; one that takes too long says by what id it is fetched later."""
    for _ in range(3):
        invoice(client, CUSTOMERID="C-1001")
    emulator.clock.freeze(emulator.clock.now())  # a whole second: parts of one do not count
    with pytest.raises(ReportNotReadyError) as late:
        client.report("AP aging", interactive=True, patience=1)
    assert late.value.report_id
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        emulator.clock.advance(timedelta(seconds=seconds))

    with Client(endpoint_url=emulator.url, sleep=wait, **LOGIN) as patient:
        rows = patient.report("Open invoices by project")
    assert [row["AMOUNTDUE"] for row in rows] == ["100", "100", "100"]
    assert waits == [0.5, 1.0]
    emulator.clock.resume()

    async def ask() -> int:
        async with AsyncClient(endpoint_url=emulator.url, **LOGIN) as other:
            return len(await other.report("Open invoices by project"))

    assert asyncio.run(ask()) == 3


def test_later_work_is_acknowledged_and_delivered(
    client: Client, answers: tuple[str, list[bytes]], emulator: Emulator, tmp_path: Path
) -> None:
    """The answer comes to the policy's address, under the control id that was told; an unknown policy is refused."""
    create = functions.create("CLASS", {"CLASSID": "LATER", "NAME": "Later"})
    control_id = client.send_later([create], "later")
    deadline = threading.Event()
    for _ in range(100):
        if answers[1]:
            break
        deadline.wait(0.05)
    said = responses.parse(200, answers[1][0], expected=1)
    assert (said.control_id, said.results[0].ok) == (control_id, True)
    assert client.read_by_name("CLASS", "LATER")[0]["NAME"] == "Later"
    with pytest.raises(ControlError):
        client.send_later([create], "never")
