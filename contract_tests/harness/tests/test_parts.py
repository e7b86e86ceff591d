"""The harness's parts that need no gateway."""

from pathlib import Path
from typing import Any, cast

import httpx2
import pytest

from contract_tests.harness import canonical
from contract_tests.harness import facts as company_facts
from contract_tests.harness.facts import FACTS, Facts
from contract_tests.harness.journal import GAP_HEADER, Guarded, Journal, writing_functions
from contract_tests.harness.redaction import redactor_for
from contract_tests.harness.target import SANDBOX, Credentials, TargetError, sandbox
from contract_tests.harness.wire import Answer, Wire
from contract_tests.harness.writing import CleanUpError, Writing
from intacct_client import Client, FunctionError
from intacct_client.responses import Result

ENVIRONMENT = {
    "INTACCT_ENDPOINT_URL": "https://sandbox.example.com/ia/xml/xmlgw.phtml",
    "INTACCT_SENDER_ID": "sender",
    "INTACCT_SENDER_PASSWORD": "sender-secret",
    "INTACCT_COMPANY_ID": "company",
    "INTACCT_USER_ID": "user",
    "INTACCT_USER_PASSWORD": "user-secret",
}


def test_a_sandbox_is_what_the_environment_names() -> None:
    """URL and credentials as the variables say; passwords are not in the repr."""
    target = sandbox(ENVIRONMENT, may_write=False)
    assert (target.kind, target.url, target.may_write) == (SANDBOX, ENVIRONMENT["INTACCT_ENDPOINT_URL"], False)
    assert target.credentials.company_id == "company"
    assert "secret" not in repr(target)


def test_an_incomplete_environment_is_refused() -> None:
    """The message names the variables that are missing; no default endpoint is taken."""
    partial = {name: value for name, value in ENVIRONMENT.items() if "ENDPOINT" not in name and "USER_ID" not in name}
    with pytest.raises(TargetError, match="INTACCT_USER_ID, INTACCT_ENDPOINT_URL"):
        sandbox(partial, may_write=True)


def test_facts_come_from_environment_and_ini() -> None:
    """The environment goes before the ini lines."""
    lines = ["customer_id = C 1", "vendor_id=V=1"]
    values = company_facts.given({"INTACCT_CONTRACT_CUSTOMER_ID": "C 2"}, lines)
    assert values == {"customer_id": "C 2", "vendor_id": "V=1"}


def test_a_fact_that_is_not_given_skips_the_contract() -> None:
    """The reason names the variable to set; a name that is no fact is a mistake."""
    facts = Facts({"customer_id": "C-1"})
    assert facts.customer_id == "C-1"
    with pytest.raises(pytest.skip.Exception, match="INTACCT_CONTRACT_VENDOR_ID"):
        _ = facts.vendor_id
    with pytest.raises(AttributeError):
        _ = facts.nonsense
    with pytest.raises(ValueError, match="nonsense"):
        Facts({"nonsense": "x"})


def test_every_fact_is_in_the_documentation() -> None:
    """docs/contract-suite.md lists them with meaning and northfield's value."""
    page = (Path(__file__).resolve().parents[3] / "docs" / "contract-suite.md").read_text(encoding="utf-8")
    for name, fact in FACTS.items():
        assert f"| `{name}` | {fact.meaning} | `{fact.northfield}` |" in page


def test_layout_and_wildcards_do_not_differ() -> None:
    """White space, the order of attributes and `...` make no difference."""
    actual = canonical.parsed('<a y="2" x="1"><b>when</b>  <c/>\n</a>')
    assert canonical.difference(actual, '<a x="1" y="..."><b>...</b><c></c></a>') == ""


@pytest.mark.parametrize(
    "expected",
    ["<a><c/><b>1</b></a>", "<a><b>2</b><c/></a>", "<a><b>1</b></a>", '<a z="1"><b>1</b><c/></a>', "<a>...</a>"],
)
def test_order_text_and_attributes_differ(expected: str) -> None:
    """Anything else is told as a diff."""
    told = canonical.difference(canonical.parsed("<a><b>1</b><c/></a>"), expected)
    assert "expected" in told
    assert any(line.startswith("+") for line in told.splitlines()[2:])


def test_secrets_are_masked() -> None:
    """Known secrets wherever they stand, and whatever stands in password and session elements."""
    redactor = redactor_for(Credentials("s", "sender-secret", "c", "u", "user-secret"))
    body = b"<x><sessionid>abc..</sessionid><t>user-secret</t><password>other</password></x>"
    shown = repr(Answer(200, {}, body, redactor))
    assert not any(secret in shown for secret in ("abc..", "user-secret", "other"))


class Recorder:
    """Stands for the client: remembers deletions and refuses some."""

    def __init__(self, refused: Any = ()) -> None:
        self.deleted: list[tuple[str, object]] = []
        self.refused = dict(refused)

    def create(self, object_name: str, record: Any) -> Any:
        return {"RECORDNO": str(record["n"])}

    def delete(self, object_name: str, key: Any) -> None:
        if key in self.refused:
            raise FunctionError(Result("delete", "f1", "failure", self.refused[key]))
        self.deleted.append((object_name, key))


def test_what_was_made_is_deleted_latest_first() -> None:
    """In reverse order, and what the contract deleted itself not again."""
    client = Recorder()
    writing = Writing(cast(Wire, None), cast(Client, client))
    for number in (1, 2, 3):
        writing.create("CLASS", {"n": number})
    writing.delete("CLASS", "2")
    writing.clean_up()
    assert client.deleted == [("CLASS", "2"), ("CLASS", "3"), ("CLASS", "1")]


def test_what_cannot_be_deleted_is_told() -> None:
    """Everything is tried; then the text names what stays."""
    client = Recorder({"1": ()})
    writing = Writing(cast(Wire, None), cast(Client, client))
    for number in (1, 2):
        writing.create("CLASS", {"n": number})
    with pytest.raises(CleanUpError, match="CLASS 1"):
        writing.clean_up()
    assert client.deleted == [("CLASS", "2")]


def test_the_journal_keeps_the_latest_without_secrets() -> None:
    """A few exchanges, passwords masked."""
    journal = Journal(redactor_for(Credentials("s", "sender-secret", "c", "u", "user-secret")))
    for number in range(9):
        journal.note(
            f"<n>{number}</n><password>sender-secret</password>".encode(), httpx2.Response(200, content=b"<a/>")
        )
    assert "<n>8</n>" in str(journal)
    assert "<n>0</n>" not in str(journal)
    assert "secret" not in str(journal)


def test_a_gap_of_the_emulator_fails_the_contract() -> None:
    """Whatever the answer's body says."""
    journal = Journal(redactor_for(Credentials("s", "a", "c", "u", "b")))
    with pytest.raises(AssertionError, match="not built function foo"):
        journal.note(b"", httpx2.Response(200, headers={GAP_HEADER: "function foo"}, content=b"<success/>"))


def test_what_writes_is_told_from_what_reads() -> None:
    """By the names of the functions, wherever they stand in the request; what is no XML calls nothing."""

    def functions(*names: Any) -> Any:
        calls = "".join(f'<function controlid="f"><{name}/></function>' for name in names)
        return f"<request><operation><content>{calls}</content></operation></request>".encode()

    reading = ("read", "readByQuery", "readMore", "query", "lookup", "inspect", "getAPISession", "get_list")
    assert writing_functions(functions(*reading)) == []
    assert writing_functions(functions("query", "create", "delete_bill")) == ["create", "delete_bill"]
    assert writing_functions(b"<request><") == []


def test_nothing_is_written_where_writing_is_not_allowed() -> None:
    """The request is not sent: there is nobody at the address, and the contract is skipped all the same."""
    journal = Journal(redactor_for(Credentials("s", "a", "c", "u", "b")))
    body = b'<request><operation><content><function controlid="f"><delete/></function></content></operation></request>'
    with (
        httpx2.Client(transport=Guarded(journal, may_write=False)) as http,
        pytest.raises(pytest.skip.Exception, match="delete"),
    ):
        http.post("http://127.0.0.1:9/", content=body)
    with httpx2.Client(transport=Guarded(journal, may_write=True)) as http, pytest.raises(httpx2.ConnectError):
        http.post("http://127.0.0.1:9/", content=body)
