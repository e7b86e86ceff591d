"""AR invoices: what is required, what is computed, what the general ledger gets, what is refused."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from contract_tests.harness.documents import amounts, day, invoice, ledger_of, line, unique
from contract_tests.harness.facts import Facts
from contract_tests.harness.writing import Writing
from intacct_client import Client, FunctionError, functions, lines_of

CANNOT_CREATE = "Currently, we can't create the transaction"
CORRECTION = "Check the transaction for errors or inconsistencies, then try again."


def refusal(writing: Any, record: Any) -> Any:
    """The errors that refuse an invoice."""
    with pytest.raises(FunctionError) as caught:
        writing.create("ARINVOICE", record)
    return caught.value.errors


@pytest.mark.client(source="connectors create ARINVOICE generically; the keys of transactions are RECORDNO alone")
def test_creating_an_invoice_answers_its_record_number(writing: Writing, client: Client, facts: Facts) -> None:
    """`<arinvoice><RECORDNO>`; the invoice can be read by it."""
    key = writing.create("ARINVOICE", invoice(facts))
    assert key.isdigit()
    assert client.read("ARINVOICE", key, "RECORDNO") == [{"RECORDNO": key}]


@pytest.mark.documented(source="developer.intacct.com: a posted invoice is entered in the general ledger")
def test_the_ledger_lines_of_an_invoice_balance(writing: Writing, client: Client, facts: Facts) -> None:
    """Two lines make four ledger lines whose signed amounts add up to nothing."""
    number = unique("CT-")
    lines = [line(facts, "120.00"), line(facts, "80.25")]
    writing.create("ARINVOICE", invoice(facts, lines, RECORDID=number))
    rows = ledger_of(client, number)
    assert sorted(amounts(rows)) == [Decimal("-120.00"), Decimal("-80.25"), Decimal("80.25"), Decimal("120.00")]
    credited = [row["ACCOUNTNO"] for row in rows if Decimal(str(row["AMOUNT"])) < 0]
    assert credited == [facts.revenue_account] * 2
    assert len({row["ACCOUNTNO"] for row in rows} - {facts.revenue_account}) == 1


@pytest.mark.documented(source="developer.intacct.com dimensions: line dimensions are posted")
def test_ledger_lines_carry_the_dimensions(writing: Writing, client: Client, facts: Facts) -> None:
    """Department, location, project and customer stand on the revenue line."""
    number = unique("CT-")
    writing.create("ARINVOICE", invoice(facts, RECORDID=number))
    (revenue,) = [row for row in ledger_of(client, number) if row["ACCOUNTNO"] == facts.revenue_account]
    assert revenue["DEPARTMENTID"] == facts.department_id
    assert revenue["LOCATIONID"] == facts.location_id
    assert revenue["PROJECTID"] == facts.project_id
    assert revenue["CUSTOMERID"] == facts.customer_id


@pytest.mark.documented(source="developer.intacct.com GLBATCH: MODULE 4.AR and its journal entry")
def test_the_lines_stand_in_one_journal_entry_of_receivables(writing: Writing, client: Client, facts: Facts) -> None:
    """Both sides of an invoice have the same GLBATCH, which comes from module 4.AR and balances."""
    number = unique("CT-")
    writing.create("ARINVOICE", invoice(facts, RECORDID=number))
    (batch,) = {row.text("BATCHKEY") for row in ledger_of(client, number)}
    (entry,) = client.read("GLBATCH", batch)
    assert entry["MODULE"] == "4.AR"
    assert entry["BATCH_DATE"] == day(facts.open_date).strftime("%Y-%m-%d")


@pytest.mark.documented(source="developer.intacct.com ARINVOICE: totals and state")
def test_a_new_invoice_is_posted_and_due_in_full(writing: Writing, client: Client, facts: Facts) -> None:
    """The total is the sum of the lines, nothing is paid, the state says Posted."""
    key = writing.create("ARINVOICE", invoice(facts, [line(facts, "99.99"), line(facts, "0.01")]))
    (row,) = client.read("ARINVOICE", key, ["TOTALENTERED", "TOTALPAID", "TOTALDUE", "STATE"])
    assert [row.decimal(name) for name in ("TOTALENTERED", "TOTALPAID", "TOTALDUE")] == [100, 0, 100]
    assert row["STATE"] == "Posted"


@pytest.mark.documented(source="developer.intacct.com ARINVOICE: lines in ARINVOICEITEMS")
def test_read_brings_the_lines(writing: Writing, client: Client, facts: Facts) -> None:
    """read gives the lines with the document, in the order they were sent."""
    key = writing.create("ARINVOICE", invoice(facts, [line(facts, "5.00"), line(facts, "7.00")]))
    (row,) = client.read("ARINVOICE", key)
    lines = lines_of(row, "ARINVOICEITEMS")
    assert [one.decimal("TRX_AMOUNT") for one in lines] == [5, 7]
    assert {one["DEPARTMENTID"] for one in lines} == {facts.department_id}


@pytest.mark.documented(source="developer.intacct.com AR terms: due from the invoice date")
def test_the_term_gives_the_due_date(writing: Writing, client: Client, facts: Facts) -> None:
    """30 days after the invoice date, where no due date is sent."""
    key = writing.create("ARINVOICE", invoice(facts, WHENDUE=None, TERMNAME=facts.term_name))
    (row,) = client.read("ARINVOICE", key, ["WHENDUE", "TERMNAME"])
    assert row == {
        "WHENDUE": (day(facts.open_date) + timedelta(days=30)).strftime("%Y-%m-%d"),
        "TERMNAME": facts.term_name,
    }


@pytest.mark.client(source="texts matched by two public integrations")
def test_a_due_date_must_come_from_somewhere(writing: Writing, facts: Facts) -> None:
    """No due date, no term, a customer without one: refused."""
    found = refusal(
        writing, invoice(facts, [line(facts, PROJECTID=None)], WHENDUE=None, CUSTOMERID=facts.customer_without_term_id)
    )
    assert "Date Due" in found[0].text


@pytest.mark.recorded(source="fylein test_tasks.py: recorded stack for an unknown project on a card transaction")
def test_an_unknown_project_is_refused_with_its_stack(writing: Writing, client: Client, facts: Facts) -> None:
    """The innermost error names project and value and has the support id; the last one carries the correction."""
    number = unique("CT-")
    lines = [line(facts), line(facts, PROJECTID="NO-SUCH-PROJECT")]
    found = refusal(writing, invoice(facts, lines, RECORDID=number))
    assert found[0].number == "BL01001973"
    assert "'NO-SUCH-PROJECT'" in found[0].description2
    assert found[0].support_id
    assert found[-1].number == "BL01001973"
    assert found[-1].description2.startswith(CANNOT_CREATE)
    assert found[-1].correction == CORRECTION
    assert all(error.support_id is None for error in found[1:])
    assert ledger_of(client, number) == []


UNKNOWN = {
    "CUSTOMERID": ("header", "no-such-customer"),
    "DEPARTMENTID": ("line", "no-such-department"),
    "LOCATIONID": ("line", "no-such-location"),
    "ACCOUNTNO": ("line", "no-such-account"),
    "CLASSID": ("line", "no-such-class"),
}


@pytest.mark.client(source="fylein errors.py: the texts an integration has seen for invalid dimensions")
@pytest.mark.parametrize("field", UNKNOWN)
def test_what_is_unknown_is_named(writing: Writing, facts: Facts, field: str) -> None:
    """Customer, department, location, account and class: the innermost text quotes the value."""
    place, value = UNKNOWN[field]
    if place == "header":
        record = invoice(facts, [line(facts, PROJECTID=None)], **{field: value})
    else:
        record = invoice(facts, [line(facts, **{field: value})])
    assert value in refusal(writing, record)[0].description2


@pytest.mark.client(source="scoro help: project and header customer must belong together")
def test_a_project_of_another_customer_is_refused(writing: Writing, facts: Facts) -> None:
    """The project on a line must be one of the header's customer."""
    found = refusal(writing, invoice(facts, CUSTOMERID=facts.other_customer_id))
    assert facts.project_id in found[0].description2
    assert "not related to your header-level Customer ID" in found[0].description2


@pytest.mark.client(source="fylein errors.py and a recorded `Missing the Location dimension for Account X`")
def test_a_dimension_that_the_account_requires_must_be_there(writing: Writing, facts: Facts) -> None:
    """An account that requires a department refuses a line without one, naming dimension and account."""
    lines = [line(facts, ACCOUNTNO=facts.department_account, DEPARTMENTID=None, PROJECTID=None)]
    text = refusal(writing, invoice(facts, lines))[0].description2
    assert "Department" in text
    assert facts.department_account in text


@pytest.mark.client(source="partner help pages of two integrations: Use of empty Location is invalid")
def test_a_company_of_several_entities_wants_a_location(writing: Writing, facts: Facts) -> None:
    """A line without location is refused at the top level."""
    assert facts.other_entity_location_id
    found = refusal(writing, invoice(facts, [line(facts, LOCATIONID=None)]))
    assert "Location" in found[0].description2


@pytest.mark.client(source="three integrations map BL03002185 to a duplicate document number")
def test_an_invoice_number_is_used_once(writing: Writing, facts: Facts) -> None:
    """BL03002185 names the number."""
    number = unique("CT-")
    writing.create("ARINVOICE", invoice(facts, RECORDID=number))
    found = refusal(writing, invoice(facts, RECORDID=number))
    assert found[0].number == "BL03002185"
    assert found[0].description2 == f"A transaction with the number '{number}' already exists."


@pytest.mark.inferred(source="a document of nothing posts nothing; a client's tests show `No line items found`")
def test_an_invoice_needs_lines(writing: Writing, facts: Facts) -> None:
    """An invoice without lines is refused."""
    record = invoice(facts)
    del record["ARINVOICEITEMS"]
    assert refusal(writing, record)


@pytest.mark.documented(source="developer.intacct.com: ACTION Draft keeps an invoice out of the ledger")
def test_a_draft_posts_nothing(writing: Writing, client: Client, facts: Facts) -> None:
    """State Draft, no ledger line."""
    number = unique("CT-")
    key = writing.create("ARINVOICE", invoice(facts, RECORDID=number, ACTION="Draft"))
    assert client.read("ARINVOICE", key, "STATE") == [{"STATE": "Draft"}]
    assert ledger_of(client, number) == []


@pytest.mark.documented(source="developer.intacct.com: delete works on unpaid invoices")
def test_deleting_an_invoice_takes_its_ledger_lines_along(writing: Writing, client: Client, facts: Facts) -> None:
    """Neither invoice nor ledger line remains."""
    number = unique("CT-")
    key = writing.create("ARINVOICE", invoice(facts, RECORDID=number))
    assert ledger_of(client, number)
    writing.delete("ARINVOICE", key)
    assert client.read("ARINVOICE", key) == []
    assert ledger_of(client, number) == []


@pytest.mark.recorded(source="intacct-sdk-js issue 66: rollback; here with an invoice that was right")
def test_a_rolled_back_invoice_leaves_nothing(writing: Writing, client: Client, facts: Facts) -> None:
    """In a transaction with a failing function behind it, the invoice is gone, and so are its ledger lines."""
    number = unique("CT-")
    good = functions.create("ARINVOICE", invoice(facts, RECORDID=number))
    with pytest.raises(FunctionError):
        client.execute([good, functions.delete("CLASS", "987654321")], transaction=True)
    assert client.query("ARINVOICE", "RECORDNO", _number(number)).all() == []
    assert ledger_of(client, number) == []


@pytest.mark.documented(source="developer.intacct.com customers: TOTALDUE is what the customer owes")
def test_the_customer_owes_what_was_invoiced(writing: Writing, client: Client, facts: Facts) -> None:
    """The customer's total grows by the invoice."""

    def owed() -> Decimal:
        (row,) = client.read_by_name("CUSTOMER", facts.customer_id, "TOTALDUE")
        return Decimal(str(row["TOTALDUE"] or 0))

    before = owed()
    writing.create("ARINVOICE", invoice(facts, [line(facts, "321.00")]))
    assert owed() == before + 321


def _number(number: Any) -> Any:
    from intacct_client import filters as f

    return f.equal_to("RECORDID", number)
