"""What a company defined is there in every function on objects; and no request can define anything."""

import pytest
from asking import Ask, invoice, line

from intacct_emulator.catalogue.customization import Customization
from intacct_emulator.records.audit_trail import attach_audit_trail
from intacct_emulator.tenancy.company import Company

HOSTILE = (
    'engagement_letter"; DROP TABLE "CUSTOMER',
    "engagement_letter'--",
    "PT_engagement_letter WHERE 1=1",
    "sqlite_master",
    "kept_text",
    "sequence",
    "a" * 5000,
)


def fields_of(ask: Ask, name: str) -> dict[str | None, dict[str, str | None]]:
    """What lookup says of each field."""
    said = ask.of(f"<lookup><object>{name}</object></lookup>")
    return {
        field.findtext("ID"): {part.tag: part.text for part in field if not len(part)}
        for field in said.root.iter("Field")
    }


def query(name: str, *fields: str, where: str = "") -> str:
    select = "".join(f"<field>{field}</field>" for field in fields)
    return f"<query><object>{name}</object><select>{select}</select>{where}</query>"


def test_lookup_tells_custom_fields(ask: Ask) -> None:
    """ISCUSTOM is true for them alone; type, label, description and values are as defined."""
    fields = fields_of(ask, "CUSTOMER")
    assert [name for name, field in fields.items() if field["ISCUSTOM"] == "true"] == ["CRM_ID"]
    assert fields["CRM_ID"] == {
        "ID": "CRM_ID",
        "LABEL": "CRM account",
        "DESCRIPTION": "Number of the account in the customer system",
        "REQUIRED": "false",
        "READONLY": "false",
        "DATATYPE": "TEXT",
        "ISCUSTOM": "true",
    }
    said = ask.of("<lookup><object>ARINVOICEITEM</object></lookup>")
    (work,) = [field for field in said.root.iter("Field") if field.findtext("ID") == "WORK_TYPE"]
    assert [value.text for value in work.iter("VALIDVALUE")] == ["Advice", "Delivery", "Support"]
    assert fields_of(ask, "ARINVOICEITEM")["GLDIMREGION"]["DATATYPE"] == "INTEGER"
    assert fields_of(ask, "GLACCOUNT")["REQUIREGLDIMREGION"]["DATATYPE"] == "BOOLEAN"


def test_lookup_of_a_custom_object(ask: Ask) -> None:
    """Named as defined, in any letter case of the request, with its relation in the documented form."""
    said = ask.of("<lookup><object>ENGAGEMENT_LETTER</object></lookup>")
    assert said.root.find(".//Type").get("Name") == "engagement_letter"
    (relation,) = said.root.iter("Relationship")
    assert {part.tag: part.text for part in relation} == {
        "OBJECTPATH": "R_letter_customer",
        "OBJECTNAME": "customer",
        "LABEL": "Customer",
        "RELATIONSHIPTYPE": "MANY2ONE",
        "RELATEDBY": "RCUSTOMER",
    }


def test_inspect_lists_what_was_added(ask: Ask) -> None:
    """`*` names custom objects and own dimensions by their labels; a label finds one."""
    said = ask.of("<inspect><object>*</object></inspect>", "<inspect><name>Engagement letter</name></inspect>")
    every = {entry.get("typename"): entry.text for entry in said.root.iter("type")}
    assert (every["engagement_letter"], every["REGION"]) == ("Engagement letter", "Region")
    assert "signed_on" in [field.text for field in said.root.iter("Field")]


def test_dimensions_include_the_companys_own(ask: Ask) -> None:
    """Last, and user defined."""
    dimension = ask.of("<getDimensions/>").root.findall(".//dimension")[-1]
    assert [part.text for part in dimension] == ["REGION", "Region", "Region", "true", "true"]


def test_a_document_has_custom_fields_on_header_and_lines(ask: Ask) -> None:
    """Written by create and update; read whole, by query and by readByQuery; required types are checked."""
    po = "<PO_REFERENCE>PO-7</PO_REFERENCE>"
    assert ask.of(invoice(lines=line(more="<WORK_TYPE>advice</WORK_TYPE>"), extra=po)).errors == []
    whole = ask.of("<read><object>ARINVOICE</object><keys>1</keys><fields>*</fields></read>")
    assert whole.text(".//ARINVOICE/PO_REFERENCE") == "PO-7"
    assert whole.text(".//arinvoiceitem/WORK_TYPE") == "Advice"
    by_work = "<filter><equalto><field>WORK_TYPE</field><value>Advice</value></equalto></filter>"
    assert ask.of(query("ARINVOICEITEM", "RECORDKEY", where=by_work)).rows() == [{"RECORDKEY": "1"}]
    text = "<readByQuery><object>ARINVOICE</object><fields>PO_REFERENCE</fields><query>PO_REFERENCE = 'PO-7'</query>"
    assert ask.of(f"{text}</readByQuery>").rows() == [{"PO_REFERENCE": "PO-7"}]
    change = "<update><ARINVOICE><RECORDNO>1</RECORDNO><PO_REFERENCE>PO-8</PO_REFERENCE></ARINVOICE></update>"
    assert ask.of(change).errors == []
    assert ask.of(query("ARINVOICE", "PO_REFERENCE")).rows() == [{"PO_REFERENCE": "PO-8"}]
    wrong = invoice("INV-2", lines=line(more="<WORK_TYPE>Rest</WORK_TYPE>"))
    assert ask.of(wrong).errors[0] == ("BL03000018", "Invalid value 'Rest' for Type of work.")


def test_a_custom_record_is_created_changed_and_deleted(ask: Ask) -> None:
    """The answers have `id` alone (client evidence); a record is changed by `id` only."""
    record = "<name>Study</name><fee_cap>4.99</fee_cap><signed_on>2026-05-26</signed_on><RCUSTOMER>C-1003</RCUSTOMER>"
    said = ask.of(f"<create><engagement_letter>{record}</engagement_letter></create>")
    (created,) = said.root.find(".//data")
    assert (created.tag, [(part.tag, part.text) for part in created]) == ("engagement_letter", [("id", "10008")])
    update = "<update><engagement_letter>{}<stage>ended</stage></engagement_letter></update>"
    assert ask.of(update.format("<id>10008</id>")).errors == []
    assert ask.of(update.format("<id>10099</id>")).errors[0][0].startswith("Cannot update non-existing")
    assert ask.of(update.format("<name>Study</name>")).errors == [("BL01001973", "Required field id is missing")]
    (row,) = ask.of("<read><object>engagement_letter</object><keys>10008</keys><fields>*</fields></read>").rows()
    assert (row["stage"], row["fee_cap"], row["signed_on"], row["RCUSTOMER"]) == ("Ended", "4.99", "2026-05-26", "3")
    assert row["createdAt"] == row["updatedAt"] == "2026-11-20T09:30:00Z"
    delete = "<delete><object>engagement_letter</object><keys>{}</keys></delete>"
    assert ask.of(delete.format("Study")).errors != []
    assert ask.of(delete.format("10008")).errors == []
    assert ask.of(delete.format("10008")).errors != []


def test_custom_records_are_read_by_name_and_along_relations(ask: Ask) -> None:
    """readByName takes the name; a query follows the relation, in filter and select, to any field (documented)."""
    by_name = "<readByName><object>engagement_letter</object><keys>Bellwether claims review</keys></readByName>"
    assert [row["id"] for row in ask.of(by_name).rows()] == ["10006"]
    where = "<filter><equalto><field>R_letter_customer.NAME</field><value>Alderbrook Foods</value></equalto></filter>"
    rows = ask.of(query("engagement_letter", "NAME", "R_letter_customer.CUSTOMERID", where=where)).rows()
    assert rows[0] == {"name": "Alderbrook annual retainer", "R_letter_customer.CUSTOMERID": "C-1001"}
    assert len(rows) == 2


def test_custom_records_come_in_pages(ask: Ask) -> None:
    """readByQuery and readMore keep the object's letters, and no column of a page is lost."""
    whole = "<object>engagement_letter</object><fields>*</fields><query>id &gt;= 10000</query><pagesize>2</pagesize>"
    first, second = (
        ask.of(text)
        for text in (f"<readByQuery>{whole}</readByQuery>", "<readMore><object>engagement_letter</object></readMore>")
    )
    assert first.root.find(".//data").get("listtype") == "engagement_letter"
    assert [row["id"] for row in first.rows() + second.rows()] == ["10005", "10006", "10007"]
    assert list(first.rows()[0]) == list(second.rows()[0])
    assert "RCUSTOMER" in first.rows()[0]


def test_changes_of_custom_records_are_in_the_audit_trail(ask: Ask, company: Company) -> None:
    """As those of any other record, named by number."""
    attach_audit_trail(company.records)
    ask.of("<create><engagement_letter><name>Study</name></engagement_letter></create>")
    trail = ask.of("<getAuditTrail><object>engagement_letter</object><recordNo>10008</recordNo></getAuditTrail>")
    assert trail.text(".//auditTrailDetail/accessMode") == "create"


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_requests_reach_no_table(ask: Ask, company: Company, name: str) -> None:
    """Names that a company did not define are unknown wherever a request may name something."""
    tables = company.database.all("SELECT name, sql FROM sqlite_master ORDER BY name")
    safe = name.replace("<", "&lt;")
    for request in (
        query(safe, "id"),
        query("engagement_letter", safe),
        query("engagement_letter", f"R_letter_customer.{safe}"),
        query("GLENTRY", f"GLDIM{safe}"),
        f"<read><object>{safe}</object><keys>1</keys></read>",
        f"<readByQuery><object>engagement_letter</object><fields>{safe}</fields><query></query></readByQuery>",
        f"<readRelated><object>engagement_letter</object><keys>10005</keys><relation>{safe}</relation></readRelated>",
        f"<readView><view>engagement_letter#{safe}</view></readView>",
        f"<delete><object>{safe}</object><keys>1</keys></delete>",
        f"<lookup><object>{safe}</object></lookup>",
    ):
        assert ask.of(request).errors, request
    assert company.database.all("SELECT name, sql FROM sqlite_master ORDER BY name") == tables


def test_no_request_defines_anything(ask: Ask, company: Company) -> None:
    """Unknown elements are ignored or refused; the catalogue of the company stays what it was, in memory and kept."""
    before, fields = company.customization, fields_of(ask, "CUSTOMER")
    ask.of(
        "<create><CUSTOMER><CUSTOMERID>N-1</CUSTOMERID><NAME>New</NAME><NEW_FIELD>x</NEW_FIELD></CUSTOMER></create>",
        "<create><NEW_OBJECT><name>x</name></NEW_OBJECT></create>",
        "<create><engagement_letter><name>x</name><new_field>y</new_field></engagement_letter></create>",
        "<create><customization><fields>x</fields></customization></create>",
    )
    assert company.records.find("CUSTOMER", "N-1") is not None
    assert fields_of(ask, "CUSTOMER") == fields
    company.forget()
    assert company.customization == before != Customization()
