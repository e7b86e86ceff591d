"""Bank accounts and cards: what they stand for in the ledger, and what is refused of them."""

import pytest
from asking import Ask, present

from intacct_emulator.books.cash.financial_accounts import AccountKind, bank_account, card
from intacct_emulator.errors import GatewayError
from intacct_emulator.tenancy.company import Company
from intacct_emulator.world.fixtures import RecordBatch, read_company


def test_northfield_has_bank_accounts_of_both_entities_and_a_card(company: Company) -> None:
    """Each stands for its own account of the ledger and belongs to the entity of its location."""
    found = [bank_account(company, name) for name in ("CHK-US", "CHK-CA", "SAV-US")] + [card(company, "CARD-US")]
    assert [(one.kind, one.gl_account.id, one.entity and one.entity.id) for one in found] == [
        (AccountKind.CHECKING, "1000", "US"),
        (AccountKind.CHECKING, "1010", "CA"),
        (AccountKind.SAVINGS, "1030", "US"),
        (AccountKind.CARD, "2060", "US"),
    ]


@pytest.mark.parametrize("name", ["NOWHERE", "CHK-PAY", "CARD-US"])
def test_money_moves_through_active_bank_accounts_only(company: Company, name: str) -> None:
    """An unknown account, a closed one and a card are no bank accounts."""
    with pytest.raises(GatewayError):
        bank_account(company, name)


def test_the_card_knows_its_accounts_by_key(company: Company) -> None:
    """The record numbers of a card's accounts follow from their numbers."""
    record = present(company.records.find("CREDITCARD", "CARD-US"))
    accounts = [company.records.find("GLACCOUNT", number) for number in ("2060", "6520")]
    assert [record.integer("LIABACCT#"), record.integer("FEESACCTID")] == [present(account).key for account in accounts]


def test_configured_accounts_exist() -> None:
    """Every account the shipped companies are configured with is in their chart."""
    for name in ("northfield", "blank"):
        fixture = read_company(name)
        chart = {
            row["ACCOUNTNO"]
            for batch in fixture.batches
            if isinstance(batch, RecordBatch) and batch.object_name == "GLACCOUNT"
            for row in batch.rows
        }
        named = {fixture.cash.undeposited_account}
        for setup in (fixture.receivables, fixture.payables, fixture.employee_expenses):
            if setup is not None:
                named |= {setup.control_account, setup.discount_account, setup.overpayment_account}
                named |= {setup.advance_account, setup.gain_loss_account}
        assert named - {None} <= chart


def test_preferences_tell_the_configuration(ask: Ask) -> None:
    """Accounts and options of receivables are answered as preferences."""
    said = ask.of('<get_companyprefs application="AR"/>')
    names = [element.findtext("preference") for element in said.root.iter("companypref")]
    values = [element.findtext("prefvalue") for element in said.root.iter("companypref")]
    told = dict(zip(names, values, strict=True))
    assert (told["DISCOUNT_ACCOUNT"], told["OVERPAYMENT_ACCOUNT"], told["ADVANCE_ACCOUNT"]) == ("4900", "2310", "2300")
    assert (told["CUSTOM_DISCOUNTS"], told["BALANCE_FORWARD"]) == ("T", "F")
