"""The 2.1 functions: fixed order, lower case, keys instead of data."""

import re
from typing import Any

import pytest

from contract_tests.harness.documents import unique
from contract_tests.harness.facts import Facts
from contract_tests.harness.present import present
from contract_tests.harness.wire import Wire, errors, xml
from contract_tests.harness.writing import Writing
from intacct_client import Client


@pytest.mark.recorded(source="jfcote87/intacct; craibuc/PsIntacct Get-Attachment")
def test_get_list_says_which_rows_it_gives(wire: Wire) -> None:
    """`<listtype start end total>` stands before a `<data>` without attributes; `end` is included."""
    result = wire.call('<get_list object="department" start="0" maxitems="2"/>').result
    assert [child.tag for child in result] == ["status", "function", "controlid", "listtype", "data"]
    listtype, data = result.find("listtype"), result.find("data")
    assert present(listtype).text == "department"
    assert (present(listtype).get("start"), present(listtype).get("end")) == ("0", "1")
    assert int(present(present(listtype).get("total"))) >= 2
    assert dict(present(data).attrib.items()) == {}
    assert [row.tag for row in present(data)] == ["department", "department"]
    assert all(child.tag == child.tag.lower() for row in present(data) for child in row)


@pytest.mark.documented(source="developer.intacct.com get_list: start counts from zero")
def test_get_list_pages(client: Client) -> None:
    """Pages of two through the client give what one page gives."""
    paged = [row["departmentid"] for row in client.get_list("department", page_size=2)]
    assert paged == [row["departmentid"] for row in client.get_list("department")]
    assert len(paged) == len(set(paged))


@pytest.mark.documented(source="developer.intacct.com get_list: filter, sorts and fields; intacct-sdk-net issue 183")
def test_get_list_filters_sorts_and_chooses_fields(wire: Wire, facts: Facts) -> None:
    """An expression finds one record; only the fields asked for come back."""
    data = wire.call(
        xml(
            '<get_list object="customer"><filter><expression><field>customerid</field><operator>=</operator>'
            '<value>{id}</value></expression></filter><sorts><sortfield order="asc">customerid</sortfield></sorts>'
            "<fields><field>customerid</field><field>name</field></fields></get_list>",
            id=facts.customer_id,
        )
    ).data
    assert [[child.tag for child in row] for row in data] == [["customerid", "name"]]
    assert data.findtext("customer/customerid") == facts.customer_id


@pytest.mark.documented(source="developer.intacct.com get: one object by key")
def test_get_reads_one_object(client: Client, facts: Facts) -> None:
    """The object by its key, in lower case."""
    row = client.get("customer", facts.customer_id)
    assert row is not None
    assert row["customerid"] == facts.customer_id
    assert row["status"] == "active"


INVOICE = (
    "<create_invoice><customerid>{customer}</customerid><datecreated><year>{year}</year><month>{month}</month>"
    "<day>{day}</day></datecreated><datedue><year>{year}</year><month>{month}</month><day>{day}</day></datedue>"
    "<invoiceno>{number}</invoiceno><invoiceitems><lineitem><glaccountno>{account}</glaccountno><amount>12.34</amount>"
    "<locationid>{location}</locationid><departmentid>{department}</departmentid></lineitem></invoiceitems>"
    "</create_invoice>"
)


def legacy_invoice(facts: Facts, number: Any) -> Any:
    """A `<create_invoice>`."""
    month, day, year = facts.open_date.split("/")
    return xml(
        INVOICE,
        customer=facts.customer_id,
        year=year,
        month=month,
        day=day,
        number=number,
        account=facts.revenue_account,
        location=facts.location_id,
        department=facts.department_id,
    )


@pytest.mark.recorded(source="craibuc/PsIntacct: keys of legacy functions")
def test_create_invoice_answers_a_key(writing: Writing, client: Client, facts: Facts) -> None:
    """`<key>` stands behind the control id, there is no data; the key is the ARINVOICE's RECORDNO."""
    number = unique("CT-")
    result = writing.call(legacy_invoice(facts, number)).result
    assert [child.tag for child in result] == ["status", "function", "controlid", "key"]
    (invoice,) = client.read("ARINVOICE", present(result.findtext("key")), ["RECORDID", "CUSTOMERID", "TOTALDUE"])
    assert invoice == {"RECORDID": number, "CUSTOMERID": facts.customer_id, "TOTALDUE": "12.34"}


@pytest.mark.documented(source="the published schema: legacy functions are sequences")
def test_legacy_children_have_an_order(wire: Wire, facts: Facts) -> None:
    """The due date before the creation date is refused by the schema, before anything runs."""
    body = legacy_invoice(facts, "CT-ORDER")
    body = re.sub(r"(<datecreated>.*</datecreated>)(<datedue>.*</datedue>)", r"\2\1", body)
    answer = wire.call(body)
    assert answer.root.find("operation") is None
    assert "Element 'datedue': This element is not expected." in errors(answer.root)[0].description2


@pytest.mark.documented(source="developer.intacct.com create_customer")
def test_create_customer_makes_a_customer(writing: Writing, client: Client) -> None:
    """What create_customer makes, readByName finds as CUSTOMER."""
    customer = unique("CT")
    answer = writing.call(
        xml("<create_customer><customerid>{id}</customerid><name>Contract {id}</name></create_customer>", id=customer)
    )
    assert answer.result.findtext("status") == "success"
    (row,) = client.read_by_name("CUSTOMER", customer, ["RECORDNO", "NAME"])
    writing.made("CUSTOMER", row.text("RECORDNO"))
    assert row["NAME"] == f"Contract {customer}"
    assert answer.result.findtext("key")


@pytest.mark.documented(source="developer.intacct.com create_gltransaction")
def test_create_gltransaction_posts_a_journal_entry(writing: Writing, client: Client, facts: Facts) -> None:
    """The key is the GLBATCH's RECORDNO; the entry has the lines that were sent."""
    month, day, year = facts.open_date.split("/")
    entries = "".join(
        xml(
            "<glentry><trtype>{side}</trtype><amount>25.00</amount><glaccountno>{account}</glaccountno>"
            "<locationid>{location}</locationid></glentry>",
            side=side,
            account=facts.expense_account,
            location=facts.location_id,
        )
        for side in ("debit", "credit")
    )
    answer = writing.call(
        xml(
            "<create_gltransaction><journalid>{journal}</journalid><datecreated><year>{year}</year><month>{month}</month>"
            "<day>{day}</day></datecreated><description>Contract</description><gltransactionentries>",
            journal=facts.journal,
            year=year,
            month=month,
            day=day,
        )
        + entries
        + "</gltransactionentries></create_gltransaction>"
    )
    assert answer.result.findtext("status") == "success", repr(answer)
    key = answer.result.findtext("key")
    rows = client.read("GLBATCH", present(key))
    assert [row["RECORDNO"] for row in rows] == [key]
