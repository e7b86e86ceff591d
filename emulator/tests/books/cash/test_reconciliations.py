"""Bank feeds and reconciliations: what the bank says and what the books say is cleared together, or not at all."""

import pytest
from asking import Ask, present
from cash_requests import (
    day,
    deposit,
    feed,
    in_bank,
    ledger,
    read,
    receipt,
    receipt_item,
    reconciliation,
    transaction,
)
from paperwork import batch, entry

from intacct_emulator.tenancy.company import Company


@pytest.fixture
def banked(ask: Ask) -> tuple[str | None, str | None]:
    """50.99 in the bank by a receipt of two lines, 10.00 by a deposit; the keys of both."""
    direct = ask.of(receipt(receipt_item("40.99") + receipt_item("10"), in_bank(), "<refid>77</refid>")).key
    later = ask.of(receipt(receipt_item("10.00"))).key
    return direct, ask.of(deposit(later)).key


def test_what_matches_is_cleared(ask: Ask, company: Company, banked: tuple[str, str]) -> None:
    """Documents, their journal lines on the bank's account, the account's last reconciled balance and day."""
    assert ask.of(feed(transaction("50.99", number="77"), transaction("10"))).errors == []
    said = ask.of(reconciliation("60.99"))
    assert said.errors == []
    assert read(ask, "BANKACCTRECON", said.key)["STATE"] == "reconciled"
    assert read(ask, "OTHERRECEIPTS", banked[0])["STATE"] == "Reconciled"
    assert read(ask, "DEPOSIT", banked[1])["CLEARED"] == "T"
    assert {row for row in ledger(ask, "ACCOUNTNO", "CLEARED", "CLRDATE") if row[0] == "1000"} == {
        ("1000", "T", "11/30/2026")
    }
    account = company.records.find("CHECKINGACCOUNT", "CHK-US")
    assert [present(account).text(name) for name in ("LASTRECONCILEDBALANCE", "LASTRECONCILEDDATE")] == [
        "60.99",
        "2026-11-30",
    ]


def test_the_next_statement_goes_on_where_the_last_ended(ask: Ask, banked: tuple[str, str]) -> None:
    """Its balance is the last one and what is new; what was cleared is not asked for again."""
    ask.of(feed(transaction("50.99"), transaction("10")), reconciliation("60.99"))
    ask.of(receipt(receipt_item("5"), in_bank(date="2026-12-03")))
    ask.of(feed(transaction("5", date="12/04/2026")))
    assert ask.of(reconciliation("65.99", "12/31/2026", cutoff="")).errors == []


def test_what_is_cleared_stays(ask: Ask, banked: tuple[str, str]) -> None:
    """A cleared receipt is neither changed nor deleted (documented for deleting), a used feed and a completed
    reconciliation neither."""
    made = ask.of(feed(transaction("50.99"), transaction("10"))).key
    done = ask.of(reconciliation("60.99")).key
    for request in (
        f'<delete_otherreceipt key="{banked[0]}"/>',
        f'<update_otherreceipt key="{banked[0]}"><payee>Other</payee></update_otherreceipt>',
        f"<delete><object>BANKACCTTXNFEED</object><keys>{made}</keys></delete>",
        f"<delete><object>BANKACCTRECON</object><keys>{done}</keys></delete>",
    ):
        assert ask.of(request).errors != []


@pytest.mark.parametrize(
    ("transactions", "request_", "text"),
    [
        (("50.99",), reconciliation("50.99"), "10 in the books has no match"),
        (("50.99", "10", "1"), reconciliation("61.99"), "the bank's transaction of 1 has no match"),
        (("50.99", "10"), reconciliation("61"), "the balance is 60.99, the statement's 61"),
        (("50.99", "10"), reconciliation("60.99", cutoff=""), "Required field Cut-off date is missing"),
        (("50.99", "10"), reconciliation("60.99", end="10/31/2026"), "must be after 10/31/2026"),
        (("50.99", "10"), reconciliation("60.99").replace("CHK-US", "BOA"), "Invalid Bank 'BOA' specified."),
    ],
)
def test_what_does_not_match_fails_as_a_whole(
    ask: Ask, company: Company, banked: tuple[str, str], transactions: tuple[str, ...], request_: str, text: str
) -> None:
    """Something only in the books, only at the bank, another balance, no beginning, no days, no bank: told, and nothing
    is cleared."""
    assert ask.of(feed(*map(transaction, transactions))).errors == []
    assert text in " ".join(error[1] for error in ask.of(request_).errors).replace(".00 ", " ")
    assert not company.records.where("BANKACCTRECON")
    assert not company.records.where("GLENTRY", CLEARED="T")


def test_a_review_stays_open_and_can_be_deleted(ask: Ask, company: Company, banked: tuple[str, str]) -> None:
    """Nothing is cleared; a second one has to wait."""
    ask.of(feed(transaction("50.99"), transaction("10")))
    key = ask.of(reconciliation("60.99", mode="AutomatchReview")).key
    assert read(ask, "BANKACCTRECON", key)["STATE"] == "initiated"
    assert not company.records.where("GLENTRY", CLEARED="T")
    assert ask.of(reconciliation("60.99")).errors != []
    assert ask.of(f"<delete><object>BANKACCTRECON</object><keys>{key}</keys></delete>").errors == []
    assert ask.of(reconciliation("60.99")).errors == []


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (feed(kind="onl"), "not connected"),
        (feed(), "Required field Bank transactions is missing"),
        (feed(transaction("3.55", "charge")), "Transaction type charge does not belong to the account 'CHK-US'"),
        (feed(transaction("1"), account="CARD-US"), "Transaction type deposit does not belong"),
        (feed(transaction("1"), account="CCB"), "Invalid Bank 'CCB' specified."),
        (feed(transaction("")), "Amount"),
    ],
)
def test_what_is_wrong_with_a_feed_is_told(ask: Ask, company: Company, request_: str, text: str) -> None:
    """An online feed without a connection, no transactions, types of the other kind of account, no account, no
    amount."""
    assert text in " ".join(error[1] for error in ask.of(request_).errors)
    assert not company.records.where("BANKACCTTXNFEED")


def test_a_feed_of_a_card_is_kept(ask: Ask, company: Company) -> None:
    """Charges and payments, with a day in three elements as the vendor's SDKs send it."""
    split = "<year>2026</year><month>11</month><day>15</day>"
    said = ask.of(feed(transaction("-200.26", "charge"), account="CARD-US").replace("11/15/2026", split))
    found = read(ask, "BANKACCTTXNFEED", said.key)
    told = ("FEEDDATE", "FINANCIALACCOUNTTYPE", "STATE", "DOWNLOADEDTRANACTIONS")
    assert [found[name] for name in told] == ["2026-11-15", "Credit card", "processed", "1"]
    assert len(company.records.where("BANKACCTTXNRECORD")) == 1


def test_a_statement_in_one_request(ask: Ask, company: Company, banked: tuple[str, str]) -> None:
    """`reconcile_bank` brings its transactions along; what does not match leaves nothing of them."""

    def statement(balance: str, amount: str) -> str:
        lines = "".join(
            f"<banktxn>{day('postingdate', '2026-11-07')}<txntype></txntype><doctype></doctype><document>1</document>"
            f"<payee>Payee</payee><amount>{one}</amount></banktxn>"
            for one in ("50.99", amount)
        )
        return (
            f"<reconcile_bank><bankaccountid>CHK-US</bankaccountid>{day('cutoffdate', '2026-10-31')}"
            f"{day('statementendingdate', '2026-11-30')}<reconmode>Automatch</reconmode>"
            f"<statementendingbalance>{balance}</statementendingbalance><banktxns>{lines}</banktxns></reconcile_bank>"
        )

    assert ask.of(statement("61.99", "11")).errors != []
    assert not company.records.where("BANKACCTTXNRECORD")
    said = ask.of(statement("60.99", "10"))
    assert said.errors == []
    assert read(ask, "BANKACCTRECON", said.key)["STATE"] == "reconciled"


def test_a_journal_entry_by_hand_is_cleared_too(ask: Ask) -> None:
    """12.00 on the bank's account and in the feed: that line is cleared, the other account's is not."""
    assert ask.of(batch(entry("1000", 1, "12"), entry("6300", -1, "12"))).errors == []
    ask.of(feed(transaction("12")))
    assert ask.of(reconciliation("12")).errors == []
    assert ledger(ask, "ACCOUNTNO", "AMOUNT", "CLEARED") == [("1000", "12", "T"), ("6300", "-12", "F")]
