"""`lookup` and `inspect`."""

from typing import Any

import pytest
from asking import present
from calling import SHARED, answer, errors_of, make_company, make_context, shape, texts
from lxml import etree

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.work.context import Context

RECORDED = sorted((SHARED / "reference" / "lookup").glob("*.xml"))
CATALOGUE = Catalogue()


@pytest.fixture
def context() -> Context:
    return make_context(make_company(catalogue=CATALOGUE))


def without_descriptions(data: etree._Element) -> etree._Element:
    for description in data.iter("DESCRIPTION"):
        description.text = ""
    return data


@pytest.mark.skipif(not RECORDED, reason="the recorded lookup answers are not on this machine")
@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_lookup_is_written_as_recorded(path: Any, context: Context) -> None:
    """The written answer equals the recorded one in every name, attribute, text and their order, but descriptions."""
    ours = without_descriptions(answer(context, f"<lookup><object>{path.stem}</object></lookup>"))
    theirs = without_descriptions(etree.parse(path).getroot())
    assert shape(ours) == shape(theirs)


def test_a_field_without_description_says_so(context: Context) -> None:
    """No description is the recorded sentence, and every field has one of both."""
    data = answer(context, "<lookup><object>CLASS</object></lookup>")
    fields = data.findall("Type/Fields/Field")
    assert fields
    for field in fields:
        known = CATALOGUE["CLASS"].find(present(field.findtext("ID")))
        assert field.findtext("DESCRIPTION") == (present(known).description or "No description specified")


def test_relationships_are_there_even_when_there_are_none(context: Context) -> None:
    """An object without relationships has an empty element for them, which clients index."""
    data = answer(context, "<lookup><object>AUDITHISTORY</object></lookup>")
    relationships = data.find("Type/Relationships")
    assert relationships is not None
    assert len(relationships) == 0


def test_valid_values_only_where_there_are_any(context: Context) -> None:
    """A text without choices has no VALIDVALUES, a status has, between DATATYPE and ISCUSTOM."""
    data = answer(context, "<lookup><object>customer</object></lookup>")
    fields = {field.findtext("ID"): [child.tag for child in field] for field in data.iterfind("Type/Fields/Field")}
    assert "VALIDVALUES" not in fields["CUSTOMERID"]
    assert fields["STATUS"][-3:] == ["DATATYPE", "VALIDVALUES", "ISCUSTOM"]


def test_lookup_repeats_the_kind_of_document(context: Context) -> None:
    """`docparid` comes back as DocumentType."""
    request = "<lookup><docparid>Sales Invoice</docparid><object>SODOCUMENT</object></lookup>"
    assert dict(present(answer(context, request).find("Type")).attrib.items()) == {
        "Name": "SODOCUMENT",
        "DocumentType": "Sales Invoice",
    }


@pytest.mark.parametrize("function", ["lookup", "inspect"])
def test_an_unknown_object_fails(function: str, context: Context) -> None:
    """An object that is not in the catalogue is named as it was asked for."""
    (error,) = errors_of(context, f"<{function}><object>Nonsense</object></{function}>")
    assert error.description2 == "Object definition Nonsense not found"


def test_inspect_of_everything_lists_every_object(context: Context) -> None:
    """`*` lists all objects that generic functions reach, with their labels, and counts them."""
    names = [name for name in CATALOGUE.names() if CATALOGUE[name].verbs]
    data = answer(context, "<inspect><object>*</object></inspect>")
    assert [found.get("typename") for found in data] == names
    assert dict(data.attrib.items()) == {"listtype": "All", "count": str(len(names))}
    labels = {found.get("typename"): found.text for found in data.iterfind("type")}
    assert labels["APBILL"] == CATALOGUE["APBILL"].label


@pytest.mark.parametrize("attribute", ["", ' detail="0"', ' detail="SAMPLE"'])
def test_inspect_lists_field_names(attribute: str, context: Context) -> None:
    """Without detail, an object is its field names alone (recorded shape)."""
    data = answer(context, f"<inspect{attribute}><object>EMPLOYEE</object></inspect>")
    assert dict(data.attrib.items()) == {"listtype": "All", "count": "1"}
    assert [(found.tag, dict(found.attrib.items())) for found in data] == [("Type", {"Name": "EMPLOYEE"})]
    assert texts(data, "Type/Fields/Field") == [field.id for field in CATALOGUE["EMPLOYEE"].visible_fields]


def test_inspect_details_a_field_as_recorded(context: Context) -> None:
    """EMPLOYEE's record number, detailed, has the recorded parts and values; its number is our own."""
    data = answer(context, '<inspect detail="1"><object>EMPLOYEE</object></inspect>')
    assert texts(data, "Type/Attributes/SingularName") == ["Employee"]
    assert texts(data, "Type/Attributes/PluralName") == ["Employees"]
    assert [child.tag for child in present(data.find("Type/Attributes"))] == [
        "SingularName",
        "PluralName",
        "Description",
    ]
    field = next(field for field in data.iterfind("Type/Fields/Field") if field.findtext("Name") == "RECORDNO")
    parts = [(part.tag, part.text or "") for part in field]
    number = parts.pop()
    description = parts.pop()
    assert parts == [
        ("Name", "RECORDNO"),
        ("GroupName", ""),
        ("dataName", "Pt_FieldInt"),
        ("externalDataName", "integer"),
        ("isRequired", "false"),
        ("isReadOnly", "true"),
        ("maxLength", "8"),
        ("DisplayLabel", "Record number"),
    ]
    assert description[0] == "Description"
    assert number[0] == "id"
    assert number[1].isdigit()


def test_every_field_has_a_number_of_its_own(context: Context) -> None:
    """Field numbers differ within an object and are the same when asked for again."""
    request = '<inspect detail="1"><object>CUSTOMER</object></inspect>'
    first, again = (texts(answer(context, request), "Type/Fields/Field/id") for _ in range(2))
    assert len(set(first)) == len(first)
    assert first == again


def test_inspect_finds_an_object_by_its_label(context: Context) -> None:
    """`name` takes what people call an object."""
    label = CATALOGUE["GLACCOUNT"].label
    assert present(answer(context, f"<inspect><name>{label}</name></inspect>").find("Type")).get("Name") == "GLACCOUNT"


def test_inspect_finds_a_document_by_the_name_of_its_definition(context: Context) -> None:
    """`name` takes the transaction definitions of the company (documented: Sales Order)."""
    request = '<inspect detail="1"><name>Sales Order</name></inspect>'
    assert errors_of(context, request)
    context.company.records.insert("SODOCUMENTPARAMS", {"DOCID": "Sales Order"})
    assert present(answer(context, request).find("Type")).get("Name") == "SODOCUMENT"
