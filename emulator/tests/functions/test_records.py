"""create, update and delete through the whole gateway."""

import pytest
from asking import Ask, invoice

from intacct_emulator.tenancy.company import Company


def klass(class_id: str, name: str = "A class") -> str:
    """A CLASS element."""
    return f"<CLASS><CLASSID>{class_id}</CLASSID><NAME>{name}</NAME></CLASS>"


def test_create_answers_key_fields_in_lower_case(ask: Ask) -> None:
    """A master answers RECORDNO and its id under a lower-case tag; a document only RECORDNO."""
    said = ask.of(f"<create>{klass('NEW')}</create>", invoice())
    master, document = said.root.iter("data")
    assert dict(master.attrib) == {"listtype": "objects", "count": "1"}
    assert [element.tag for element in master[0].iter()] == ["class", "RECORDNO", "CLASSID"]
    assert [element.tag for element in document[0].iter()] == ["arinvoice", "RECORDNO"]


def test_create_stops_at_the_first_failure_and_keeps_what_was_before(ask: Ask, company: Company) -> None:
    """Three classes, the second a duplicate: the first is saved and listed, the third is not tried (recorded)."""
    ask.of(f"<create>{klass('TAKEN')}</create>")
    said = ask.of(f"<create>{klass('ONE')}{klass('TAKEN')}{klass('THREE')}</create>")
    data = said.root.find(".//data")
    assert (said.text(".//result/status"), data.get("count")) == ("failure", "1")
    assert data.findtext("class/CLASSID") == "ONE"
    assert said.errors[0] == ("BL34000061", "Another Class with the given value(s) TAKEN  already exists")
    assert [text for _, text in said.errors[1:]] == ["Could not create class record!", "Could not create Class record!"]
    assert company.records.find("CLASS", "ONE") is not None
    assert company.records.find("CLASS", "THREE") is None


def test_failing_create_says_so_before_its_errors(ask: Ask) -> None:
    """Nothing saved is `<data listtype="objects" count="0"/>`, self-closed, before errormessage (recorded)."""
    body = ask.of(invoice(customer="NOBODY")).body.decode()
    assert body.index('<data listtype="objects" count="0"/>') < body.index("<errormessage>")


def test_different_objects_may_be_created_together(ask: Ask) -> None:
    """One create takes objects of several kinds (documented)."""
    said = ask.of(f"<create>{klass('MIX')}<CUSTTYPE><NAME>Mixed</NAME></CUSTTYPE></create>")
    assert [element.tag for element in said.root.find(".//data")] == ["class", "custtype"]


def test_more_than_a_hundred_objects_are_refused(ask: Ask, company: Company) -> None:
    """The documented limit of 100 objects holds, before anything is written."""
    before = len(company.records.where("CLASS"))
    many = "".join(klass(f"K{i}") for i in range(101))
    assert ask.of(f"<create>{many}</create>").text(".//result/status") == "failure"
    assert len(company.records.where("CLASS")) == before


def test_names_count_in_any_letter_case(ask: Ask) -> None:
    """Object and field names may be written in lower case."""
    said = ask.of("<create><class><classid>low</classid><name>Low</name></class></create>")
    assert said.text(".//data/class/CLASSID") == "low"


@pytest.mark.parametrize("key", ["<RECORDNO>{key}</RECORDNO>", "<CLASSID>OLD</CLASSID>"])
def test_update_by_number_or_id_is_sparse(ask: Ask, company: Company, key: str) -> None:
    """An update finds its record either way and leaves fields it does not name alone."""
    number = ask.of(f"<create>{klass('OLD')}</create>").key
    named = key.format(key=number)
    said = ask.of(f"<update><CLASS>{named}<DESCRIPTION>Told</DESCRIPTION></CLASS></update>")
    assert said.errors == []
    record = company.records.find("CLASS", "OLD")
    assert record is not None
    assert (record.text("NAME"), record.text("DESCRIPTION")) == ("A class", "Told")


def test_update_of_a_missing_record_puts_the_sentence_in_errorno(ask: Ask) -> None:
    """The recorded answer has the whole sentence as number and empty texts."""
    said = ask.of("<update><CLASS><CLASSID>UT99</CLASSID><NAME>x</NAME></CLASS></update>")
    assert said.errors == [("Cannot update non-existing CLASS with CLASSID=UT99.", "")]


def test_delete_has_no_data(ask: Ask, company: Company) -> None:
    """A delete answers status, function and controlid alone."""
    number = ask.of(f"<create>{klass('GONE')}</create>").key
    said = ask.of(f"<delete><object>CLASS</object><keys>{number}</keys></delete>")
    assert [element.tag for element in said.root.find("operation/result")] == ["status", "function", "controlid"]
    assert company.records.find("CLASS", "GONE") is None


def test_delete_reports_the_first_bad_key(ask: Ask) -> None:
    """Of several keys that name nothing only the first is told."""
    said = ask.of("<delete><object>CLASS</object><keys>UT01,UT02</keys></delete>")
    assert said.errors == [("BL01001973", "Cannot find class with key 'UT01' to delete.")]


@pytest.mark.parametrize(
    ("function", "error"),
    [
        ("<delete><object>NOPE</object><keys>1</keys></delete>", ("WS", "Object definition NOPE not found")),
        ("<create><NOPE/></create>", ("XL03000009", "Object definition NOPE not found")),
        (
            "<create><GLDETAIL><ACCOUNTNO>1000</ACCOUNTNO></GLDETAIL></create>",
            ("PL04000005", "API operation CREATE cannot be performed on objects of type gldetail"),
        ),
        (
            "<create><CLASS><CLASSID>X</CLASSID><NAME>x</NAME><STATUS>asleep</STATUS></CLASS></create>",
            ("BL03000018", "Invalid value 'asleep' for Status."),
        ),
    ],
)
def test_refusals(ask: Ask, function: str, error: tuple[str, str]) -> None:
    """Unknown objects have an error of their own per verb; read-only objects and bad values theirs."""
    assert ask.of(function).errors[0] == error


def test_missing_right_refuses_the_function(ask: Ask) -> None:
    """A user without Add on an object's policy gets the recorded permission text."""
    said = ask.of(
        "<create><VENDOR><VENDORID>X</VENDORID><NAME>x</NAME></VENDOR></create>",
        user="argl_user",
        password="argl_user_secret",
    )
    text = "You do not have permission for API operation CREATE on objects of type vendor"
    assert said.errors == [("PL04000005", text)]
