"""Whatever is accepted can be added up: sums beyond 64 bits are either refused when written or exact when read."""

import pytest
from asking import Ask

from intacct_emulator.tenancy.company import Company

HUGE = "9999999999999999"
READS = (
    "<read><object>CUSTOMER</object><keys>2</keys><fields>CUSTOMERID,TOTALDUE</fields></read>",
    "<readByQuery><object>CUSTOMER</object><fields>*</fields><query></query></readByQuery>",
    "<query><object>GLDETAIL</object><select><sum>DEBITAMOUNT</sum></select></query>",
    "<query><object>GLDETAIL</object><select><avg>DEBITAMOUNT</avg></select></query>",
    "<get_trialbalance><reportingperiodname>Month Ended November 2026</reportingperiodname></get_trialbalance>",
    '<get_list object="customer"/>',
)


def invoice(number: object, *amounts: str, action: str = "Submit") -> str:
    lines = "".join(
        f"<ARINVOICEITEM><ACCOUNTNO>4030</ACCOUNTNO><TRX_AMOUNT>{amount}</TRX_AMOUNT><LOCATIONID>US-NYC</LOCATIONID>"
        "<DEPARTMENTID>11</DEPARTMENTID></ARINVOICEITEM>"
        for amount in amounts
    )
    return (
        f"<create><ARINVOICE><CUSTOMERID>C-1002</CUSTOMERID><RECORDID>BIG-{number}</RECORDID><ACTION>{action}</ACTION>"
        "<WHENCREATED>11/03/2026</WHENCREATED><WHENDUE>12/03/2026</WHENDUE>"
        f"<ARINVOICEITEMS>{lines}</ARINVOICEITEMS></ARINVOICE></create>"
    )


def test_no_accepted_invoice_makes_a_company_unreadable(ask: Ask) -> None:
    """Of eleven invoices of 16 digits four find room (two journal lines each, 92 quadrillion in all); the others are
    told the limit, and every read goes on."""
    said = ask.of(*(invoice(number, HUGE) for number in range(11)))
    refused = [text for _, text in said.errors if "92233720368547758.07" in text]
    assert (len(said.texts(".//arinvoice/RECORDNO")), len(refused)) == (4, 7)
    for read in READS:
        assert ask.of(read).errors == []
    (summed,) = ask.of(READS[2]).rows()
    assert int(str(next(iter(summed.values()))).partition(".")[0]) >= 4 * int(HUGE)


def test_what_is_removed_makes_room_again(ask: Ask) -> None:
    """A deleted invoice gives its room to another one."""
    assert ask.of(*(invoice(number, HUGE) for number in range(4))).errors == []
    assert ask.of(invoice(5, HUGE)).errors != []
    first = ask.of("<readByName><object>ARINVOICE</object><keys>BIG-0</keys><fields>RECORDNO</fields></readByName>")
    assert ask.of(f"<delete><object>ARINVOICE</object><keys>{first.key}</keys></delete>").errors == []
    assert ask.of(invoice(6, HUGE)).errors == []
    assert ask.of(invoice(7, HUGE)).errors != []


@pytest.mark.parametrize("action", ["Submit", "Draft"])
def test_a_document_whose_own_total_does_not_fit_is_refused(ask: Ask, company: Company, action: str) -> None:
    """Eleven lines of 16 digits, posted or not; nothing is left of them."""
    said = ask.of(invoice(1, *[HUGE] * 11, action=action))
    assert any("92233720368547758.07" in text for _, text in said.errors)
    assert company.records.find("ARINVOICE", "BIG-1") is None


def test_an_update_that_makes_a_total_too_large_is_refused(ask: Ask, company: Company) -> None:
    """The draft stays what it was."""
    key = ask.of(invoice(1, "5", action="Draft")).key
    lines = invoice(1, *[HUGE] * 11).partition("<ARINVOICEITEMS>")[2].partition("</ARINVOICEITEMS>")[0]
    changed = f"<RECORDNO>{key}</RECORDNO><ARINVOICEITEMS>{lines}</ARINVOICEITEMS>"
    said = ask.of(f"<update><ARINVOICE>{changed}</ARINVOICE></update>")
    assert any("92233720368547758.07" in text for _, text in said.errors)
    kept = company.records.find("ARINVOICE", "BIG-1")
    assert kept is not None
    assert kept.amount("TOTALENTERED") == 5


def test_amounts_of_a_trillion_work(ask: Ask) -> None:
    """A hundred of them, and their sum."""
    assert ask.of(*(invoice(number, "1000000000000") for number in range(100))).errors == []
    owed = ask.of(
        "<query><object>CUSTOMER</object><select><field>TOTALDUE</field></select><filter><equalto>"
        "<field>CUSTOMERID</field><value>C-1002</value></equalto></filter></query>"
    )
    assert int(float(owed.rows()[0]["TOTALDUE"] or 0)) >= 100 * 10**12
