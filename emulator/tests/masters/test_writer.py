"""The rules every kept record obeys."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from asking import present

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.errors import GatewayError

from .conftest import Desk, profile


def test_a_new_record_gets_number_defaults_and_stamps(desk: Desk) -> None:
    """What a request leaves out is filled in as documented."""
    record = desk.create("CLASS", CLASSID="ADV", NAME="Advisory")
    assert (record.key, record.id, record["STATUS"]) == (1, "ADV", "T")
    assert record["WHENCREATED"]
    assert record["WHENCREATED"] == record["WHENMODIFIED"]


def test_a_duplicate_id_answers_the_recorded_stack(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """Two levels of the save, in the recorded spellings, two blanks included, and the correction first."""
    desk.create("CLASS", CLASSID="UT01", NAME="Unit test")
    assert stack(desk.create, "CLASS", CLASSID="UT01", NAME="Again") == [
        ("BL34000061", "Another Class with the given value(s) UT01  already exists"),
        ("BL01001973", "Could not create class record!"),
        ("BL01001973", "Could not create Class record!"),
    ]
    with pytest.raises(GatewayError) as caught:
        desk.create("CLASS", CLASSID="UT01", NAME="Again")
    assert [detail.correction for detail in caught.value.stack] == ["Use a unique value instead.", "", ""]


def test_messages_use_the_companys_own_words(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """A renamed dimension is called by its new name in duplicates and unknown references."""
    desk.company.profile = profile(terminology={"Department": "Practice"})
    desk.create("DEPARTMENT", DEPARTMENTID="10", TITLE="Services")
    assert stack(desk.create, "DEPARTMENT", DEPARTMENTID="10", TITLE="Again")[0] == (
        "BL34000061",
        "Another Practice with the given value(s) 10  already exists",
    )
    assert stack(desk.create, "DEPARTMENT", DEPARTMENTID="11", TITLE="Sub", PARENTID="99")[0] == (
        "BL01001973",
        "Invalid Practice '99' specified.",
    )


@pytest.mark.parametrize(
    ("name", "texts", "label"),
    [
        ("CLASS", {"CLASSID": "A"}, "Name"),
        ("CUSTOMER", {"NAME": "Nobody"}, "Customer ID"),
        ("VENDOR", {"NAME": "Nobody"}, "Vendor ID"),
        ("ITEM", {"ITEMID": "I", "NAME": "Item"}, "Item type"),
        ("CUSTTYPE", {"STATUS": "active"}, "Customer type"),
        ("PROJECT", {"PROJECTID": "P", "NAME": "P"}, "Project category"),
    ],
)
def test_a_required_field_is_asked_for_by_its_label(
    desk: Desk, stack: Callable[..., list[tuple[str, str]]], name: str, texts: dict[str, str], label: str
) -> None:
    """Only what create documents as required is; lookup's wider flag is not enforced."""
    assert stack(desk.create, name, **texts)[0] == ("BL03000018", f"Required field {label} is missing")


def test_an_update_changes_only_what_is_given(desk: Desk) -> None:
    """Fields left out keep their values; fields given empty are emptied."""
    record = desk.create("CLASS", CLASSID="A", NAME="First", DESCRIPTION="Kept")
    record = desk.update("CLASS", record, NAME="Second")
    assert (record["NAME"], record["DESCRIPTION"]) == ("Second", "Kept")
    record = desk.update("CLASS", record, DESCRIPTION="")
    assert (record["NAME"], record["DESCRIPTION"]) == ("Second", None)


def test_an_update_cannot_empty_a_required_field(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """What create needs, update cannot take away."""
    record = desk.create("CLASS", CLASSID="A", NAME="First")
    errors = stack(desk.update, "CLASS", record, NAME="")
    assert errors[0] == ("BL03000018", "Required field Name is missing")
    assert errors[-1] == ("BL01001973", "Could not update Class record!")


def test_an_id_cannot_become_one_that_exists(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """A rename onto another record is a duplicate."""
    desk.create("CLASS", CLASSID="A", NAME="A")
    second = desk.create("CLASS", CLASSID="B", NAME="B")
    assert stack(desk.update, "CLASS", second, CLASSID="A")[0][0] == "BL34000061"


def test_a_new_id_is_followed_by_those_who_name_it(desk: Desk) -> None:
    """References hold after a rename, as they do where keys are kept."""
    parent = desk.create("CLASS", CLASSID="A", NAME="A")
    child = desk.create("CLASS", CLASSID="B", NAME="B", PARENTID="A")
    desk.update("CLASS", parent, CLASSID="Z")
    assert present(desk.company.records.get("CLASS", child.key))["PARENTID"] == "Z"


def test_a_record_can_be_named_by_key(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """`PARENTKEY` does what `PARENTID` does; a key that nobody has is refused."""
    parent = desk.create("CLASS", CLASSID="A", NAME="A")
    child = desk.create("CLASS", CLASSID="B", NAME="B", PARENTKEY=str(parent.key))
    assert child["PARENTID"] == "A"
    assert stack(desk.create, "CLASS", CLASSID="C", NAME="C", PARENTKEY="77")[0] == (
        "BL01001973",
        "Invalid Class '77' specified.",
    )


def test_nothing_is_its_own_ancestor(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """A parent below the record is refused, at any depth."""
    top = desk.create("CLASS", CLASSID="1", NAME="1")
    middle = desk.create("CLASS", CLASSID="2", NAME="2", PARENTID="1")
    desk.create("CLASS", CLASSID="3", NAME="3", PARENTID="2")
    for descendant in ("1", "2", "3"):
        errors = stack(desk.update, "CLASS", top, PARENTID=descendant)
        assert errors[0] == ("BL01001973", "Class '1' cannot be its own parent")
    assert desk.update("CLASS", middle, PARENTID="")["PARENTID"] is None


def test_a_record_in_use_stays(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """A record another one names cannot be deleted until that one is gone."""
    customer = desk.create("CUSTOMER", CUSTOMERID="C1", NAME="Acme")
    project = desk.create("PROJECT", PROJECTID="P1", NAME="P", PROJECTCATEGORY="Contract", CUSTOMERID="C1")
    assert stack(desk.delete, "CUSTOMER", customer) == [
        ("BL01001973", "Cannot delete Customer 'C1' because it is being used"),
        ("BL01001973", "Could not delete customer record!"),
        ("BL01001973", "Could not delete Customer record!"),
    ]
    desk.delete("PROJECT", project)
    desk.delete("CUSTOMER", customer)
    assert desk.rows("CUSTOMER") == []


def test_a_document_keeps_its_customer(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """Rows that no master writer wrote count as use too."""
    customer = desk.create("CUSTOMER", CUSTOMERID="C1", NAME="Acme")
    desk.company.records.insert("ARINVOICE", {"CUSTOMERID": "C1"})
    assert "being used" in stack(desk.delete, "CUSTOMER", customer)[0][1]


def test_lists_the_gateway_keeps_are_not_checked_while_they_are_empty(
    desk: Desk, stack: Callable[..., list[tuple[str, str]]]
) -> None:
    """Currencies cannot be created by a request: any is taken until the company has a list of them."""
    desk.create("CUSTOMER", CUSTOMERID="C1", NAME="One", CURRENCY="EUR")
    desk.company.records.insert("TRXCURRENCIES", {"CODE": "USD"})
    desk.create("CUSTOMER", CUSTOMERID="C2", NAME="Two", CURRENCY="USD")
    assert "EUR" in stack(desk.create, "CUSTOMER", CUSTOMERID="C3", NAME="Three", CURRENCY="EUR")[0][1]


def test_a_text_longer_than_its_field_is_refused(
    desk: Desk, stack: Callable[..., list[tuple[str, str]]], catalogue: Catalogue
) -> None:
    """Lengths hold for values that did not come through the wire as well."""
    from intacct_emulator.masters.writer import RecordWriter
    from intacct_emulator.records.draft import RecordDraft

    definition = catalogue["CLASS"]
    short = replace(
        definition, fields=tuple(replace(f, length=3 if f.id == "NAME" else f.length) for f in definition.fields)
    )
    draft = RecordDraft(short, {"CLASSID": "A", "NAME": "Long"})
    assert stack(RecordWriter(desk.company, short).create, draft)[0] == (
        "BL03000018",
        "Name is longer than the allowed 3 characters.",
    )


def test_owned_lines_come_and_go_with_their_record(desk: Desk, catalogue: Catalogue) -> None:
    """Lines are numbered and owned; given again they are replaced, but one that gives its RECORDNO stays."""
    rows = [("ALLOCATIONENTRY", {"VALUE": "60"}), ("ALLOCATIONENTRY", {"VALUE": "40"})]
    record = desk.create("ALLOCATION", {"ALLOCATIONENTRIES": rows}, ALLOCATIONID="SPLIT", DESCRIPTION="Split")
    lines = desk.company.records.where("ALLOCATIONENTRY")
    assert [line["ALLOCATIONKEY"] for line in lines] == [record.key, record.key]

    from intacct_emulator.masters.directory import writer_for
    from intacct_emulator.work.drafts import draft_from_texts

    entry = catalogue["ALLOCATIONENTRY"]
    drafts = (
        draft_from_texts({"RECORDNO": str(lines[0].key), "VALUE": "10"}, entry),
        draft_from_texts({"VALUE": "90"}, entry),
    )
    draft = draft_from_texts({}, catalogue["ALLOCATION"], {"ALLOCATIONENTRIES": drafts})
    writer_for(desk.company, catalogue["ALLOCATION"]).update(record, draft)
    after = desk.company.records.where("ALLOCATIONENTRY")
    assert [line.python("VALUE") for line in after] == [10, 90]
    assert after[0].key == lines[0].key
    assert lines[1].key not in [line.key for line in after]

    desk.delete("ALLOCATION", record)
    assert desk.rows("ALLOCATIONENTRY") == []


def test_a_group_of_fields_is_unique_together(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """A task id may repeat in another project, not in its own."""
    for number in ("P1", "P2"):
        desk.create("PROJECT", PROJECTID=number, NAME=number, PROJECTCATEGORY="Contract")
    task = {"NAME": "Plan", "TASKID": "T1", "TASKSTATUS": "Not Started"}
    desk.create("TASK", PROJECTID="P1", **task)
    desk.create("TASK", PROJECTID="P2", **task)
    assert stack(desk.create, "TASK", PROJECTID="P1", **task)[0][0] == "BL34000061"


def test_numbers_taken_before_a_rename_stay_taken(desk: Desk) -> None:
    """A record made and another renamed in one transaction leave the next record number free."""
    known = desk.create("CLASS", CLASSID="A", NAME="A")
    with desk.company.database.unit():
        first = desk.create("CLASS", CLASSID="B", NAME="B")
        desk.update("CLASS", known, CLASSID="Z")
        second = desk.create("CLASS", CLASSID="C", NAME="C")
    third = desk.create("CLASS", CLASSID="D", NAME="D")
    assert [record.key - known.key for record in (first, second, third)] == [1, 2, 3]
