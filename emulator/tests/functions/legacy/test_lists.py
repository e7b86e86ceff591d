"""`get_list` and `get`: shapes, filters, pages."""

from dataclasses import replace
from typing import Any

import pytest
from asking import Ask, Said
from calling import SHARED, needs_samples, shape
from lxml import etree

from intacct_emulator.catalogue.customization import CustomField
from intacct_emulator.functions.legacy.lists import SHAPES
from intacct_emulator.tenancy.company import Company

INVOICE = (
    "<create_invoice><customerid>C-1001</customerid><datecreated><year>2026</year><month>11</month><day>02</day>"
    "</datecreated><termname>Net 30</termname><invoiceno>{number}</invoiceno><invoiceitems><lineitem>"
    "<glaccountno>4010</glaccountno><amount>{amount}</amount><memo>Fee</memo><locationid>US-NYC</locationid>"
    "<departmentid>20</departmentid></lineitem></invoiceitems></create_invoice>"
)


def data(said: Said) -> Any:
    assert said.errors == []
    return said.root.find(".//data")


def condition(field: str, operator: str, value: str = "") -> str:
    return f"<expression><field>{field}</field><operator>{operator}</operator><value>{value}</value></expression>"


def listed(ask: Ask, attributes: str, body: str = "") -> Said:
    return ask.of(f"<get_list {attributes}>{body}</get_list>")


def listtype(said: Said) -> tuple[str | None, ...]:
    element = said.root.find(".//listtype")
    return (element.get("start"), element.get("end"), element.get("total"), element.text)


def names(element: Any) -> list[str]:
    return [child.tag for child in element]


def test_page_of_a_list(ask: Ask, company: Company) -> None:
    """`end` is the position of the last one, `total` counts all; the list type stands before bare data (recorded)."""
    total = len(company.records.where("CUSTOMER"))
    said = listed(ask, 'object="customer" start="3" maxitems="2"')
    assert listtype(said) == ("3", "4", str(total), "customer")
    assert [child.tag for child in said.root.find(".//result")][-2:] == ["listtype", "data"]
    assert data(said).attrib == {}
    assert [row.findtext("customerid") for row in data(said)] == ["C-1004", "C-1005"]


def test_empty_list(ask: Ask) -> None:
    """Nothing found is a success with empty data."""
    said = listed(ask, 'object="bill"')
    assert (listtype(said), len(data(said))) == (("0", "0", "0", "bill"), 0)


@needs_samples
@pytest.mark.parametrize(
    ("name", "legacy_object"), [("1518-get_list-glaccount-3p", "glaccount"), ("2700-resp-get_list", "class")]
)
def test_elements_as_recorded(ask: Ask, name: str, legacy_object: str) -> None:
    """Accounts and classes have the elements of recorded answers in their order (newer ones may follow)."""
    recorded = etree.parse(SHARED / "corpus" / "responses" / f"{name}.xml").find(".//data")
    assert recorded is not None
    ours = names(data(listed(ask, f'object="{legacy_object}" maxitems="1"'))[0])
    assert ours[: len(recorded[0])] == names(recorded[0])


def test_invoice_as_recorded(ask: Ask) -> None:
    """Dates in three parts, contacts by name, the stamp as one text, lines nested: as an answer was recorded."""
    ask.of(INVOICE.format(number="INV-1", amount="120.50"))
    (invoice,) = data(listed(ask, 'object="invoice"'))
    assert shape(invoice.find("datecreated")) == shape(
        etree.fromstring("<datecreated><year>2026</year><month>11</month><day>02</day></datecreated>")
    )
    assert shape(invoice.find("datepaid")) == ("datepaid", (), "", ())
    assert invoice.findtext("billto/contactname") == "Whitlock, June"
    assert invoice.findtext("whenmodified") == "11/20/2026 09:30:00"
    assert [invoice.findtext(name) for name in ("invoiceno", "totalamount", "totalpaid", "totaldue", "state")] == [
        "INV-1",
        "120.5",
        "0",
        "120.5",
        "Posted",
    ]
    assert names(invoice)[:14] == [
        "key",
        "customerid",
        "datecreated",
        "dateposted",
        "datedue",
        "datepaid",
        "termname",
        "batchkey",
        "invoiceno",
        "ponumber",
        "totalamount",
        "totalpaid",
        "totaldue",
        "totalselected",
    ]
    (line,) = invoice.find("invoiceitems")
    assert names(line) == [
        "line_num",
        "accountlabel",
        "glaccountno",
        "amount",
        "memo",
        "locationid",
        "departmentid",
        "key",
        "totalpaid",
        "totaldue",
        "trx_amount",
        "trx_totalpaid",
        "trx_totaldue",
        "currency",
        "projectkey",
        "customerkey",
        "vendorkey",
        "employeekey",
        "itemkey",
        "classkey",
        "billable",
        "offsetglaccountno",
    ]
    assert [line.findtext(name) for name in ("line_num", "glaccountno", "amount", "totaldue", "trx_totaldue")] == [
        "1",
        "4010",
        "120.5",
        "120.5",
        "120.5",
    ]


def test_lines_go_to_their_own_invoice(ask: Ask) -> None:
    """The lines of several invoices are read together and not mixed up."""
    ask.of(INVOICE.format(number="INV-1", amount="1"), INVOICE.format(number="INV-2", amount="2"))
    rows = data(listed(ask, 'object="invoice"'))
    assert [(row.findtext("invoiceno"), row.findtext("invoiceitems/lineitem/amount")) for row in rows] == [
        ("INV-1", "1"),
        ("INV-2", "2"),
    ]


def test_filter_by_legacy_names(ask: Ask) -> None:
    """Names inside filters are those of the answer, values are display spellings; junctions nest."""
    conditions = (
        '<filter><logical logical_operator="and">'
        + condition("glaccountno", "&gt;=", "4000")
        + condition("status", "=", "active")
        + f'<logical logical_operator="or">{condition("title", "like", "%ervice%")}'
        + condition("closingaccountno", "is null")
        + "</logical></logical></filter>"
    )
    rows = data(listed(ask, 'object="glaccount"', conditions))
    titles = [row.findtext("title") for row in rows]
    assert "Managed Services" in "".join(titles)
    assert all(
        int(row.findtext("glaccountno")) >= 4000
        and ("ervice" in row.findtext("title") or not row.findtext("closingaccountno"))
        for row in rows
    )


def test_filter_by_date(ask: Ask) -> None:
    """Dates in filters are MM/DD/YYYY, whatever the answer's form."""
    ask.of(INVOICE.format(number="INV-1", amount="1"))
    for value, count in (("11/02/2026", "1"), ("11/03/2026", "0")):
        said = listed(ask, 'object="invoice"', f"<filter>{condition('datecreated', '&gt;=', value)}</filter>")
        assert listtype(said)[2] == count


def test_sorted_with_some_fields(ask: Ask, company: Company) -> None:
    """A documented request: vendors by id with two fields each; here from the last one."""
    body = (
        '<sorts><sortfield order="desc">vendorid</sortfield></sorts>'
        "<fields><field>name</field><field>vendorid</field></fields>"
    )
    rows = data(listed(ask, 'object="vendor" maxitems="3" start="0"', body))
    ids = [row.findtext("vendorid") for row in rows]
    assert ids == sorted((record.id for record in company.records.where("VENDOR")), reverse=True)[:3]
    assert [names(row) for row in rows] == [["vendorid", "name"]] * 3


def test_field_that_does_not_exist(ask: Ask) -> None:
    """A field no object has is an error that names it."""
    said = listed(ask, 'object="vendor"', "<fields><field>nonsense</field></fields>")
    assert "NONSENSE" in said.errors[0][1]


def test_hundred_by_default(ask: Ask) -> None:
    """Without `maxitems` a list has at most 100."""
    bodies = [f"<create_class><classid>K{number}</classid><name>k</name></create_class>" for number in range(120)]
    ask.of(*bodies)
    said = listed(ask, 'object="class"')
    assert len(data(said)) == 100
    assert int(listtype(said)[2] or 0) >= 120


def test_private_records_only_when_asked(ask: Ask) -> None:
    """At top level what an entity owns is listed with `showprivate` alone."""
    assert ask.of("<create_class><classid>PRIV</classid><name>k</name></create_class>", location="US").errors == []
    only = f"<filter>{condition('key', '=', 'PRIV')}</filter>"
    assert listtype(listed(ask, 'object="class"', only))[2] == "0"
    assert listtype(listed(ask, 'object="class" showprivate="true"', only))[2] == "1"


def test_get_is_one_of_the_list(ask: Ask) -> None:
    """`get` answers what `get_list` does for that record, by id or record number."""
    (first,) = data(listed(ask, 'object="customer" maxitems="1"'))
    for key in (first.findtext("customerid"), first.findtext("recordno")):
        (row,) = data(ask.of(f'<get object="customer" key="{key}"/>'))
        assert shape(row) == shape(first)
    last = [name for name in names(first) if name != "customfields"][-5:]
    assert last == ["vsoepricelist", "contactlist", "pricelist", "supdocid", "retainagepercentage"]
    assert first.findtext("contactinfo/contact/mailaddress/city") == "Portland"
    assert [option.text for option in first.find("deliveryoptions")] == ["email"]


def test_get_some_fields_and_none(ask: Ask) -> None:
    """`fields` narrows the answer; a key that names nothing is a success without a record, as two clients rely on."""
    (row,) = data(ask.of('<get object="department" key="10"><fields><field>title</field></fields></get>'))
    assert shape(row) == ("department", (), "", (("title", (), "Client Services", ()),))
    for name in ("department", "supdoc", "supdocfolder", "customer", "invoice"):
        missing = ask.of(f'<get object="{name}" key="NONE-YET" externalkey="false"/>')
        assert (missing.errors, missing.gaps, len(data(missing))) == ([], (), 0)
        assert listtype(missing) == ("0", "0", "0", name)


def test_journal_entry_sides(ask: Ask) -> None:
    """The lines of a journal entry are debits and credits by word."""
    ask.of(INVOICE.format(number="INV-1", amount="5"))
    (entry,) = data(listed(ask, 'object="gltransaction"'))
    sides = [
        (line.findtext("trtype"), line.findtext("glaccountno"), line.findtext("amount"))
        for line in entry.find("gltransactionentries")
    ]
    assert sides == [("debit", "1200", "5"), ("credit", "4010", "5")]
    assert entry.findtext("datecreated/month") == "11"


def test_terms_count_days_or_months(ask: Ask) -> None:
    """Net days are `daysforward`; a day of a later month is told with the months (response DTD)."""
    rows = {row.findtext("name"): row for row in data(listed(ask, 'object="arterm"'))}
    assert shape(rows["Net 30"].find("due")) == shape(etree.fromstring("<due><daysforward>30</daysforward></due>"))
    assert len(rows["Net 30"].find("discount")) == 0
    assert names(rows["2/10 Net 30"].find("discount")) == ["daysforward", "amount", "gracedays"]
    ask.of(
        "<create_arterm><name>10th</name><description>d</description><due><dueday>10</dueday>"
        "<duefrom>of next month from invoice/bill date</duefrom></due></create_arterm>"
    )
    (term,) = data(ask.of('<get object="arterm" key="10th"/>'))
    assert shape(term.find("due")) == shape(
        etree.fromstring("<due><dayofmonth>10</dayofmonth><monthsforward>1</monthsforward></due>")
    )


def test_object_that_is_not_built(ask: Ask) -> None:
    """An object the schema has and the emulator has not is a gap."""
    said = listed(ask, 'object="icitem"')
    assert said.gaps == ("get_list of icitem",)
    assert ask.of('<get object="taxschedule" key="1"/>').gaps == ("get of taxschedule",)


def test_object_that_no_company_has(ask: Ask) -> None:
    """What is not built has an empty list that says so."""
    said = listed(ask, 'object="smarteventlog" start="5"')
    assert (listtype(said), len(data(said)), said.gaps) == (
        ("5", "5", "0", "smarteventlog"),
        0,
        ("get_list of smarteventlog",),
    )


def test_listing_needs_the_right(ask: Ask) -> None:
    """The AR and GL user of northfield may not list vendors."""
    billing = {"user": "argl_user", "password": "argl_user_secret"}
    for request in ('<get_list object="vendor"/>', '<get object="vendor" key="V-2001"/>'):
        assert ask.of(request, **billing).errors[0][0] == "PL04000005"
    assert ask.of('<get_list object="customer"/>', **billing).errors == []


@pytest.mark.parametrize("legacy_object", sorted(SHAPES))
def test_every_shape_is_answered(ask: Ask, legacy_object: str) -> None:
    """Every object that has a shape can be listed, with private ones, without error."""
    said = listed(ask, f'object="{legacy_object}" showprivate="true"')
    assert (said.errors, said.gaps) == ([], ())


def test_custom_fields_are_written_and_listed(ask: Ask, company: Company) -> None:
    """A field the company added is set by `customfields` and answered there; an object without any answers none."""
    assert data(ask.of('<get object="department" key="10"/>')).find("department/customfields") is None
    added = CustomField("DEPARTMENT", "COST_POOL", "Cost pool")
    company.customization = replace(company.customization, fields=(*company.customization.fields, added))
    ask.of(
        '<update_department departmentid="10"><customfields><customfield><customfieldname>COST_POOL</customfieldname>'
        "<customfieldvalue>North</customfieldvalue></customfield></customfields></update_department>"
    )
    (row,) = data(ask.of('<get object="department" key="10"/>'))
    assert [element.text for element in row.find("customfields/customfield")] == ["COST_POOL", "North"]
    found = listed(ask, 'object="department"', f"<filter>{condition('cost_pool', '=', 'North')}</filter>")
    assert listtype(found)[2] == "1"


def test_get_does_not_see_other_entities(ask: Ask) -> None:
    """What one entity owns does not exist for a session in another."""
    ask.of("<create_class><classid>PRIV</classid><name>k</name></create_class>", location="US")
    assert data(ask.of('<get object="class" key="PRIV"/>', location="US")) is not None
    assert len(data(ask.of('<get object="class" key="PRIV"/>', location="CA"))) == 0
