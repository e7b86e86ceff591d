"""Attachments and their folders, through the whole gateway."""

import base64

import pytest
from asking import Ask, Said, invoice

from intacct_emulator.tenancy.company import Company

PDF = b"%PDF-1.4\n\x00\xff"


def folder(name: str = "Bills", more: str = "") -> str:
    return f"<create_supdocfolder><supdocfoldername>{name}</supdocfoldername>{more}</create_supdocfolder>"


def file(name: str = "Scan", kind: str = "pdf", data: bytes | str = PDF) -> str:
    text = data if isinstance(data, str) else base64.b64encode(data).decode()
    return (
        f"<attachment><attachmentname>{name}</attachmentname><attachmenttype>{kind}</attachmenttype>"
        f"<attachmentdata>{text}</attachmentdata></attachment>"
    )


def attachment(verb: str = "create", key: str = "ATT-1", where: str = "Bills", files: str = "", name: str = "") -> str:
    files = f"<attachments>{files}</attachments>" if files else ""
    named = f"<supdocname>{name}</supdocname>" if name else ""
    place = f"<supdocfoldername>{where}</supdocfoldername>" if where else ""
    return f"<{verb}_supdoc><supdocid>{key}</supdocid>{named}{place}{files}</{verb}_supdoc>"


def delete(kind: str, key: str) -> str:
    return f'<delete_{kind} key="{key}"/>'


@pytest.fixture
def bills(ask: Ask) -> Ask:
    """A company with the folder `Bills` and in it the attachment ATT-1 with one file."""
    assert ask.of(folder(), attachment(files=file())).errors == []
    return ask


def files_of(said: Said) -> list[tuple[str | None, ...]]:
    assert said.errors == []
    return [tuple(part.text for part in found) for found in said.root.iter("attachment")]


def test_keys(bills: Ask) -> None:
    """Creates and updates answer the record number, deletes neither key nor data (recorded)."""
    said = bills.of(folder("Receipts"), attachment("update", where="Receipts"), delete("supdoc", "ATT-1"))
    assert said.errors == []
    assert [result.findtext("key") for result in said.root.iter("result")] == ["2", "1", None]
    assert [child.tag for child in said.root.findall(".//result")[2]] == ["status", "function", "controlid"]


def test_contents_come_back(bills: Ask) -> None:
    """`get` and a list answer the bytes that were sent; files keep their order; a line-broken base64 is the same bytes.
    A list without `attachments` among its fields has no files."""
    broken = "\n  ".join(base64.b64encode(PDF).decode()[i : i + 4] for i in range(0, 16, 4))
    assert bills.of(attachment("update", where="", files=file("Again", "txt", broken))).errors == []
    encoded = base64.b64encode(PDF).decode()
    assert files_of(bills.of('<get object="supdoc" key="ATT-1"/>')) == [
        ("Scan", "pdf", encoded),
        ("Again", "txt", encoded),
    ]
    assert files_of(bills.of('<get_list object="supdoc"/>')) == [("Scan", "pdf", encoded), ("Again", "txt", encoded)]
    assert files_of(bills.of('<get_list object="supdoc"><fields><field>supdocid</field></fields></get_list>')) == []


def test_update_replaces_a_file_of_the_same_name(bills: Ask) -> None:
    """An update adds files; one that is there already gets the new contents."""
    assert bills.of(attachment("update", files=file(data=b"new") + file("Other"))).errors == []
    found = files_of(bills.of('<get object="supdoc" key="1"/>'))
    assert [(name, data) for name, _, data in found] == [
        ("Scan", base64.b64encode(b"new").decode()),
        ("Other", base64.b64encode(PDF).decode()),
    ]


def test_name_is_the_id_where_none_is_given(bills: Ask) -> None:
    """As the documented sample leaves it out."""
    rows = bills.of('<get_list object="supdoc"/>').rows()
    assert [(row["supdocname"], row["folder"], row["createdby"]) for row in rows] == [("ATT-1", "Bills", "wsuser")]


def test_folders_are_found_by_the_names_of_creates(bills: Ask) -> None:
    """A public client filters folders by `supdocfoldername`."""
    bills.of(folder("Inner", "<supdocparentfoldername>Bills</supdocparentfoldername>"))
    condition = "<expression><field>supdocfoldername</field><operator>=</operator><value>Inner</value></expression>"
    said = bills.of(f'<get_list object="supdocfolder"><filter>{condition}</filter></get_list>')
    assert [(row["name"], row["parentfolder"]) for row in said.rows()] == [("Inner", "Bills")]


@pytest.mark.parametrize(
    ("request_body", "first"),
    [
        (attachment(), "Another Attachment with the given value(s) ATT-1  already exists"),
        (folder(), "Another Attachment folder with the given value(s) Bills  already exists"),
        (attachment(key="ATT-2", where="Nowhere"), "Invalid Attachment folder 'Nowhere' specified."),
        (attachment(key="ATT-2", where=""), "Required field Folder is missing"),
        (attachment(key=""), "Required field Attachment ID is missing"),
        (attachment(key="A" * 101), "Attachment ID is longer than the allowed 100 characters."),
        (attachment(key="ATT-2", name="N" * 201), "Attachment name is longer than the allowed 200 characters."),
        (
            attachment(key="ATT-2", files=file(kind="x" * 21)),
            "Attachment type is longer than the allowed 20 characters.",
        ),
        (attachment(key="ATT-2", files=file(data="%%%")), "The data of attachment 'Scan' is not valid base64"),
        (attachment(key="ATT-2", files=file(data="QUJ")), "The data of attachment 'Scan' is not valid base64"),
        (attachment(key="ATT-2", files=file(data="é")), "The data of attachment 'Scan' is not valid base64"),
        (attachment(key="ATT-2", files=file(data="")), "Required field Attachment data is missing"),
        (attachment(key="ATT-2", files=file(name="")), "Required field Attachment name is missing"),
        (
            attachment(key="ATT-2", files=file() + file()),
            "Another Attachment with the given value(s) Scan.pdf  already exists",
        ),
        (attachment("update", key="ATT-9"), "No record exits for the recordkey ATT-9"),
        (delete("supdoc", "ATT-9"), "No record exits for the recordkey ATT-9"),
        (delete("supdocfolder", "Bills"), "Cannot delete Attachment folder 'Bills' because it is being used"),
        (
            "<update_supdocfolder><supdocfoldername>Bills</supdocfoldername>"
            "<supdocparentfoldername>Bills</supdocparentfoldername></update_supdocfolder>",
            "Attachment folder 'Bills' cannot be its own parent",
        ),
    ],
)
def test_refusals(bills: Ask, company: Company, request_body: str, first: str) -> None:
    """What is wrong is said first, and nothing of the request stays."""
    said = bills.of(request_body)
    assert said.errors[0][1] == first
    assert [record.id for record in company.records.where("SUPDOC")] == ["ATT-1"]
    assert files_of(bills.of('<get object="supdoc" key="ATT-1"/>')) == [("Scan", "pdf", base64.b64encode(PDF).decode())]


DOCUMENTS = {
    "invoice": invoice(extra="<SUPDOCID>{}</SUPDOCID>"),
    "bill": "<create><APBILL><VENDORID>V-2001</VENDORID><RECORDID>B-1</RECORDID><WHENCREATED>11/02/2026</WHENCREATED>"
    "<WHENDUE>12/02/2026</WHENDUE><SUPDOCID>{}</SUPDOCID><APBILLITEMS><APBILLITEM><ACCOUNTNO>6010</ACCOUNTNO>"
    "<TRX_AMOUNT>10.00</TRX_AMOUNT><LOCATIONID>US-NYC</LOCATIONID><DEPARTMENTID>20</DEPARTMENTID></APBILLITEM>"
    "</APBILLITEMS></APBILL></create>",
    "journal entry": "<create><GLBATCH><JOURNAL>GJ</JOURNAL><BATCH_DATE>11/02/2026</BATCH_DATE>"
    "<BATCH_TITLE>T</BATCH_TITLE><SUPDOCID>{}</SUPDOCID><ENTRIES>"
    "<GLENTRY><ACCOUNTNO>6010</ACCOUNTNO><TR_TYPE>1</TR_TYPE><AMOUNT>5.00</AMOUNT><LOCATION>US-NYC</LOCATION>"
    "<DEPARTMENT>20</DEPARTMENT></GLENTRY>"
    "<GLENTRY><ACCOUNTNO>6010</ACCOUNTNO><TR_TYPE>-1</TR_TYPE><AMOUNT>5.00</AMOUNT><LOCATION>US-NYC</LOCATION>"
    "<DEPARTMENT>20</DEPARTMENT></GLENTRY></ENTRIES></GLBATCH></create>",
    "customer": "<create><CUSTOMER><CUSTOMERID>C-9</CUSTOMERID><NAME>Nine</NAME><SUPDOCID>{}</SUPDOCID></CUSTOMER>"
    "</create>",
}


@pytest.mark.parametrize("body", DOCUMENTS.values(), ids=list(DOCUMENTS))
def test_records_name_attachments_that_exist(bills: Ask, body: str) -> None:
    """A record names an attachment only while there is one, and keeps it from being deleted."""
    refused = bills.of(body.format("ATT-9"))
    assert refused.errors[0] == ("BL01001973", "Attachment 'ATT-9' does not exist")
    assert bills.of(body.format("ATT-1")).errors == []
    kept = bills.of(delete("supdoc", "ATT-1"))
    assert kept.errors[0][1] == "Cannot delete Attachment 'ATT-1' because it is being used"
    assert len(files_of(bills.of('<get object="supdoc" key="ATT-1"/>'))) == 1


def test_deleting_removes_the_files(bills: Ask, company: Company) -> None:
    """Nothing of a deleted attachment is left, and its folder can be deleted then."""
    assert bills.of(delete("supdoc", "1"), delete("supdocfolder", "Bills")).errors == []
    assert company.database.scalar("SELECT COUNT(*) FROM attached_file") == 0


def test_rollback_takes_files_along(bills: Ask, company: Company) -> None:
    """In an all-or-nothing operation a later failure undoes the files too."""
    said = bills.of(attachment("update", files=file("More")), delete("supdoc", "ATT-9"), transaction="true")
    assert said.errors
    assert company.database.scalar("SELECT COUNT(*) FROM attached_file") == 1


def test_only_those_with_the_right_may_write(bills: Ask) -> None:
    """The second user of the company has no rights to attachments."""
    said = bills.of(attachment(key="ATT-2"), user="argl_user", password="argl_user_secret")
    assert [errorno for errorno, _ in said.errors] == ["PL04000005"]
