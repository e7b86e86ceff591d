"""query, readByQuery and readMore through the whole gateway."""

import json

import pytest
from asking import Ask, invoice, line
from paperwork import payable

from intacct_emulator.tenancy.company import Company


def query(name: str, fields: str, more: str = "") -> str:
    """A `<query>` of a comma list of fields."""
    select = "".join(f"<field>{field}</field>" for field in fields.split(","))
    return f"<query><object>{name}</object><select>{select}</select>{more}</query>"


def by_query(name: str, text: str, fields: str = "*", size: int = 100) -> str:
    """A `<readByQuery>`."""
    return (
        f"<readByQuery><object>{name}</object><fields>{fields}</fields><query>{text}</query>"
        f"<pagesize>{size}</pagesize></readByQuery>"
    )


def test_query_pages_by_offset(ask: Ask, company: Company) -> None:
    """Attributes stand in their order, pages do not overlap, and the last one says nothing remains."""
    total = len(company.records.where("GLACCOUNT"))
    order = "<orderby><order><field>ACCOUNTNO</field><ascending/></order></orderby><pagesize>50</pagesize>"
    first = ask.of(query("GLACCOUNT", "ACCOUNTNO", order)).root.find(".//data")
    assert list(first.attrib.items()) == [
        ("listtype", "GLACCOUNT"),
        ("totalcount", str(total)),
        ("offset", "0"),
        ("count", "50"),
        ("numremaining", str(total - 50)),
    ]
    second = ask.of(query("GLACCOUNT", "ACCOUNTNO", order + "<offset>50</offset>")).root.find(".//data")
    assert second.get("numremaining") == "0"
    numbers = [row.findtext("ACCOUNTNO") for row in [*first, *second]]
    assert numbers == sorted(record.id for record in company.records.where("GLACCOUNT"))


def test_empty_query_closes_itself(ask: Ask) -> None:
    """No rows is one self-closed data element with zeros, and success."""
    nothing = "<filter><equalto><field>CUSTOMERID</field><value>NOBODY</value></equalto></filter>"
    said = ask.of(query("CUSTOMER", "NAME", nothing))
    assert b'<data listtype="CUSTOMER" totalcount="0" offset="0" count="0" numremaining="0"/>' in said.body


def test_related_fields_come_back_with_their_dots(ask: Ask) -> None:
    """A field through a relationship has a dotted element name."""
    ask.of(invoice())
    said = ask.of(query("ARINVOICE", "RECORDID,CUSTOMER.NAME,TERM.DUEDATE"))
    assert said.rows() == [{"RECORDID": "INV-1", "CUSTOMER.NAME": "Alderbrook Foods", "TERM.DUEDATE": "30"}]


def test_aggregates_group_by_the_plain_fields(ask: Ask) -> None:
    """Sums are exact and grouped by the selected fields."""
    ask.of(invoice(lines=line("0.10") + line("0.20") + line("5", "4100")))
    select = "<select><field>ACCOUNTNO</field><sum>CREDITAMOUNT</sum><count>RECORDNO</count></select>"
    said = ask.of(f"<query><object>GLDETAIL</object>{select}</query>")
    rows = {row["ACCOUNTNO"]: (row["SUM.CREDITAMOUNT"], row["COUNT.RECORDNO"]) for row in said.rows()}
    assert rows == {"1200": ("0", "3"), "4010": ("0.3", "2"), "4100": ("5", "1")}


def test_unqueryable_fields_are_named(ask: Ask) -> None:
    """Unknown fields are listed together in the recorded text."""
    said = ask.of(query("APBILL", "RECORDNO,FOO,BAR"))
    assert said.errors == [("XL03000006", "The following fields cannot be queried: [ apbill: [FOO, BAR] ]")]


def test_a_field_that_other_verbs_answer_can_be_beyond_query(ask: Ask) -> None:
    """`query` refuses what it cannot select with the recorded text, where `readByQuery` answers it."""
    said = ask.of(query("APBILL", "RECORDNO,PAYTOCONTACTNAME,RETURNTOCONTACTNAME"))
    text = "The following fields cannot be queried: [ apbill: [PAYTOCONTACTNAME, RETURNTOCONTACTNAME] ]"
    assert said.errors == [("XL03000006", text)]
    assert ask.of(payable("B-1")).errors == []
    fields = "<fields>RECORDID,PAYTOCONTACTNAME</fields>"
    said = ask.of(f"<readByQuery><object>APBILL</object>{fields}<query/></readByQuery>")
    assert said.rows() == [{"RECORDID": "B-1", "PAYTOCONTACTNAME": "Harbor Point Properties(VV-2001)"}]


def test_an_unknown_field_of_a_filter_is_named_after_its_object(ask: Ask) -> None:
    """Object in lower case and field as sent, joined by a dot (recorded)."""
    where = "<filter><equalto><field>STATUS</field><value>active</value></equalto></filter>"
    said = ask.of(f"<query><object>GLDETAIL</object><select><count>RECORDNO</count></select>{where}</query>")
    assert said.errors == [("XL03000010", "Field requested is not valid: gldetail.STATUS")]


def test_unknown_objects_differ_per_verb(ask: Ask) -> None:
    """query and readByQuery each have their own odd error for an unknown object."""
    said = ask.of(query("NOPE", "X"), by_query("NOPE", ""))
    assert said.errors == [
        ("XL03000009", "Object definition NOPE not found"),
        ("Query Failed", "Object definition NOPE not found"),
    ]


def test_json_and_csv_have_no_envelope(ask: Ask) -> None:
    """returnformat json and csv answer the rows alone: texts as values, quotes only where needed."""
    ordered = (
        "<filter><in><field>EMPLOYEEID</field><value>E-01</value><value>E-02</value></in></filter><options>{}</options>"
    )
    options = "<returnformat>{}</returnformat>"
    fields = "EMPLOYEEID,PERSONALINFO.CONTACTNAME"
    answered = ask.of(query("EMPLOYEE", fields, ordered.format(options.format("json")))).body
    assert json.loads(answered)[0] == {"EMPLOYEEID": "E-01", "PERSONALINFO.CONTACTNAME": "Okonjo, Grace"}
    text = ask.of(query("EMPLOYEE", fields, ordered.format(options.format("csv")))).body.decode()
    assert text.splitlines()[:2] == ["EMPLOYEEID,PERSONALINFO.CONTACTNAME", 'E-01,"Okonjo, Grace"']


def test_private_records_are_shown_on_request(ask: Ask) -> None:
    """At top level a record made in an entity needs showprivate; in the entity it is plain to see."""
    ask.of("<create><CLASS><CLASSID>OURS</CLASSID><NAME>Ours</NAME></CLASS></create>", location="US")
    only = "<filter><equalto><field>CLASSID</field><value>OURS</value></equalto></filter>"
    asked = query("CLASS", "CLASSID", only)
    private = query("CLASS", "CLASSID", only + "<options><showprivate>true</showprivate></options>")
    assert len(ask.of(asked).rows()) == 0
    assert len(ask.of(private).rows()) == 1
    assert len(ask.of(asked, location="US").rows()) == 1
    assert len(ask.of(asked, location="CA").rows()) == 0


def test_state_is_filtered_by_word_in_query_and_by_code_in_read_by_query(ask: Ask) -> None:
    """STATE is Posted for query and 'A' for readByQuery (documented)."""
    ask.of(invoice())
    posted = "<filter><equalto><field>STATE</field><value>Posted</value></equalto></filter>"
    assert len(ask.of(query("ARINVOICE", "RECORDNO", posted)).rows()) == 1
    said = ask.of(by_query("ARINVOICE", "STATE = 'A'", "RECORDNO,STATE"))
    assert [row["STATE"] for row in said.rows()] == ["Posted"]


def test_read_by_query_tags_and_attributes(ask: Ask) -> None:
    """Lower-case tags, attributes in their own order, an empty resultId when all rows fit."""
    said = ask.of(by_query("DEPARTMENT", "DEPARTMENTID = '20'", "DEPARTMENTID,TITLE"))
    data = said.root.find(".//data")
    assert list(data.attrib.items()) == [
        ("listtype", "department"),
        ("count", "1"),
        ("totalcount", "1"),
        ("numremaining", "0"),
        ("resultId", ""),
    ]
    assert data[0].tag == "department"


def test_star_lists_all_fields_in_lookup_order(ask: Ask, company: Company) -> None:
    """`*` is every field that lookup lists, in its order."""
    said = ask.of(by_query("DEPARTMENT", "DEPARTMENTID = '20'"))
    expected = [field.id for field in company.catalogue["DEPARTMENT"].visible_fields]
    assert [element.tag for element in said.root.find(".//department")] == expected


@pytest.mark.parametrize(
    "text",
    [
        "CUSTOMERID = ",
        "NOSUCHFIELD = 'x'",
        "WHENMODIFIED &gt; '2026-01-01'",
        "CUSTOMERID = 'a' ORDER BY NAME",
        "CUSTOMERID = 'a' ; DROP TABLE CUSTOMER",
    ],
)
def test_every_fault_of_a_text_query_is_one_opaque_error(ask: Ask, text: str) -> None:
    """Bad syntax, unknown fields, ISO dates and ORDER BY are all DL02000001 (recorded)."""
    said = ask.of(by_query("CUSTOMER", text))
    assert said.errors == [("DL02000001", "There was an error processing the request.")]
    assert said.text(".//error/description") == "Error"


def test_read_more_walks_to_the_end_without_repeating(ask: Ask, company: Company) -> None:
    """Pages of seven give every account once; numremaining counts down to 0."""
    session = ask.of("<getAPISession/>").text(".//sessionid") or ""
    said = ask.of(by_query("GLACCOUNT", "", "ACCOUNTNO", 7), session=session)
    seen, remaining = said.texts(".//ACCOUNTNO"), [said.root.find(".//data").get("numremaining")]
    result_id = said.root.find(".//data").get("resultId")
    while remaining[-1] != "0":
        said = ask.of(f"<readMore><resultId>{result_id}</resultId></readMore>", session=session)
        assert "RECORDNO" not in [element.tag for element in said.root.find(".//data")[0]]
        seen += said.texts(".//ACCOUNTNO")
        remaining.append(said.root.find(".//data").get("numremaining"))
    assert sorted(filter(None, seen)) == sorted(record.id for record in company.records.where("GLACCOUNT"))
    assert remaining == sorted(remaining, key=lambda left: -int(left or 0))


@pytest.mark.parametrize("size", ["0", "1001", "many"])
def test_page_size_of_read_by_query_is_bounded(ask: Ask, size: str) -> None:
    """readByQuery takes 1 to 1000 rows a page."""
    asked = by_query("CUSTOMER", "").replace("<pagesize>100<", f"<pagesize>{size}<")
    assert ask.of(asked).text(".//result/status") == "failure"


def test_transaction_definition_narrows_documents(ask: Ask, company: Company) -> None:
    """docparid keeps to the documents of one transaction definition, in query and in readByQuery (documented)."""
    for number, kind in (("1", "Sales Order"), ("2", "Sales Invoice")):
        company.records.insert("SODOCUMENT", {"DOCNO": number, "DOCPARID": kind})
    kind = "<docparid>Sales Invoice</docparid>"
    assert [row["DOCNO"] for row in ask.of(query("SODOCUMENT", "DOCNO", kind)).rows()] == ["2"]
    asked = by_query("SODOCUMENT", "", "DOCNO").replace("</readByQuery>", f"{kind}</readByQuery>")
    assert [row["DOCNO"] for row in ask.of(asked).rows()] == ["2"]


FORMATS = {
    "read": "<read><object>ITEM</object><keys>1</keys><fields>ITEMID</fields><returnFormat>{}</returnFormat></read>",
    "readByName": "<readByName><object>ITEM</object><keys>SRV-CONS</keys><fields>ITEMID</fields>"
    "<returnFormat>{}</returnFormat></readByName>",
    "readByQuery": "<readByQuery><object>ITEM</object><fields>ITEMID</fields><query/>"
    "<returnFormat>{}</returnFormat></readByQuery>",
    "readView": "<readView><view>none</view><returnFormat>{}</returnFormat></readView>",
    "query": "<query><object>ITEM</object><select><field>ITEMID</field></select>"
    "<options><returnformat>{}</returnformat></options></query>",
}


@pytest.mark.parametrize("verb", FORMATS)
@pytest.mark.parametrize("word", ["zzz", "jsonx", "xml,json"])
def test_an_unknown_return_format_is_refused(ask: Ask, verb: str, word: str) -> None:
    """Any word but the three documented ones is answered in the gateway's form, by every verb that takes one."""
    ((errorno, text),) = ask.of(FORMATS[verb].format(word)).errors
    assert errorno == "XL03000006"
    assert text.lower() == f"the value '{word}' is not valid for the field returnformat."


@pytest.mark.parametrize("verb", [verb for verb in FORMATS if verb != "readView"])
@pytest.mark.parametrize("word", ["", " ", "XML", " xml "])
def test_an_empty_return_format_is_xml(ask: Ask, verb: str, word: str) -> None:
    """An element without content asks for nothing else."""
    said = ask.of(FORMATS[verb].format(word))
    assert said.errors == []
    assert said.text("operation/result/status") == "success"


def test_rows_without_envelope_hide_nobody(ask: Ask) -> None:
    """Beside a failure, or anything else that is answered, the rows of a JSON read stand in the envelope."""
    rows = FORMATS["read"].format("json")
    failing = "<read><object>NOPE</object><keys>1</keys><fields>*</fields></read>"
    said = ask.of(rows, failing)
    assert said.texts("operation/result/status") == ["success", "failure"]
    assert said.errors == [("XXX", "Object definition NOPE not found")]
    (item,) = json.loads(said.text("operation/result/data") or "")
    assert list(item) == ["ITEMID"]
    made = ask.of(rows, "<create><CLASS><CLASSID>NEW</CLASSID><NAME>New</NAME></CLASS></create>")
    assert made.text(".//class/CLASSID") == "NEW"
    assert ask.of(rows, rows).body.startswith(b"[")


def test_sort_keys_are_bounded(ask: Ask, company: Company) -> None:
    """Two thousand keys are answered: repeated fields count once, too many different ones are refused."""
    fields = [field.id for field in company.catalogue["CUSTOMER"].visible_fields][:101]

    def ordered(names: list[str]) -> str:
        keys = "".join(f"<order><field>{name}</field><ascending/></order>" for name in names)
        return query("CUSTOMER", "CUSTOMERID", f"<orderby>{keys}</orderby>")

    assert len(fields) == 101
    assert ask.of(ordered(fields[:100] * 20)).errors == []
    assert ask.of(ordered(fields)).errors == [("XL03000006", "The number of sort keys exceeds the maximum of 100.")]
