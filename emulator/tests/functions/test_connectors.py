"""What public connectors do with an object: discover its fields, then read every row changed since a moment.

They ask for all fields that `lookup` lists at once, and read WHENMODIFIED of each row to know where to go on.
"""

from datetime import UTC, datetime

import pytest
from asking import Ask
from lxml import etree

from intacct_emulator.catalogue.model import DataType
from intacct_emulator.tenancy.company import Company

# What the two public connectors sync, by their names of the gateway's objects.
SYNCED = (
    *("APBILL", "APBILLITEM", "APPYMT", "APPYMTDETAIL", "VENDOR", "APADJUSTMENT", "APADJUSTMENTITEM"),
    *("PROVIDERBANKACCOUNT", "CHECKINGACCOUNT", "SAVINGSACCOUNT", "CREDITCARD", "CLASS", "TASK", "GLACCOUNT"),
    *("GLBATCH", "GLENTRY", "PROJECT", "ARINVOICE", "ARADJUSTMENT", "CUSTOMER", "DEPOSIT", "ITEM", "ARINVOICEITEM"),
    *("ARADJUSTMENTITEM", "DEPARTMENT", "LOCATION", "GLBUDGETHEADER", "GLBUDGETITEM", "PODOCUMENT", "EMPLOYEE"),
    *("LOCATIONENTITY", "WAREHOUSE", "AFFILIATEENTITY"),
)
# What a third client reads besides.
READ_BY_CLIENTS = ("INVPRICELISTENTRY", "EPPAYMENT", "REVRECSCHEDULE", "REVRECSCHEDULEENTRY", "ALLOCATIONENTRY")
MOMENTS = {DataType.TIMESTAMP.value: "%m/%d/%Y %H:%M:%S", DataType.DATE.value: "%m/%d/%Y"}


def discovered(ask: Ask, name: str) -> dict[str, str]:
    """The types of an object's fields; the connectors index the relationships, too."""
    said = ask.of(f"<lookup><object>{name}</object></lookup>")
    assert said.errors == []
    described = said.root.find(".//Type")
    assert described.find("Relationships") is not None
    return {field.findtext("ID"): field.findtext("DATATYPE") for field in described.iter("Field")}


def parsed(text: str | None, form: str) -> datetime:
    """A moment or a day as the connectors parse it."""
    return datetime.strptime(text or "", form).replace(tzinfo=UTC)


def changed(name: str, fields: list[str], since: str = "WHENMODIFIED") -> str:
    """A connector's page of rows changed from 2010 until 2030."""
    select = "".join(f"<field>{field}</field>" for field in fields)
    return (
        f"<query><object>{name}</object><select>{select}</select><options><showprivate>true</showprivate></options>"
        "<pagesize>1000</pagesize><offset>0</offset><filter><and>"
        f"<greaterthanorequalto><field>{since}</field><value>01/01/2010 00:00:01</value></greaterthanorequalto>"
        f"<lessthanorequalto><field>{since}</field><value>01/01/2030 00:00:00</value></lessthanorequalto>"
        f"</and></filter><orderby><order><field>{since}</field><ascending/></order></orderby></query>"
    )


@pytest.mark.parametrize("name", [*SYNCED, *READ_BY_CLIENTS])
def test_all_fields_of_a_changed_row_can_be_read_at_once(ask: Ask, company: Company, name: str) -> None:
    """Every field that lookup lists is queried; moments, days and numbers of the row can be parsed."""
    types = discovered(ask, name)
    key = company.records.insert(name, {})
    said = ask.of(changed(name, list(types)))
    assert said.errors == []
    row = next(row for row in said.rows() if row["RECORDNO"] == str(key))
    # A sign that no element can have is left out of its name.
    types = {field.replace("#", ""): kind for field, kind in types.items()}
    assert parsed(row["WHENMODIFIED"], MOMENTS["TIMESTAMP"])
    for field, text in row.items():
        form = MOMENTS.get(types[field or ""])
        if text and form:
            assert parsed(text, form).strftime(form) == text
        elif text and types[field or ""] in ("DECIMAL", "PERCENT"):
            float(text)
    assert types.keys() == set(row)


def test_ledger_lines_are_read_by_module(ask: Ask) -> None:
    """One connector reads GLDETAIL module by module, with both conditions side by side in `<and>`."""
    entry = (
        "<GLENTRY><ACCOUNTNO>{}</ACCOUNTNO><TR_TYPE>{}</TR_TYPE><TRX_AMOUNT>5</TRX_AMOUNT><LOCATION>US-NYC</LOCATION>"
        "<DEPARTMENT>30</DEPARTMENT></GLENTRY>"
    )
    lines = entry.format("6300", 1) + entry.format("2100", -1)
    batch = (
        "<create><GLBATCH><JOURNAL>GJ</JOURNAL><BATCH_DATE>11/05/2026</BATCH_DATE><BATCH_TITLE>Entry</BATCH_TITLE>"
        f"<ENTRIES>{lines}</ENTRIES></GLBATCH></create>"
    )
    assert ask.of(batch).errors == []
    types = discovered(ask, "GLDETAIL")
    body = changed("GLDETAIL", [*types, "MODULEKEY"] if "MODULEKEY" not in types else list(types))
    by_module = "<equalto><field>MODULEKEY</field><value>{}</value></equalto></and>"
    for module, count in (("2.GL", 2), ("3.AP", 0)):
        said = ask.of(body.replace("</and>", by_module.format(module)))
        assert said.errors == []
        assert len(said.rows()) == count


def test_budget_lines_are_ordered_by_the_end_of_their_period(ask: Ask, company: Company) -> None:
    """One connector reads GLBUDGETITEM without a filter, by PENDDATE."""
    company.records.insert("GLBUDGETITEM", {})
    types = discovered(ask, "GLBUDGETITEM")
    select = "".join(f"<field>{field}</field>" for field in types)
    said = ask.of(
        f"<query><object>GLBUDGETITEM</object><select>{select}</select><pagesize>1000</pagesize><offset>0</offset>"
        "<orderby><order><field>PENDDATE</field><ascending/></order></orderby></query>"
    )
    assert (said.errors, len(said.rows())) == ([], 1)


def test_the_values_of_own_dimensions_are_read_with_their_address(ask: Ask) -> None:
    """A connector finds own dimensions by getDimensions and asks each for RECORD_URL and updatedAt."""
    said = ask.of("<getDimensions/>")
    own = [
        dimension.findtext("objectName")
        for dimension in said.root.iter("dimension")
        if dimension.findtext("userDefinedDimension") == "true"
    ]
    assert own == ["REGION"]
    fields = ["id", "name", "createdBy", "createdAt", "updatedBy", "updatedAt", "RECORD_URL"]
    said = ask.of(changed("REGION", fields, since="updatedAt"))
    assert said.errors == []
    first = said.rows()[0]
    assert list(first) == fields
    assert (first["RECORD_URL"] or "").startswith("https://")
    assert parsed(first["updatedAt"], MOMENTS["TIMESTAMP"])


def test_a_count_is_asked_for_with_one_row(ask: Ask) -> None:
    """`totalcount` of a page of one row says how many there are; none is no row and 0."""
    for filtered, total in (
        ("", "20"),
        ("<filter><equalto><field>NAME</field><value>Nobody</value></equalto></filter>", "0"),
    ):
        said = ask.of(
            "<query><object>CUSTOMER</object><select><field>RECORDNO</field></select><pagesize>1</pagesize>"
            f"<options><showprivate>true</showprivate></options>{filtered}</query>"
        )
        data: etree._Element = said.root.find(".//data")
        assert data.get("totalcount") == total


def test_permissions_name_applications_as_a_list(ask: Ask) -> None:
    """A connector looks for an application among all that a user has rights in: there must be more than one."""
    said = ask.of("<getUserPermissions><userId>wsuser</userId></getUserPermissions>")
    names = said.texts(".//permissions/appSubscription/applicationName")
    assert len(names) > 1
    assert all(names)
