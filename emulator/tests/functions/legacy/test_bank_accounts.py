"""Legacy functions of checking and savings accounts, against the whole gateway."""

import pytest
from asking import Ask, present
from cash_requests import in_bank, read, receipt

from intacct_emulator.tenancy.company import Company


def account(kind: str, name: str = "NEW", more: str = "<glaccountno>1020</glaccountno>", location: str = "US") -> str:
    """A `create_checkingaccount` or `create_savingsaccount`."""
    return (
        f"<create_{kind}account><bankaccountid>{name}</bankaccountid><bankaccountno>77</bankaccountno>"
        f"<locationid>{location}</locationid><bankname>Bank</bankname>{more}</create_{kind}account>"
    )


@pytest.mark.parametrize(
    ("kind", "update", "delete"),
    [
        ("checking", "update_checkingaccount", "delete_checkingaccount"),
        ("savings", "update_savingsaccount", "delete_savingsaccount"),
    ],
)
def test_an_account_is_made_changed_used_and_kept(
    ask: Ask, company: Company, kind: str, update: str, delete: str
) -> None:
    """Its key is its id; money moves through it at once; it cannot be removed while a document names it."""
    said = ask.of(account(kind))
    assert (said.errors, said.key) == ([], "NEW")
    changed = f'<{update} bankaccountid="NEW"><phone>1(408)123-1234</phone></{update}>'
    assert ask.of(changed).errors == []
    record = company.records.find(f"{kind.upper()}ACCOUNT", "NEW")
    assert [present(record).text(name) for name in ("PHONE", "BANKACCOUNTTYPE", "CURRENCY", "GLACCOUNTNO")] == [
        "1(408)123-1234",
        kind,
        "USD",
        "1020",
    ]
    key = ask.of(receipt(place=in_bank("NEW"))).key
    gone = f'<{delete} bankaccountid="NEW"/>'
    assert ask.of(gone).errors != []
    assert ask.of(f'<delete_otherreceipt key="{key}"/>', gone).errors == []
    assert company.records.find(f"{kind.upper()}ACCOUNT", "NEW") is None


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (account("checking", "CHK-US"), "CHK-US"),
        (account("checking", "SAV-US"), "SAV-US"),
        (account("savings", "CARD-US"), "CARD-US"),
        (account("checking", more="<glaccountno>9999</glaccountno>"), "9999"),
        (account("checking", location="MOON"), "MOON"),
        (account("checking", location=""), "Location"),
        (account("savings", more="<servicechargeglaccount>77</servicechargeglaccount>"), "77"),
    ],
)
def test_what_is_wrong_with_an_account_is_told(ask: Ask, company: Company, request_: str, text: str) -> None:
    """An id that any account or card has, an unknown account of the ledger, no or no such location."""
    said = ask.of(request_)
    assert text in " ".join(error[1] for error in said.errors)
    assert company.records.find("CHECKINGACCOUNT", "NEW") is None


def test_an_account_in_another_currency_is_a_gap(ask: Ask) -> None:
    """Books in several currencies are not built."""
    more = "<currency>EUR</currency><glaccountno>1020</glaccountno>"
    assert ask.of(account("checking", more=more)).gaps == ("bank accounts in other currencies",)


def test_a_checking_account_takes_its_services(ask: Ask) -> None:
    """Contact and layout of checks, numbers of ACH: kept as the object has them."""
    more = (
        "<glaccountno>1020</glaccountno><checkinfocontact><companyname>North</companyname><mailaddress><city>Troy</city>"
        "</mailaddress></checkinfocontact><nextcheck>100</nextcheck><achenabled>true</achenabled>"
    )
    assert ask.of(account("checking", more=more)).errors == []
    row = ask.of("<readByName><object>CHECKINGACCOUNT</object><keys>NEW</keys><fields>*</fields></readByName>").rows()[
        0
    ]
    key = row["RECORDNO"]
    found = read(ask, "CHECKINGACCOUNT", key)
    assert (found["NEXTCHECK"], found["ACHENABLED"], found["GLACCOUNTTITLE"]) == ("100", "true", "Payroll Cash")


def listed(ask: Ask, body: str = "", attributes: str = "") -> list[str | None]:
    """The ids of the bank accounts that a `get_list` answers."""
    said = ask.of(f'<get_list object="bankaccount"{attributes}>{body}</get_list>')
    assert said.errors == []
    return said.texts(".//bankaccount/bankaccountid")


def test_bank_accounts_are_listed_together(ask: Ask) -> None:
    """Checking accounts, then savings accounts; filtered, sorted and paged as one list; got by their ids."""
    everything = listed(ask)
    assert everything == ["CHK-US", "CHK-CA", "CHK-PAY", "SAV-US"]
    assert listed(ask, attributes=' start="1" maxitems="2"') == everything[1:3]
    descending = '<sorts><sortfield order="desc">bankaccountid</sortfield></sorts>'
    assert listed(ask, descending) == sorted(map(str, everything), reverse=True)
    kind = "<expression><field>bankaccounttype</field><operator>=</operator><value>savings</value></expression>"
    assert listed(ask, f"<filter>{kind}</filter>") == ["SAV-US"]
    got = ask.of('<get object="bankaccount" key="SAV-US"/>')
    assert [got.text(f".//bankaccount/{name}") for name in ("glaccountno", "bankaccounttype")] == ["1030", "savings"]
    assert ask.of('<get object="bankaccount" key="NONE"/>').texts(".//bankaccount") == []
