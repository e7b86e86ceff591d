"""Cases: run on fresh companies, compared element by element, captured without secrets."""

import shutil
from pathlib import Path

import httpx2
import pytest
from asking import envelope, invoice

from intacct_emulator import Emulator, cli
from intacct_emulator.control.access import CompanyAccess
from intacct_emulator.failure import CannotRunError
from intacct_emulator.repro.capture import capture
from intacct_emulator.repro.case import cases_of, run_case
from intacct_emulator.repro.comparison import compared, in_colour, same
from intacct_emulator.repro.credentials import with_credentials
from intacct_emulator.resources import fixtures_folder

CASES = fixtures_folder() / "errors"
PROJECT = CASES / "ar-invoice-unknown-project"
ACCESS = CompanyAccess("northfield", "", "local_sender", "s<1", "wsuser", "u&1")


@pytest.fixture(scope="session")
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where companies that were made once are found again by the next test."""
    return tmp_path_factory.mktemp("state")


@pytest.mark.parametrize(
    ("said", "marks"),
    [
        ("<a x='1'><b>text</b><c>one 2</c></a>", ""),
        ("<a x='1'>\n <b> text</b>\n <c>one three</c></a>", ""),
        ("<a x='1'><b>text</b><c>one </c></a>", "-+"),
        ("<a x='2'><b>text</b><c>one 2</c></a>", "-+"),
        ("<a x='1'><c>one 2</c><b>text</b></a>", "-+"),
        ("<a x='1'><b>text</b></a>", "-"),
        ("<a x='1'><b>text</b><c>one 2</c><d/></a>", "+"),
        ("<a x='1'><b>text</b>more<c>one 2</c></a>", "+"),
    ],
)
def test_the_comparison_sees_what_differs(said: str, marks: str) -> None:
    """Elements, order, attributes and texts; white space is nobody's affair, and {any} stands for any text but none."""
    differences = compared(b"<a x='1'>\n  <b>text</b><c>one {any}</c></a>", said.encode())
    assert sorted({one.mark for one in differences} - {" "}) == sorted(set(marks))
    assert same(differences) is (marks == "")


def test_differences_are_shown_with_some_lines_around_and_in_colour() -> None:
    """Only what is near is shown; colours where they are wanted."""
    many = "".join(f"<n>{number}</n>" for number in range(40))
    differences = compared(f"<a>{many}<b>1</b></a>".encode(), f"<a>{many}<b>2</b></a>".encode())
    assert in_colour(differences, colour=False, around=1) == "    <n>39</n>\n-   <b>1</b>\n+   <b>2</b>\n  </a>\n"
    assert "\033[31m-   <b>1</b>\033[0m" in in_colour(differences, colour=True)


@pytest.mark.parametrize("case", cases_of(CASES), ids=lambda case: case.name)
def test_every_shipped_case_gets_the_answer_it_keeps(case: Path, state_dir: Path) -> None:
    """As `repro run` runs it, and with a reason to tell."""
    ran = run_case(case, state_dir)
    assert same(ran.differences), in_colour(ran.differences, colour=False)
    assert ran.explanation.reasons


def test_the_command_tells_same_from_different(
    tmp_path: Path, state_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By text and exit status; of one case it also tells why."""
    state = ["--state-dir", str(state_dir)]
    assert cli.main(["repro", "run", str(PROJECT), *state]) == 0
    assert "of this customer: P-1001, P-1002" in capsys.readouterr().out
    shutil.copytree(PROJECT, tmp_path / "cases" / "one")
    request = tmp_path / "cases" / "one" / "request.xml"
    request.write_text(request.read_text().replace("P-9999", "P-8888"), encoding="utf-8")
    assert cli.main(["repro", "run", str(tmp_path / "cases"), *state]) == 1
    said = capsys.readouterr().out
    assert "- " in said
    assert "Invalid Project 'P-8888' specified." in said
    assert cli.main(["repro", "run", str(tmp_path / "nothing"), *state]) == cli.EXIT_FAILED
    assert "holds no case" in capsys.readouterr().err


def test_a_case_may_add_records_to_the_company(tmp_path: Path, state_dir: Path) -> None:
    """With the project in company/, the refused invoice is saved: the answer differs."""
    shutil.copytree(PROJECT, tmp_path / "case")
    (tmp_path / "case" / "company").mkdir()
    (tmp_path / "case" / "company" / "99-PROJECT.csv").write_text(
        "PROJECTID,NAME,PROJECTCATEGORY,LOCATIONID\nP-9999,New,Contract,US-NYC\n", encoding="utf-8"
    )
    ran = run_case(tmp_path / "case", state_dir)
    assert not same(ran.differences)
    assert b"<status>success</status>" in ran.answer
    assert ran.explanation.reasons == ()


def test_requests_before_the_last_one_are_sent_first(tmp_path: Path, state_dir: Path) -> None:
    """An invoice is refused as a duplicate only because another one was sent before."""
    folder = tmp_path / "case"
    folder.mkdir()
    for name in ("request-1.xml", "request.xml"):
        (folder / name).write_text(envelope("<create><CLASS><CLASSID>A</CLASSID><NAME>A</NAME></CLASS></create>"))
    (folder / "expected.xml").write_text("<response/>")
    assert [reason.function for reason in run_case(folder, state_dir).explanation.reasons][:1] == ["create"]


@pytest.mark.parametrize(
    "sign_in",
    [
        "<login><userid>them</userid><companyid>acme</companyid><password>hunter2-theirs</password></login>",
        "<sessionid>their-session-id</sessionid>",
    ],
)
def test_credentials_are_replaced_and_lines_stay(sign_in: str) -> None:
    """Sender, user, company, passwords and session; the document has as many lines, and escapes."""
    request = (
        f"<request>\n<control>\n<senderid>acme_sender</senderid>\n<password>hunter2</password>\n</control>\n"
        f"<operation><authentication>\n{sign_in}\n</authentication>\n<content/></operation></request>"
    )
    signed = with_credentials(request.encode(), ACCESS).decode()
    assert not [word for word in ("acme", "hunter2", "them", "their") if word in signed]
    assert "<password>s&lt;1</password>" in signed
    assert (
        "<login><userid>wsuser</userid><companyid>northfield</companyid><password>u&amp;1</password></login>" in signed
    )
    assert signed.count("\n") == request.count("\n")


def test_a_captured_case_holds_no_secret_and_runs(tmp_path: Path, state_dir: Path) -> None:
    """From a customer's request and answer: what was theirs is gone before anything is written, times and support ids
    are left open, and the case gets the answer it keeps."""
    theirs = {"sender": "acme_sender", "sender_password": "hunter2-a", "user": "them", "password": "hunter2-b"}
    request = envelope(invoice(customer="C-9999"), company="acme", **theirs)
    case = tmp_path / "case"
    answer = None
    words = capture(request.encode(), answer, case, state_dir=state_dir)
    assert "C-9999" in words
    for path in case.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not [word for word in ("acme", "hunter2", "them<") if word in text], path
    assert "{any}" in (case / "expected.xml").read_text(encoding="utf-8")
    assert same(run_case(case, state_dir).differences)
    customers = (case / "expected.xml").read_bytes().replace(b"northfield", b"acme").replace(b"wsuser", b"them")
    capture(request.encode(), customers, tmp_path / "again", state_dir=state_dir)
    assert same(run_case(tmp_path / "again", state_dir).differences)
    with pytest.raises(CannotRunError, match="is there already"):
        capture(request.encode(), None, case, state_dir=state_dir)
    with pytest.raises(CannotRunError, match="no XML text"):
        capture(b"password=hunter2", None, tmp_path / "third", state_dir=state_dir)
    assert not (tmp_path / "third").exists()


def test_a_case_is_captured_from_the_journal(
    tmp_path: Path, state_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the id of a request that a running emulator keeps."""
    with Emulator(companies=["northfield"], state_dir=state_dir) as emulator:
        httpx2.post(emulator.url, content=envelope(invoice(customer="C-9999")))
        (entry,) = emulator.journal.find()
        command = ["repro", "capture", entry.request_id, "--server", emulator.address, "--into", str(tmp_path / "case")]
        assert cli.main([*command, "--state-dir", str(state_dir)]) == 0
    assert "C-9999" in capsys.readouterr().out
    assert same(run_case(tmp_path / "case", state_dir).differences)
