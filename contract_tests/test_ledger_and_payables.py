"""Journal entries and AP bills."""

from decimal import Decimal
from typing import Any

import pytest

from contract_tests.harness.documents import amounts, bill, entry, journal_entry, ledger_of, unique
from contract_tests.harness.facts import Facts
from contract_tests.harness.writing import Writing
from intacct_client import Client, FunctionError, lines_of


def refusal(writing: Any, object_name: str, record: Any) -> Any:
    """The errors that refuse a record."""
    with pytest.raises(FunctionError) as caught:
        writing.create(object_name, record)
    return caught.value.errors


@pytest.mark.documented(source="developer.intacct.com GLBATCH: ENTRIES/GLENTRY, TR_TYPE 1 and -1")
def test_a_balanced_entry_is_posted(writing: Writing, client: Client, facts: Facts) -> None:
    """Debit and credit come back as they were sent, in module 2.GL."""
    key = writing.create("GLBATCH", journal_entry(facts, [entry(facts, 1, "40.00"), entry(facts, -1, "40.00")]))
    (batch,) = client.read("GLBATCH", key)
    assert batch["JOURNAL"] == facts.journal
    assert batch["MODULE"] == "2.GL"
    lines = lines_of(batch, "ENTRIES")
    assert [(one.text("TR_TYPE"), int(one.decimal("AMOUNT"))) for one in lines] == [("1", 40), ("-1", 40)]


@pytest.mark.documented(source="developer.intacct.com GLBATCH: debits must equal credits")
def test_an_unbalanced_entry_is_refused(writing: Writing, client: Client, facts: Facts) -> None:
    """Nothing of it stays."""
    record = journal_entry(facts, [entry(facts, 1, "40.00"), entry(facts, -1, "39.99")])
    found = refusal(writing, "GLBATCH", record)
    assert found[0].text
    from intacct_client import filters as f

    assert client.query("GLBATCH", "RECORDNO", f.equal_to("BATCH_TITLE", record["BATCH_TITLE"])).all() == []


@pytest.mark.inferred(source="every entity balances; what a company with inter-entity accounts does is not shown")
def test_an_entry_balances_in_each_entity(writing: Writing, facts: Facts) -> None:
    """Balanced in total but not by entity: refused where no inter-entity accounts make up for it."""
    lines = [entry(facts, 1, "10.00"), entry(facts, -1, "10.00", LOCATION=facts.other_entity_location_id)]
    assert refusal(writing, "GLBATCH", journal_entry(facts, lines))


@pytest.mark.documented(source="developer.intacct.com FAQ: the entries given replace all")
def test_updating_an_entry_replaces_its_lines(writing: Writing, client: Client, facts: Facts) -> None:
    """Two lines of 10 become two of 15: four would be an addition."""
    record = journal_entry(facts, [entry(facts, 1, "10.00"), entry(facts, -1, "10.00")])
    key = writing.create("GLBATCH", record)
    changed = record | {
        "RECORDNO": key,
        "ENTRIES": {"GLENTRY": [entry(facts, 1, "15.00"), entry(facts, -1, "15.00")]},
    }
    client.update("GLBATCH", changed)
    (batch,) = client.read("GLBATCH", key)
    assert [one.decimal("AMOUNT") for one in lines_of(batch, "ENTRIES")] == [15, 15]


@pytest.mark.recorded(source="a GLBATCH refused by a public integration: `Could not create GLBatch record.`")
def test_an_unknown_account_in_an_entry_is_refused(writing: Writing, facts: Facts) -> None:
    """The innermost text quotes the account; the wrapper ends in a dot, not in an exclamation mark."""
    lines = [entry(facts, 1, "10.00", ACCOUNTNO="no-such-account"), entry(facts, -1, "10.00")]
    found = refusal(writing, "GLBATCH", journal_entry(facts, lines))
    assert "no-such-account" in found[0].description2
    assert found[-1].description2 == "Could not create GLBatch record."


@pytest.mark.documented(source="developer.intacct.com: a posted bill is entered in the general ledger")
def test_the_ledger_lines_of_a_bill_balance(writing: Writing, client: Client, facts: Facts) -> None:
    """The expense is debited, payables are credited."""
    number = unique("CT-")
    writing.create("APBILL", bill(facts, RECORDID=number))
    rows = ledger_of(client, number)
    assert sorted(amounts(rows)) == [Decimal("-75.50"), Decimal("75.50")]
    assert [row["ACCOUNTNO"] for row in rows if Decimal(str(row["AMOUNT"])) > 0] == [facts.expense_account]


@pytest.mark.recorded(source="intacct-sdk-js issue 86")
def test_a_bill_needs_its_number(writing: Writing, facts: Facts) -> None:
    """BL03002128."""
    found = refusal(writing, "APBILL", bill(facts, RECORDID=None))
    assert (found[0].number, found[0].description2) == ("BL03002128", "Enter a Bill number, and try again.")


@pytest.mark.client(source="fylein errors.py: three wordings for an unknown vendor, all quoting it")
def test_an_unknown_vendor_is_named(writing: Writing, facts: Facts) -> None:
    """The innermost text quotes the vendor."""
    found = refusal(writing, "APBILL", bill(facts, VENDORID="no-such-vendor"))
    assert "'no-such-vendor'" in found[0].description2
