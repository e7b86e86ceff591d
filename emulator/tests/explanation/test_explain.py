"""Explanations: the rule and its grounds, the element with line and column, and what would pass."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from asking import Ask, envelope, invoice, line

from intacct_client import Client, FunctionError
from intacct_emulator import Emulator, cli
from intacct_emulator.explanation.explain import Explanation
from intacct_emulator.explanation.of_answer import explain_answer
from intacct_emulator.explanation.of_exchange import explain_exchange
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.resources import fixtures_folder
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.work.exchange import Exchange

UNKNOWN_PROJECT = fixtures_folder() / "errors" / "ar-invoice-unknown-project"


class Explained:
    """Asks, and explains the answer."""

    def __init__(self, tenants: Tenants) -> None:
        self._tenants = tenants
        self._seen: list[Exchange] = []
        self.gateway = XmlGateway(tenants, self._seen.append)
        self._ask = Ask(self.gateway)

    def raw(self, body: bytes) -> Explanation:
        self._ask.raw(body)
        return explain_exchange(self._seen[-1], self._tenants)

    def of(self, *functions: str, **options: str) -> Explanation:
        return self.raw(envelope(*functions, **options).encode())


@pytest.fixture
def explained(tenants: Tenants) -> Iterator[Explained]:
    """Explanations of what northfield answers."""
    explained = Explained(tenants)
    yield explained
    explained.gateway.stop_threads()


def test_an_unknown_project_is_explained_with_those_of_the_customer(explained: Explained) -> None:
    """C-1001 has the projects P-1001 and P-1002; the element is on line 47 of the request, and the error behind it only
    says that the invoice was not saved."""
    body = (UNKNOWN_PROJECT / "request.xml").read_bytes()
    first, second = explained.raw(body).reasons
    assert (first.number, first.evidence, first.rule) == ("BL01001973", "recorded", "transactions.INVALID_DIMENSION")
    assert first.place is not None
    number = next(n for n, text in enumerate(body.decode().splitlines(), 1) if "P-9999" in text)
    text = body.decode().splitlines()[number - 1]
    assert (first.place.line, first.place.column) == (number, text.index("<PROJECTID>") + 1)
    assert first.place.path == "create/ARINVOICE/ARINVOICEITEMS/ARINVOICEITEM/PROJECTID"
    assert first.line_text == "<PROJECTID>P-9999</PROJECTID>"
    assert "There is no Project P-9999." in first.passes
    assert any("of this customer: P-1001, P-1002" in sentence for sentence in first.passes)
    assert any(place.startswith("books/") for place in first.raised_in)
    assert first.docs == "docs/errors.md#transactions"
    assert second.wrapper
    assert second.passes == ()


def test_what_it_says_would_pass_passes(explained: Explained) -> None:
    """With the first project it names instead, nothing is left to explain."""
    body = (UNKNOWN_PROJECT / "request.xml").read_bytes().replace(b"P-9999", b"P-1001")
    assert explained.raw(body) == Explanation((), ())


@pytest.mark.parametrize(
    ("function", "path", "passes"),
    [
        (invoice(extra="<TERMNAME>Net 31</TERMNAME>"), "create/ARINVOICE/TERMNAME", "Similar: Net 30"),
        (
            invoice(lines=line(account="4011")),
            "create/ARINVOICE/ARINVOICEITEMS/ARINVOICEITEM/ACCOUNTNO",
            "Similar: 401",
        ),
        (invoice(customer="C-9001"), "create/ARINVOICE/CUSTOMERID", "Similar: C-"),
        (
            invoice(lines=line(department="999")),
            "create/ARINVOICE/ARINVOICEITEMS/ARINVOICEITEM/DEPARTMENTID",
            "of this company: 1",
        ),
        (
            "<create><CUSTOMER><CUSTOMERID>C-9</CUSTOMERID><NAME>N</NAME><STATUS>asleep</STATUS></CUSTOMER></create>",
            "create/CUSTOMER/STATUS",
            "STATUS takes active, ",
        ),
    ],
    ids=["term", "account", "customer", "department", "choice"],
)
def test_values_that_would_pass_are_named(explained: Explained, function: str, path: str, passes: str) -> None:
    """Records with a similar id, all of them where none is similar, or the field's own values."""
    reason = explained.of(function).reasons[0]
    assert reason.place is not None
    assert reason.place.path == path
    assert any(passes in sentence for sentence in reason.passes), reason.passes


def test_the_call_that_failed_is_searched_and_no_other(explained: Explained) -> None:
    """The same value in an earlier function is not the one at fault."""
    reason = explained.of(invoice("INV-1"), invoice("INV-2", lines=line(more="<PROJECTID>C-1001</PROJECTID>"))).reasons[
        0
    ]
    assert reason.function == "create"
    assert reason.place is not None
    assert reason.place.path.endswith("ARINVOICEITEM/PROJECTID") or reason.place.path.endswith("CUSTOMERID")
    assert reason.place.value == "C-1001"


@pytest.mark.parametrize(
    ("body", "line_number", "sentence"),
    [
        ("<get_list/>", 1, 'Write <get_list object="...">.'),
        ("<delete><object>CLASS</object></delete>", 1, "<delete> ends too early: <keys> must follow inside it."),
        ("<nonsense/>", 1, "<nonsense> stands there."),
    ],
    ids=["attribute", "missing", "unexpected"],
)
def test_complaints_of_the_schema_are_put_into_plain_words(
    explained: Explained, body: str, line_number: int, sentence: str
) -> None:
    """What the sequence wanted, and what stood there."""
    reason = explained.of(body).reasons[0]
    assert reason.number == "XL03000003"
    assert reason.place is not None
    assert reason.place.line == line_number
    assert any(sentence in said for said in reason.passes), reason.passes


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"company": "northfeild"}, "The companies of this emulator are northfield."),
        ({"sender": "someone"}, "The senders of this emulator are local_sender;"),
        ({"user": "nobody"}, "The users of northfield are argl_user, "),
        ({"session": "dead-session"}, "Open a new session"),
    ],
)
def test_refused_sign_ins_are_explained(explained: Explained, options: dict[str, str], sentence: str) -> None:
    """Names of those who may, and no passwords."""
    reasons = explained.of("<getAPISession/>", **options).reasons
    assert any(said.startswith(sentence) for reason in reasons for said in reason.passes), reasons
    assert "secret" not in repr(reasons)


def test_a_gap_is_told_apart_from_a_fault(explained: Explained) -> None:
    """What is not built is named as the emulator's own lack."""
    assert explained.of("<installApp><appxml>x</appxml></installApp>").gaps == ("function installApp",)


def test_an_answer_alone_is_known_again_by_its_texts(tenants: Tenants) -> None:
    """Of a saved answer rule and grounds are told; a text that nobody knows is said to be unknown."""
    answer = (UNKNOWN_PROJECT / "expected.xml").read_bytes()
    first, second = explain_answer(answer, tenants).reasons
    assert "transactions.INVALID_DIMENSION" in (first.rule, *first.alike)
    assert first.evidence == "recorded"
    assert second.wrapper
    unknown = answer.replace(b"Invalid Project", b"Unheard-of Project")
    assert "no such text" in explain_answer(unknown, tenants).reasons[0].source


def test_the_header_leads_to_the_explanation(tmp_path: Path) -> None:
    """A client that failed has its address; it answers as JSON and as text. Success and a journal that is off name
    none."""
    with Emulator(companies=["northfield"], state_dir=tmp_path) as emulator:
        access = emulator.companies.access("northfield")
        with Client.from_env(access.variables(emulator.url)) as client:
            with pytest.raises(FunctionError) as failed:
                client.create("ARINVOICE", {"CUSTOMERID": "C-9999", "WHENCREATED": "11/02/2026"})
            assert failed.value.explanation is not None
            assert failed.value.explanation.startswith(emulator.address)
            said = httpx2.get(failed.value.explanation).json()
            assert said["reasons"][0]["place"]["value"] == "C-9999"
            text = httpx2.get(failed.value.explanation, params={"form": "text"}).text
            assert "Where:  create/ARINVOICE/CUSTOMERID" in text
        fine = httpx2.post(emulator.url, content=envelope("<getAPISession/>"))
        assert "x-intacct-emulator-explain" not in fine.headers
    with Emulator(companies=["northfield"], state_dir=tmp_path, journal=0) as emulator:
        refused = httpx2.post(emulator.url, content=envelope("<getAPISession/>", user="nobody"))
        assert "x-intacct-emulator-explain" not in refused.headers


def test_the_command_explains_requests_and_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A customer's request goes to a fresh company with that company's credentials, whatever it held."""
    request = tmp_path / "request.xml"
    body = (UNKNOWN_PROJECT / "request.xml").read_text(encoding="utf-8")
    request.write_text(body.replace("wsuser_secret", "theirs").replace("northfield", "acme"), encoding="utf-8")
    state = ["--state-dir", str(tmp_path / "state")]
    assert cli.main(["explain", str(request), *state]) == 1
    said = capsys.readouterr().out
    assert "BL01001973: Invalid Project 'P-9999' specified." in said
    assert "of this customer: P-1001, P-1002" in said
    assert "theirs" not in said
    assert cli.main(["explain", str(UNKNOWN_PROJECT / "expected.xml"), *state]) == 1
    assert "transactions.INVALID_DIMENSION" in capsys.readouterr().out
    request.write_text(body.replace("P-9999", "P-1001"), encoding="utf-8")
    assert cli.main(["explain", str(request), *state]) == 0
    assert capsys.readouterr().out == "Nothing failed.\n"
    request.write_text("hello", encoding="utf-8")
    assert cli.main(["explain", str(request), *state]) == 1
    assert "  Where:  line 1, column 1\n" in capsys.readouterr().out
    assert cli.main(["explain", str(tmp_path / "none.xml"), *state]) == cli.EXIT_FAILED
    assert "cannot read" in capsys.readouterr().err
