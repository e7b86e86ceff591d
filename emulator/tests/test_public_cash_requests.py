"""Every published request about cash is answered by success, or by an error for a known reason."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from asking import Ask
from cash_requests import charge, receipt
from public_requests import CASH, FOLDER, PublicRequest, answers, asked_company, public_requests

from intacct_emulator.catalogue.customization import CustomField, Customization
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.drafts import draft_from_texts
from intacct_emulator.work.writers import writer_for

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the published requests are not beside the project")

# What the requests name and northfield does not have.
_ACCOUNTS = ("41100", "1907", "75300")
_ACCOUNT = "<create><GLACCOUNT><ACCOUNTNO>{number}</ACCOUNTNO><TITLE>Account {number}</TITLE></GLACCOUNT></create>"
_MASTERS = (
    *(_ACCOUNT.format(number=number) for number in _ACCOUNTS),
    "<create><DEPARTMENT><DEPARTMENTID>ADM</DEPARTMENTID><TITLE>Administration</TITLE></DEPARTMENT></create>",
    *(
        f"<create><LOCATION><LOCATIONID>{name}</LOCATIONID><NAME>{name}</NAME><PARENTID>US</PARENTID></LOCATION></create>"
        for name in ("ARL-VA-US", "NY")
    ),
    *(
        f"<create_{kind}account><bankaccountid>{name}</bankaccountid><locationid>US</locationid><bankname>Bank</bankname>"
        f"<glaccountno>1020</glaccountno></create_{kind}account>"
        for kind, name in (
            ("checking", "BA1145"),
            ("checking", "BOFA1435"),
            ("checking", "BOFACHECK-0827"),
            ("savings", "SBB"),
        )
    ),
    "<create_supdocfolder><supdocfoldername>Cash</supdocfoldername></create_supdocfolder>",
    *(
        f"<create_supdoc><supdocid>{name}</supdocid><supdocfoldername>Cash</supdocfoldername></create_supdoc>"
        for name in ("A1234", "AT111", "ATT-1")
    ),
)
_PLACEHOLDER = "an empty account number, in a unit test of a client"
REFUSED = {
    "2407-record_cctransaction-sdk": ("BL01001973", "Enter an account number on line item 1", _PLACEHOLDER),
    "2408-record_cctransaction-sdk": ("BL01001973", "Enter an account number on line item 1", _PLACEHOLDER),
    "2414-record_otherreceipt-sdk": ("BL01001973", "Enter an account number on line item 1", _PLACEHOLDER),
}


@contextmanager
def a_company_with_cash(folder: Path) -> Iterator[tuple[Ask, Company]]:
    """A company that has the accounts, cards and places the requests name."""
    with asked_company(folder) as ask:
        company = ask.gateway.tenants.company("northfield")
        assert company is not None
        own = company.customization
        more = tuple(CustomField(name, "CUSTOMFIELD1", "Custom") for name in ("CCTRANSACTION", "DEPOSIT"))
        company.customization = replace(own, fields=(*own.fields, *more)) if own else Customization(fields=more)
        definition = company.catalogue["CREDITCARD"]
        card = {"CARDID": "AMEX1234", "CARDTYPE": "Visa", "EXP_MONTH": "May", "EXP_YEAR": "2029", "LIABACCTKEY": "2060"}
        card |= {"LOCATION": "US", "LIABILITYTYPE": "Credit"}
        writer_for(company, definition).create(draft_from_texts(card, definition))
        said = ask.of(*_MASTERS)
        assert said.errors == []
        yield ask, company


def at_hand(ask: Ask, request: PublicRequest) -> None:
    """Makes the document that a request means by a record number, and gives the request its number; undeposited funds
    go to the account that is for them here."""
    for account in request.root.iter("undepglaccountno"):
        account.text = "1050"
    makes = {"cctransaction": charge, "otherreceipt": receipt, "deposit": receipt}
    (function,) = request.functions
    make = next((make for name, make in makes.items() if name in function), None)
    (element,) = request.root.iterfind(f"operation/content/function/{function}")
    if make is None or (element.get("key") is None and not element.findall("receiptkeys/receiptkey")):
        return
    # The requests are of 2015.
    made = ask.of(make().replace("<year>2026</year>", "<year>2014</year>"))
    if element.get("key") is not None:
        element.set("key", str(made.key))
    for key in element.iterfind("receiptkeys/receiptkey"):
        key.text = made.key


def test_cash(tmp_path: Path) -> None:
    """Requests succeed in a company that has what they name; what is refused is refused for a reason that stands here,
    and the schema refuses only what the gateway's own schema refuses."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    with a_company_with_cash(tmp_path) as (ask, _):
        requests = list(public_requests(CASH))
        for request in requests:
            at_hand(ask, request)
        answered = list(answers(ask, requests))
    for entry in answered:
        counts["+".join(entry.request.functions)][entry.outcome] += 1
    for name, outcomes in sorted(counts.items()):
        print(f"{name:30}", *(f"{outcome} {count}" for outcome, count in sorted(outcomes.items())))
    assert len(answered) >= 12
    assert {entry.request.id for entry in answered if entry.outcome == "schema"} == {
        entry.request.id for entry in answered if not entry.request.valid
    }
    assert not [entry.request.id for entry in answered if entry.outcome == "gap"]
    errors = {entry.request.id: entry.said.errors[0] for entry in answered if entry.outcome == "error"}
    assert errors.keys() == REFUSED.keys()
    for name, (errorno, text) in errors.items():
        assert (errorno, text[: len(REFUSED[name][1])]) == REFUSED[name][:2]
    assert not [entry for entry in answered if entry.outcome in ("traceback", "http")]
