"""reverse_arpayment, reverse_invoice, reverse_appayment and reverse_bill, as the wire has them. What they do is proved
where the books are."""

from asking import Ask, invoice
from disbursing import manual_payment, reversed_
from paperwork import payable, query
from receiving import date_block, legacy_receipt, reversal


def standing(ask: Ask, name: str, *fields: str) -> list[tuple[str | None, ...]]:
    """Fields of all records of an object."""
    return [tuple(row.values()) for row in ask.of(query(name, *fields)).rows()]


def test_reverse_arpayment_and_reverse_invoice_answer_the_twins_key(ask: Ask) -> None:
    """A reversal is a record of its own."""
    key = ask.of(invoice("A")).key
    received = ask.of(legacy_receipt("100", {key: "100"})).key
    twin = ask.of(reversal("arpayment", received)).key
    assert [row[0] for row in standing(ask, "ARPYMT", "RECORDNO")] == [received, twin]
    reversed_invoice = ask.of(reversal("invoice", key)).key
    assert standing(ask, "ARINVOICE", "RECORDNO", "STATE") == [(key, "Reversed"), (reversed_invoice, "Reversal")]


def test_reverse_appayment_and_reverse_bill_answer_the_twins_key(ask: Ask) -> None:
    """On the payable side too."""
    billed, paid_by_hand = ask.of(payable()).key, ask.of(manual_payment()).key
    twin = ask.of(reversed_("bill", billed)).key
    assert standing(ask, "APBILL", "RECORDNO", "STATE") == [(billed, "Reversed"), (twin, "Reversal")]
    twin = ask.of(reversed_("appayment", paid_by_hand)).key
    assert [row[0] for row in standing(ask, "APPYMT", "RECORDNO")] == [paid_by_hand, twin]


def test_the_reversal_has_the_description_that_is_given(ask: Ask) -> None:
    """The twin says why; the original keeps its own words."""
    key = ask.of(invoice("A", extra="<DESCRIPTION>Work</DESCRIPTION>")).key
    day = date_block("datereversed", "2026-11-25")
    ask.of(f'<reverse_invoice key="{key}">{day}<description>Wrong price</description></reverse_invoice>')
    assert standing(ask, "ARINVOICE", "DESCRIPTION") == [("Work",), ("Wrong price",)]


def test_what_nothing_is_kept_of_is_told(ask: Ask) -> None:
    """That an account was closed is noted as a gap; the receipt is reversed all the same."""
    key = ask.of(invoice()).key
    received = ask.of(legacy_receipt("100", {key: "100"})).key
    bounced = reversal("arpayment", received).replace(
        "</reverse_", "<nsfclosedaccount>true</nsfclosedaccount></reverse_"
    )
    said = ask.of(bounced)
    assert (said.errors, said.gaps) == ([], ("reverse_arpayment nsfclosedaccount",))


def test_a_user_without_the_right_reverses_nothing(ask: Ask) -> None:
    """The billing user may reverse invoices, but not receipts."""
    key = ask.of(invoice()).key
    received = ask.of(legacy_receipt("40", {key: "40"})).key
    clerk = {"user": "argl_user", "password": "argl_user_secret"}
    assert ask.of(reversal("arpayment", received), **clerk).errors[0][0] == "PL04000005"
    ask.of(reversal("arpayment", received))
    assert ask.of(reversal("invoice", key), **clerk).errors == []
