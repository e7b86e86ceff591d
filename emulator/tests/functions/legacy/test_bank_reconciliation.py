"""`reconcile_bank` as the wire has it."""

from asking import Ask
from cash_requests import day, in_bank, receipt

from intacct_emulator.tenancy.company import Company


def statement(amount: str, mode: str = "Automatch", kind: str = "") -> str:
    """A `<reconcile_bank>` of November with one transaction of that amount."""
    return (
        f"<reconcile_bank><bankaccountid>CHK-US</bankaccountid>{day('cutoffdate', '2026-10-31')}"
        f"{day('statementendingdate', '2026-11-30')}<reconmode>{mode}</reconmode>"
        f"<statementendingbalance>50.99</statementendingbalance><banktxns><banktxn>{day('postingdate', '2026-11-07')}"
        f"<txntype>{kind}</txntype><doctype></doctype><document></document><payee>Payee</payee>"
        f"<amount>{amount}</amount></banktxn></banktxns></reconcile_bank>"
    )


def test_the_type_follows_from_the_sign(ask: Ask, company: Company) -> None:
    """Without one, a positive amount is a deposit (documented)."""
    assert ask.of(receipt(place=in_bank()), statement("50.99")).errors == []
    (line,) = company.records.where("BANKACCTTXNRECORD")
    assert line.text("TRANSACTIONTYPE") == "deposit"
    assert line.integer("BANKACCTRECONKEY") is not None


def test_reconciling_is_not_for_everyone(ask: Ask, company: Company) -> None:
    """A user without rights in Cash Management is refused, and nothing is kept of the statement."""
    said = ask.of(statement("50.99"), user="argl_user", password="argl_user_secret")
    assert said.errors[0][0] == "PL04000005"
    assert not company.records.where("BANKACCTTXNFEED")


def test_an_unknown_mode_is_told(ask: Ask) -> None:
    """`Automatch` and `AutomatchReview` are the modes."""
    assert "Perhaps" in ask.of(statement("50.99", "Perhaps")).errors[0][1]
