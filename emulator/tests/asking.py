"""Builds request envelopes and reads answers, for tests that go through the whole gateway."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from lxml import etree

from intacct_emulator.gateway.messages import InboundRequest
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.storage.database import Database

ENDPOINT = "http://127.0.0.1:8080/ia/xml/xmlgw.phtml"
LOGIN = (
    "<login><userid>{user}</userid><companyid>{company}</companyid><password>{password}</password>{location}</login>"
)


T = TypeVar("T")


def present(value: T | None) -> T:
    """The value. Fails the test when there is none."""
    assert value is not None
    return value


def dumped(database: Database) -> list[str]:
    """Every table, index, view and row of a database, as statements."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        database.write_to(copy)
        with closing(sqlite3.connect(copy)) as connection:
            return list(connection.iterdump())


@dataclass(frozen=True)
class Said:
    """An answer: status, the parsed body, and short cuts to what tests look at."""

    status: int
    body: bytes
    gaps: tuple[str, ...]

    @property
    def root(self) -> Any:
        return etree.fromstring(self.body)

    def text(self, path: str) -> str | None:
        found: str | None = self.root.findtext(path)
        return found

    def texts(self, path: str) -> list[str | None]:
        return [element.text for element in self.root.iterfind(path)]

    @property
    def errors(self) -> list[tuple[str, str]]:
        """errorno and description2 of every error, without support ids."""
        found = []
        for error in self.root.iter("error"):
            text = (error.findtext("description2") or "").split(" [Support ID")[0]
            found.append((error.findtext("errorno") or "", text))
        return found

    @property
    def key(self) -> str | None:
        """RECORDNO of the first object, or the legacy key."""
        return self.text(".//data/*/RECORDNO") or self.text(".//key")

    def rows(self) -> list[dict[str, str | None]]:
        return [{field.tag: field.text for field in row} for row in self.root.find(".//data")]


class Ask:
    """Asks a gateway. `of(function, ...)` wraps function bodies in an envelope."""

    def __init__(self, gateway: XmlGateway) -> None:
        self.gateway = gateway

    def raw(self, body: bytes, endpoint: str = ENDPOINT) -> Said:
        answer = asyncio.run(self.gateway.answer(InboundRequest(body, endpoint, "POST", "R-1")))
        return Said(answer.status, answer.body, answer.gaps)

    def of(self, *functions: str, **options: str) -> Said:
        return self.raw(envelope(*functions, **options).encode())


def envelope(
    *functions: str,
    sender: str = "local_sender",
    sender_password: str = "local_sender_secret",
    user: str = "wsuser",
    password: str = "wsuser_secret",
    company: str = "northfield",
    location: str | None = None,
    session: str | None = None,
    transaction: str = "",
    control: str = "<uniqueid>false</uniqueid><dtdversion>3.0</dtdversion>",
) -> str:
    place = "" if location is None else f"<locationid>{location}</locationid>"
    login = LOGIN.format(user=user, company=company, password=password, location=place)
    authentication = login if session is None else f"<sessionid>{session}</sessionid>"
    attribute = f' transaction="{transaction}"' if transaction else ""
    content = "".join(f'<function controlid="f{i}">{body}</function>' for i, body in enumerate(functions, 1))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><request><control><senderid>{sender}</senderid>'
        f"<password>{sender_password}</password><controlid>c-1</controlid>{control}</control>"
        f"<operation{attribute}><authentication>{authentication}</authentication>"
        f"<content>{content}</content></operation></request>"
    )


def invoice(
    number: str = "INV-1", customer: str = "C-1001", when: str = "11/02/2026", lines: str = "", extra: str = ""
) -> str:
    """A `<create>` of an ARINVOICE."""
    lines = lines or line()
    return (
        f"<create><ARINVOICE><CUSTOMERID>{customer}</CUSTOMERID><WHENCREATED>{when}</WHENCREATED>"
        f"<RECORDID>{number}</RECORDID>{extra}<ARINVOICEITEMS>{lines}</ARINVOICEITEMS></ARINVOICE></create>"
    )


def line(
    amount: str = "100.00", account: str = "4010", location: str = "US-NYC", department: str = "20", more: str = ""
) -> str:
    """One ARINVOICEITEM."""
    return (
        f"<ARINVOICEITEM><ACCOUNTNO>{account}</ACCOUNTNO><TRX_AMOUNT>{amount}</TRX_AMOUNT>"
        f"<LOCATIONID>{location}</LOCATIONID><DEPARTMENTID>{department}</DEPARTMENTID>{more}</ARINVOICEITEM>"
    )
