"""Cases out of what customers send: every form of it, without their secrets and personal data."""

import base64
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from asking import envelope, invoice

from intacct_emulator import cli
from intacct_emulator.failure import CannotRunError
from intacct_emulator.repro.capture import capture_exchanges
from intacct_emulator.repro.case import run_case
from intacct_emulator.repro.comparison import same
from intacct_emulator.repro.personal import PersonalData
from intacct_emulator.repro.sources import Saved, saved_exchanges

THEIRS = {
    "sender": "acme_sender",
    "sender_password": "hunter2-sender",
    "user": "ada.lovelace",
    "password": "hunter2-user",
    "company": "acme-live",
}
PRIVATE = {
    "NAME": "Brontë & Daughters Ltd",
    "FIRSTNAME": "Augusta",
    "LASTNAME": "Byronsdotter",
    "PRINTAS": "Augusta Byronsdotter",
    "EMAIL1": "augusta@bronte-daughters.example.net",
    "PHONE1": "+44 20 7946 0018",
    "ADDRESS1": "12 St James's Square",
    "CITY": "Haworth",
    "ZIP": "BD22 8DR",
    "TAXID": "98-7654321",
    "COMMENTS": "Call Augusta at 415-555-2671 before noon",
}
KEPT = "BL01001973"


def customer(**more: str) -> str:
    """A create of a customer that is full of personal data, with a term that does not exist."""
    private = {name: value.replace("&", "&amp;").replace("'", "&apos;") for name, value in (PRIVATE | more).items()}
    address = "".join(f"<{name}>{private[name]}</{name}>" for name in ("ADDRESS1", "CITY", "ZIP"))
    contact = "".join(f"<{name}>{private[name]}</{name}>" for name in ("PRINTAS", "FIRSTNAME", "LASTNAME"))
    return (
        f"<create><CUSTOMER><!-- {PRIVATE['PRINTAS']} called --><CUSTOMERID>C-77</CUSTOMERID><NAME>{private['NAME']}"
        f"</NAME><TERMNAME>Whenever</TERMNAME><TAXID>{private['TAXID']}</TAXID><COMMENTS><![CDATA["
        f"{private['COMMENTS']}]]></COMMENTS><DISPLAYCONTACT>{contact}<PHONE1>{private['PHONE1']}</PHONE1>"
        f"<EMAIL1>{private['EMAIL1']}</EMAIL1><MAILADDRESS>{address}</MAILADDRESS></DISPLAYCONTACT></CUSTOMER></create>"
    )


def refusal(quoted: str) -> str:
    """An answer that quotes what was asked."""
    return (
        "<response><control><status>success</status><senderid>acme_sender</senderid></control><operation>"
        "<authentication><status>success</status><userid>ada.lovelace</userid><companyid>acme-live</companyid>"
        "</authentication><result><status>failure</status><function>create</function><errormessage><error><errorno>"
        f"{KEPT}</errorno><description2>{quoted} cannot be used in acme-live [Support ID: x1]</description2></error>"
        "</errormessage></result></operation></response>"
    )


REQUEST = envelope(customer(), **THEIRS)
ANSWER = refusal("Augusta Byronsdotter")


@pytest.fixture(scope="session")
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where companies that were made once are found again by the next test."""
    return tmp_path_factory.mktemp("state")


def har() -> str:
    """Two exchanges as a browser saves them: a page, then the request with a coded answer."""
    page = {"request": {"method": "GET"}, "response": {"content": {"text": "<html/>"}}}
    exchange = {
        "request": {"method": "POST", "postData": {"text": REQUEST}},
        "response": {"content": {"encoding": "base64", "text": base64.b64encode(ANSWER.encode()).decode()}},
    }
    return json.dumps({"log": {"entries": [page, exchange]}})


def form_har() -> str:
    """The same, posted as a form."""
    exchange = {"request": {"postData": {"text": f"xmlrequest={quote(REQUEST)}"}}}
    return json.dumps({"log": {"entries": [exchange]}})


def curl() -> str:
    """A command as a customer pastes it."""
    body = REQUEST.replace("'", "'\\''")
    return f"$ curl -s https://api.intacct.com/ia/xml/xmlgw.phtml \\\n -H 'Content-Type: application/xml' -d '{body}'\n"


FORMS = {
    "XML": REQUEST,
    "curl": curl(),
    "HAR": har(),
    "HAR of a form": form_har(),
    "log": f"10:00:01 DEBUG sending {REQUEST}\n10:00:02 DEBUG got {ANSWER}\n10:00:03 INFO done\n",
    "log of JSON": "\n".join(json.dumps({"level": "debug", "body": text}) for text in (REQUEST, ANSWER)),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_nothing_of_the_customer_is_written(form: str, tmp_path: Path, state_dir: Path) -> None:
    """Whatever it was saved as: no password, no name of theirs, no personal datum, also not where an error quotes one;
    the error itself stays, and the case runs."""
    case = tmp_path / "case"
    capture_exchanges(saved_exchanges(form.encode()), case, state_dir=state_dir)
    for path in case.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        for secret in (*THEIRS.values(), *PRIVATE.values(), "Augusta", "Byronsdotter", "7946", "415-555-2671", "Bront"):
            assert secret not in text, (path.name, secret)
    assert "<TERMNAME>Whenever</TERMNAME>" in (case / "request.xml").read_text(encoding="utf-8")
    assert KEPT in (case / "expected.xml").read_text(encoding="utf-8")
    assert run_case(case, state_dir).explanation.reasons


def test_the_same_value_becomes_the_same_invention_everywhere() -> None:
    """In another element, another document, a sentence and a filter; what is wrong stays as wrong, and values of the
    fixture stay."""
    personal = PersonalData(["Alderbrook Foods"])
    first = "<CONTACT><PRINTAS>Ada King</PRINTAS><EMAIL1>ada@king@home</EMAIL1><ZIP>1234</ZIP></CONTACT>"
    second = "<q><query>PRINTAS = 'Ada King'</query><t>for Ada King</t><CONTACTNAME>Alderbrook Foods</CONTACTNAME></q>"
    for document in (first, second):
        personal.learn(document)
    said = personal.replaced(first)
    invented = said.partition("<PRINTAS>")[2].partition("<")[0]
    assert "Ada" not in said + personal.replaced(second)
    assert personal.replaced(second).count(invented) == 2
    assert "Alderbrook Foods" in personal.replaced(second)
    email = said.partition("<EMAIL1>")[2].partition("<")[0]
    assert [len(part) for part in email.split("@")] == [3, 4, 4]
    zip_code = said.partition("<ZIP>")[2].partition("<")[0]
    assert zip_code.isdigit()
    assert (len(zip_code), zip_code == "1234") == (4, False)


def test_texts_keep_their_length() -> None:
    """An error that depends on it is still there."""
    personal = PersonalData([])
    document = f"<A><MEMO>{'private ' * 200}</MEMO></A>"
    personal.learn(document)
    said = personal.replaced(document)
    assert "private" not in said
    assert len(said) == len(document)


def test_of_several_exchanges_it_is_the_last_that_failed(tmp_path: Path, state_dir: Path) -> None:
    """What was sent before it is sent before it again; what came after is left out."""
    make = envelope("<create><CLASS><CLASSID>A</CLASSID><NAME>A</NAME></CLASS></create>", **THEIRS)
    good = refusal("x").replace("failure", "success").replace(f"<errorno>{KEPT}</errorno>", "")
    exchanges = [Saved(make.encode(), good.encode()), Saved(make.encode(), refusal("A").encode())]
    case = tmp_path / "case"
    capture_exchanges([*exchanges, Saved(make.encode(), good.encode())], case, state_dir=state_dir)
    assert sorted(path.name for path in case.glob("request*")) == ["request-01.xml", "request.xml"]
    assert "hunter2" not in (case / "request-01.xml").read_text()


def test_records_that_the_company_lacks_are_told_and_stubbed(
    tmp_path: Path, state_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Customer and project of an invoice: named in the answer of the command and in the note; with stand-ins, which are
    like the fixture's own, the invoice is saved, and the project is the customer's."""
    project = "<PROJECTID>P-8000</PROJECTID>"
    request = envelope(invoice(customer="C-8000").replace("</ARINVOICEITEM>", f"{project}</ARINVOICEITEM>"), **THEIRS)
    saved = tmp_path / "customer.xml"
    saved.write_text(request)
    command = ["repro", "capture", str(saved), "--state-dir", str(state_dir), "--into"]
    assert cli.main([*command, str(tmp_path / "case")]) == 0
    said = capsys.readouterr().out
    assert "lacks: CUSTOMER C-8000, PROJECT P-8000." in said
    assert "--stub" in said
    assert cli.main([*command, str(tmp_path / "stubbed"), "--stub"]) == 0
    assert "holds stand-ins for all of them" in capsys.readouterr().out
    assert "- PROJECT P-8000 (a stand-in" in (tmp_path / "stubbed" / "note.md").read_text()
    ran = run_case(tmp_path / "stubbed", state_dir)
    assert same(ran.differences)
    assert b"<errorno>" not in ran.answer


def test_what_a_request_makes_itself_is_not_missing(tmp_path: Path, state_dir: Path) -> None:
    """A class, and the invoice that names it in the same request."""
    make = "<create><CLASS><CLASSID>NEW</CLASSID><NAME>New</NAME></CLASS></create>"
    use = invoice().replace("</ARINVOICEITEM>", "<CLASSID>NEW</CLASSID></ARINVOICEITEM>")
    captured = capture_exchanges([Saved(envelope(make, use).encode())], tmp_path / "case", state_dir=state_dir)
    assert captured.missing == ()


@pytest.mark.parametrize("content", [b"", b"nothing here", b'{"log": {"entries": []}}', b"curl https://example.com"])
def test_a_file_without_a_request_is_told(content: bytes) -> None:
    """And what can be read."""
    with pytest.raises(CannotRunError, match="no request in it"):
        saved_exchanges(content)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, state_dir: Path) -> None:
    """In one sentence, with the reason."""
    (tmp_path / "file").touch()
    with pytest.raises(CannotRunError, match=r"cannot write .*case: Not a directory"):
        capture_exchanges([Saved(REQUEST.encode(), None)], tmp_path / "file" / "case", state_dir=state_dir)


def test_a_curl_command_may_name_a_file(tmp_path: Path) -> None:
    """Beside itself; one that is not there is named."""
    (tmp_path / "body.xml").write_text(REQUEST, encoding="utf-8")
    (saved,) = saved_exchanges(b"curl https://x --data-binary @body.xml", tmp_path)
    assert saved.request.decode() == REQUEST
    with pytest.raises(CannotRunError, match=r"the curl command sends other\.xml: No such file"):
        saved_exchanges(b"curl https://x --data-binary @other.xml", tmp_path)
